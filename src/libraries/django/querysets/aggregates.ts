import type { Call, ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { keywordOf } from '../models/fields.ts';
import { fieldAt } from './lookups.ts';
import type { DjangoModel } from '../models/models.ts';

/** An aggregate over rows that are joined, of which one row has many. */
export interface JoinedAggregate {
  readonly node: Call;
  readonly kind: string;
  readonly path: string;
  /** The joins up to the last relation to many: `items`, `items__notes`. */
  readonly joins: readonly string[];
  readonly distinct: boolean;
}

const AGGREGATES = /^(?:Count|Sum|Avg|Max|Min)$/;

/** What `node` aggregates over a relation to many of the model; undefined for everything else. */
export function joinedAggregate(module: PyModule, model: DjangoModel, node: ExprNode): JoinedAggregate | undefined {
  const kind = node.nodeType === 'Call' ? lastName(node.func) : '';
  const [first] = node.nodeType === 'Call' ? node.args : [];
  if (node.nodeType !== 'Call' || first === undefined || !AGGREGATES.test(kind)) return undefined;
  const path = stringOf({ module, node: first });
  const joins = path === undefined ? [] : manyJoins(model, path);
  const distinct = keywordOf(node, 'distinct');
  return path === undefined || joins.length === 0 ? undefined : { node, kind, path, joins, distinct: distinct !== undefined && singletonOf(distinct) !== 'False' };
}

function manyJoins(model: DjangoModel, path: string): string[] {
  const steps = fieldAt(model, path)?.steps ?? [];
  return path.split('__').slice(0, steps.findLastIndex(({ relation }) => relation?.cardinality === 'to-many') + 1);
}

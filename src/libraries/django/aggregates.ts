import type { Call, ExprNode } from '../../python/nodes.ts';
import type { PyModule } from '../../python/syntax/module.ts';
import { lastName, singletonOf, stringOf } from '../../python/syntax/static.ts';
import { keywordOf } from './fields.ts';
import { fieldAt } from './lookups.ts';
import type { DjangoModel } from './models.ts';

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
  const names = path.split('__');
  const last = names.findLastIndex((_, index) => {
    const found = fieldAt(model, names.slice(0, index + 1).join('__'));
    return found?.rest === '' && found.field.relation?.cardinality === 'to-many';
  });
  return names.slice(0, last + 1);
}

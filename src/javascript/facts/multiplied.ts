import type { ProductConcern } from '../../model/admin.ts';
import type { DataModel, Model, TableSize } from '../../model/data-model.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { Surroundings } from './query-calls.ts';
import { namesOneRow } from '../weight/row-weight.ts';
import { spanOf } from '../syntax/nodes.ts';
import { numberValue } from '../syntax/values.ts';
import { growthOf, tableOfCall } from '../weight/table-growth.ts';

/** Relations to many side by side of which something is told. */
const FEWEST = 2;

/** A handful of rows is no list. */
const MANY_ROWS = 10;

/** How many names a message lists. */
const MOST_NAMES = 4;

/**
 * Relations to many, none within the other, that one statement joins to the rows of a list: each row comes back once for each combination of theirs. Of one row nothing is
 * told: a few times a few are no matter.
 */
export function multiplied({ module, settings, elsewhere }: Surroundings, call: OrmCall): ProductConcern | undefined {
  const { orm, model, operation, callee, node, limit } = call;
  const { dataModel } = orm;
  const known = model === undefined ? undefined : dataModel?.models.get(model);
  if (known === undefined || dataModel === undefined || operation !== 'readMany' || (numberValue(module, limit) ?? MANY_ROWS) < MANY_ROWS || namesOneRow(module, call)) return undefined;
  const paths = orm.joined?.(call) ?? [];
  const branches = paths.length < FEWEST ? [] : branchesOf(dataModel, known, paths);
  if (branches.length < FEWEST) return undefined;
  const table: TableSize = tableOfCall(settings, elsewhere, call) ?? { model: known.name, rows: undefined, growth: 'unknown', because: undefined };
  if (table.growth === 'few' || table.growth === 'small') return undefined;
  const advice = orm.words.apart?.(call);
  return advice === undefined ? undefined : { kind: 'product', table, callee, span: spanOf(node.callee), names: branches.map((path) => path.join('.')).slice(0, MOST_NAMES), advice, remedies: [] };
}

/** The deepest relations to many of each branch: what hangs on one row of them adds no row. */
function branchesOf(dataModel: DataModel, { fields }: Model, paths: readonly (readonly string[])[]): string[][] {
  return [...new Set(paths.flatMap(([first]) => first ?? []))].flatMap((name) => {
    const relation = fields.get(name)?.relation;
    const target = relation === undefined ? undefined : dataModel.models.get(relation.target);
    if (relation === undefined || target === undefined) return [];
    const within = branchesOf(dataModel, target, paths.filter(([first, ...rest]) => first === name && rest.length > 0).map(([, ...rest]) => rest)).map((path) => [name, ...path]);
    if (relation.cardinality === 'to-one' || within.length > 0) return within;
    return /^(?:few|small)$/.test(growthOf(dataModel, relation.target).growth) ? [] : [[name]];
  });
}

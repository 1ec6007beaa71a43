import { asModelName, namesGrowing } from '../../model/many.ts';
import { isKeyColumn } from '../queries/key-columns.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { JsModule } from '../syntax/module.ts';
import { propertyOf, unwrap } from '../syntax/nodes.ts';

/** The rows are groups or distinct values, of which there are as many as there are kinds. */
export function isGrouped(module: JsModule, call: OrmCall): boolean {
  const distinct = unwrap(propertyOf(call.options, 'distinct')?.value);
  // `distinct: true` is about the count beside the rows, columns are about the rows.
  return (call.operation === 'aggregate' && call.shape?.grouped !== false) || (distinct !== undefined && distinct.type !== 'Literal') || call.shape?.grouped === true || /\.(?:groupBy|addGroupBy|distinct)\(/.test(`${module.textOf(call.node.callee)}(`);
}

/** What a query groups by, as far as its text says so: `groupBy('order.userId')`, `by: ['userId']`, `_id: '$userId'`, `SELECT DISTINCT "userId"`. */
const GROUPING = /(?:\b(?:add)?groupBy|\b(?:select)?distinct(?:On)?|\bby|\bgroup|\b_id)\s*[:(]([^)\]}]{0,200})|\b(?:distinct|group\s+by)\s+([^`'",]{1,80})/gi;
const KEY = /(\w+?)(?:_id|Id|ID|\.id)\b/g;

/** The groups are those of a key of which there are ever more: one for every user, for every order. */
export function isGroupedByMany(module: JsModule, { node }: OrmCall): boolean {
  return [...module.textOf(node).matchAll(GROUPING)].some(([, given, written]) => [...(given ?? written ?? '').matchAll(KEY)].some(([, name = '']) => namesGrowing(asModelName(name))));
}

const GROUP_BY = /\b(?:add)?groupBy\(([^)]{0,200})/gi;

/** Its rows are groups of those of the table, by something else than the key of each: their number says nothing of the table's. */
export function givesGroups(module: JsModule, call: OrmCall): boolean {
  const columns = [...module.textOf(call.node).matchAll(GROUP_BY)].flatMap(([, given = '']) => [...given.matchAll(/(\w+)\W*(?:,|$)/g)].map(([, column = '']) => column));
  return call.shape?.grouped === true && columns.length > 0 && !columns.some((column) => isKeyColumn(call, column));
}

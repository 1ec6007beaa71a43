import type { OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { changedTogether, storesSame } from '../../javascript/advice/together.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { type Node, some, unwrap } from '../../javascript/syntax/nodes.ts';
import type { KyselyCall } from './call.ts';

/**
 * `insertInto('orders').values([...])`, `updateTable('orders').set(…).where('id', 'in', …)`, `deleteFrom('orders').where('id', 'in', …)`: an empty list is an
 * error of the database for each of them (0.28).
 */
export function kyselyTogether(module: JsModule, call: KyselyCall, loop: RowLoop, isTypeScript: boolean): Together | undefined {
  const { steps, client, data, where } = call;
  if (loop.dependsOnRow(client)) return undefined;
  const [first, ...others] = steps;
  const names = steps.map(({ name }) => name).join(' ').replace(/ (?:execute|executeTakeFirst)$/, '');
  if (first === undefined || steps.some(({ isSure, call: { range } }) => !isSure || range[0] < call.node.range[0])) return undefined;
  const begin = module.textOf(first.call);
  if (names === 'insertInto values') {
    if (data?.type !== 'ObjectExpression' || !loop.dependsOnRow(data)) return undefined;
    return {
      title: 'Insert all rows with one `insertInto`', expression: `${begin}.values(${loop.mapped(data, isTypeScript && hasText(data) ? ' as const' : '')}).execute()`, refusesEmpty: true,
      changes: 'all rows are inserted or none; cut long lists into chunks', edits: [],
    };
  }
  const isUpdate = names === 'updateTable set where';
  if (!isUpdate && names !== 'deleteFrom where') return undefined;
  const set = isUpdate ? others[0]?.call.arguments[0] : undefined;
  if (isUpdate && (set === undefined || !storesSame(data, loop))) return undefined;
  const [column, operator, value] = others.find(({ name }) => name === 'where')?.call.arguments ?? [];
  if (column === undefined || value === undefined || where === undefined || unwrap(operator)?.type !== 'Literal' || !isKey(call) || loop.dependsOnRow(column) || !loop.dependsOnRow(value)) return undefined;
  return {
    title: isUpdate ? 'Update all rows with one `updateTable`' : 'Delete all rows with one `deleteFrom`',
    expression: `${begin}${set === undefined ? '' : `.set(${module.textOf(set)})`}.where(${module.textOf(column)}, 'in', ${loop.mapped(value)}).execute()`, refusesEmpty: true,
    changes: `${changedTogether(isUpdate)}; cut long lists into chunks`, edits: [],
  };
}

/** The whole filter is one column that equals a value. */
function isKey(call: OrmCall): boolean {
  const [only, ...more] = call.orm.filterOf(call) ?? [];
  return only !== undefined && more.length === 0 && !('any' in only) && only.operator === 'equals' && only.path.length === 1;
}

/** TypeScript may make `string` of a text in a list, which no column of a union takes; an array would become one that nobody may change. */
function hasText(data: Node): boolean {
  return some(data, (node) => node.type === 'Literal' && typeof node.value === 'string') && !some(data, ({ type }) => type === 'ArrayExpression');
}

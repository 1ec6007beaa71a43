import { isRelative, isSameForAll, isSameInEveryRound, rowPath } from '../syntax/dependence.ts';
import { isKeyColumn } from '../queries/key-columns.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { FoundScope } from '../rows/row-scopes.ts';
import type { JsModule } from '../syntax/module.ts';
import { memberName, type Node, some, unwrap } from '../syntax/nodes.ts';
import { onlyCall } from '../advice/write-remedies.ts';

/** True where one statement can do for all rows what the write does for each: a delete, a plain insert, the same values for all. */
export function storesTheSame(module: JsModule, found: FoundScope, call: OrmCall): boolean {
  return call.operation === 'delete' || isUniform(module, found, call) || isFlatCreate(call);
}

/** True where an update names the same row or rows in every round, and sets what the round gives. */
export function writesSameRow(module: JsModule, { iteration }: FoundScope, { operation, where, data, client, ofRow }: OrmCall): boolean {
  const isSame = (node: Node): boolean => isSameInEveryRound(module, iteration, node);
  return operation === 'update' && ofRow !== true && where !== undefined && data !== undefined && isSame(where) && isSame(client) && !isSameForAll(module, iteration, data);
}

/** True where an update stores the same values in every round. */
function isUniform(module: JsModule, { iteration }: FoundScope, call: OrmCall): boolean {
  const { operation, data, orm } = call;
  return operation === 'update' && data?.type === 'ObjectExpression' && isSameForAll(module, iteration, data) && !isRelative(data) && !orm.isRefusedInBulk?.(call);
}

/**
 * The columns that a loop sets to the same values on every row before it saves the row, and nothing else of it: one update for all rows
 * does the same. Undefined where the row changes in any other way, or perhaps does.
 */
export function columnsSetAlike(module: JsModule, { iteration, rows }: FoundScope, { operation, data }: OrmCall): readonly string[] | undefined {
  const { body, element } = iteration;
  if (operation !== 'save' || !rows.exact || element?.type !== 'Identifier' || data?.type !== 'Identifier' || body.type !== 'BlockStatement') return undefined;
  const isRow = (node: Node): boolean => node.type === 'Identifier' && module.resolve(node)?.identifier === element;
  if (!isRow(data)) return undefined;
  const columns: string[] = [];
  for (const statement of body.body) {
    const assignment = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
    const column = assignment?.type === 'AssignmentExpression' && assignment.operator === '=' ? columnOf(assignment.left, isRow) : undefined;
    if (column !== undefined && assignment?.type === 'AssignmentExpression' && (isSameForAll(module, iteration, assignment.right) || module.textOf(assignment.right) === 'new Date()')) columns.push(column);
    else if (some(statement, (node) => isRow(node) && node !== data && !isRead(module, node))) return undefined;
  }
  return columns.length > 0 && !some(body, ({ type }) => /^(?:Continue|Break|Return)Statement$/.test(type)) ? columns : undefined;
}

/** The read of a list of which each row is written by its key and nothing else is made, where its conditions are ones that a write can have. */
export function readForWrite(module: JsModule, { iteration, rows }: FoundScope, call: OrmCall): OrmCall | undefined {
  const { body, iterable } = iteration;
  const { call: read, exact } = rows;
  if (read === undefined || !exact || read.operation !== 'readMany' || read.model === undefined || read.model !== call.model || onlyCall(body) !== call.node) return undefined;
  if (read.limit !== undefined || read.offset !== undefined || !isOfRowAlone(module, iteration, call)) return undefined;
  const conditions = read.orm.filterOf(read);
  const areOwn = conditions !== undefined && conditions.length > 0 && conditions.every((one) => !('any' in one) && one.path.length === 1);
  return areOwn && iterable !== undefined && isOnlyWalked(module, iterable) ? read : undefined;
}

/** It names its row by the key, or is called on it. */
function isOfRowAlone(module: JsModule, iteration: FoundScope['iteration'], call: OrmCall): boolean {
  const filter = call.orm.filterOf(call) ?? [];
  const [bare = '', ...deeper] = (call.where && rowPath(module, iteration, call.where)) ?? [];
  if (deeper.length === 0 && isKeyColumn(call, bare)) return true;
  return call.byKey === true || call.ofRow === true || (filter.length === 1 && filter.every((one) => !('any' in one) && isKeyColumn(call, one.path.join('.'))));
}

/** The list is gone over and counted, no more. */
function isOnlyWalked(module: JsModule, list: Node): boolean {
  const value = unwrap(list);
  const binding = value.type === 'Identifier' ? module.resolve(value) : undefined;
  if (binding === undefined) return value.type === 'AwaitExpression';
  return module.referencesTo(binding).every((use) => {
    const around = module.parentOf(use);
    return use === value || use === binding.identifier || (around?.type === 'MemberExpression' && memberName(around) === 'length');
  });
}

function columnOf(target: Node, isRow: (node: Node) => boolean): string | undefined {
  return target.type === 'MemberExpression' && isRow(target.object) ? memberName(target) : undefined;
}

/** `row.amount`, where nothing is put into it or called on it. */
function isRead(module: JsModule, row: Node): boolean {
  const member = module.parentOf(row);
  if (member?.type !== 'MemberExpression' || member.object !== row) return false;
  const around = module.parentOf(member);
  if (around?.type === 'AssignmentExpression') return around.left !== member;
  return !(around?.type === 'CallExpression' && around.callee === member) && around?.type !== 'MemberExpression' && around?.type !== 'UpdateExpression';
}

/** Inserts of plain columns can go together whatever they hold; nested writes, and what can't be looked into, can't. */
function isFlatCreate(call: OrmCall): boolean {
  const { operation, data, many, orm } = call;
  if (operation !== 'create' || data === undefined) return false;
  if (many || orm.insertsColumnsOnly) return true;
  return data.type === 'ObjectExpression' && !some(data, (node) => node.type === 'SpreadElement' && !isLiteralOrNothing(node.argument)) && !orm.isRefusedInBulk?.(call);
}

/** `...(note && { note })`, `...(paid ? { paidAt } : {})` */
function isLiteralOrNothing(node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'LogicalExpression') return value.operator === '&&' && isLiteralOrNothing(value.right);
  if (value.type === 'ConditionalExpression') return isLiteralOrNothing(value.consequent) && isLiteralOrNothing(value.alternate);
  return value.type === 'ObjectExpression' || value.type === 'Literal' || (value.type === 'Identifier' && value.name === 'undefined');
}

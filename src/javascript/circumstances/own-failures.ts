import type { TSESTree } from '@typescript-eslint/utils';
import { isWrite } from '../../model/query-call.ts';
import { conditionsIn } from '../queries/conditions.ts';
import { contains, mentionsRow, rowPath } from '../syntax/dependence.ts';
import { isKeyColumn } from '../queries/key-columns.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import { isResultRead } from '../queries/results.ts';
import type { FoundScope } from '../rows/row-scopes.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { isFunction, isNullish, keyName, type Node, unwrap, walk } from '../syntax/nodes.ts';
import { storesTheSame } from './writes.ts';

// Rounds that pass over the failure of their own write: whether one write for all rows does as well.

/** What says something and changes nothing, by what it is called or belongs to. */
const TELLING = /^(?:console|log(?:ger|ging)?|(?:log|debug|info|warn|warning|error|trace|verbose|fatal|silly|captureException|captureMessage|reportError|noop|logError)$)/i;

/** Columns of which two rows may not have the same value, or which another table has to know. */
const TELLS_APART = /(?:^|_)(?:id|uuid|key|code|slug|name|email|token)$|(?:Id|Uuid|Key|Code|Slug|Name|Email|Token)$/;

/** Code of a round, and the queries of its file. */
interface Round {
  readonly module: JsModule;
  readonly queries: readonly OrmCall[];
  readonly found: FoundScope;
}

/**
 * True where nothing but the database's own refusal tells one row's failure from another's: the round deletes by a key, sets what it sets on every row, or inserts what may be there
 * already, and whoever catches the failure says so and goes on. One statement for all passes over a row that is gone as well.
 *
 * @param attempt what catches the failure: a `try`, the `catch` of a promise, or what settles all promises together
 */
export function failsForAll(round: Round, call: OrmCall, attempt: Node): boolean {
  const { module } = round;
  if (!isOfAllRows(round, call) || isResultRead(module, call.node)) return false;
  if (attempt.type === 'TryStatement') return attempt.handler !== null && passesOver(attempt.handler.body) && writesForAllOnly(round, attempt.block);
  if (attempt.type === 'MemberExpression') {
    const caught = module.parentOf(attempt);
    const [handler] = caught?.type === 'CallExpression' ? caught.arguments : [];
    return handler !== undefined && isPassingOver(handler);
  }
  return true;
}

/** True for a block or a transaction of a round whose writes could each go for all rows, and that does nothing else. */
export function writesForAllOnly(round: Round, block: Node): boolean {
  const writes = queriesIn(round.queries, block);
  return writes.length > 0 && writes.every((one) => isOfAllRows(round, one)) && !waitsBeside(block, writes);
}

function waitsBeside(block: Node, writes: readonly OrmCall[]): boolean {
  let isBeside = false;
  walk(block, (node) => {
    if (node.type === 'AwaitExpression') isBeside ||= !writes.some((write) => contains(node, write.node));
    return isBeside ? false : undefined;
  });
  return isBeside;
}

/** One statement does for all rows what the write does for each, and no row of them gets in another's way. */
function isOfAllRows({ module, found }: Round, call: OrmCall): boolean {
  const { operation, data, orm, ofRow, byKey, where } = call;
  if (!isWrite(operation) || !storesTheSame(module, found, call)) return false;
  if (operation === 'create') return orm.skipsConflicts?.(call) === true;
  const isNamed = where !== undefined && rowPath(module, found.iteration, where) !== undefined;
  const isOfRow = ofRow === true || byKey === true || isNamed || conditionsIn(orm.filterOf(call)).some(({ operator, value }) => operator === 'equals' && value !== undefined && mentionsRow(module, found.iteration, value));
  if (operation === 'delete') return isOfRow;
  return operation === 'update' && isOfRow && data?.type === 'ObjectExpression' && data.properties.every((property) => property.type === 'Property' && !mayCollide(call, property));
}

/** A value that only one row may have, or that the database has to find elsewhere: nothing that stands in the code. */
function mayCollide(call: OrmCall, property: TSESTree.Property): boolean {
  const value = unwrap(property.value);
  const name = keyName(property);
  if (name === undefined) return true;
  if (value.type === 'Literal' || value.type === 'TemplateLiteral' || value.type === 'NewExpression' || isNullish(value)) return false;
  return TELLS_APART.test(name) || isKeyColumn(call, name);
}

function isPassingOver(handler: Node): boolean {
  const value = unwrap(handler);
  if (isFunction(value)) return value.body.type === 'BlockStatement' ? passesOver(value.body) : isTelling(value.body);
  return isTellingName(value);
}

/** The handler says what has failed, or nothing, and keeps no account of it. */
function passesOver(body: TSESTree.BlockStatement): boolean {
  let isKept = false;
  walk(body, (node) => {
    if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression' || node.type === 'AwaitExpression' || node.type === 'YieldExpression') isKept = true;
    // what a round gives back tells it from the others
    if (node.type === 'ReturnStatement' && node.argument !== null) isKept = true;
    if (node.type === 'ExpressionStatement' && !isTelling(node.expression)) isKept = true;
    return isKept || node.type === 'ExpressionStatement' ? false : undefined;
  });
  return !isKept;
}

/** `logger.error(…)`, `null`, `undefined`, `{}` */
function isTelling(expression: Node): boolean {
  const value = unwrap(expression);
  if (value.type === 'CallExpression') return isTellingName(value.callee);
  if (value.type === 'UnaryExpression') return value.operator === 'void' && isTelling(value.argument);
  return isNullish(value) || (value.type === 'ObjectExpression' && value.properties.length === 0) || (value.type === 'Literal' && value.value === false);
}

function isTellingName(callee: Node): boolean {
  const { root, names } = chainOf(unwrap(callee));
  return [...(root.type === 'Identifier' ? [root.name] : []), ...names].some((name) => TELLING.test(name));
}

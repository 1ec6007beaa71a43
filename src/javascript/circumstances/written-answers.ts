import type { TSESTree } from '@typescript-eslint/utils';
import { isWrite } from '../../model/query-call.ts';
import { oncePer } from '../../project/memo.ts';
import { holderOf } from '../queries/answer-parts.ts';
import { contains } from '../syntax/dependence.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import { isResultRead } from '../queries/results.ts';
import { isFunctionBoundary } from '../syntax/bindings.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { isFunction, lastName, memberName, type Node, some, spanOf } from '../syntax/nodes.ts';

// What a round does with what a write gives back: a bulk form gives no rows back, or not by which round has made them.

/**
 * True where the loop goes on with the row that was just written: its id is the next one's parent, and bulk forms give no rows back.
 *
 * @param isGivenToNobody tells of a use that it is an answer which nobody reads
 */
export function isResultNeeded(module: JsModule, body: Node, { node: call, operation, fills = [] }: OrmCall, isGivenToNobody: (use: Node) => boolean = () => false): boolean {
  if (fills.some((made) => isUsedIn(module, body, made, (use) => spanOf(use)[0] > spanOf(call)[1] && (isRead(module, use) || isPassedOn(module, use)) && !isGivenToNobody(use)))) return true;
  const isNeeded = (use: Node): boolean => !contains(call, use) && !isGivenToNobody(use) && (isPassedOn(module, use) || isDecided(module, use) || (operation === 'create' && isStored(module, use)));
  for (let at = module.parentOf(call); at !== undefined; at = module.parentOf(at)) {
    if (isFunctionBoundary(at)) return false;
    if (at.type === 'MemberExpression') {
      const collected = collectedBy(module, at);
      if (collected === undefined || isUsedIn(module, body, collected, isNeeded)) return true;
    }
    if (at.type === 'VariableDeclarator' || at.type === 'AssignmentExpression') {
      const pattern = at.type === 'VariableDeclarator' ? at.id : at.left;
      // `made[key] = await prisma.order.create(…)`
      if (operation === 'create' && pattern.type === 'MemberExpression') return true;
      return isUsedIn(module, body, pattern, isNeeded);
    }
    if (at.type.endsWith('Statement')) return false;
  }
  return false;
}

/** What puts a row away, and does nothing else with it. */
const COLLECTING = /^(?:push|unshift|add)$/;

/** The name that `.then((row) => { made.push(row); })` gives to what was written, where the callback does nothing but collect; undefined where anything else is taken of it or done. */
function collectedBy(module: JsModule, member: TSESTree.MemberExpression): Node | undefined {
  const call = module.parentOf(member);
  const callback = call?.type === 'CallExpression' && call.callee === member && memberName(member) === 'then' && call.arguments.length === 1 ? call.arguments[0] : undefined;
  if (!isFunction(callback) || callback.params.length !== 1) return undefined;
  return some(callback.body, (node) => node.type === 'AwaitExpression' || (node.type === 'CallExpression' && !COLLECTING.test(lastName(node.callee) ?? ''))) ? undefined : callback.params[0];
}

/** `order.id`: a property, which nothing is put into. */
function isRead(module: JsModule, use: Node): boolean {
  const member = module.parentOf(use);
  if (member?.type !== 'MemberExpression' || member.object !== use) return false;
  const around = module.parentOf(member);
  return !(around?.type === 'AssignmentExpression' && around.left === member);
}

/** True where a name that the pattern binds is used in the loop in such a way. */
function isUsedIn(module: JsModule, body: Node, pattern: Node, isUse: (use: Node) => boolean): boolean {
  return some(pattern, (node) => {
    const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
    return binding !== undefined && module.referencesTo(binding).some((use) => contains(body, use) && isUse(use));
  });
}

/** `if (claimed.count === 0) continue;`: what was written decides what the round does next. */
function isDecided(module: JsModule, use: Node): boolean {
  for (let below = use, at = module.parentOf(use); at !== undefined && !isFunction(at); below = at, at = module.parentOf(at)) {
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression') return at.test === below;
    if (at.type.endsWith('Statement')) return false;
  }
  return false;
}

/** `made[row.id] = created.id`: bulk inserts don't say which row got which id. */
function isStored(module: JsModule, use: Node): boolean {
  for (let below = use, at = module.parentOf(use); at !== undefined; below = at, at = module.parentOf(at)) {
    if (at.type === 'AssignmentExpression') return at.operator === '=' && at.right === below && at.left.type === 'MemberExpression';
    if (at.type.endsWith('Statement') || isFunction(at)) return false;
  }
  return false;
}

/** True where what a write gives back decides how the round goes on: `if ((await prisma.order.updateMany(…)).count === 0) continue;`. */
export function isDecisive(module: JsModule, body: Node, { node }: OrmCall): boolean {
  return decisionsBy(module, body, node).length > 0;
}

/** The places that decide by what a call gives back: the call itself within a condition, or a name that it is put into. */
function decisionsBy(module: JsModule, body: Node, call: Node): readonly Node[] {
  if (isDecided(module, call)) return [call];
  const declarator = holderOf(module, call);
  const found: Node[] = [];
  if (declarator?.type === 'VariableDeclarator') {
    isUsedIn(module, body, declarator.id, (use) => {
      if (isDecided(module, use)) found.push(use);
      return false;
    });
  }
  return found;
}

/**
 * True where a write of the round before `at` decides whether the round goes on: `if (claimed.count === 0) continue;`. What follows is
 * done for the rows that were claimed, one by one.
 */
export function followsClaim(module: JsModule, body: Node, at: Node, queries: readonly OrmCall[]): boolean {
  return firstClaim(queries, module)(body) <= spanOf(at)[0];
}

/** By round: where its first write and the first decision by what it gives back are over. */
const firstClaim = oncePer((queries: readonly OrmCall[], module: JsModule) => oncePer((body: Node): number => {
  let first = Infinity;
  for (const { node, operation } of queriesIn(queries, body)) {
    for (const use of isWrite(operation) ? decisionsBy(module, body, node) : []) first = Math.min(first, Math.max(spanOf(node)[1], spanOf(use)[1]));
  }
  return first;
}));

function isPassedOn(module: JsModule, use: Node): boolean {
  // What the rounds give as it is, bulk forms give as well.
  if (module.parentOf(use)?.type === 'ReturnStatement') return false;
  for (let at = module.parentOf(use); at !== undefined; at = module.parentOf(at)) {
    if (at.type === 'CallExpression') {
      const name = chainOf(at.callee).names.at(-1) ?? '';
      // A list of writes that is sent is waited for, no more.
      if (/^(?:\$transaction|all|allSettled)$/.test(name)) return isResultRead(module, at);
      return !/^(?:push|unshift|add|log|info|debug|warn|error)$/.test(name);
    }
    if (at.type.endsWith('Statement') && at.type !== 'ReturnStatement' && at.type !== 'BlockStatement') return false;
  }
  return false;
}

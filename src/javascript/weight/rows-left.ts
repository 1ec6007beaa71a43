import { type Model, pairsParents } from '../../model/data-model.ts';
import { asModelName, namesAgreements, namesDaily, namesEndless, namesLasting, namesUsers } from '../../model/many.ts';
import { namesTenant } from '../../model/tenants.ts';
import { oncePer } from '../../project/memo.ts';
import { type Condition, conditionsIn } from '../queries/conditions.ts';
import { contains } from '../syntax/dependence.ts';
import { isGrouped } from './grouped.ts';
import { isLimited } from '../queries/limits.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { Surroundings } from '../facts/query-calls.ts';
import { isKeyColumn } from '../queries/key-columns.ts';
import type { Binding } from '../syntax/bindings.ts';
import { isFixed } from '../syntax/fixed.ts';
import { beginningOf, chainOf, type JsModule } from '../syntax/module.ts';
import { lastName, memberName, type Node, unwrap } from '../syntax/nodes.ts';
import { namesKinds } from './unindexed.ts';

// How much of its table a query's conditions leave: all of it, most of it, a stretch, all that belongs to one parent, or the rows of a list.

/** Conditions that each row has to meet, on columns of its own. */
function ownConditions(call: OrmCall): readonly (Condition & { readonly column: string })[] {
  return (call.orm.filterOf(call) ?? []).flatMap((one) => ('any' in one || one.path.length !== 1 ? [] : [{ ...one, column: one.path[0] as string }]));
}

/** A condition names one of the two parents that each row pairs, or the parent that has one row of each kind: one has few of the other. */
export function isOfPair(module: JsModule, call: OrmCall): boolean {
  const model = call.model === undefined ? undefined : call.orm.dataModel?.models.get(call.model);
  return model !== undefined && ownConditions(call).some(({ operator, column, value }) => operator === 'equals' && value !== undefined && !isFixed(module, value) && (pairsParents(model, column) || hasOneOfKind(model, column)));
}

/** `@@unique([organizationId, skuKey])`: one row for each kind of thing that a program has. */
function hasOneOfKind({ fields, together = [] }: Model, column: string): boolean {
  return together.some((pair) => pair.length === 2 && pair.includes(column) && pair.some((name) => name !== column && (fields.get(name)?.enumerated === true || namesKinds(name) || OF_PROGRAM.test(name))));
}

/** What a program itself gives names to, and has as many of as its code says. */
const OF_PROGRAM = /^(?:sku|plan|feature|setting|permission|preference|config)_?(?:key|code|name)$/i;

/** The filter names rows by a list of keys: there are as many as the list has. */
export function isByList(call: OrmCall): boolean {
  return ownConditions(call).some(({ operator, column }) => operator === 'in' && isKeyColumn(call, column));
}

/** No condition leaves a stretch of time or what belongs to something: what rows are compared with is fixed in the code, be it one of several values. */
export function isOpenEnded(module: JsModule, call: OrmCall): boolean {
  return conditionsIn(call.orm.filterOf(call)).every(({ value }) => value !== undefined && isFixed(module, value)) && !isNarrowedByText(module, call);
}

/** No condition stands in the options, nor in the chain of a builder, whose conditions may be text. */
export function isWhole({ module }: Pick<Surroundings, 'module'>, call: OrmCall): boolean {
  return call.orm.filterOf(call)?.length === 0 && (call.orm.joinedFilters?.(call).length ?? 0) === 0 && !isNarrowedByText(module, call);
}

/** It reads every row of its table. */
export function isWholeTable(file: Pick<Surroundings, 'module'>, call: OrmCall): boolean {
  return call.operation === 'readMany' && !isLimited(call) && isWhole(file, call) && !isGrouped(file.module, call);
}

/** Steps of a builder put conditions, which may be text: those of the call's chain, and what is called on the variable that holds the builder, whatever comes. */
function isNarrowedByText(module: JsModule, call: OrmCall): boolean {
  const { node } = call;
  // a scope that is named has conditions of its own
  if (/where|having|join|\bscope\((?!\))/i.test(module.textOf(node.callee))) return true;
  const { root } = chainOf(node.callee);
  // `builder.orderBy('id').getMany()`
  const begun = beginningOf(root);
  const binding = begun.type === 'Identifier' ? module.resolve(begun) : undefined;
  if (binding?.kind !== 'variable') return false;
  if (binding.node.init !== null && (isNarrowing(module, binding.node.init) || isMadeElsewhere(module, binding.node.init))) return true;
  return root === begun && narrowingUses(module)(binding).some(({ use, statement }) => !contains(statement, node) && !isOptional(module, call, use));
}

/** A function of the project gives the builder, with whatever conditions: `this.filterQuery(request)`. */
function isMadeElsewhere(module: JsModule, init: Node): boolean {
  const made = unwrap(init);
  const callee = made.type === 'CallExpression' ? unwrap(made.callee) : undefined;
  if (callee?.type === 'Identifier') return module.resolve(callee)?.kind === 'function';
  return callee?.type === 'MemberExpression' && callee.object.type === 'ThisExpression' && !/builder|^query$/i.test(memberName(callee) ?? '');
}

function isNarrowing(module: JsModule, node: Node): boolean {
  return /\.(?:\w*where\w*|having|innerJoin\w*)\s*\(/i.test(module.textOf(node));
}

/** By variable: its uses in statements that put conditions. A client has one in every query of the file, each of which asks. */
const narrowingUses = oncePer((module: JsModule) => oncePer((binding: Binding) => module.referencesTo(binding).flatMap((use) => {
  const statement = statementAround(module, use);
  return statement !== undefined && isNarrowing(module, statement) ? [{ use, statement }] : [];
})));

/** The statement that is an expression alone, around a use of a builder. */
function statementAround(module: JsModule, use: Node): Node | undefined {
  let at: Node | undefined = use;
  while (at !== undefined && at.type !== 'ExpressionStatement' && !at.type.endsWith('Declaration')) at = module.parentOf(at);
  return at?.type === 'ExpressionStatement' ? at : undefined;
}

/** Nothing tells what the condition is: what a call gives that is handed something, a column whose name is computed. One that stands there at times leaves all rows at others. */
export function isUnreadable({ path, value }: Condition): boolean {
  if (path.length > 0) return false;
  const spread = value?.type === 'SpreadElement' ? unwrap(value.argument) : undefined;
  return !(spread?.type === 'ConditionalExpression' || spread?.type === 'LogicalExpression' || (spread?.type === 'CallExpression' && spread.arguments.length === 0));
}

/** Conditions tell what is there from what is put away (`deletedAt: null`, `active: true`), name the tenant, or stand there at times only. */
export function leavesMost(module: JsModule, call: OrmCall): boolean {
  // of people a tenant has few
  const isOfTenants = call.model !== undefined && namesDaily(asModelName(call.model)) && !namesUsers(asModelName(call.model));
  return !isNarrowedByText(module, call) && (call.orm.filterOf(call) ?? []).every((one) => isOptional(module, call, one.value) || (!('any' in one) && (one.path.length === 0 || (isOfTenants && namesTenant(one.path.at(-1) ?? '')) || isSwitch(module, one))));
}

/** The condition is put where something asks for it: `if (from) query.andWhere('o.createdAt >= :from', { from })`. */
function isOptional(module: JsModule, { node }: OrmCall, value: Node | undefined): boolean {
  for (let at = value === undefined ? undefined : module.parentOf(value); at !== undefined && !contains(at, node); at = module.parentOf(at)) if (at.type === 'IfStatement' || at.type === 'SwitchCase') return true;
  return false;
}

/** Columns that are true of a few rows among many: `isAdmin`, `isDefault`. */
const OF_FEW_ROWS = /(?:admin|owner|super|staff|system|default|primary|featured|pinned|current|latest|official|curated|promoted|recommended)/i;

/** What is there for all to see: of what is written most gets there in the end. */
const SHOWN = /^(?:published|visible|public)$/i;

/** Columns that say of a row what has been done with it: what is still to be done is little. */
const OF_WORK = /(?:sent|process|notif|sync|complet|finish|handl|deliver|import|export|paid|resolv|done|index|answer|confirm|calculat|upload|approv|accept|review)/i;

/** A condition says of rows what is true of a few among many. */
export function isOfFew(call: OrmCall): boolean {
  return ownConditions(call).some(({ column, value }) => OF_FEW_ROWS.test(column) && isTrue(value));
}

function isTrue(value: Node | undefined): boolean {
  const given = unwrap(value);
  return given?.type === 'Literal' && given.value === true;
}

/** `true`, `null`, `IsNull()`, `'published'`, `Status.PUBLISHED`, but not what is true of few, nor what is still to be done */
function isSwitch(module: JsModule, { path, value }: Condition): boolean {
  const column = path.at(-1) ?? '';
  const given = unwrap(value);
  if (OF_FEW_ROWS.test(column) || (OF_WORK.test(column) && !isTrue(given))) return false;
  if (given !== undefined && SHOWN.test(given.type === 'Literal' ? String(given.value) : (lastName(given) ?? ''))) return true;
  return given?.type === 'Literal' ? given.value === null || typeof given.value === 'boolean' : given !== undefined && /^(?:undefined|(?:\w+\.)?(?:Not\()?[iI]sNull\()/.test(module.textOf(given));
}

/** The filter is an object that gets further conditions, whatever comes. */
export function isFilledLater(module: JsModule, where: Node | undefined): boolean {
  const binding = where?.type === 'Identifier' ? module.resolve(where) : undefined;
  return binding !== undefined && module.referencesTo(binding).some((use) => {
    const member = module.parentOf(use);
    const set = member?.type === 'MemberExpression' && member.object === use ? module.parentOf(member) : undefined;
    const statement = set?.type === 'AssignmentExpression' && set.left === member ? module.parentOf(set) : undefined;
    const block = statement && module.parentOf(statement);
    return block !== undefined && block.type !== 'IfStatement' && !(block.type === 'BlockStatement' && module.parentOf(block)?.type === 'IfStatement');
  });
}

/** A condition leaves a stretch of time or of numbers, or what somebody searches for. */
export function isOfStretch(module: JsModule, call: OrmCall): boolean {
  return conditionsIn(call.orm.filterOf(call)).some(({ operator, value }) => operator === 'range' && !isFixed(module, value) && !isOptional(module, call, value));
}

/** Its conditions look for what few rows have: a value of a column that tells rows apart, or two values that are handed in. */
export function isLookedUp(module: JsModule, call: OrmCall): boolean {
  const given = conditionsIn(call.orm.filterOf(call)).filter(({ operator, value }) => operator === 'equals' && value !== undefined && !isFixed(module, value) && !isOptional(module, call, value));
  return given.length > 1 || given.some(({ path }) => path.length > 0 && !ofMany(path.at(-1) ?? ''));
}

/** A value of the column is that of many rows: it points to a parent, or tells kinds. */
function ofMany(column: string): boolean {
  return /(?:[a-z]I[dD]|_id|[a-z]Ref)$/.test(column) || namesTenant(column) || namesKinds(column);
}

/** The rows are those of something that is kept for years, and no agreements. */
export function isOfLasting(call: OrmCall): boolean {
  if (namesAgreements(asModelName(call.model ?? ''))) return false;
  return conditionsIn(call.orm.filterOf(call)).some(({ path, operator }) => operator === 'equals' && path.some((step) => namesTenant(step) || namesLasting(asModelName(step.replace(/(?:_?id|_?uuid)$/i, '')))));
}

/** Its conditions name a parent and leave all that belongs to it, of which there is ever more: it comes by itself, or is kept. */
export function isAllOfOne(module: JsModule, call: OrmCall): boolean {
  if (call.model === undefined || !namesEndless(asModelName(call.model)) || isNarrowedByText(module, call)) return false;
  return (call.orm.filterOf(call) ?? []).every((one) => isOptional(module, call, one.value) || (!('any' in one) && (one.path.length === 0 || isSwitch(module, one) || (one.operator === 'equals' && one.value !== undefined && !isFixed(module, one.value)))));
}

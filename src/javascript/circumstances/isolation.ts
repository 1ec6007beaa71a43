import type { TSESTree } from '@typescript-eslint/utils';
import { namesContext, namesSwitch } from '../../model/switching.ts';
import { oncePer } from '../../project/memo.ts';
import { contains, mentionsRow, setOnOwner } from '../syntax/dependence.ts';
import { homeOf } from '../queries/helpers.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { FoundScope } from '../rows/row-scopes.ts';
import type { Iteration } from '../syntax/iterations.ts';
import { beginningOf, chainOf, type JsModule } from '../syntax/module.ts';
import { absenceAsked, calledName, goesNoFurther, isFunction, isLoop, isNullish, keyName, memberName, type Node, propertyOf, some, spanOf, unwrap, walk } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';

/** The transaction that each round opens around the call: rows are to succeed or fail by themselves. */
export function ownTransaction(module: JsModule, body: Node, call: Node): Node | undefined {
  for (let at = module.parentOf(call); at !== undefined && at !== body && contains(body, at); at = module.parentOf(at)) {
    if (at.type === 'CallExpression' && at !== call && opensTransaction(at)) return at;
  }
  return undefined;
}

/** A transaction that each round runs with its own rows, in which the call doesn't stand. */
export function transactionBeside(module: JsModule, body: Node, call: Node): Node | undefined {
  return transactionsIn(body).find((node) => !contains(node, call) && !standsApart(module, node, call));
}

/** By round: the functions that it hands to a transaction. A list of writes is one statement after the other. */
const transactionsIn = oncePer((body: Node): readonly Node[] => {
  const found: Node[] = [];
  walk(body, (node) => {
    if (node.type === 'CallExpression' && opensTransaction(node) && node.arguments.some((argument) => isFunction(argument))) found.push(node);
    return undefined;
  });
  return found;
});

/** The two stand in branches of which a round takes one. */
export function standsApart(module: JsModule, node: Node, other: Node): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
    if (contains(at, other)) return (at.type === 'IfStatement' || at.type === 'ConditionalExpression') && below !== at.test && !contains(at.test, other);
    if (at.type === 'BlockStatement' && /^(?:Continue|Return|Throw|Break)Statement$/.test(at.body.at(-1)?.type ?? '')) return true;
  }
  return false;
}

/** A function of the project that hands a transaction to the one that it is given: `withTransaction(context, async (tx) => …)`. */
const WRAPPER = /^(?:with|run|in|do|execute|perform)\w*Transaction(?:al)?$/;

/** `db.transaction(…)`, `db.transaction().execute(…)`, `db.transaction().setIsolationLevel(…).execute(…)`, and what the project has for it. */
function opensTransaction(call: TSESTree.CallExpression): boolean {
  let at = call;
  if (WRAPPER.test(calledName(call)) && call.arguments.some((argument) => isFunction(argument))) return true;
  for (let steps = calledName(call) === 'execute' ? 3 : 0; ; steps -= 1) {
    if (/^\$?transaction(?:al)?$/.test(chainOf(unwrap(at.callee)).names.at(-1) ?? '')) return true;
    const callee = unwrap(at.callee);
    const object = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
    if (steps === 0 || object?.type !== 'CallExpression') return false;
    at = object;
  }
}

/** NestJS's hooks of an application's start and end. */
const LIFECYCLE = /^(?:onModuleInit|onApplicationBootstrap|onModuleDestroy|beforeApplicationShutdown|onApplicationShutdown)$/;

/** True in a method that runs once per start or end of the program, as a script does. */
export function isInLifecycle(module: JsModule, node: Node): boolean {
  const home = homeOf(module, node);
  const method = home && module.parentOf(home);
  return method?.type === 'MethodDefinition' && LIFECYCLE.test(keyName(method) ?? '');
}

/** What catches the call's failure in each round by itself: a `try`, or a `.catch(…)`. */
export function ownTry(module: JsModule, body: Node, call: Node): Node | undefined {
  for (let below = call, at = module.parentOf(call); at !== undefined && contains(body, at); below = at, at = module.parentOf(at)) {
    if (at.type === 'TryStatement' && at.handler !== null && at.block === below && !alwaysThrows(at.handler.body)) return at;
    if (at.type === 'MemberExpression' && at.object === below && at.property.type === 'Identifier' && at.property.name === 'catch') return at;
  }
  return undefined;
}

/** A handler that says what failed and throws on: the failure of one round ends all the same. */
function alwaysThrows({ body }: TSESTree.BlockStatement): boolean {
  return throwsOn(body.at(-1)) && !body.slice(0, -1).some((statement) => some(statement, ({ type }) => type === 'ReturnStatement' || type === 'ContinueStatement' || type === 'BreakStatement'));
}

/** `throw error;`, and `reject(error);` of a promise. */
function throwsOn(statement: Node | undefined): boolean {
  const said = statement?.type === 'ExpressionStatement' ? statement.expression : statement?.type === 'ReturnStatement' ? unwrap(statement.argument) : undefined;
  return statement?.type === 'ThrowStatement' || (said?.type === 'CallExpression' && calledName(said) === 'reject');
}

/** Reads that throw where nothing is found: `catch` behind them is how "create it if it is missing" is written. */
const FAILING_READ = /\b(?:find\w*|get\w*)Or(?:Throw|Fail)\b/;

/** The `catch` around the call within a round: it runs for the few rows that fail. */
export function catchAround(module: JsModule, body: Node, call: Node): Node | undefined {
  for (let at = module.parentOf(call); at !== undefined && contains(body, at); at = module.parentOf(at)) {
    const attempt = at.type === 'CatchClause' ? module.parentOf(at) : undefined;
    if (attempt?.type === 'TryStatement' && !FAILING_READ.test(module.textOf(attempt.block))) return at;
  }
  return undefined;
}

/** The statement by which whoever runs the call leaves the loop in the same round: it runs once, however many rows there are. */
export function leavesLoop(module: JsModule, { body, callback }: Iteration, call: Node): Node | undefined {
  if (callback !== undefined) return undefined;
  for (let at: Node | undefined = call; at !== undefined && contains(body, at); at = module.parentOf(at)) {
    // a `return` at the end of a callback leaves the callback
    if (isLoop(at) || isFunction(module.parentOf(at))) return undefined;
    const last = at.type === 'BlockStatement' ? at.body.at(-1) : undefined;
    if (last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement') return last;
    if (last?.type === 'BreakStatement' && (last.label !== null || !standsInSwitch(module, at, body))) return last;
  }
  return undefined;
}

/** A `break` in here leaves a `switch`, not the loop. */
function standsInSwitch(module: JsModule, node: Node, body: Node): boolean {
  for (let at = module.parentOf(node); at !== undefined && contains(body, at); at = module.parentOf(at)) if (at.type === 'SwitchStatement') return true;
  return false;
}

/** `updateMany({ where: { id, status: 'open' }, data: { status: 'taken' } })`: it takes a row that nobody else has taken meanwhile. */
export function isClaim(call: OrmCall): boolean {
  const { operation, data, orm } = call;
  if (operation !== 'update' || data?.type !== 'ObjectExpression') return false;
  return (orm.filterOf(call) ?? []).some((one) => !('any' in one) && one.path.length === 1 && propertyOf(data, one.path[0] as string) !== undefined);
}

/** `if (index % 100 === 0)`, `if (batch.length >= 100) { … batch = []; }` around the call: it runs once for many rounds. */
export function testOfNumber(module: JsModule, { body }: Iteration, call: Node): Node | undefined {
  for (let below = call, at = module.parentOf(call); at !== undefined && contains(body, at); below = at, at = module.parentOf(at)) {
    if (at.type === 'IfStatement' && at.consequent === below && some(at.test, (test) => isOfNumber(module, test, below))) return at;
  }
  return undefined;
}

/** A remainder, or a bound of what the branch begins anew. */
function isOfNumber(module: JsModule, test: Node, branch: Node): boolean {
  if (test.type !== 'BinaryExpression' || test.left.type === 'PrivateIdentifier') return false;
  if (test.operator === '%') return true;
  const { root, names } = chainOf(unwrap(test.left));
  const binding = root.type === 'Identifier' && (names.length === 0 || names.at(-1) === 'length') ? module.resolve(root) : undefined;
  return (/^>=?$/.test(test.operator) || (test.operator === '===' && names.length > 0)) && binding?.kind === 'variable' && module.referencesTo(binding).some((use) => {
    const around = contains(branch, use) ? module.parentOf(use) : undefined;
    const target = around?.type === 'MemberExpression' && memberName(around) === 'length' ? around : use;
    const assignment = target === use ? around : around && module.parentOf(around);
    return assignment?.type === 'AssignmentExpression' && assignment.operator === '=' && assignment.left === target;
  });
}

/**
 * The branch of a round in which the call stands, where few rows may take it. A test whether something is there at all is none: most
 * rows have what is asked for.
 *
 * @param isExceptional tests that few rows pass, whatever they compare
 */
export function branchAround(module: JsModule, { body }: Pick<Iteration, 'body'>, call: Node, isExceptional: (test: Node) => boolean = () => false): Node | undefined {
  for (let below = call, at = module.parentOf(call); at !== undefined && contains(body, at); below = at, at = module.parentOf(at)) {
    const guard = at.type === 'BlockStatement' ? guardsIn(at, module).find((one) => spanOf(one)[1] <= spanOf(below)[0]) : undefined;
    if (guard !== undefined) return guard;
    if (at.type === 'SwitchCase' && at.test !== below) return at;
    if (at.type === 'IfStatement' && at.test !== below && !contains(at.test, call) && (at.alternate === below || isSelective(at.test) || isExceptional(at.test))) return at;
  }
  return undefined;
}

/** `if (row.role !== 'admin') continue;`: statements of a block that let some rows only come to what follows. */
const guardsIn = oncePer((block: TSESTree.BlockStatement, module: JsModule): readonly TSESTree.IfStatement[] =>
  block.body.filter((statement): statement is TSESTree.IfStatement => statement.type === 'IfStatement' && statement.alternate === null && goesOn(statement.consequent) && (isSelective(statement.test) || isUndecided(module, block, statement.test))));

/** `if (next === null) continue;` behind `const next = row.status === 'open' && isLate(row) ? 'late' : null`: what is decided for some rows alone. */
function isUndecided(module: JsModule, block: Node, test: Node): boolean {
  const asked = absenceAsked(test)?.asked;
  const init = asked?.type === 'Identifier' ? constantInit(module, asked) : undefined;
  return init !== undefined && contains(block, init) && isOfSome(init);
}

/** A choice one of whose ends is nothing, made by a comparison. */
function isOfSome(node: Node): boolean {
  const value = unwrap(node);
  if (value.type !== 'ConditionalExpression') return false;
  return (isSelective(value.test) && [value.consequent, value.alternate].some((end) => isNullish(unwrap(end)))) || isOfSome(value.alternate);
}

function goesOn(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ContinueStatement' || (last?.type === 'ReturnStatement' && last.argument === null);
}

/** True for comparisons of values and answers of functions; false for `if (row.customerId)`, `if (!found)`, `if (rows.length > 0)`. */
function isSelective(test: Node): boolean {
  const value = unwrap(test);
  if (value.type === 'UnaryExpression') return isSelective(value.argument);
  if (value.type === 'LogicalExpression') return isSelective(value.left) || isSelective(value.right);
  if (value.type === 'BinaryExpression') return !/^(?:null|undefined|0)$/.test(textOfConstant(value.right)) && value.operator !== 'instanceof' && value.operator !== 'in';
  return value.type === 'CallExpression' && !/^(?:has|includes|get)$/.test(chainOf(value.callee).names.at(-1) ?? '');
}

function textOfConstant(node: Node): string {
  const value = unwrap(node);
  return value.type === 'Literal' ? String(value.value) : value.type === 'Identifier' ? value.name : '';
}

/** The round, or the function that it calls, in which one row may be told from the others. */
export interface Telling {
  readonly body: Node;
  /** True for what differs from row to row. */
  readonly isOfRow: (node: Node) => boolean;
  /** True for a property of the row that names one row: its key, or a unique column. */
  readonly isUnique: (node: Node) => boolean;
}

/** `if (row.id === THE_ONE)`, or `switch (row.name) { case 'THE_ONE': … }`, around the call: one row at most gets there. */
export function testOfIdentity(module: JsModule, telling: Telling, call: Node): Node | undefined {
  for (let below = call, at = module.parentOf(call); at !== undefined && contains(telling.body, at); below = at, at = module.parentOf(at)) {
    if ((at.type === 'IfStatement' || at.type === 'ConditionalExpression') && at.consequent === below && holdsIdentity(telling, at.test)) return at;
    if (at.type === 'BlockStatement') {
      const turnedAway = at.body.find((statement) => spanOf(statement)[1] <= spanOf(call)[0] && turnsOthersAway(telling, statement));
      if (turnedAway !== undefined) return turnedAway;
    }
    const choice = at.type === 'SwitchCase' && at.test !== below ? module.parentOf(at) : undefined;
    if (at.type === 'SwitchCase' && at.test !== null && choice?.type === 'SwitchStatement' && !isFallenInto(choice, at) && isOneOf(telling, choice.discriminant, at.test)) return at;
  }
  return undefined;
}

/** True where the case before has no body of its own, and shares this one. */
function isFallenInto({ cases }: TSESTree.SwitchStatement, at: TSESTree.SwitchCase): boolean {
  return cases[cases.indexOf(at) - 1]?.consequent.length === 0;
}

/** `if (row.id !== THE_ONE) return;` */
function turnsOthersAway(telling: Telling, statement: Node): boolean {
  return statement.type === 'IfStatement' && isOtherOne(telling, statement.test) && goesNoFurther(statement.consequent);
}

/** A test asks among others whether it is the one row, and not whether it is another one. */
function holdsIdentity(telling: Telling, test: Node): boolean {
  let isHeld = false;
  walk(test, (node) => {
    if (isIdentity(telling, node)) isHeld = true;
    return isHeld || (node.type === 'UnaryExpression' && node.operator === '!') ? false : undefined;
  });
  return isHeld;
}

/** `row.id === THE_ONE`, `row._id.equals(theOne)` */
function isIdentity(telling: Telling, test: Node): boolean {
  return test.type === 'BinaryExpression' && /^===?$/.test(test.operator) ? isCompared(telling, test) : isEqualTo(telling, test);
}

/** `row.id !== THE_ONE`, `!row._id.equals(theOne)` */
function isOtherOne(telling: Telling, test: Node): boolean {
  return test.type === 'BinaryExpression' && /^!==?$/.test(test.operator) ? isCompared(telling, test) : test.type === 'UnaryExpression' && test.operator === '!' && isEqualTo(telling, unwrap(test.argument));
}

function isCompared(telling: Telling, { left, right }: TSESTree.BinaryExpression): boolean {
  return left.type !== 'PrivateIdentifier' && isOneOf(telling, left, right);
}

function isEqualTo(telling: Telling, test: Node): boolean {
  const callee = test.type === 'CallExpression' ? unwrap(test.callee) : undefined;
  const [other, ...more] = test.type === 'CallExpression' ? test.arguments : [];
  return callee?.type === 'MemberExpression' && memberName(callee) === 'equals' && other !== undefined && more.length === 0 && isOneOf(telling, callee.object, other);
}

/** True where one side is what tells the rows apart, and the other nothing of the row. */
function isOneOf({ isOfRow, isUnique }: Telling, one: Node, other: Node): boolean {
  const left = isOfRow(one);
  if (left === isOfRow(other)) return false;
  const value = withoutConversion(left ? one : other);
  const { root, names } = chainOf(value);
  return /^(?:_?id|uuid|slug|email|key|index|i)$/i.test(names.at(-1) ?? (root.type === 'Identifier' ? root.name : '')) || isUnique(value);
}

/** `row.id` of `String(row.id)` and of `row.id.toString()`. */
function withoutConversion(node: Node): Node {
  const value = unwrap(node);
  const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
  if (callee?.type === 'MemberExpression' && /^to(?:String|HexString|JSON)$/.test(memberName(callee) ?? '')) return unwrap(callee.object);
  const [given] = value.type === 'CallExpression' && callee?.type === 'Identifier' && /^(?:String|Number|BigInt)$/.test(callee.name) ? value.arguments : [];
  return given === undefined ? value : unwrap(given);
}

/** Where each round turns to the tenant, schema or database of its row before it comes to `call`, or by a callback in which that stands. */
export function switchBefore(module: JsModule, iteration: Iteration, call: Node): Node | undefined {
  const [start] = spanOf(call);
  const switched = switchesOf(iteration.body, module, iteration).find((node) => (contains(node, call) ? namesContext(nameOf(node)) : spanOf(node)[1] <= start && namesSwitch(nameOf(node))));
  return switched ?? tableSetBefore(iteration, call);
}

/** `Entry.table = row.table; await Entry.query()`: the model is told in each round what to ask. */
function tableSetBefore(iteration: Iteration, call: Node): Node | undefined {
  const isModel = beginningOf(call).type === 'Identifier';
  return setOnOwner(iteration, call).find(({ node, target }) => isModel && target.object.type === 'Identifier' && TOLD.test(memberName(target) ?? '') && spanOf(node)[1] <= spanOf(call)[0])?.node;
}

/** What a model is told of where its rows are. */
const TOLD = /^(?:table(?:Name)?|collection|schema|connection|database)$/;

/** Every such call of a round, which each of its queries asks for. */
const switchesOf = oncePer((body: Node, module: JsModule, iteration: Iteration): readonly TSESTree.CallExpression[] => {
  const found: TSESTree.CallExpression[] = [];
  walk(body, (node) => {
    if (node.type === 'CallExpression' && (namesSwitch(nameOf(node)) || namesContext(nameOf(node))) && node.arguments.some((argument) => mentionsRow(module, iteration, argument))) found.push(node);
    return undefined;
  });
  return found;
});

/** `setTenant`, or `tenants_run` of `tenants.run(…)`. */
function nameOf({ callee }: TSESTree.CallExpression): string {
  const { root, names } = chainOf(unwrap(callee));
  const all = [...(root.type === 'Identifier' ? [root.name] : []), ...names];
  return all.at(-1) === 'run' ? all.join('_') : (all.at(-1) ?? '');
}

/** True where no list of keys stands for the filters of all rows: they compare by more than equality, or differ in shape. */
export function hasOwnFilter(module: JsModule, { iteration }: FoundScope, call: OrmCall): boolean {
  const filter = call.orm.filterOf(call) ?? [];
  const differs = (node: Node | undefined): boolean => node !== undefined && mentionsRow(module, iteration, node);
  return filter.some((one) => ('any' in one ? differs(one.value) : (one.operator === 'range' || one.operator === 'other') && differs(one.value)));
}

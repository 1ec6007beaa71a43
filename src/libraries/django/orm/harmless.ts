import { LINES_ABOVE } from '../../../model/purpose.ts';
import { firstFrom, oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, FunctionNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import { isComprehension, scopeOf } from '../../../python/syntax/bindings.ts';
import { blockWith, firstAround, leaves, type StepTest } from '../../../python/syntax/blocks.ts';
import { follows } from '../../../python/syntax/order.ts';
import { type Loop, mentions, variantNames } from '../../../python/syntax/loops.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { lastName, singletonOf, stringConstant } from '../../../python/syntax/static.ts';

/** What the way from a node in a loop up to that loop is asked for. */
function firstInLoop(module: PyModule, node: PythonNode, loop: Loop, test: StepTest): PythonNode | undefined {
  return firstAround(module, node, loop.comprehension ?? loop.node, test);
}

/**
 * The loop ends with the first hit (`if Order.objects.filter(…).exists(): break`), or a `while` around the query looks for a free
 * name.
 */
export function isProbe(module: PyModule, node: PythonNode, loop: Loop): boolean {
  return firstInLoop(module, node, loop, decidesExit) !== undefined || assignedThenLeft(module, node, loop) || isSearched(module, loop);
}

function decidesExit(_module: PyModule, at: PythonNode, below: PythonNode): boolean {
  return at.nodeType === 'While' || (at.nodeType === 'If' && at.test === below && (exits(at.body) || exits(at.orelse)));
}

/** The block leaves the loop altogether, with what was looked for. `return False` says that one row is not as all should be: where they are, every one of them is asked. */
function exits(block: readonly StmtNode[]): boolean {
  const last = block.at(-1);
  return leaves(block) && (last?.nodeType === 'Break' || (last?.nodeType === 'Return' && singletonOf(last.value) !== 'False'));
}

/** `order = Order.objects.filter(…).first()` with `if order: return order` behind it. */
function assignedThenLeft(module: PyModule, node: PythonNode, loop: Loop): boolean {
  let statement: PythonNode | undefined = node;
  while (statement !== undefined && statement.nodeType !== 'Assign') statement = statement === loop.node || isFunction(statement) ? undefined : module.parent(statement);
  const [target] = statement?.nodeType === 'Assign' ? statement.targets : [];
  const parent = statement === undefined ? undefined : module.parent(statement);
  const block = statement === undefined || parent === undefined ? undefined : blockWith(parent, statement);
  if (target?.nodeType !== 'Name' || block === undefined) return false;
  const exit = lastExits(block).get(target.id);
  return exit !== undefined && statement !== undefined && follows(exit, statement);
}

/** By name: the last `if` of a block that asks for it and leaves the loop. */
const lastExits = oncePer((block: readonly StmtNode[]): ReadonlyMap<string, PythonNode> => {
  const found = new Map<string, PythonNode>();
  for (const statement of block) {
    if (statement.nodeType !== 'If' || !exits(statement.body)) continue;
    for (const node of walk(statement.test)) if (node.nodeType === 'Name') found.set(node.id, statement);
  }
  return found;
});

/** `next(x for x in …)`, `any(…)`, `all(…)` stop at the first hit. */
function isSearched(module: PyModule, { comprehension }: Loop): boolean {
  const parent = comprehension?.nodeType === 'GeneratorExp' ? module.parent(comprehension) : undefined;
  return parent?.nodeType === 'Call' && parent.func.nodeType === 'Name' && ['next', 'any', 'all'].includes(parent.func.id);
}

const ERRORS = /^(IntegrityError|ValidationError|DatabaseError|Error|Exception|OperationalError|DataError)$/;

/** The transaction that each round opens around `node`. */
export function ownTransaction(module: PyModule, node: PythonNode, loop: Loop): PythonNode | undefined {
  return firstInLoop(module, node, loop, opensTransaction);
}

/** The tenant, connection, lock or language that each round works with. */
export function ownContext(module: PyModule, node: PythonNode, loop: Loop): PythonNode | undefined {
  return firstInLoop(module, node, loop, isolates);
}

function opensTransaction(_module: PyModule, at: PythonNode): boolean {
  return opens(at, /^atomic$/);
}

function isolates(_module: PyModule, at: PythonNode): boolean {
  return opens(at, ISOLATING);
}

function opens(at: PythonNode, pattern: RegExp): boolean {
  return (at.nodeType === 'With' || at.nodeType === 'AsyncWith') && at.items.some(({ context_expr }) => pattern.test(calleeName(context_expr)));
}

/** What catches the failure of `node` in each round by itself. */
export function ownTry(module: PyModule, node: PythonNode, loop: Loop): PythonNode | undefined {
  return firstInLoop(module, node, loop, catches);
}

function catches(_module: PyModule, at: PythonNode, below: PythonNode): boolean {
  if (at.nodeType === 'With') return at.items.some(({ context_expr: entered }) => entered.nodeType === 'Call' && lastName(entered.func) === 'suppress' && entered.args.some((type) => ERRORS.test(lastName(type))));
  if (at.nodeType !== 'Try' && at.nodeType !== 'TryStar') return false;
  return blockWith(at, below) === at.body && at.handlers.some(({ type }) => type === undefined || errorNames(type).some((name) => ERRORS.test(name)));
}

/** The handler in which a call deals with a row that failed: it runs for few of them. */
export function handlerAround(module: PyModule, node: PythonNode, loop: Loop): PythonNode | undefined {
  return firstInLoop(module, node, loop, isErrorPath);
}

/** The handler in which the whole loop deals with what has failed before it. */
export function handlerOfLoop(module: PyModule, { node, comprehension }: Loop): PythonNode | undefined {
  return firstAround(module, comprehension ?? node, module.ast, isErrorPath);
}

function isErrorPath(_module: PyModule, at: PythonNode): boolean {
  return at.nodeType === 'ExceptHandler' && !isLookupError(at.type);
}

/**
 * The branch of a round in which `node` stands, where few rows may take it. A test whether something is there at all is none: most rows
 * have what is asked for.
 */
export function branchAround(module: PyModule, node: PythonNode, loop: Loop): PythonNode | undefined {
  return firstInLoop(module, node, loop, isRareBranch) ?? ownGuard(module, node, loop) ?? guardBefore(node, loop);
}

/** `if row.kind != "x": continue` in the loop's own block, before what `node` stands in. */
function guardBefore(node: PythonNode, { node: loop }: Loop): PythonNode | undefined {
  return loop.nodeType === 'Comprehension' || loop.nodeType === 'Lambda' ? undefined : guardsIn(loop.body).find((guard) => follows(node, guard as PythonNode)) as PythonNode | undefined;
}

/** The test of the loop's own comprehension: `[use(row) for row in rows if is_due(row)]`. */
function ownGuard(module: PyModule, node: PythonNode, { comprehension }: Loop): PythonNode | undefined {
  return comprehension?.generators.flatMap(({ ifs }) => ifs).find((test) => isSelective(test) && !module.contains(test, node));
}

function isRareBranch(module: PyModule, at: PythonNode, below: PythonNode): boolean {
  if (at.nodeType === 'Comprehension') return false;
  if (isComprehension(at)) return at.generators.some(({ ifs }) => ifs.some((test) => isSelective(test) && !module.contains(test, below)));
  const block = blockWith(at, below);
  if (block !== undefined && guardsIn(block).some((guard) => follows(below, guard as PythonNode))) return true;
  if (at.nodeType === 'BoolOp' && at.op.nodeType === 'And') return at.values.slice(0, Math.max(0, at.values.indexOf(below as ExprNode))).some((part) => isSelective(part));
  if (at.nodeType === 'IfExp') return at.test !== below && isSelective(at.test);
  if (at.nodeType !== 'If') return false;
  return block !== undefined && (block === at.orelse || isSelective(at.test));
}

/** `if row.kind != "x": continue`: statements of a block that let some rows only come to what follows. */
const guardsIn = oncePer((block: readonly StmtNode[]): readonly StmtNode[] =>
  block.filter((statement) => statement.nodeType === 'If' && statement.orelse.length === 0 && statement.body.at(-1)?.nodeType === 'Continue' && isSelective(statement.test)));

/** A flag that the round has worked out: `is_due`, `has_changed`. */
const FLAG = /^(?:is|has|can|should|must|needs?|was)_/;

/**
 * True for comparisons of values, answers of functions, flags and what two sets have in common; false for `if row.customer_id`,
 * `if not found`, `if row is not None`, `if rows.exists()`.
 */
function isSelective(test: ExprNode): boolean {
  if (test.nodeType === 'Name') return FLAG.test(test.id);
  if (test.nodeType === 'BinOp') return test.op.nodeType === 'BitAnd';
  if (test.nodeType === 'UnaryOp') return isSelective(test.operand);
  if (test.nodeType === 'BoolOp') return test.values.some((part) => isSelective(part));
  if (test.nodeType === 'Compare') return test.ops.some(({ nodeType }, index) => isComparison(nodeType, test.comparators[index]));
  return test.nodeType === 'Call' && !/^(?:isinstance|hasattr|getattr|len|exists|count|get|first|last)$/.test(lastName(test.func));
}

/** False for membership, identity and what tells whether there are any: `x in found`, `x is None`, `rows.count() > 0`. */
function isComparison(operator: string, right: ExprNode | undefined): boolean {
  if (operator === 'Is' || operator === 'IsNot') return false;
  if (operator === 'In' || operator === 'NotIn') return right?.nodeType === 'Call';
  return right?.nodeType !== 'Constant' || right.value !== 0;
}

/** `if row.pk == wanted:` around the call: one row at most gets there. */
export function testOfIdentity(module: PyModule, node: PythonNode, loop: Loop): PythonNode | undefined {
  return firstInLoop(module, node, loop, identityTestOf(loop));
}

const identityTestOf = oncePer((loop: Loop): StepTest => (module, at, below) => at.nodeType === 'If' && blockWith(at, below) === at.body && isIdentity(at.test, variantNames(module, loop)));

function isIdentity(test: ExprNode, variant: ReadonlySet<string>): boolean {
  if (test.nodeType === 'BoolOp' && test.op.nodeType === 'And') return test.values.some((part) => isIdentity(part, variant));
  const [right, ...others] = test.nodeType === 'Compare' ? test.comparators : [];
  if (test.nodeType !== 'Compare' || right === undefined || others.length > 0 || test.ops[0]?.nodeType !== 'Eq') return false;
  const left = mentions(test.left, variant);
  if (left === mentions(right, variant)) return false;
  const own = left ? test.left : right;
  const other = left ? right : test.left;
  return IDENTITY.test(lastName(own)) && (other.nodeType === 'Constant' || IDENTITY.test(lastName(other)));
}

const IDENTITY = /(^|_)(pk|id|uuid|guid|slug|email|key|index|code)$/i;

/** `except Order.DoesNotExist:` is how "create it if it is missing" is written. */
function isLookupError(type: ExprNode | undefined): boolean {
  return type !== undefined && errorNames(type).some((name) => name === 'DoesNotExist' || name === 'ObjectDoesNotExist' || name === 'KeyError');
}

const ISOLATING = /^(scope|schema_context|tenant_context|lock|advisory_lock|pglock|cache_lock|redis_lock|acquire_lock|override|activate|use_db|using)$/i;

function calleeName(node: ExprNode): string {
  return lastName(node.nodeType === 'Call' ? node.func : node);
}

function errorNames(type: ExprNode): string[] {
  return type.nodeType === 'Tuple' ? type.elts.map((element) => lastName(element)) : [lastName(type)];
}

const SIDE_EFFECTS: ReadonlySet<string> = new Set(['delay', 'apply_async', 'sleep', 'urlopen', 'check_call', 'check_output', 'Popen', 'call_command', 'revoke']);

/** Names of functions that reach out of the process: `send_reminder`, `email_user`, `upload_report`. */
const OUTWARD = /(^|_)(re)?(api|send|deliver|dispatch|notify|mail|email|sms|upload|download|fetch|crawl|scrape)(_|$)/;

/**
 * What the loop does for each row that is slower than a query and can't be taken back: mails, tasks, requests. Writing down
 * at once how far it came is then the point of a write behind it.
 */
export function foreignCalls(loop: Loop): readonly Call[] {
  return effectsOf(loop.node, loop).foreign;
}

/** As `foreignCalls`, of a function that the loop calls. */
export function reachesOut(fn: FunctionNode): Call | undefined {
  return [...walk(fn.body)].find((node) => node.nodeType === 'Call' && isForeign(node)) as Call | undefined;
}

/** Where the loop waits between its turns so as not to go too fast: a query more or less is nothing then. */
export function pauseIn(loop: Loop): Call | undefined {
  return effectsOf(loop.node, loop).pause;
}

interface Effects {
  readonly foreign: readonly Call[];
  readonly pause: Call | undefined;
}

/** By the loop, which many queries of one body ask for. */
const effectsOf = oncePer((_node: PythonNode, loop: Loop): Effects => {
  const calls = [...walk(loop.body)].filter((node) => node.nodeType === 'Call');
  return { foreign: calls.filter((call) => isForeign(call)), pause: calls.find((call) => isPause(call)) };
});

function isForeign({ func, args }: Call): boolean {
  const name = lastName(func);
  if (args.some((argument) => CLIENT.test(lastName(argument)))) return true;
  if (SIDE_EFFECTS.has(name) || (OUTWARD.test(name) && !isSignal(func))) return true;
  return func.nodeType === 'Attribute' && OUTSIDE.test(lastName(func.value)) && !isSessionOfRequest(func.value);
}

const OUTSIDE = /^(requests|session|http|httpx|client|\w+_client|api|(?:\w+_)?api_(?!key|root|settings|version)\w+|\w+_api|s3|stripe|smtp|subprocess|emails?|mails?|mailer|notifications?)$/i;

/** `request.session` lies in the database or a cache. */
function isSessionOfRequest(owner: ExprNode): boolean {
  return owner.nodeType === 'Attribute' && owner.attr === 'session' && lastName(owner.value) === 'request';
}

/** What a function is given to ask somebody else with. */
const CLIENT = /(^|_)(client|llm|http_session|smtp)$/i;

function isPause({ func }: Call): boolean {
  const owner = func.nodeType === 'Attribute' ? lastName(func.value) : '';
  return lastName(func) === 'sleep' || /throttle|rate_?limit/i.test(`${owner} ${lastName(func)}`);
}

function isSignal(func: ExprNode): boolean {
  return func.nodeType === 'Attribute' && /signal$|^(pre|post)_|_(created|saved|updated|deleted|changed|added|removed)$/.test(lastName(func.value));
}

/** The line of a comment at the loop, up to `node`, of which `isSuch` is true. */
export function lineOfComment(module: PyModule, node: PythonNode, loop: Loop, isSuch: (comment: string) => boolean): number | undefined {
  const line = firstFrom(linesOfComments(module)(isSuch), module.line(loop.target) - LINES_ABOVE);
  return line !== undefined && line <= module.line(node) ? line : undefined;
}

/** The line of the docstring of the function around `node`, where `isSuch` is true of it. */
export function lineOfDocstring(module: PyModule, node: PythonNode, isSuch: (text: string) => boolean): number | undefined {
  const fn = scopeOf(module, node);
  const [first] = isFunction(fn) ? fn.body : [];
  const text = first?.nodeType === 'Expr' ? stringConstant(first.value) : undefined;
  return first !== undefined && text !== undefined && isSuch(text) ? module.line(first) : undefined;
}

/** By question: the lines whose comments answer it with yes, in order. */
const linesOfComments = oncePer((module: PyModule) => oncePer((isSuch: (comment: string) => boolean): readonly number[] => {
  const found: number[] = [];
  for (const [index, text] of module.text.split(LINE_END).entries()) {
    const comment = /(?:^|\s)#(.*)$/.exec(text)?.[1];
    if (comment !== undefined && isSuch(comment)) found.push(index + 1);
  }
  return found;
}));

const LINE_END = /\r\n?|\n/;

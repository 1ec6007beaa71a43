import type { Harmless } from '../../../model/query-call.ts';
import type { ExprNode, PythonNode, StmtNode } from '../../nodes.ts';
import { blockWith, contains, leaves } from '../../syntax/flow.ts';
import type { Loop } from '../../syntax/loops.ts';
import { isFunction, type PyModule } from '../../syntax/module.ts';
import { walk } from '../../syntax/walk.ts';
import { lastName } from '../managers.ts';

/** Why a query inside `loop` is right all the same, or undefined. */
export function harmlessIn(module: PyModule, node: PythonNode, loop: Loop): Harmless | undefined {
  if (isMemoised(module, node, loop.comprehension ?? loop.node)) return 'memoised';
  return isProbe(module, node, loop) ? 'probe' : undefined;
}

/** The nodes from `node` up to `end`, a loop or function, each with the node below it on the way. */
function* way(module: PyModule, node: PythonNode, end: PythonNode): Generator<{ at: PythonNode; below: PythonNode }> {
  let below = node;
  for (let at = module.parent(node); at !== undefined && at !== end && !isFunction(at); below = at, at = module.parent(at)) yield { at, below };
}

/**
 * Asked only where a cache has no answer: `if key not in cache:`, `cache.get(key) or …`, `cache[key] = …` behind a test,
 * `try: cache[key] except KeyError:`, `cache.setdefault`.
 */
export function isMemoised(module: PyModule, node: PythonNode, end: PythonNode): boolean {
  for (const { at, below } of way(module, node, end)) {
    if (at.nodeType === 'If' && testsAbsence(at.test) && at.body.includes(below as StmtNode) && storesInto(at.body)) return true;
    if (at.nodeType === 'If' && testsPresence(at.test) && at.orelse.includes(below as StmtNode) && storesInto(at.orelse)) return true;
    if (at.nodeType === 'ExceptHandler' && at.type !== undefined && lastName(at.type) === 'KeyError') return true;
    if (at.nodeType === 'BoolOp' && at.op.nodeType === 'Or' && at.values.indexOf(below as ExprNode) > 0) return true;
    if (at.nodeType === 'IfExp' && below !== at.test && (testsAbsence(at.test) || testsPresence(at.test))) return true;
  }
  return false;
}

function testsAbsence(test: ExprNode): boolean {
  if (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') return test.operand.nodeType === 'Name' || test.operand.nodeType === 'Attribute' || testsPresence(test.operand);
  if (test.nodeType === 'BoolOp') return test.values.some((part) => testsAbsence(part));
  if (test.nodeType !== 'Compare') return false;
  const [op] = test.ops;
  const [right] = test.comparators;
  if (op?.nodeType === 'NotIn') return true;
  return op?.nodeType === 'Is' && right?.nodeType === 'Constant' && right.value === null;
}

function testsPresence(test: ExprNode): boolean {
  return test.nodeType === 'Compare' && test.ops[0]?.nodeType === 'In';
}

/** The block puts something under a key, or into a name that outlives the turn of the loop: the next turn finds it there. */
function storesInto(block: readonly StmtNode[]): boolean {
  for (const node of walk(block)) {
    if (node.nodeType === 'Assign' && node.targets.some((target) => target.nodeType === 'Subscript' || target.nodeType === 'Name')) return true;
    if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && ['setdefault', 'set', 'add'].includes(node.func.attr)) return true;
  }
  return false;
}

/**
 * The loop ends with the first hit (`if Order.objects.filter(…).exists(): break`), or a `while` around the query looks for a free
 * name.
 */
function isProbe(module: PyModule, node: PythonNode, loop: Loop): boolean {
  for (const { at, below } of way(module, node, loop.comprehension ?? loop.node)) {
    if (at.nodeType === 'While') return true;
    if (at.nodeType === 'If' && contains(module, at.test, below) && (exits(at.body) || exits(at.orelse))) return true;
  }
  return assignedThenLeft(module, node, loop) || isSearched(module, loop);
}

/** The block leaves the loop altogether. */
function exits(block: readonly StmtNode[]): boolean {
  const last = block.at(-1);
  return leaves(block) && (last?.nodeType === 'Return' || last?.nodeType === 'Break');
}

/** `order = Order.objects.filter(…).first()` with `if order: return order` behind it. */
function assignedThenLeft(module: PyModule, node: PythonNode, loop: Loop): boolean {
  let statement: PythonNode | undefined = node;
  while (statement !== undefined && statement.nodeType !== 'Assign') statement = statement === loop.node || isFunction(statement) ? undefined : module.parent(statement);
  const [target] = statement?.nodeType === 'Assign' ? statement.targets : [];
  const parent = statement === undefined ? undefined : module.parent(statement);
  const block = statement === undefined || parent === undefined ? undefined : blockWith(parent, statement);
  if (target?.nodeType !== 'Name' || block === undefined) return false;
  return block.slice(block.indexOf(statement as StmtNode) + 1).some((next) => next.nodeType === 'If' && reads(next.test, target.id) && exits(next.body));
}

function reads(node: ExprNode, name: string): boolean {
  for (const inner of walk(node)) if (inner.nodeType === 'Name' && inner.id === name) return true;
  return false;
}

/** `next(x for x in …)`, `any(…)`, `all(…)` stop at the first hit. */
function isSearched(module: PyModule, { comprehension }: Loop): boolean {
  const parent = comprehension?.nodeType === 'GeneratorExp' ? module.parent(comprehension) : undefined;
  return parent?.nodeType === 'Call' && parent.func.nodeType === 'Name' && ['next', 'any', 'all'].includes(parent.func.id);
}

const ERRORS = /^(IntegrityError|ValidationError|DatabaseError|Error|Exception|OperationalError|DataError)$/;

/**
 * The loop gives every row a transaction, a lock or an error handler of its own: one statement for all rows would lose that.
 * Holds for writes; a read has nothing to lose.
 */
export function isIsolated(module: PyModule, node: PythonNode, loop: Loop): boolean {
  for (const { at, below } of way(module, node, loop.comprehension ?? loop.node)) {
    if ((at.nodeType === 'With' || at.nodeType === 'AsyncWith') && at.items.some(({ context_expr }) => ISOLATING.test(calleeName(context_expr)))) return true;
    if ((at.nodeType === 'Try' || at.nodeType === 'TryStar') && at.body.includes(below as StmtNode) && at.handlers.some(({ type }) => type === undefined || errorNames(type).some((name) => ERRORS.test(name)))) return true;
  }
  return false;
}

/** The call deals with a row that failed: it runs for few of them. */
export function isInFailure(module: PyModule, node: PythonNode, loop: Loop): boolean {
  for (const { at } of way(module, node, loop.comprehension ?? loop.node)) if (at.nodeType === 'ExceptHandler' && !isLookupError(at.type)) return true;
  return false;
}

/** `except Order.DoesNotExist:` is how "create it if it is missing" is written. */
function isLookupError(type: ExprNode | undefined): boolean {
  return type !== undefined && errorNames(type).some((name) => name === 'DoesNotExist' || name === 'ObjectDoesNotExist' || name === 'KeyError' || name === 'MultipleObjectsReturned');
}

const ISOLATING = /^(atomic|schema_context|tenant_context|lock|advisory_lock|pglock|cache_lock|redis_lock|acquire_lock|override|activate|use_db|using)$/i;

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
 * The loop does something for each row that is slower than a query and can't be taken back: mails, tasks, requests. Writing down
 * at once how far it came is then the point of the write.
 */
export function hasSideEffects(loop: Loop): boolean {
  for (const node of walk(loop.body)) {
    if (node.nodeType !== 'Call') continue;
    const name = lastName(node.func);
    if (SIDE_EFFECTS.has(name)) return true;
    if (OUTWARD.test(name) && !isSignal(node.func)) return true;
    const owner = node.func.nodeType === 'Attribute' ? lastName(node.func.value) : '';
    if (/^(requests|session|http|httpx|client|api|s3|stripe|smtp|subprocess|emails?|mails?|mailer|notifications?)$/i.test(owner)) return true;
  }
  return false;
}

/** The loop waits between its turns so as not to go too fast: a query more or less is nothing then. */
export function isPaced(loop: Loop): boolean {
  for (const node of walk(loop.body)) {
    if (node.nodeType !== 'Call') continue;
    const owner = node.func.nodeType === 'Attribute' ? lastName(node.func.value) : '';
    if (lastName(node.func) === 'sleep' || /throttle|rate_?limit/i.test(`${owner} ${lastName(node.func)}`)) return true;
  }
  return false;
}

function isSignal(func: ExprNode): boolean {
  return func.nodeType === 'Attribute' && /signal$|^(pre|post)_|_(created|saved|updated|deleted|changed|added|removed)$/.test(lastName(func.value));
}

const DELIBERATE = /\b(signals?|overrid\w*|histor(y|ies)|audit\w*|bulk\w*|update\(\)|one[ -]by[ -]one|individually|intentional(ly)?|on purpose|deliberate(ly)?)\b/i;

const LINES_ABOVE = 4;

/** A comment at the loop says why it writes row by row: the author has decided. */
export function isDeliberate(module: PyModule, node: PythonNode, loop: Loop): boolean {
  const first = Math.max(0, module.line(loop.target) - 1 - LINES_ABOVE);
  const lines = module.text.split('\n').slice(first, module.line(node));
  return lines.some((line) => DELIBERATE.test(/(?:^|\s)#(.*)$/.exec(line)?.[1] ?? ''));
}

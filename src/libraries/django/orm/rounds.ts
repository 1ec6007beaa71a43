import { namesContext, namesSwitch } from '../../../model/switching.ts';
import { FEW_ROWS } from '../../../model/verdict.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Call, ExprNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import { blockWith } from '../../../python/syntax/blocks.ts';
import { type Loop, mentions, variantNames } from '../../../python/syntax/loops.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { lastName } from '../../../python/syntax/static.ts';
import type { OrmContext } from '../values/values.ts';

/** Things that one switches to by a plain method: `tenant.activate()`, `connection.tenant = …`. */
const CONTEXTS = /(^|_)(tenant|schema|schema_name|database|connection|connections|shard|search_path)$/i;

/** Where each round turns to the tenant, schema or database of its row before it comes to `node`: a query further down reads another table. */
export function switchBefore(context: OrmContext, node: PythonNode, loop: Loop): PythonNode | undefined {
  const { module } = context;
  const [start] = module.range(node);
  return switchesByContext(context)(loop).find((before) => {
    const [from, to] = module.range(before);
    return before.nodeType === 'With' || before.nodeType === 'AsyncWith' ? from < start && start < to : to <= start;
  });
}

/** Every such place of a loop, which each of its queries asks for. */
const switchesByContext = oncePer((context: OrmContext) =>
  oncePer((loop: Loop): readonly PythonNode[] => [...walk(loop.body)].filter((node) => switches(context, node, variantNames(context.module, loop)))));

function switches(context: OrmContext, node: PythonNode, variant: ReadonlySet<string>): boolean {
  const { module } = context;
  if (node.nodeType === 'With' || node.nodeType === 'AsyncWith') return node.items.some(({ context_expr: entered }) => mentions(entered, variant) && isEntered(module, entered));
  if (node.nodeType === 'Assign') return node.targets.some((target) => target.nodeType === 'Attribute' && CONTEXTS.test(target.attr) && /connection/i.test(module.source(target))) && mentions(node.value, variant);
  return node.nodeType === 'Call' && (isSwitch(module, node) || isSearchPath(module, node) || switchesInside(context, node)) && mentions(node, variant);
}

/** `with tenant_context(branch):`, `with branch.activated():`, `with tenant:`, but not `with open(branch.path):`. */
function isEntered(module: PyModule, entered: ExprNode): boolean {
  if (entered.nodeType === 'Name') return true;
  return entered.nodeType === 'Call' && (isSwitch(module, entered) || namesContext(lastName(entered.func)));
}

function isSwitch(module: PyModule, { func }: Call): boolean {
  const name = lastName(func);
  if (!namesSwitch(name)) return false;
  return (name !== 'activate' && name !== 'switch') || (func.nodeType === 'Attribute' && CONTEXTS.test(lastName(func.value).replace(/s$/, ''))) || /tenant|schema/i.test(module.source(func));
}

/** `cursor.execute("SET search_path TO …")` */
function isSearchPath(module: PyModule, call: Call): boolean {
  return lastName(call.func) === 'execute' && call.args[0] !== undefined && /\bset\s+(local\s+|session\s+)?(search_path|schema|role)\b|\buse\s/i.test(module.source(call.args[0]));
}

/** A function of the project that does the switch for its caller. */
function switchesInside({ module, django }: OrmContext, { func }: Call): boolean {
  const called = func.nodeType === 'Name' ? django.resolveFunction(module, func) : undefined;
  if (called === undefined) return false;
  return [...walk(called.node.body)].some((node) => node.nodeType === 'Call' && (isSwitch(called.module, node) || isSearchPath(called.module, node)));
}

/**
 * The test that lets only one of the loop's keys through: `if key == "reader":` or `elif`, `case "reader":`, or `if key != "reader": continue`
 * above. Each key comes once, so that every query runs once at most.
 */
export function branchOfKey(module: PyModule, node: PythonNode, loop: Loop): PythonNode | undefined {
  const key = keyOf(loop);
  if (key === undefined) return undefined;
  let below = node;
  for (let at = module.parent(node); at !== undefined && below !== loop.node && !isFunction(at); below = at, at = module.parent(at)) {
    if (at.nodeType === 'If' && at.body.includes(below as StmtNode) && isTestFor(at.test, key, 'Eq')) return at;
    if (at.nodeType === 'IfExp' && at.body === below && isTestFor(at.test, key, 'Eq')) return at;
    if (at.nodeType === 'MatchCase' && isLiteralPattern(at.pattern) && isSubject(module, at, key)) return at;
    const block = blockWith(at, below);
    const guard = block?.slice(0, block.indexOf(below as StmtNode)).find((before) => before.nodeType === 'If' && before.body.at(-1)?.nodeType === 'Continue' && isTestFor(before.test, key, 'NotEq'));
    if (guard?.nodeType === 'If') return guard;
  }
  return undefined;
}

/** The loop's variable where it stands for the elements themselves: `key`, or the first of `key, value`. */
function keyOf({ target, iter }: Loop): string | undefined {
  if (target.nodeType === 'Name') return target.id;
  const [first, second] = target.nodeType === 'Tuple' ? target.elts : [];
  const named = iter.nodeType === 'Call' && iter.func.nodeType === 'Name' && iter.func.id === 'enumerate' ? second : first;
  return named?.nodeType === 'Name' ? named.id : undefined;
}

/** `key == "reader"`, `key in ("reader", "item")`, and the tests that let the others go on. */
function isTestFor(test: ExprNode, key: string, operator: 'Eq' | 'NotEq'): boolean {
  if (test.nodeType === 'BoolOp') {
    const all = (test.op.nodeType === 'And') === (operator === 'Eq');
    return all && test.values.some((part) => isTestFor(part, key, operator));
  }
  const [right, ...others] = test.nodeType === 'Compare' ? test.comparators : [];
  const found = test.nodeType === 'Compare' ? test.ops[0]?.nodeType : undefined;
  if (test.nodeType !== 'Compare' || right === undefined || others.length > 0) return false;
  const isKey = (side: ExprNode): boolean => side.nodeType === 'Name' && side.id === key;
  if (found === (operator === 'Eq' ? 'In' : 'NotIn')) return isKey(test.left) && isFewLiterals(right);
  return found === operator && ((isKey(test.left) && isLiteral(right)) || (isKey(right) && isLiteral(test.left)));
}

function isFewLiterals(node: ExprNode): boolean {
  return (node.nodeType === 'Tuple' || node.nodeType === 'List' || node.nodeType === 'Set') && node.elts.length <= FEW_ROWS && node.elts.every((element) => isLiteral(element));
}

/** A text, a number, or a constant by its name: `KIND_READER`, `Kind.READER`. */
function isLiteral(node: ExprNode | undefined): boolean {
  if (node?.nodeType === 'Name' || node?.nodeType === 'Attribute') return /^[A-Z][A-Z\d_]*$/.test(lastName(node));
  return node?.nodeType === 'Constant' && (typeof node.value === 'string' || typeof node.value === 'number');
}

function isLiteralPattern(pattern: PythonNode): boolean {
  return pattern.nodeType === 'MatchValue' && isLiteral(pattern.value);
}

function isSubject(module: PyModule, branch: PythonNode, key: string): boolean {
  const match = module.parent(branch);
  return match?.nodeType === 'Match' && match.subject.nodeType === 'Name' && match.subject.id === key;
}

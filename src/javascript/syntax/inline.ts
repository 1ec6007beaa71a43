import type { TSESTree } from '@typescript-eslint/utils';
import { chainOf, type JsModule } from './module.ts';
import { calledName, type FunctionNode, isFunction, lastName, memberName, type Node, unwrap } from './nodes.ts';
import { isOfResult, OF_RESULTS } from './one-value.ts';
import { constantInit } from './values.ts';

/** Calls that run a function given to them later, elsewhere, or only where a cache has no answer. */
export const NOT_INLINE = /cache|memo|once|remember|debounce|throttle|schedule|enqueue|setTimeout|setInterval|setImmediate|nextTick|waitUntil|addEventListener|subscribe|\bon\b|process\.on|useCallback|useMemo|useEffect/i;

/** True for a function that the code around it runs on the spot. */
export function isInline(module: JsModule, callback: FunctionNode): boolean {
  const parent = module.parentOf(callback);
  if (parent?.type === 'NewExpression') return module.textOf(parent.callee) === 'Promise';
  if (parent?.type !== 'CallExpression') return false;
  if (unwrap(parent.callee) === callback) return true;
  const callee = unwrap(parent.callee);
  const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
  if (name !== undefined && (/^(?:then|catch|finally|\$?transaction|transactional)$/.test(name) || OF_RESULTS.test(name) || isOfResult(module, parent))) return true;
  if (NOT_INLINE.test(nameOf(module, callee)) || isDurableStep(parent, callee)) return false;
  const outer = joinedBy(module, parent);
  if (outer?.type === 'AwaitExpression' || outer?.type === 'YieldExpression') return true;
  return isLimiter(module, callee) || (outer?.type === 'ReturnStatement' || (isFunction(outer) && outer.body === parent) ? isWrapper(parent, callback) : false);
}

/** Calls that wait for the promises they are given, or take what is in a result. */
const JOINS = /^(?:all|allSettled|await|unwrap|orThrow)$/;

/** What stands around a call and the joins that it is an argument of: `Promise.all([run(…)])`, `Result.await(run(…))`. */
function joinedBy(module: JsModule, call: Node): Node | undefined {
  const outer = module.parentOf(call);
  const list = outer?.type === 'ArrayExpression' ? outer : undefined;
  const join = list === undefined ? outer : module.parentOf(list);
  return join?.type === 'CallExpression' && join.callee !== call && JOINS.test(calledName(join)) ? module.parentOf(join) : outer;
}

/** `step.run('send', async () => …)` of Inngest, Upstash Workflow and their kin: a step that is run and repeated by itself. */
function isDurableStep(call: TSESTree.CallExpression, callee: Node): boolean {
  const [first] = call.arguments;
  const isNamed = first?.type === 'TemplateLiteral' || (first?.type === 'Literal' && typeof first.value === 'string');
  return isNamed && callee.type === 'MemberExpression' && memberName(callee) === 'run';
}

function nameOf(module: JsModule, callee: Node): string {
  const { root, names } = chainOf(callee);
  return [root.type === 'Identifier' ? root.name : '', ...names].join('.') || module.textOf(callee);
}

/** `limit(() => …)` of p-limit and its kin, `queue.add(() => …)` of a queue that the code at hand makes. */
function isLimiter(module: JsModule, callee: Node): boolean {
  if (callee.type === 'MemberExpression') {
    const made = memberName(callee) === 'add' && callee.object.type === 'Identifier' ? unwrap(constantInit(module, callee.object)) : undefined;
    return made?.type === 'NewExpression' && lastName(made.callee)?.endsWith('Queue') === true;
  }
  return callee.type === 'Identifier' && /limit|throttle|semaphore|queue/i.test(callee.name) && module.resolve(callee)?.kind === 'variable';
}

/** `return withRetry(async () => …)`, `return authTrx(async (tx) => …)`: an async function handed to a wrapper whose promise is handed on. */
function isWrapper(call: TSESTree.CallExpression, callback: FunctionNode): boolean {
  const name = calledName(call);
  return callback.async && /^(?:with|run|exec|retry|try|p[A-Z]|safe|limit|tx|trace|span|measure|in[A-Z])|(?:Trx|Tx|Transaction)$/.test(name);
}

import type { TSESTree } from '@typescript-eslint/utils';
import { leaves } from './harmless.ts';
import { type JsModule, pathIn } from '../syntax/module.ts';
import { absenceAsked, type FunctionNode, isNullish, memberName, type Node, parameterPattern, propertyOf, some, unwrap } from '../syntax/nodes.ts';

/** What request after request has its DataLoaders in. */
const LOADERS = /loaders?$/i;

/** What whoever calls has read before for all, and hands in one by one: `preloadedRoles`. */
const READY = /^pre(?:computed|fetched|loaded|calculated)/i;

/**
 * True where what `call` gives, or leaves out, keeps a function from running `node`: `if (!order) order = await find(id)`, `order ?? await find(id)`,
 * `loaders ? loaders.load(id) : find(id)` of an option `loaders`. Loaders are there unless the call leaves them out: whoever serves a request has them.
 *
 * @param call the call of the function, or what hands it the rows one by one as its first argument
 * @param by the function in which the call stands, where others call that one: it may hand on what nobody has given it
 */
export function isSparedByArguments(module: JsModule, fn: FunctionNode, node: Node, call: Node, by?: Calling): boolean {
  return isPassedBy(module, fn, node, (value) => {
    const given = value.type === 'Identifier' ? handedOn(givenFor(module, fn, value, call), by) : value.type === 'MemberExpression' ? givenWithin(module, fn, value, call) : 'unknown';
    const isGiven = by !== undefined && isNamed(given) ? undefined : meaningOf(given);
    const known = isGiven === false && isSetBeside(module, value) ? undefined : isGiven;
    const isReady = value.type === 'Identifier' && READY.test(value.name) && typeof given !== 'string' && !isNullish(unwrap(given));
    return known ?? (isReady || namesLoaders(value) ? true : undefined);
  });
}

/** The parameter in whose place a function runs `node`, where the call gives nothing for it: `order` of `order ?? (await find(id))`, `if (!order) order = await find(id)`. */
export function leftOutFor(module: JsModule, fn: FunctionNode, node: Node, call: Node): string | undefined {
  for (let below = node, at = module.parentOf(node); at !== undefined && at !== fn; below = at, at = module.parentOf(at)) {
    const name = (at.type === 'LogicalExpression' || at.type === 'AssignmentExpression') && at.right === below ? unwrap(at.left) : undefined;
    if (name?.type === 'Identifier' && isLeftOut(module, fn, name, call) && isPassedBy(module, fn, node, (value) => (value.type === 'Identifier' && value.name === name.name ? true : undefined))) return name.name;
  }
  return undefined;
}

/** A function with the call that runs it. */
export interface Calling {
  readonly module: JsModule;
  readonly fn: FunctionNode;
  readonly call: Node;
  /** Whoever makes that call, where it is a function that others call. */
  readonly by?: Calling | undefined;
}

/** What a name of a parameter stands for that a function hands on: what its own call gives for it. */
function handedOn(given: Given, by: Calling | undefined): Given {
  const name = typeof given === 'string' ? undefined : unwrap(given);
  if (by === undefined || name?.type !== 'Identifier') return given;
  const own = givenFor(by.module, by.fn, name, by.call);
  return own === 'unknown' || isSetBeside(by.module, name) ? given : handedOn(own, by.by);
}

function namesLoaders(node: Node): boolean {
  const name = node.type === 'Identifier' ? node.name : node.type === 'MemberExpression' ? memberName(node) : undefined;
  return name !== undefined && LOADERS.test(name);
}

/** True where the function comes to `node` only under a condition, or where something failed. */
export function isUnderCondition(module: JsModule, fn: FunctionNode, node: Node): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined && at !== fn; below = at, at = module.parentOf(at)) {
    if ((at.type === 'IfStatement' || at.type === 'ConditionalExpression') && at.test !== below) return true;
    if ((at.type === 'LogicalExpression' && at.right === below) || (at.type === 'SwitchCase' && at.test !== below) || at.type === 'CatchClause') return true;
  }
  return false;
}

/** Whether a part of a test is something, undefined where that isn't known. */
type Known = (value: Node) => boolean | undefined;

/** True where a function doesn't come to `node`, as far as the tests around it ask for what is known. */
function isPassedBy(module: JsModule, fn: FunctionNode, node: Node, known: Known): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined && at !== fn; below = at, at = module.parentOf(at)) {
    if (isPassedAt(at, below, (test) => truth(test, known))) return true;
  }
  return false;
}

/** True where `at` doesn't come to the part of it that is `below`. */
function isPassedAt(at: Node, below: Node, truthOf: Known): boolean {
  switch (at.type) {
    case 'BlockStatement':
      return isLeftBefore(at.body, below, truthOf);
    case 'SwitchCase':
      return isLeftBefore(at.consequent, below, truthOf);
    case 'IfStatement':
    case 'ConditionalExpression':
      return (at.consequent === below && truthOf(at.test) === false) || (at.alternate === below && truthOf(at.test) === true);
    case 'LogicalExpression':
      return at.right === below && truthOf(at.left) === (at.operator !== '&&');
    case 'AssignmentExpression':
      return at.right === below && /^(?:\?\?|\|\|)=$/.test(at.operator) && truthOf(at.left) === true;
    default:
      return false;
  }
}

/** `if (!options) return;` before it. */
function isLeftBefore(block: readonly Node[], below: Node, truthOf: Known): boolean {
  const before = block.slice(0, Math.max(0, block.indexOf(below)));
  return before.some((statement) => statement.type === 'IfStatement' && leaves(statement.consequent) && truthOf(statement.test) === true);
}

/** Whether a test holds. */
function truth(test: Node, known: Known): boolean | undefined {
  const value = unwrap(test);
  switch (value.type) {
    case 'UnaryExpression':
      return value.operator === '!' ? negated(truth(value.argument, known)) : undefined;
    case 'LogicalExpression': {
      const decisive = value.operator !== '&&';
      const [left, right] = [truth(value.left, known), truth(value.right, known)];
      return left === decisive || right === decisive ? decisive : left === undefined || right === undefined ? undefined : !decisive;
    }
    case 'BinaryExpression': {
      const absence = absenceAsked(value);
      const isThere = absence && truth(absence.asked, known);
      // what nobody gives is `undefined`, which is not `null`
      if (isThere === false && value.operator.length === 3 && unwrap(value.right).type === 'Literal') return undefined;
      return absence?.holdsWithout === true ? negated(isThere) : isThere;
    }
    default:
      return known(value);
  }
}

function negated(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? undefined : !holds;
}

type Given = Node | 'given' | 'missing' | 'unknown';

/** What a name of the function's parameters stands for in a call: what the call gives, or what the function has in its place where it gives nothing. */
function givenFor(module: JsModule, fn: FunctionNode, name: TSESTree.Identifier, call: Node): Given {
  const given = givenByCall(module, fn, name, call);
  const binding = given === 'missing' ? module.resolve(name) : undefined;
  return (binding?.kind === 'parameter' ? defaultAround(module, binding.identifier) : undefined) ?? given;
}

/** True where the call gives nothing for a name of the function's parameters, whatever the function has in its place. */
export function isLeftOut(module: JsModule, fn: FunctionNode, name: TSESTree.Identifier, call: Node): boolean {
  return givenByCall(module, fn, name, call) === 'missing';
}

/** What the call gives for a name of the function's parameters: an argument, or a property of an object that it writes out. */
function givenByCall(module: JsModule, fn: FunctionNode, name: TSESTree.Identifier, call: Node): Given {
  const binding = module.resolve(name);
  const parameter = binding?.kind === 'parameter' && binding.node === fn ? fn.params[binding.index] : undefined;
  if (binding?.kind !== 'parameter' || parameter === undefined || parameter.type === 'RestElement') return 'unknown';
  const [property, ...inner] = pathIn(parameterPattern(parameter), binding.identifier) ?? ['', ''];
  if (inner.length > 0) return 'unknown';
  const argument = call.type === 'CallExpression' ? argumentAt(call, binding.index) : binding.index === 0 ? 'given' : 'unknown';
  if (property === undefined) return argument;
  return typeof argument !== 'string' ? propertyGiven(unwrap(argument), property) : argument === 'given' ? 'unknown' : argument;
}

/** `options.order`, where nobody gives `options`. */
function givenWithin(module: JsModule, fn: FunctionNode, { object }: TSESTree.MemberExpression, call: Node): Given {
  const value = unwrap(object);
  return value.type === 'Identifier' && givenFor(module, fn, value, call) === 'missing' ? 'missing' : 'unknown';
}

function propertyGiven(options: Node, name: string): Given {
  if (options.type !== 'ObjectExpression' || options.properties.some(({ type }) => type === 'SpreadElement')) return 'unknown';
  return propertyOf(options, name)?.value ?? 'missing';
}

/** True for a parameter that the function sets itself. */
function isSetBeside(module: JsModule, name: Node): boolean {
  const binding = name.type === 'Identifier' ? module.resolve(name) : undefined;
  return binding !== undefined && module.referencesTo(binding).some((use) => {
    const parent = module.parentOf(use);
    return parent?.type === 'AssignmentExpression' && parent.left === use && parent.operator === '=';
  });
}

function argumentAt(call: TSESTree.CallExpression, index: number): Given {
  const before = call.arguments.slice(0, index + 1);
  return before.some(({ type }) => type === 'SpreadElement') ? 'unknown' : (before[index] ?? 'missing');
}

/** Whether what is given is something; a name counts as that. */
function meaningOf(given: Given): boolean | undefined {
  if (typeof given === 'string') return given === 'unknown' ? undefined : given === 'given';
  const value = unwrap(given);
  if (value.type === 'Literal') return Boolean(value.value);
  // `order ?? null` hands on what there is
  if (value.type === 'LogicalExpression' && value.operator !== '&&' && isNullish(unwrap(value.right))) return meaningOf(value.left);
  return isNullish(value) ? false : some(value, (node) => isNullish(node)) ? undefined : true;
}

function isNamed(given: Given): boolean {
  if (typeof given === 'string') return false;
  const { type } = unwrap(given);
  return (type === 'Identifier' || type === 'MemberExpression') && !isNullish(unwrap(given));
}

function defaultAround(module: JsModule, identifier: TSESTree.Identifier): Node | undefined {
  const around = module.parentOf(identifier);
  return around?.type === 'AssignmentPattern' && around.left === identifier ? around.right : undefined;
}

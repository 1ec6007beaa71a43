import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../../project/memo.ts';
import type { Binding, ParameterBinding, VariableBinding } from './bindings.ts';
import { callbackIteration, givesSameRows, listWalkedBy } from './iterations.ts';
import { chainOf, type JsModule, memberOf, type PatternPath, pathIn } from './module.ts';
import { type ClassNode, type FunctionNode, isFunction, keyName, memberName, type Node, parameterPattern, unwrap, walk } from './nodes.ts';

/** Step of a path into each element of a list, and into what a computed key finds. */
export const ELEMENT = '*';
export const KEYED = '[]';

/** What stands at `path` in the value of an expression: `['rows', ELEMENT]` for a row of `result.rows`. */
export interface Source {
  readonly node: Node;
  readonly path: PatternPath;
  /** It is taken only where nothing is handed in: a default. */
  readonly isDefault?: boolean;
}

/** Names and literals between an expression and what the code writes out for it. */
const DEPTH = 8;

/**
 * The expressions of the same file that an expression takes its value from, one step back: what a name is bound or set to, what is iterated over, what stands
 * under a name in an object, a list or a class, both sides of `??`. None where the value begins here, or nothing says where. What a function of the file gives is
 * left to who asks (`answersOf`), as is what callers hand in.
 *
 * @param path what of the value is meant
 */
export function sourcesOf(module: JsModule, node: Node, path: PatternPath = []): readonly Source[] {
  const value = unwrap(node);
  const [first, ...rest] = path;
  switch (value.type) {
    case 'AwaitExpression':
      return [{ node: value.argument, path }];
    case 'LogicalExpression':
      return (value.operator === '&&' ? [value.right] : [value.left, value.right]).map((side) => ({ node: side, path }));
    case 'ConditionalExpression':
      return [{ node: value.consequent, path }, { node: value.alternate, path }];
    case 'AssignmentExpression':
      return [{ node: value.right, path }];
    case 'SequenceExpression':
      return value.expressions.slice(-1).map((last) => ({ node: last, path }));
    case 'Identifier': {
      const binding = module.resolve(value);
      return binding?.kind === 'variable' ? ofVariable(module, binding, path) : binding?.kind === 'parameter' ? ofParameter(module, binding, path) : [];
    }
    case 'MemberExpression':
      return [{ node: value.object, path: [stepOf(module, value), ...path] }];
    case 'ThisExpression': {
      const owner = first === undefined ? undefined : module.thisClass(value);
      return owner === undefined || first === undefined ? [] : membersSet(module, owner, first, rest);
    }
    case 'ObjectExpression':
      return first === undefined ? [] : ofObject(value, first, path);
    case 'ArrayExpression':
      return first === undefined ? [] : ofArray(value, first, path);
    case 'CallExpression':
      return ofCall(module, value, path);
    default:
      return [];
  }
}

/** The one expression that the code writes out for what stands at `path`, through consts, objects and lists; undefined where there are several, or it isn't written out. */
export function writtenAt(module: JsModule, node: Node, path: PatternPath): Node | undefined {
  let at: Source = { node, path };
  for (let depth = DEPTH; depth > 0 && at.path.length > 0; depth -= 1) {
    const [only, ...others] = sourcesOf(module, at.node, at.path);
    if (only === undefined || others.length > 0) return undefined;
    at = only;
  }
  return at.path.length === 0 ? at.node : undefined;
}

/** What is taken of a list: one of its elements, or the rows beside their count (`const [rows, total] = …`). */
export const EACH: ReadonlySet<string> = new Set([ELEMENT, KEYED, '0']);

/** The call whose answer an expression is, or one of whose rows: `order` of `for (const order of (await openOrders()).filter(isDue))`. */
export function callGiving(module: JsModule, node: Node, depth = DEPTH): TSESTree.CallExpression | undefined {
  const value = unwrap(node);
  if (depth === 0) return undefined;
  if (value.type === 'CallExpression') {
    const callee = unwrap(value.callee);
    return callee.type === 'MemberExpression' && givesSameRows(memberName(callee)) ? callGiving(module, callee.object, depth - 1) : value;
  }
  const [only, ...others] = sourcesOf(module, value);
  return only === undefined || others.length > 0 || !only.path.every((step) => EACH.has(step)) ? undefined : callGiving(module, only.node, depth - 1);
}

/** What a function returns, in the order of the text; an empty list, `null` or `undefined` says nothing and is left out. */
export function answersOf(fn: FunctionNode): readonly Node[] {
  // The signature of an overload and an abstract method have no body.
  return (fn.body as Node | null) === null ? [] : fn.body.type === 'BlockStatement' ? returnedBy(fn) : [fn.body];
}

const returnedBy = oncePer((fn: FunctionNode): readonly Node[] => {
  const found: Node[] = [];
  walk(fn.body, (node) => {
    if (node.type === 'ReturnStatement' && node.argument !== null && !isNothing(node.argument)) found.push(node.argument);
    return !isFunction(node);
  });
  return found;
});

/** True for what is there until something is known: an empty list, `null`, `undefined`, any other literal. */
export function isNothing(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'Literal' || (value.type === 'Identifier' && value.name === 'undefined') || (value.type === 'ArrayExpression' && value.elements.length === 0);
}

/** True for a list, an object, a set or a map that is filled later, if ever. */
export function isEmptyCollection(node: Node): boolean {
  if (node.type === 'ArrayExpression') return node.elements.length === 0;
  if (node.type === 'ObjectExpression') return node.properties.length === 0;
  return node.type === 'NewExpression' && node.arguments.length === 0;
}

function ofVariable(module: JsModule, binding: VariableBinding, path: PatternPath): Source[] {
  const { declaration, identifier, node } = binding;
  const steps = pathIn(node.id, identifier);
  const loop = module.parentOf(declaration);
  const set = setsOf(binding, module).filter(({ steps: at }) => at.every((step, index) => step === path[index])).map(({ node: right, own, steps: at }) => ({ node: right, path: [...own, ...path.slice(at.length)] }));
  const isEach = loop?.type === 'ForOfStatement' && loop.left === declaration;
  const init = isEach ? loop.right : node.init !== null && set.length > 0 && isNothing(node.init) ? null : node.init;
  const first = init === null || steps === undefined ? [] : [{ node: init, path: [...(isEach ? [ELEMENT] : []), ...steps, ...path] }];
  return [...first, ...set, ...defaultOf(module, identifier, path)];
}

/** A place in a variable's value that an assignment sets, and the value that it takes. */
interface Setting {
  readonly node: Node;
  /** What of `node` is taken. */
  readonly own: PatternPath;
  /** The place: `['rows']` of `plan.rows = …`. */
  readonly steps: PatternPath;
}

/** What is put into a variable behind its declaration, as a whole or under a name, in the order of the text. */
const setsOf = oncePer((binding: Binding, module: JsModule): readonly Setting[] => module.referencesTo(binding).flatMap((use) => {
  const around = module.parentOf(use);
  const name = around?.type === 'MemberExpression' && around.object === use ? memberName(around) : undefined;
  let target: Node = name === undefined || around === undefined ? use : around;
  let at = module.parentOf(target);
  while (at !== undefined && isPattern(at)) [target, at] = [at, module.parentOf(at)];
  const steps = name === undefined ? [] : [name];
  if (at?.type === 'ForOfStatement' && at.left === target && name === undefined) return [{ node: at.right, own: [ELEMENT, ...(pathIn(target, use) ?? [])], steps }];
  if (at?.type !== 'AssignmentExpression' || at.left !== target || !/^(?:=|\?\?=|\|\|=|&&=)$/.test(at.operator)) return [];
  const own = name === undefined ? pathIn(target, use) : target === around ? [] : undefined;
  return own === undefined ? [] : [{ node: at.right, own, steps }];
}));

function isPattern({ type }: Node): boolean {
  return type === 'ArrayPattern' || type === 'ObjectPattern' || type === 'Property' || type === 'AssignmentPattern';
}

/** What a callback's parameter is in each round or when its promise is kept, and what a function that is called on the spot is handed. */
function ofParameter(module: JsModule, { node: fn, index, identifier }: ParameterBinding, path: PatternPath): Source[] {
  const parameter = fn.params[index];
  const steps = parameter && pathIn(parameterPattern(parameter), identifier);
  const iteration = callbackIteration(module, fn);
  const inElement = iteration?.element && pathIn(iteration.element, identifier);
  const given = iteration === undefined && steps !== undefined ? handedTo(module, fn, index) : undefined;
  const found: Source[] = [];
  if (iteration?.iterable !== undefined && inElement !== undefined) found.push({ node: iteration.iterable, path: [ELEMENT, ...inElement, ...path] });
  if (given !== undefined && steps !== undefined) found.push({ node: given, path: [...steps, ...path] });
  if (parameter?.type === 'AssignmentPattern' && parameter.left !== identifier && steps !== undefined) found.push({ node: parameter.right, path: [...steps, ...path], isDefault: true });
  return [...found, ...defaultOf(module, identifier, path)];
}

/** `promise.then((rows) => …)`, `((rows) => …)(list)` */
function handedTo(module: JsModule, fn: FunctionNode, index: number): Node | undefined {
  const call = module.parentOf(fn);
  if (call?.type !== 'CallExpression') return undefined;
  const callee = unwrap(call.callee);
  if (callee === fn) return call.arguments.slice(0, index + 1).some(({ type }) => type === 'SpreadElement') ? undefined : call.arguments[index];
  return index === 0 && call.arguments[0] === fn && callee.type === 'MemberExpression' && memberName(callee) === 'then' ? callee.object : undefined;
}

function defaultOf(module: JsModule, identifier: TSESTree.Identifier, path: PatternPath): Source[] {
  const around = module.parentOf(identifier);
  return around?.type === 'AssignmentPattern' && around.left === identifier ? [{ node: around.right, path, isDefault: true }] : [];
}

/** What stands at `path` in the member of a class: in the value of a field, in what its methods set it to, in what its getter gives. */
export function membersSet(module: JsModule, owner: ClassNode, name: string, path: PatternPath = []): readonly Source[] {
  const member = memberOf(owner, name);
  const own = member?.type === 'MethodDefinition' ? (member.kind === 'get' ? answersOf(member.value as FunctionNode) : []) : member?.type === 'TSParameterProperty' || member?.value == null ? [] : [member.value];
  const set = setInClass(owner, module).get(name) ?? [];
  const isLater = set.length > 0 && own.every((node) => isNothing(node) || isEmptyCollection(unwrap(node)));
  return [...(isLater ? [] : own), ...set].map((node) => ({ node, path }));
}

const setInClass = oncePer((owner: ClassNode, module: JsModule): ReadonlyMap<string, readonly Node[]> => {
  const found = new Map<string, Node[]>();
  walk(owner.body, (node) => {
    const target = node.type === 'AssignmentExpression' && node.operator === '=' ? unwrap(node.left) : undefined;
    if (node.type === 'AssignmentExpression' && target?.type === 'MemberExpression' && target.object.type === 'ThisExpression' && module.thisClass(target.object) === owner) {
      const name = memberName(target) ?? '';
      found.set(name, [...(found.get(name) ?? []), node.right]);
    }
    return node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression';
  });
  return found;
});

function ofObject({ properties }: TSESTree.ObjectExpression, name: string, path: PatternPath): Source[] {
  const rest = path.slice(1);
  const spread = properties.flatMap((property) => (property.type === 'SpreadElement' ? [{ node: property.argument, path }] : []));
  if (name === KEYED || name === ELEMENT) return properties.length > MOST ? [] : [...properties.flatMap((property) => (property.type === 'Property' ? [{ node: property.value, path: rest }] : [])), ...spread];
  const own = properties.findLast((property) => property.type === 'Property' && keyName(property) === name);
  return own?.type === 'Property' ? (own.kind === 'init' ? [{ node: own.value, path: rest }] : []) : spread.reverse();
}

/** Elements and properties of a literal that are looked at for what a key at run time finds. */
const MOST = 20;

function ofArray({ elements }: TSESTree.ArrayExpression, step: string, [, ...rest]: PatternPath): Source[] {
  const meant = step === ELEMENT || step === KEYED ? (elements.length > MOST ? [] : elements) : /^\d+$/.test(step) && !elements.slice(0, Number(step) + 1).some((element) => element?.type === 'SpreadElement') ? [elements[Number(step)]] : [];
  return meant.flatMap((element) => (element == null ? [] : element.type === 'SpreadElement' ? [{ node: element.argument, path: [ELEMENT, ...rest] }] : [{ node: element, path: rest }]));
}

/** `Promise.all([…])` and `$transaction([…])` wait for what stands in the list, `Object.freeze(x)` gives `x`, a function that is called on the spot what it returns. */
function ofCall(module: JsModule, call: TSESTree.CallExpression, path: PatternPath): Source[] {
  const callee = unwrap(call.callee);
  if (isFunction(callee)) return answersOf(callee).map((answer) => ({ node: answer, path }));
  const [given] = call.arguments;
  if (given === undefined || given.type === 'SpreadElement' || callee.type !== 'MemberExpression') return [];
  const { root, names } = chainOf(callee);
  const name = names.at(-1) ?? '';
  const isJoined = path.length > 0 && /^(?:all|\$transaction)$/.test(name) && unwrap(given).type === 'ArrayExpression';
  const isKept = names.length === 1 && root.type === 'Identifier' && root.name === 'Object' && /^(?:assign|freeze|seal|preventExtensions)$/.test(name);
  // `manager.withRepository(orders)` is `orders` in a transaction
  if (isJoined || isKept || (name === 'withRepository' && path.length > 0)) return [{ node: given, path }];
  // `orders.extend({ close() {} })` has `close` beside what `orders` has
  const [step] = path;
  const added = name === 'extend' && step !== undefined && step !== KEYED ? unwrap(given) : undefined;
  return added?.type === 'ObjectExpression' && step !== undefined ? ofObject(added, step, path) : [];
}

function stepOf(module: JsModule, node: TSESTree.MemberExpression): string {
  const { object, property } = node;
  const name = memberName(node) ?? (property.type === 'Literal' && typeof property.value === 'number' ? String(property.value) : undefined);
  if (name !== undefined) return name;
  // `rows[i]` of the loop that walks `rows` by their places is each of them
  const list = property.type === 'Identifier' ? listWalkedBy(module, property) : undefined;
  return list !== undefined && module.textOf(list) === module.textOf(unwrap(object)) ? ELEMENT : KEYED;
}

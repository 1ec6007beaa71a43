import type { TSESTree } from '@typescript-eslint/utils';
import type { ProviderLoop } from '../../model/admin.ts';
import { contains, mentionsRow } from '../syntax/dependence.ts';
import { lineOnNoBulk, lineOnPurpose } from '../circumstances/pace.ts';
import { declaredTypesOf } from '../syntax/annotations.ts';
import { calleeText } from '../syntax/callee.ts';
import { type Consumption, consumptionOf } from '../syntax/consumption.ts';
import { sourcesOf } from '../syntax/flow.ts';
import { type Iteration, namedIteration } from '../syntax/iterations.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { callsIn, chainOf, isImportOf, type JsModule, pathIn } from '../syntax/module.ts';
import {
  calledName, type ClassNode, type FunctionNode, interfacesOf, isClass, isFunction, keyName, memberName, type Node, parameterPattern, some, spanOf, unwrap, walk,
} from '../syntax/nodes.ts';
import { functionValue } from '../syntax/values.ts';

/** Where a method is handed its list: the name that the list has in one of its parameters. */
export interface Handed {
  readonly parameter: number;
  readonly name: string;
}

/** What a framework calls a data provider: the object through which its pages ask the API. */
export interface ProviderContract {
  /** Every method that a provider may have, so that one is known by its shape. */
  readonly methods: ReadonlySet<string>;
  /** The methods that are handed many ids or rows. */
  readonly many: ReadonlyMap<string, Handed>;
  /** Types that say of an object or a class what it is. */
  readonly types: ReadonlySet<string>;
  /** Packages that these types are imported from. */
  readonly packages: RegExp;
}

/** Whether a text may hold a method that is handed many ids. */
export const MANY_METHODS = /\b(?:getMany|updateMany|deleteMany|createMany)\b/;

/** Methods of a contract that an object without an annotation has to have before it counts as a provider. */
const ENOUGH = 3;

/** Types that are a part of another one. */
const PARTS = /^(?:Partial|Required|Readonly|Omit|Pick)$/;

/** What keeps its data in the browser or in memory. */
const LOCAL_GLOBALS: ReadonlySet<string> = new Set(['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'console', 'JSON', 'Object', 'Array', 'Math', 'Promise', 'Number', 'String', 'Date', 'AsyncStorage']);
const LOCAL_PACKAGES = /(?:^|[/-])(?:fakerest|localforage|idb|idb-keyval|dexie|rxdb|pouchdb[\w-]*|lodash(?:-es|\.\w+)?|lokijs|alasql|sql\.js|async-storage)(?:$|\/)|ra-data-local|dataloader/i;

const ADVICE: Readonly<Record<string, string>> = {
  getMany: 'Ask for all of them in one request: by a filter (`id=in.(1,2,3)`, `filter: { id: ids }`), or by an endpoint that takes the ids.',
  updateMany: 'Send one request for all of them: an update with a filter by ids (`id=in.(1,2,3)`), or an endpoint that takes the ids and what changes.',
  deleteMany: 'Send one request for all of them: a deletion with a filter by ids (`id=in.(1,2,3)`), or an endpoint that takes the ids.',
  createMany: 'Send the whole list in one request, to an endpoint that takes several rows.',
};

/** The methods of a file's data providers that send a request per id though they are handed all of them. */
export function providerLoops(module: JsModule, contract: ProviderContract): ProviderLoop[] {
  if (!MANY_METHODS.test(module.text)) return [];
  const found: ProviderLoop[] = [];
  walk(module.program, (node) => {
    if (node.type !== 'ObjectExpression' && !isClass(node)) return undefined;
    const methods = methodsOf(module, node);
    if (methods.some(({ name }) => contract.many.has(name)) && isProvider(module, node, methods, contract)) {
      for (const method of methods) found.push(...loopOf(module, method, contract.many.get(method.name)));
    }
    return undefined;
  });
  return found;
}

interface Method {
  readonly name: string;
  readonly key: Node;
  readonly fn: FunctionNode | undefined;
}

function methodsOf(module: JsModule, node: TSESTree.ObjectExpression | ClassNode): Method[] {
  const members: readonly Node[] = node.type === 'ObjectExpression' ? node.properties : node.body.body;
  return members.flatMap((member) => {
    if (member.type !== 'Property' && member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return [];
    const name = keyName(member);
    return name === undefined ? [] : [{ name, key: member.key, fn: functionValue(module, member.value) }];
  });
}

function isProvider(module: JsModule, node: TSESTree.ObjectExpression | ClassNode, methods: readonly Method[], { methods: known, types, packages }: ProviderContract): boolean {
  const isOfType = (name: string | undefined): boolean => name !== undefined && types.has(name) && isImportOf(module, name, packages);
  const declared = node.type === 'ObjectExpression' ? declaredTypesOf(module, node).filter((type) => type !== undefined) : interfacesOf(node).map(({ expression }) => ({ name: module.textOf(expression), args: [] }));
  if (declared.some(({ name, args }) => isOfType(name) || (PARTS.test(name) && isOfType(args[0])))) return true;
  const names = new Set(methods.map(({ name }) => name).filter((name) => known.has(name)));
  return names.has('getList') && names.size >= ENOUGH;
}

const WAITED: ReadonlySet<Consumption> = new Set(['awaited', 'concurrent', 'settled']);

/** The first request that a method sends for each entry of its list, where it has no way of sending one for all. */
function loopOf(module: JsModule, { name, key, fn }: Method, given: Handed | undefined): ProviderLoop[] {
  if (fn === undefined || given === undefined) return [];
  const list = new HandedList(module, fn, given);
  const seen = new Set<FunctionNode>();
  const loops = new Map<Node, Iteration>();
  let first: { readonly callee: Node; readonly iteration: Iteration } | undefined;
  for (const call of callsIn(module, fn)) {
    const [argument] = call.arguments;
    const named = argument === undefined || isFunction(argument) ? undefined : namedIteration(module, call, argument);
    if (named !== undefined && argument !== undefined && list.isAll(named.iterable)) {
      loops.set(named.node, named);
      if (first === undefined && WAITED.has(consumptionOf(module, call)) && sends(module, argument, fn, seen)) first = { callee: argument, iteration: named };
    }
    const iteration = iterationsAround(module, call).find((one) => list.isAll(one.iterable));
    if (iteration === undefined || !contains(fn, iteration.node)) continue;
    loops.set(iteration.node, iteration);
    if (first === undefined && WAITED.has(consumptionOf(module, call)) && mentionsRow(module, iteration, call) && sends(module, call.callee, fn, seen)) first = { callee: call.callee, iteration };
  }
  if (first === undefined || lineOnPurpose(module, first.iteration, first.callee) !== undefined || lineOnNoBulk(module, first.iteration, first.callee) !== undefined) return [];
  if (list.isUsedWhole([...loops.keys()])) return [];
  return [{
    span: spanOf(key), method: name, handed: /ids$/i.test(given.name) ? 'ids' : 'rows', callee: calleeText(module, withoutThen(first.callee)), line: module.lineOf(withoutThen(first.callee)), advice: ADVICE[name] ?? '',
  }];
}

/** The callee of `http(url).then` is `http`: what comes behind a promise sends nothing. */
function withoutThen(callee: Node): Node {
  let at = unwrap(callee);
  while (at.type === 'MemberExpression' && /^(?:then|catch|finally)$/.test(memberName(at) ?? '')) {
    const object = unwrap(at.object);
    if (object.type !== 'CallExpression') break;
    at = unwrap(object.callee);
  }
  return at;
}

/** The list that a method is handed. */
class HandedList {
  private readonly module: JsModule;
  private readonly fn: FunctionNode;
  private readonly handed: Handed;

  constructor(module: JsModule, fn: FunctionNode, handed: Handed) {
    this.module = module;
    this.fn = fn;
    this.handed = handed;
  }

  /** True for the list itself, or a copy or a part of it in which each entry stands for itself. */
  isAll(node: Node | undefined): boolean {
    const value = unwrap(node);
    if (value === undefined) return false;
    if (value.type === 'ArrayExpression') return value.elements.length === 1 && value.elements[0]?.type === 'SpreadElement' && this.isAll(value.elements[0].argument);
    if (value.type === 'CallExpression') {
      const callee = unwrap(value.callee);
      if (callee.type !== 'MemberExpression') return false;
      return /^(?:filter|slice|sort|reverse|toSorted)$/.test(memberName(callee) ?? '') ? this.isAll(callee.object) : this.module.textOf(callee) === 'Array.from' && this.isAll(value.arguments[0]);
    }
    return this.pathOf(value)?.join('.') === this.handed.name;
  }

  /** The way from the parameter to the value of `node`; undefined where it is none of it. */
  private pathOf(node: Node): readonly string[] | undefined {
    let at: { readonly node: Node; readonly path: readonly string[] } = { node, path: [] };
    for (let depth = 6; depth > 0; depth -= 1) {
      const value = unwrap(at.node);
      const binding = value.type === 'Identifier' ? this.module.resolve(value) : undefined;
      if (binding?.kind === 'parameter') {
        const parameter = binding.node === this.fn && binding.index === this.handed.parameter ? this.fn.params[binding.index] : undefined;
        const steps = parameter && pathIn(parameterPattern(parameter), binding.identifier);
        return steps && [...steps, ...at.path];
      }
      if (value.type !== 'Identifier' && value.type !== 'MemberExpression' && value.type !== 'LogicalExpression') return undefined;
      const [source] = sourcesOf(this.module, value, at.path);
      if (source === undefined) return undefined;
      at = source;
    }
    return undefined;
  }

  /** True where the method hands the list on as a whole, beside the loops: it has a request for all, and the loop is for where that can't be had. */
  isUsedWhole(loops: readonly Node[]): boolean {
    return some(this.fn.body, (node) => {
      if ((node.type !== 'Identifier' && node.type !== 'MemberExpression') || loops.some((loop) => contains(loop, node))) return false;
      const path = this.pathOf(node);
      return path !== undefined && (path.length === 0 || path.join('.') === this.handed.name) && this.isHandedOn(node);
    });
  }

  private isHandedOn(node: Node): boolean {
    let below = node;
    for (let at = this.module.parentOf(node); at !== undefined; below = at, at = this.module.parentOf(at)) {
      switch (at.type) {
        case 'MemberExpression':
          return at.object === below && /^(?:join|map|flatMap|toString)$/.test(memberName(at) ?? '');
        case 'TemplateLiteral':
          return true;
        case 'CallExpression':
        case 'NewExpression':
          if (!at.arguments.includes(below as TSESTree.Expression) || this.isLog(at)) return false;
          if (/^Promise\b|^(?:Array\.(?:isArray|from)|String|Boolean|Number)$/.test(this.module.textOf(at.callee))) break;
          return true;
        case 'Property':
          if (at.value !== below) return false;
          break;
        case 'ObjectExpression':
        case 'ArrayExpression':
        case 'SpreadElement':
        case 'LogicalExpression':
        case 'ConditionalExpression':
        case 'TSAsExpression':
        case 'TSNonNullExpression':
        case 'AwaitExpression':
          break;
        default:
          return false;
      }
    }
    return false;
  }

  private isLog({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    return /^(?:console|log|logger|debug)\b|\b(?:log|debug|info|warn|trace|assert\w*|validate\w*)$/i.test(this.module.textOf(callee));
  }
}

/**
 * True where calling `callee` leaves the program, as far as the file says: what keeps its rows in the browser or in memory doesn't, nor does a function of the
 * file that calls nothing else.
 *
 * @param seen the functions that have been looked at
 */
function sends(module: JsModule, callee: Node, method: FunctionNode, seen: Set<FunctionNode>): boolean {
  const called = withoutThen(callee);
  const { root, names } = chainOf(called);
  if (root.type === 'ThisExpression' || root.type === 'Identifier') {
    const fn = names.length === 0 ? functionValue(module, root) : names.length === 1 ? memberFunction(module, root, names[0] ?? '', method) : undefined;
    if (fn !== undefined) {
      const isNew = !seen.has(fn);
      seen.add(fn);
      return isNew && callsIn(module, fn).some((call) => !isPlain(module, call) && sends(module, call.callee, fn, seen));
    }
  }
  if (root.type === 'CallExpression') return sends(module, root.callee, method, seen);
  if (root.type !== 'Identifier') return true;
  const binding = module.resolve(root);
  if (binding === undefined) return root.name === 'fetch' || (names.length > 0 && !LOCAL_GLOBALS.has(root.name));
  if (binding.kind === 'import') return !LOCAL_PACKAGES.test(binding.source) && !/loader$/i.test(root.name);
  if (binding.kind !== 'variable') return binding.kind === 'parameter';
  const init = unwrap(binding.node.init);
  if (init?.type === 'NewExpression' && init.callee.type === 'Identifier') {
    const made = module.resolve(init.callee);
    return made?.kind === 'import' ? !LOCAL_PACKAGES.test(made.source) : !/^(?:Map|Set|WeakMap|WeakSet|Array|Dexie|LRU\w*)$|Loader$/.test(init.callee.name);
  }
  if (init?.type === 'CallExpression' && names.length > 0) return !isLocalStore(module, init);
  return init?.type !== 'ArrayExpression' && init?.type !== 'ObjectExpression';
}

/** `JSON.stringify(…)`, `rows.map(…)`: calls whose answer nobody waits for. */
function isPlain(module: JsModule, call: TSESTree.CallExpression): boolean {
  const consumption = consumptionOf(module, call);
  return !WAITED.has(consumption) && consumption !== 'returned' && !/^(?:then|catch)$/.test(calledName(call));
}

/** `openDB(…)`, `localforage.createInstance(…)` */
function isLocalStore(module: JsModule, call: TSESTree.CallExpression): boolean {
  const { root } = chainOf(unwrap(call.callee));
  const binding = root.type === 'Identifier' ? module.resolve(root) : undefined;
  return binding?.kind === 'import' && LOCAL_PACKAGES.test(binding.source);
}

/** The function that `this.getOne` or `provider.getOne` is, in the class or the object that the file writes out. */
function memberFunction(module: JsModule, root: Node, name: string, method: FunctionNode): FunctionNode | undefined {
  const owner = root.type === 'ThisExpression' ? holderOf(module, method) : root.type === 'Identifier' ? objectNamed(module, root) : undefined;
  return owner && methodsOf(module, owner).find((candidate) => candidate.name === name)?.fn;
}

function holderOf(module: JsModule, method: FunctionNode): TSESTree.ObjectExpression | ClassNode | undefined {
  for (let at = module.parentOf(method); at !== undefined; at = module.parentOf(at)) if (at.type === 'ObjectExpression' || isClass(at)) return at;
  return undefined;
}

function objectNamed(module: JsModule, name: TSESTree.Identifier): TSESTree.ObjectExpression | undefined {
  const binding = module.resolve(name);
  const init = binding?.kind === 'variable' ? unwrap(binding.node.init) : undefined;
  return init?.type === 'ObjectExpression' ? init : undefined;
}

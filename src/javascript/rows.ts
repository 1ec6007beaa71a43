import type { TSESTree } from '@typescript-eslint/utils';
import { contains } from './dependence.ts';
import type { OrmCall } from './orm.ts';
import type { Binding, ParameterBinding } from './syntax/bindings.ts';
import { callbackIteration, iterationsAround } from './syntax/iterations.ts';
import { assignmentsTo, chainOf, type JsModule, memberOf, pathIn } from './syntax/module.ts';
import { isFunction, memberName, type Node, parameterPattern, some, unwrap } from './syntax/nodes.ts';
import { isFixed } from './syntax/values.ts';

/** Rows that a list holds, or what was computed from them. */
export interface Rows {
  readonly origin: 'query' | 'parameter' | 'unknown';
  /** The query that read them, in the same function or the same file's top level. */
  readonly call: OrmCall | undefined;
  /** The elements are the query's rows themselves, not ids or anything else made of them. */
  readonly exact: boolean;
  /** Relations from the query's rows to these: `['posts']` for `user.posts`. Of a parameter and of a function's answer: the properties that lead to them. */
  readonly path: readonly string[];
  /** They were picked in memory by comparing with another list: what was added, removed, ticked or mentioned. */
  readonly compared?: boolean;
  /** Name of the parameter that brings them. */
  readonly parameter?: string;
  /** The same, as it is bound: the function that has it may be called with something known. */
  readonly given?: ParameterBinding;
  /** The call that gives them, of a function that this file's own text says nothing of. */
  readonly returned?: TSESTree.CallExpression;
}

/** What a list holds: rows, a list fixed in the code, or the pieces of a list. */
export type ListContent = Rows | 'fixed' | 'chunks';

export type Recognise = (call: TSESTree.CallExpression) => OrmCall | undefined;

const DEPTH = 12;
const UNKNOWN: Rows = { origin: 'unknown', call: undefined, exact: false, path: [] };
const PARAMETER: Rows = { ...UNKNOWN, origin: 'parameter' };

const SAME_ROWS = /^(?:filter|slice|sort|reverse|toSorted|toReversed|concat|toArray)$/;
const OTHER_ROWS = /^(?:map|flatMap|flat|values|keys|entries|split|reduce|match|matchAll|join)$/;
const CHUNKING = /chunk|batch|paginat|partition|sliding|windowed|splitEvery|inGroupsOf|intoGroups/i;
/** `request.json()` */
const BODY = /^(?:json|formData)$/;
/** `schema.parse(body)`: what is given, checked. */
const CHECKED = /^(?:parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync)$/;
/** Functions that hand a list on, with fewer or reordered elements. */
const LIST_HELPERS = /^(?:uniq|uniqBy|unique|dedupe|sortBy|orderBy|compact|shuffle|groupBy|keyBy|filter|reverse|from|values|entries|keys|fromEntries|Set|Map|Array|toArray|difference|intersection|map|flatMap|flatten|all|allSettled)$/;

/** Finds out what lists hold by following names, methods and queries backwards. */
export class RowTracer {
  private readonly module: JsModule;
  private readonly recognise: Recognise;
  /** What was asked for from outside. */
  private readonly known = new Map<Node, ListContent>();
  /** Lists whose filling is being followed, or was for the same question: each is followed once. */
  private readonly collected = new Set<Binding>();

  constructor(module: JsModule, recognise: Recognise) {
    this.module = module;
    this.recognise = recognise;
  }

  /** What the list `node` holds. */
  contentOf(node: Node): ListContent {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    this.collected.clear();
    const content = this.trace(node, DEPTH);
    this.known.set(node, content);
    return content;
  }

  private trace(node: Node, depth: number): ListContent {
    const value = unwrap(node);
    if (depth === 0) return UNKNOWN;
    if (isFixed(this.module, value)) return 'fixed';
    const next = (inner: Node): ListContent => this.trace(inner, depth - 1);
    switch (value.type) {
      case 'AwaitExpression':
        return next(value.argument);
      case 'Identifier':
        return this.ofName(value, depth - 1);
      case 'MemberExpression':
        return this.ofMember(value, depth - 1);
      case 'CallExpression':
        return this.ofCall(value, depth - 1);
      case 'ArrayExpression':
        return this.ofArray(value, depth - 1);
      case 'NewExpression':
        return value.arguments[0] === undefined ? UNKNOWN : inexact(next(value.arguments[0]));
      case 'LogicalExpression': {
        const left = next(value.left);
        return left === 'fixed' ? next(value.right) : left;
      }
      case 'ConditionalExpression': {
        const consequent = next(value.consequent);
        return consequent === 'fixed' ? next(value.alternate) : consequent;
      }
      default:
        return UNKNOWN;
    }
  }

  private ofName(identifier: TSESTree.Identifier, depth: number): ListContent {
    const binding = this.module.resolve(identifier);
    switch (binding?.kind) {
      case 'variable':
        return this.ofVariable(binding, depth);
      case 'parameter':
        return this.ofParameter(binding, depth);
      default:
        return UNKNOWN;
    }
  }

  private ofVariable(binding: Binding & { kind: 'variable' }, depth: number): ListContent {
    const { node, identifier } = binding;
    const path = pathIn(node.id, identifier);
    const loop = this.module.parentOf(binding.declaration);
    if (loop?.type === 'ForOfStatement' && loop.left === binding.declaration) return this.elementOf(loop.right, path, depth);
    if (node.init === null) return this.ofAssignment(binding, depth);
    const init = unwrap(node.init);
    if (isEmptyList(init)) return this.ofCollected(binding, depth);
    return path === undefined ? UNKNOWN : this.throughPath(node.init, path, depth);
  }

  /** What stands at `path` in the value of `init`: an element of `Promise.all`, the rows of `findAndCount`, a relation of a row. */
  private throughPath(init: Node, path: readonly string[], depth: number): ListContent {
    const [first, ...rest] = path;
    if (first === undefined) return this.trace(init, depth);
    const value = unwrap(init);
    const inner = value.type === 'AwaitExpression' ? unwrap(value.argument) : value;
    if (inner.type === 'CallExpression') {
      const call = this.recognise(inner);
      if (call !== undefined) return call.method.includes('AndCount') ? (first === '0' || first === 'rows' ? this.relation(rowsOf(call), rest) : 'fixed') : this.relation(rowsOf(call), path);
      const joined = this.joinedElement(inner, Number(first));
      if (joined !== undefined) return this.throughPath(joined, rest, depth - 1);
    }
    const object = this.trace(init, depth - 1);
    return typeof object === 'string' ? object : this.relation(object, path);
  }

  /** The n-th promise of `Promise.all([...])` or `$transaction([...])`. */
  private joinedElement(call: TSESTree.CallExpression, index: number): Node | undefined {
    const name = chainOf(call.callee).names.at(-1) ?? '';
    const [list] = call.arguments;
    if (!/^(?:all|\$transaction)$/.test(name) || list?.type !== 'ArrayExpression' || !Number.isInteger(index)) return undefined;
    const element = list.elements[index];
    return element == null || element.type === 'SpreadElement' ? undefined : element;
  }

  private ofAssignment(binding: Binding, depth: number): ListContent {
    const [first] = assignmentsTo(this.module, binding);
    return first === undefined ? UNKNOWN : this.trace(first, depth);
  }

  /** `const rows = []; … rows.push(x)`: fixed where all that is added stands in the code, outside loops. */
  private ofCollected(binding: Binding, depth: number): ListContent {
    if (this.collected.has(binding)) return UNKNOWN;
    this.collected.add(binding);
    let found: ListContent = 'fixed';
    for (const use of this.module.referencesTo(binding)) {
      const parent = this.module.parentOf(use);
      if (parent?.type === 'AssignmentExpression' && parent.left === use) return this.trace(parent.right, depth);
      const call = parent?.type === 'MemberExpression' ? this.module.parentOf(parent) : undefined;
      if (parent?.type === 'MemberExpression' && call?.type === 'AssignmentExpression') found = UNKNOWN;
      if (parent?.type !== 'MemberExpression' || call?.type !== 'CallExpression' || call.callee !== parent) continue;
      if (!/^(?:push|unshift|add|set)$/.test(memberName(parent) ?? '')) continue;
      const [argument] = call.arguments;
      const spread = argument?.type === 'SpreadElement' ? this.trace(argument.argument, depth - 1) : undefined;
      if (typeof spread === 'object') found = spread.origin === 'query' ? { ...spread, exact: false } : spread;
      else if (spread === undefined && this.repeats(call)) found = this.ofRounds(call, binding, depth - 1);
    }
    return found;
  }

  /** As many as the rounds that add them: the rows of the innermost loop that a query's rows, or what is handed in, go through. */
  private ofRounds(call: Node, { identifier }: Binding, depth: number): ListContent {
    for (const { node, iterable, kind } of iterationsAround(this.module, call)) {
      if (iterable === undefined || kind === 'while' || kind === 'step' || contains(node, identifier)) return UNKNOWN;
      const content = inexact(this.trace(iterable, depth));
      if (typeof content === 'object' && content.origin !== 'unknown') return content;
    }
    return UNKNOWN;
  }

  private repeats(node: Node): boolean {
    for (let at = this.module.parentOf(node); at !== undefined; at = this.module.parentOf(at)) {
      if (/^(?:For|While|DoWhile)/.test(at.type)) return true;
      if (isFunction(at)) return callbackIteration(this.module, at) !== undefined;
    }
    return false;
  }

  private ofParameter(binding: ParameterBinding, depth: number): ListContent {
    const parameter = binding.node.params[binding.index];
    const iteration = callbackIteration(this.module, binding.node);
    const awaited = iteration === undefined && binding.index === 0 ? thenOf(this.module, binding.node) : undefined;
    if (awaited !== undefined && parameter !== undefined) {
      const path = pathIn(parameterPattern(parameter), binding.identifier);
      if (path !== undefined) return this.throughPath(awaited, path, depth);
    }
    if (iteration?.element === undefined || iteration.iterable === undefined || parameter === undefined) return parameterOf(binding);
    const path = pathIn(iteration.element, binding.identifier);
    return iteration.callback?.params[binding.index] === undefined || path === undefined ? parameterOf(binding) : this.elementOf(iteration.iterable, path, depth);
  }

  /** What stands at `path` in an element of `list`: posts of users, say. */
  private elementOf(list: Node, path: readonly string[] | undefined, depth: number): ListContent {
    const content = this.trace(list, depth);
    if (typeof content === 'string') return content === 'fixed' && path !== undefined && path.length > 0 ? 'fixed' : UNKNOWN;
    return path === undefined ? UNKNOWN : this.relation(content, path);
  }

  private relation(rows: ListContent, path: readonly string[]): ListContent {
    if (typeof rows === 'string') return rows;
    // `result.rows` of an answer that counts as well
    if (path[0] === 'rows' && rows.path.length === 0 && rows.call?.method.includes('AndCount') === true) return this.relation(rows, path.slice(1));
    return rows.exact || rows.parameter !== undefined || rows.returned !== undefined ? { ...rows, path: [...rows.path, ...path] } : { ...rows, exact: false };
  }

  private ofMember(node: TSESTree.MemberExpression, depth: number): ListContent {
    const name = memberName(node);
    if (name === undefined) return inexact(this.trace(node.object, depth));
    if (unwrap(node.object).type === 'ThisExpression') {
      const owner = this.module.thisClass(node.object);
      const member = owner && memberOf(owner, name);
      return member?.type === 'PropertyDefinition' && member.value !== null && isFixed(this.module, member.value) && !isEmptyList(member.value) ? 'fixed' : UNKNOWN;
    }
    const object = this.trace(node.object, depth);
    if (object === 'fixed') return 'fixed';
    return object === 'chunks' ? UNKNOWN : this.relation(object, [name]);
  }

  private ofCall(node: TSESTree.CallExpression, depth: number): ListContent {
    const query = this.recognise(node);
    if (query !== undefined) return rowsOf(query);
    const callee = unwrap(node.callee);
    const name = callee.type === 'MemberExpression' ? (memberName(callee) ?? '') : callee.type === 'Identifier' ? callee.name : '';
    const [first] = node.arguments;
    if (/^(?:then|catch|finally)$/.test(name) && callee.type === 'MemberExpression') return inexact(this.trace(callee.object, depth));
    if (callee.type === 'MemberExpression' && !isNamespace(this.module, callee.object)) {
      if (SAME_ROWS.test(name)) return name === 'filter' && comparesLists(first) ? compared(this.trace(callee.object, depth)) : this.trace(callee.object, depth);
      if (OTHER_ROWS.test(name)) return inexact(this.trace(callee.object, depth));
    }
    if (CHUNKING.test(name)) return 'chunks';
    if (BODY.test(name) && callee.type === 'MemberExpression') return { ...PARAMETER, parameter: 'body' };
    if (CHECKED.test(name) && first !== undefined && first.type !== 'SpreadElement') return inexact(this.trace(first, depth));
    if (!LIST_HELPERS.test(name) || first === undefined || first.type === 'SpreadElement') return { ...UNKNOWN, returned: node };
    const content = inexact(this.trace(first, depth));
    // Keys and values of an object that somebody hands in are a record's fields as a rule, not rows.
    const ofObject = /^(?:keys|values|entries)$/.test(name) && chainOf(callee).root.type === 'Identifier' && this.module.textOf(callee).startsWith('Object.');
    return ofObject && typeof content === 'object' && content.origin !== 'query' && !this.isLocalCollection(first) && !this.isKeyedById(node) ? 'fixed' : content;
  }

  /** An object or Map that this function fills, row by row. */
  private isLocalCollection(node: Node): boolean {
    const value = unwrap(node);
    const binding = value.type === 'Identifier' ? this.module.resolve(value) : undefined;
    const init = binding?.kind === 'variable' ? unwrap(binding.node.init) : undefined;
    return init !== undefined && (isEmptyList(init) || (init.type === 'CallExpression' && /^(?:reduce|groupBy|keyBy|countBy)$/.test(chainOf(init.callee).names.at(-1) ?? this.module.textOf(init.callee))));
  }

  /** `for (const [itemId, item] of Object.entries(x))`: the keys are those of rows, says their name. */
  private isKeyedById(node: Node): boolean {
    const parent = this.module.parentOf(node);
    const left = parent?.type === 'ForOfStatement' && parent.right === node && parent.left.type === 'VariableDeclaration' ? parent.left.declarations[0].id : undefined;
    const member = parent?.type === 'MemberExpression' ? this.module.parentOf(parent) : undefined;
    const callback = member?.type === 'CallExpression' ? member.arguments[0] : undefined;
    const pattern = left ?? (isFunction(callback) ? callback.params[0] : undefined);
    const key = pattern?.type === 'ArrayPattern' ? pattern.elements[0] : pattern;
    return key?.type === 'Identifier' && /(?:^id|Id|ID|Uuid|[eE]mail|[sS]lug)$/.test(key.name);
  }

  private ofArray(node: TSESTree.ArrayExpression, depth: number): ListContent {
    for (const element of node.elements) {
      if (element?.type !== 'SpreadElement') continue;
      const content = this.trace(element.argument, depth);
      if (content !== 'fixed') return node.elements.length === 1 ? content : inexact(content);
    }
    return 'fixed';
  }
}

/** What `promise.then((rows) => …)` waits for. */
function thenOf(module: JsModule, callback: Node): Node | undefined {
  const call = module.parentOf(callback);
  const callee = call?.type === 'CallExpression' && call.arguments[0] === callback ? unwrap(call.callee) : undefined;
  return callee?.type === 'MemberExpression' && memberName(callee) === 'then' ? callee.object : undefined;
}

function parameterOf(given: ParameterBinding): Rows {
  return { ...PARAMETER, parameter: given.name, given };
}

function rowsOf(call: OrmCall): ListContent {
  return { origin: 'query', call, exact: call.operation === 'readMany' || call.operation === 'readOne', path: [] };
}

function compared(content: ListContent): ListContent {
  return typeof content === 'string' ? content : { ...content, compared: true };
}

/** `(row) => !wanted.includes(row.id)`: the callback asks another list for each row. */
function comparesLists(callback: Node | undefined): boolean {
  return isFunction(callback) && some(callback.body, (node) => node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && /^(?:includes|has|some|find|every|indexOf)$/.test(memberName(node.callee) ?? ''));
}

function inexact(content: ListContent): ListContent {
  return typeof content === 'string' ? content : { ...content, exact: false };
}

function isEmptyList(node: Node): boolean {
  if (node.type === 'ArrayExpression') return node.elements.length === 0;
  if (node.type === 'ObjectExpression') return node.properties.length === 0;
  return node.type === 'NewExpression' && node.arguments.length === 0;
}

/** `_`, `Object`, `Promise`: the list is an argument there. */
function isNamespace(module: JsModule, node: Node): boolean {
  const object = unwrap(node);
  if (object.type !== 'Identifier') return false;
  const binding = module.resolve(object);
  return binding === undefined || (binding.kind === 'import' && /^(?:_|lodash|R|[A-Z])/.test(object.name));
}

import type { TSESTree } from '@typescript-eslint/utils';
import { contains } from '../syntax/dependence.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { Binding, ParameterBinding, VariableBinding } from '../syntax/bindings.ts';
import { callbackIteration, givesSameRows } from '../syntax/iterations.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import { ELEMENT, isEmptyCollection, KEYED, sourcesOf } from '../syntax/flow.ts';
import { chainOf, type JsModule, type PatternPath } from '../syntax/module.ts';
import { calledName, isFunction, isLoop, memberName, type Node, some, unwrap } from '../syntax/nodes.ts';
import { isFixed } from '../syntax/fixed.ts';

/** Rows that a list holds, or what was computed from them. */
export interface Rows {
  readonly origin: 'query' | 'parameter' | 'import' | 'unknown';
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

const OTHER_ROWS = /^(?:map|flatMap|flat|values|keys|entries|split|reduce|match|matchAll|join)$/;
const CHUNKING = /chunk|batch|paginat|partition|sliding|windowed|splitEvery|inGroupsOf|intoGroups/i;
/** `await batchGetUsers(ids)` and `await postBatchReports(rows)` ask in batches and give all of them; `batchItems(items, 100)` gives the batches. */
const BATCHED = /^batch[A-Z]|[a-z]Batch[A-Z]/;
/** `request.json()` */
const BODY = /^(?:json|formData)$/;
/** What gives a table or a file row by row: `XLSX.utils.sheet_to_json(sheet)`, `createReadStream(path)`, `connection.query(sql).stream()`. */
const READS_ROWS = /^(?:sheet_to_json|readXlsxFile|csvtojson|neatCsv|parseCsv|parseCSV|csvParse|createReadStream|createInterface|stream|getSheetValues)$/;
/** `Papa.parse(text).data`, `csv.parse(text)`: what reads such a file is called so itself. */
const READER = /^(?:papa(?:parse)?|\w*csv\w*)$/i;
/** `schema.parse(body)`: what is given, checked. */
const CHECKED = /^(?:parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync)$/;
/** Functions that hand a list on, with fewer or reordered elements. */
const LIST_HELPERS = /^(?:uniq|uniqBy|unique|dedupe|sortBy|orderBy|compact|shuffle|groupBy|groupby|keyBy|filter|reverse|from|values|entries|keys|fromEntries|Set|Map|Array|toArray|difference|intersection|map|flatMap|flatten|all|allSettled)$/;

/** What puts rows into an object, under a key of each. */
const GROUPING = /^(?:reduce|groupBy|groupby|keyBy|countBy)$/;

/** `repository.metadata.ownColumns`: what a library knows of how a class is mapped, as much as the code declares. */
function isMapping(node: Node): boolean {
  const { names } = chainOf(node);
  return names.at(-2) === 'metadata' && /(?:[cC]olumns|[rR]elations|[iI]nd(?:ic|ex)es|[uU]niques|[kK]eys)$/.test(names.at(-1) ?? '');
}

/** Finds out what lists hold by following names, methods and queries backwards. */
export class RowTracer {
  private readonly module: JsModule;
  private readonly recognise: Recognise;
  /** What was asked for from outside. */
  private readonly known = new Map<Node, ListContent>();
  /** Variables and parameters that are being followed, or were for the same question, by what of their value is meant: each is followed once. */
  private readonly followed = new Map<Binding, Map<string, ListContent>>();

  constructor(module: JsModule, recognise: Recognise) {
    this.module = module;
    this.recognise = recognise;
  }

  /** What the list `node` holds. */
  contentOf(node: Node): ListContent {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    this.followed.clear();
    const content = this.trace(node, [], DEPTH);
    this.known.set(node, content);
    return content;
  }

  /** What the list holds that stands at `path` in the value of `node`. */
  private trace(node: Node, path: PatternPath, depth: number): ListContent {
    const value = unwrap(node);
    if (depth === 0) return UNKNOWN;
    const isAsked = path.length === 0 || value.type === 'MemberExpression';
    if (isAsked && (isFixed(this.module, value) || isMapping(value))) return within('fixed', path);
    switch (value.type) {
      case 'Identifier':
        return this.ofName(value, path, depth - 1);
      case 'CallExpression':
        return this.ofSources(value, path, depth - 1) ?? within(this.ofCall(value, depth - 1), path);
      case 'ArrayExpression':
        return this.ofSources(value, path, depth - 1) ?? within(this.ofArray(value, depth - 1), path);
      case 'NewExpression':
        return value.arguments[0] === undefined ? UNKNOWN : within(inexact(this.trace(value.arguments[0], [], depth - 1)), path);
      default:
        return this.ofSources(value, path, depth - 1) ?? (!isAsked && isFixed(this.module, value) ? within('fixed', path) : UNKNOWN);
    }
  }

  /** What the first holds of which something is known, of the expressions that a value is taken from; undefined where there are none. */
  private ofSources(value: Node, path: PatternPath, depth: number): ListContent | undefined {
    let found: ListContent | undefined;
    for (const { node, path: steps, isDefault } of sourcesOf(this.module, value, path)) {
      // A default says what there is where nobody hands in anything.
      if (isDefault === true) continue;
      const content = isEmptyCollection(unwrap(node)) ? UNKNOWN : this.trace(node, steps, depth);
      if (typeof content === 'object' && !isUnknown(content)) return content;
      if (found === undefined || found === UNKNOWN) found = content;
    }
    return found;
  }

  private ofName(identifier: TSESTree.Identifier, path: PatternPath, depth: number): ListContent {
    const binding = this.module.resolve(identifier);
    if (binding?.kind !== 'variable' && binding?.kind !== 'parameter') return isFixed(this.module, identifier) ? within('fixed', path) : UNKNOWN;
    const known = this.followed.get(binding) ?? new Map<string, ListContent>();
    this.followed.set(binding, known);
    const key = path.join('.');
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, UNKNOWN);
    const found = this.ofBinding(binding, path, depth);
    known.set(key, found);
    return found;
  }

  private ofBinding(binding: VariableBinding | ParameterBinding, path: PatternPath, depth: number): ListContent {
    const init = binding.kind === 'variable' ? unwrap(binding.node.init) : undefined;
    const isCollected = init !== undefined && isEmptyCollection(init);
    const found = isCollected && path.length === 0 ? undefined : this.ofSources(binding.identifier, path, depth);
    if (isCollected && (found === undefined || found === UNKNOWN)) return within(this.ofCollected(binding, depth), path);
    return found ?? (binding.kind === 'parameter' ? within(parameterOf(binding), path) : UNKNOWN);
  }

  /** `const rows = []; … rows.push(x)`: fixed where all that is added stands in the code, outside loops. What nothing is seen to be added to is filled by somebody else. */
  private ofCollected(binding: Binding, depth: number): ListContent {
    let found: ListContent | undefined;
    for (const use of this.module.referencesTo(binding)) {
      const parent = this.module.parentOf(use);
      if (parent?.type === 'AssignmentExpression' && parent.left === use) {
        const set = this.trace(parent.right, [], depth);
        if (set !== 'fixed') return set;
        found ??= set;
        continue;
      }
      const call = parent?.type === 'MemberExpression' ? this.module.parentOf(parent) : undefined;
      if (parent?.type === 'MemberExpression' && call?.type === 'AssignmentExpression') found = UNKNOWN;
      if (parent?.type !== 'MemberExpression' || call?.type !== 'CallExpression' || call.callee !== parent) continue;
      if (!/^(?:push|unshift|add|set)$/.test(memberName(parent) ?? '')) continue;
      found ??= 'fixed';
      const [argument] = call.arguments;
      const spread = argument?.type === 'SpreadElement' ? this.trace(argument.argument, [], depth - 1) : undefined;
      if (typeof spread === 'object') found = spread.origin === 'query' ? { ...spread, exact: false } : spread;
      else if (spread === undefined && this.repeats(call, binding)) found = this.ofRounds(call, binding, depth - 1);
    }
    return found ?? UNKNOWN;
  }

  /** As many as the rounds that add them: the rows of the innermost loop that a query's rows, or what is handed in, go through. */
  private ofRounds(call: Node, { identifier }: Binding, depth: number): ListContent {
    for (const { node, iterable, kind } of iterationsAround(this.module, call)) {
      if (iterable === undefined || kind === 'while' || kind === 'step' || contains(node, identifier)) return UNKNOWN;
      const content = inexact(this.trace(iterable, [], depth));
      if (typeof content === 'object' && content.origin !== 'unknown') return content;
    }
    return UNKNOWN;
  }

  /** True for what stands in a loop, or in another function than the collection: nobody knows how often that one is called. */
  private repeats(node: Node, { identifier }: Binding): boolean {
    for (let at = this.module.parentOf(node); at !== undefined; at = this.module.parentOf(at)) {
      if (isLoop(at)) return true;
      if (isFunction(at)) return callbackIteration(this.module, at) !== undefined || !contains(at, identifier);
    }
    return false;
  }

  private ofCall(node: TSESTree.CallExpression, depth: number): ListContent {
    const query = this.recognise(node);
    if (query !== undefined) return rowsOf(query);
    const callee = unwrap(node.callee);
    const name = calledName(node);
    if (READS_ROWS.test(name) || this.readsTable(callee, name)) return { ...UNKNOWN, origin: 'import' };
    if (name === 'pipe' && callee.type === 'MemberExpression') return this.trace(callee.object, [], depth);
    const [first] = node.arguments;
    if (/^(?:then|catch|finally)$/.test(name) && callee.type === 'MemberExpression') return inexact(this.trace(callee.object, [], depth));
    if (callee.type === 'MemberExpression' && !isNamespace(this.module, callee.object)) {
      if (givesSameRows(name) || name === 'toArray') return name === 'filter' && comparesLists(first) ? compared(this.trace(callee.object, [], depth)) : this.trace(callee.object, [], depth);
      if (name === 'concat') return this.ofJoined([callee.object, ...node.arguments], depth);
      if (name === 'getItems') return this.ofCollection(node, callee.object, depth);
      if (OTHER_ROWS.test(name)) return inexact(this.trace(callee.object, [], depth));
    }
    if (CHUNKING.test(name) && !(BATCHED.test(name) && this.module.parentOf(node)?.type === 'AwaitExpression')) return 'chunks';
    if (BODY.test(name) && callee.type === 'MemberExpression') return { ...PARAMETER, parameter: 'body' };
    if (CHECKED.test(name) && first !== undefined && first.type !== 'SpreadElement') return inexact(this.trace(first, [], depth));
    const list = LIST_HELPERS.test(name) ? listGiven(node) : undefined;
    if (list === undefined) return { ...UNKNOWN, returned: node };
    const content = inexact(this.trace(list, [], depth));
    // Keys and values of an object that somebody hands in are a record's fields as a rule, not rows.
    const ofObject = /^(?:keys|values|entries)$/.test(name) && chainOf(callee).root.type === 'Identifier' && this.module.textOf(callee).startsWith('Object.');
    return ofObject && typeof content === 'object' && content.origin !== 'query' && !this.isLocalCollection(list) && !this.isKeyedById(node) ? 'fixed' : content;
  }

  /** `Papa.parse(text)`, and `parse(text)` of a package that reads such files. */
  private readsTable(callee: Node, name: string): boolean {
    if (!/^parse(?:Sync|File|String)?$/.test(name)) return false;
    if (callee.type === 'MemberExpression') return READER.test(chainOf(callee.object).names.at(-1) ?? this.module.textOf(callee.object));
    const binding = callee.type === 'Identifier' ? this.module.resolve(callee) : undefined;
    return binding?.kind === 'import' && /csv|papaparse/.test(binding.source);
  }

  /** `list.concat(none, rows)`: what the first of the lists holds of which something is known. */
  private ofJoined([list, ...others]: readonly Node[], depth: number): ListContent {
    const content = list === undefined ? UNKNOWN : this.trace(list, [], depth);
    if (content !== 'fixed' && content !== UNKNOWN) return content;
    const joined = others.map((other) => inexact(this.trace(other, [], depth)));
    return joined.find((one) => typeof one === 'object' && !isUnknown(one)) ?? joined.find((one) => one !== 'fixed') ?? content;
  }

  /** `order.items.getItems()`: the rows of a relation that a row holds; of anything else, a function of that name. */
  private ofCollection(node: TSESTree.CallExpression, collection: Node, depth: number): ListContent {
    const content = this.trace(collection, [], depth);
    return typeof content === 'object' && content.exact && content.call !== undefined && content.path.length > 0 ? content : { ...UNKNOWN, returned: node };
  }

  /** An object or Map that this function fills, row by row. */
  private isLocalCollection(node: Node): boolean {
    const value = unwrap(node);
    const binding = value.type === 'Identifier' ? this.module.resolve(value) : undefined;
    const init = binding?.kind === 'variable' ? unwrap(binding.node.init) : undefined;
    return init !== undefined && (isEmptyCollection(init) || (init.type === 'CallExpression' && GROUPING.test(chainOf(init.callee).names.at(-1) ?? this.module.textOf(init.callee))));
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
      const content = this.trace(element.argument, [], depth);
      if (content !== 'fixed') return node.elements.length === 1 ? content : inexact(content);
    }
    return 'fixed';
  }
}

/** What stands at `path` in what a list holds, or in each of its elements: posts of users, say. */
function within(content: ListContent, path: PatternPath): ListContent {
  if (path.length === 0) return content;
  if (content === 'fixed') return path.at(-1) === ELEMENT ? UNKNOWN : 'fixed';
  if (content === 'chunks') return UNKNOWN;
  if (content.call?.method.includes('AndCount') === true && content.path.length === 0) return path[0] === '0' || path[0] === 'rows' ? within(rowsOf(content.call), path.slice(1)) : path[0] === ELEMENT ? content : 'fixed';
  const { answer } = content.call ?? {};
  if (answer !== undefined && content.path.length === 0 && path[0] === answer.rows) return within(content, path.slice(1));
  const isExact = content.exact && !path.includes(KEYED);
  return isExact || content.parameter !== undefined || content.returned !== undefined ? { ...content, exact: isExact, path: [...content.path, ...path.filter((step) => step !== ELEMENT && step !== KEYED)] } : { ...content, exact: false };
}

function isUnknown({ origin, returned }: Rows): boolean {
  return origin === 'unknown' && returned === undefined;
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

/** The list among the arguments of a helper, which some take behind the key or the function: `groupBy('email', rows)`. */
function listGiven({ arguments: [first, second] }: TSESTree.CallExpression): Node | undefined {
  const list = second !== undefined && (first?.type === 'Literal' || isFunction(first)) ? second : first;
  return list?.type === 'SpreadElement' ? undefined : list;
}

/** `_`, `Object`, `Promise`: the list is an argument there. */
function isNamespace(module: JsModule, node: Node): boolean {
  const object = unwrap(node);
  if (object.type !== 'Identifier') return false;
  const binding = module.resolve(object);
  return binding === undefined || (binding.kind === 'import' && /^(?:_|lodash|R|[A-Z])/.test(object.name));
}

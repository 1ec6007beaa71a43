import type { Attribute, Call, ClassDef, ExprNode, FunctionNode, Name, PythonNode, Subscript } from '../nodes.ts';
import { type Binding, classAround, reaching, scopeOf } from '../syntax/flow.ts';
import { dottedPath, isFunction, type PyModule } from '../syntax/module.ts';
import { walk } from '../syntax/walk.ts';
import type { ColumnMethod } from './admin/column-methods.ts';
import { afterCustomMethod, lastName, managerOf, returnsOf } from './managers.ts';
import { adminModel, namedQueryset, parameterValue } from './parameters.ts';
import type { DjangoModel } from './models.ts';
import type { DjangoProject } from './project.ts';
import { type ChainCall, type Instance, isRefining, joinQuerysets, newQueryset, type Queryset, refine } from './queryset.ts';

/** A model's class itself. */
export interface ModelClass {
  readonly kind: 'model';
  readonly model: DjangoModel | undefined;
  readonly name: string;
}

/** A list, tuple, set or generator that was built in memory. */
export interface Collection {
  readonly kind: 'list';
  readonly element: Value | undefined;
  /** The queryset whose rows it holds, or from whose rows it was made. */
  readonly source: Queryset | undefined;
  /** It holds the rows of `source` themselves: `list(queryset)`. */
  readonly rows?: boolean;
}

/** `self` or `cls` of a class that is neither model nor manager: an admin, a view, a form. */
export interface Self {
  readonly kind: 'self';
  readonly node: ClassDef;
}

/** What the database calls of a module need to know of an expression. */
export type Value = ModelClass | Queryset | Instance | Collection | Self;

/** The module being read, with what was found of its expressions so far. */
export interface OrmContext {
  readonly module: PyModule;
  readonly django: DjangoProject;
  readonly known: Map<ExprNode, Value | undefined>;
  /** Model classes and function results by the name that the module has for them. */
  readonly named: Map<string, Value | undefined>;
  /** The module's column methods, once something has asked for them. */
  readonly columns: { value?: Map<FunctionNode, ColumnMethod> };
  /** Every node of the module in source order, once something has asked for them. */
  readonly nodes: { value?: readonly PythonNode[] };
  /** Functions and files crossed on the way here. */
  readonly depth: number;
  /** Expressions being evaluated at the moment, one inside the other. */
  readonly nesting: { value: number };
}

export function ormContext(module: PyModule, django: DjangoProject): OrmContext {
  return { module, django, known: new Map(), named: new Map(), columns: {}, nodes: {}, depth: 0, nesting: { value: 0 } };
}

/** Every node of the module in source order: walked once, however many ask. */
export function nodesOf(context: OrmContext): readonly PythonNode[] {
  context.nodes.value ??= [...walk(context.module.ast, { nested: true })];
  return context.nodes.value;
}

const MAX_DEPTH = 3;

/** Deeper than any code that people write; generated texts must not exhaust the stack. */
const MAX_NESTING = 400;

/** The context of another module, or undefined where too many calls lie between. */
export function enter(context: OrmContext, module: PyModule): OrmContext | undefined {
  if (context.depth >= MAX_DEPTH) return undefined;
  const same = module === context.module;
  return { module, django: context.django, known: same ? context.known : new Map(), named: same ? context.named : new Map(), columns: same ? context.columns : {}, nodes: same ? context.nodes : {}, depth: context.depth + 1, nesting: context.nesting };
}

/** What an expression is, as far as models, querysets and rows go. Undefined for everything else and everything unknown. */
export function valueOf(context: OrmContext, node: ExprNode): Value | undefined {
  if (context.known.has(node)) return context.known.get(node);
  if (context.nesting.value > MAX_NESTING) return undefined;
  // an expression that is asked for while it is being evaluated refers to itself
  context.known.set(node, undefined);
  context.nesting.value += 1;
  const value = evaluate(context, node);
  context.nesting.value -= 1;
  context.known.set(node, value);
  return value;
}

/** The queryset that an expression is, or undefined. */
export function querysetOf(context: OrmContext, node: ExprNode): Queryset | undefined {
  const value = valueOf(context, node);
  return value?.kind === 'queryset' ? value : undefined;
}

function evaluate(context: OrmContext, node: ExprNode): Value | undefined {
  switch (node.nodeType) {
    case 'Name':
      return nameValue(context, node);
    case 'Attribute':
      return attributeValue(context, node);
    case 'Call':
      return callValue(context, node);
    case 'Subscript':
      return subscriptValue(context, node);
    case 'Await':
    case 'NamedExpr':
    case 'Starred':
      return valueOf(context, node.value);
    case 'IfExp':
      return join([node.body, node.orelse].filter((part) => !isNone(part)).map((part) => valueOf(context, part)));
    case 'BoolOp':
      return join(node.values.filter((part) => !isNone(part)).map((part) => valueOf(context, part)));
    case 'BinOp':
      return combination(valueOf(context, node.left), valueOf(context, node.right));
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return comprehensionValue(context, node);
    case 'List':
    case 'Tuple':
    case 'Set':
      return { kind: 'list', element: node.elts.length === 0 ? undefined : join(node.elts.map((element) => valueOf(context, element))), source: undefined };
    default:
      return undefined;
  }
}

function isNone(node: ExprNode): boolean {
  return node.nodeType === 'Constant' && node.value === null;
}

/** `a | b`, `a & b` of querysets of one model. */
function combination(left: Value | undefined, right: Value | undefined): Value | undefined {
  return left?.kind === 'queryset' && right?.kind === 'queryset' ? joinQuerysets(left, right) : undefined;
}

/** What a name is that may be any of these. */
function join(values: readonly (Value | undefined)[]): Value | undefined {
  let joined: Value | undefined = values[0];
  for (const value of values.slice(1)) joined = joined === undefined || value === undefined ? undefined : joinTwo(joined, value);
  return joined;
}

function joinTwo(a: Value, b: Value): Value | undefined {
  if (a.kind === 'queryset' && b.kind === 'queryset') return joinQuerysets(a, b);
  if (a.kind === 'instance' && b.kind === 'instance') {
    if (a.model !== b.model || a.name !== b.name) return undefined;
    return { ...a, row: a.row?.variable === b.row?.variable ? a.row : undefined, path: a.path.join() === b.path.join() ? a.path : [], unsaved: a.unsaved && b.unsaved };
  }
  if (a.kind === 'list' && b.kind === 'list') {
    const element = a.element === undefined || b.element === undefined ? (a.element ?? b.element) : joinTwo(a.element, b.element);
    return { kind: 'list', element, source: a.source ?? b.source, rows: a.rows === true && b.rows === true };
  }
  if (a.kind === 'list' && b.kind === 'queryset') return joinTwo(b, a);
  if (a.kind === 'queryset' && b.kind === 'list') return b.element === undefined && b.source === undefined ? a : undefined;
  if (a.kind === 'model' && b.kind === 'model') return a.name === b.name ? a : undefined;
  return a.kind === 'self' && b.kind === 'self' && a.node === b.node ? a : undefined;
}

function nameValue(context: OrmContext, node: Name): Value | undefined {
  const { module } = context;
  const bindings = reaching(module, node, node.id).filter(({ value }) => value === undefined || !isNone(value));
  const [first] = bindings;
  const atModuleLevel = first !== undefined && scopeOf(module, first.node).nodeType === 'Module' && first.node.nodeType !== 'Comprehension';
  if (first === undefined || (atModuleLevel && first.kind === 'opaque')) return modelClass(context, node);
  return join(bindings.map((binding) => bindingValue(context, binding))) ?? (isCalledQueryset(node.id, bindings) ? namedQueryset(context, node) : undefined);
}

/** `queryset = self.paginated(…)`: what is called so is one, whatever made it. */
function isCalledQueryset(name: string, bindings: readonly Binding[]): boolean {
  return /(^|_)queryset$/.test(name) && bindings.every(({ kind, value, path }) => path.length === 0 && (kind === 'element' || (kind === 'value' && value?.nodeType === 'Call')));
}

/** The model that a name or dotted name stands for in the whole module. Classes begin with a capital; other names may be constants that hold one. */
function modelClass(context: OrmContext, node: Name | Attribute): Value | undefined {
  const name = node.nodeType === 'Name' ? node.id : node.attr;
  if (!/^_*[A-Z]/.test(name) && !(node.nodeType === 'Name' && context.module.constants.has(name))) return undefined;
  return remembered(context, `class ${dottedText(node)}`, () => {
    const model = context.django.modelOf(context.module, node);
    return model === undefined ? undefined : { kind: 'model', model, name: model.name };
  });
}

function remembered(context: OrmContext, key: string, find: () => Value | undefined): Value | undefined {
  if (context.named.has(key)) return context.named.get(key);
  context.named.set(key, undefined);
  const value = find();
  context.named.set(key, value);
  return value;
}

function dottedText(node: ExprNode): string {
  return node.nodeType === 'Attribute' ? `${dottedText(node.value)}.${node.attr}` : node.nodeType === 'Name' ? node.id : '()';
}

/** What a binding gives its name. */
export function bindingValue(context: OrmContext, binding: Binding): Value | undefined {
  const { kind, value, path } = binding;
  if (kind === 'parameter') return parameterValue(context, binding);
  if (kind === 'opaque' || value === undefined) return opaqueValue(context, binding);
  if (kind === 'element') return elementAt(context, value, path, binding);
  return path.length === 0 ? (valueOf(context, value) ?? builtList(context, binding)) : unpacked(context, value, path);
}

/** Imports inside functions name models too. */
function opaqueValue({ module, django }: OrmContext, { name, node }: Binding): ModelClass | undefined {
  if (node.nodeType !== 'ImportFrom' && node.nodeType !== 'ClassDef') return undefined;
  const model = django.modelOf(module, { nodeType: 'Name', id: name, ctx: { nodeType: 'Load' }, lineno: 0, col_offset: 0 });
  return model === undefined ? undefined : { kind: 'model', model, name: model.name };
}

/** `order, created = Order.objects.get_or_create(…)`. */
function unpacked(context: OrmContext, value: ExprNode, path: readonly number[]): Value | undefined {
  const call = value.nodeType === 'Await' ? value.value : value;
  if (call.nodeType === 'Call' && call.func.nodeType === 'Attribute' && /^a?(get_or_create|update_or_create)$/.test(call.func.attr)) {
    const queryset = path.join() === '0' ? managed(valueOf(context, call.func.value)) : undefined;
    return queryset === undefined ? undefined : instanceOf(queryset);
  }
  const [first, ...rest] = path;
  const part = (value.nodeType === 'Tuple' || value.nodeType === 'List') && first !== undefined ? value.elts[first] : undefined;
  return part === undefined ? undefined : rest.length === 0 ? valueOf(context, part) : unpacked(context, part, rest);
}

/** A list that is filled by `append`: of what, where all that is appended is the same. */
function builtList(context: OrmContext, binding: Binding): Value | undefined {
  const { value } = binding;
  const empty = value?.nodeType === 'Call' && value.args.length === 0 && ['list', 'set', 'deque'].includes(lastName(value.func));
  return empty ? { kind: 'list', element: undefined, source: undefined } : undefined;
}

export function instanceOf(queryset: Queryset, row?: Instance['row']): Instance {
  return { kind: 'instance', model: queryset.model, name: queryset.name, row, path: [], unsaved: false };
}

/** What iterating over `iterable` gives; `binding` is the loop variable that receives it. */
function elementAt(context: OrmContext, iterable: ExprNode, path: readonly number[], binding: Binding): Value | undefined {
  const [first, ...rest] = path;
  const inner = iterable.nodeType === 'Call' ? iterable : undefined;
  const [argument] = inner?.args ?? [];
  if (inner !== undefined && first !== undefined && inner.func.nodeType === 'Name') {
    if (inner.func.id === 'enumerate' && argument !== undefined) return first === 1 ? elementAt(context, argument, rest, binding) : undefined;
    const zipped = inner.func.id === 'zip' || inner.func.id === 'zip_longest' ? inner.args[first] : undefined;
    if (zipped !== undefined) return elementAt(context, zipped, rest, binding);
  }
  return path.length === 0 ? elementOf(valueOf(context, iterable), binding) : undefined;
}

/** One row of what is iterated over, as the loop variable `binding` sees it. */
export function elementOf(value: Value | undefined, binding: Binding): Value | undefined {
  if (value?.kind === 'list') return value.rows === true ? elementOf(value.source, binding) : value.element;
  if (value?.kind !== 'queryset' || value.shape !== 'instances') return undefined;
  const owner = value.related?.owner;
  // rows of `order.items.all()` belong to the row that `order` is: its queryset may prefetch their relations too
  if (owner?.row !== undefined && value.related !== undefined && value.calls.every(({ name }) => name === 'all')) {
    return { ...instanceOf(value, owner.row), path: [...owner.path, value.related.field] };
  }
  return instanceOf(value, { variable: binding, queryset: value });
}

function attributeValue(context: OrmContext, node: Attribute): Value | undefined {
  const value = valueOf(context, node.value);
  const base = { module: context.module, node };
  if (value === undefined) return modelClass(context, node) ?? foreignManager(context, node);
  if (value.kind === 'model') return value.model === undefined ? undefined : managerOf(context.django, value.model, node.attr, base);
  if (value.kind === 'instance') return relationValue(context, value, node);
  if (value.kind === 'self') return ownAttribute(context, value, node);
  return undefined;
}

/** `User.objects` of a class that isn't the project's: an import from elsewhere, used as only managers are. */
function foreignManager({ module }: OrmContext, node: Attribute): Queryset | undefined {
  if (node.attr !== 'objects' || node.value.nodeType !== 'Name' || !/^[A-Z]/.test(node.value.id)) return undefined;
  const path = dottedPath(module, node.value);
  return path === undefined ? undefined : newQueryset(undefined, node.value.id, { module, node });
}

function relationValue(context: OrmContext, owner: Instance, node: Attribute): Value | undefined {
  const field = owner.model?.fields.get(node.attr);
  if (owner.model === undefined || field?.relation === undefined) return undefined;
  const { target, queryName } = field;
  const name = target?.name ?? field.relation.target;
  if (field.relation.cardinality === 'to-one') return { kind: 'instance', model: target, name, row: owner.row, path: [...owner.path, queryName], unsaved: false };
  return newQueryset(target, name, { module: context.module, node }, { related: { owner, field: node.attr } });
}

/** `self.queryset`, `self.model`, and attributes of `self` that are set once in the class. */
function ownAttribute(context: OrmContext, self: Self, node: Attribute): Value | undefined {
  const found = context.django.classAttribute({ module: context.module, node: self.node }, node.attr);
  const inner = found === undefined ? undefined : enter(context, found.module);
  if (found !== undefined && inner !== undefined) return valueOf(inner, found.value);
  return modelClass(context, node);
}

function managed(value: Value | undefined): Queryset | undefined {
  return value?.kind === 'queryset' ? value : undefined;
}

function callValue(context: OrmContext, node: Call): Value | undefined {
  const { func } = node;
  if (func.nodeType === 'Attribute') {
    const owner = valueOf(context, func.value);
    if (owner?.kind === 'queryset') return afterMethod(context, owner, { name: func.attr, node, module: context.module });
    if (owner?.kind === 'self') return ownMethod(context, owner, node, func.attr);
    if (isSuperCall(func.value)) return superMethod(context, node, func.attr);
  }
  const callee = valueOf(context, func);
  if (callee?.kind === 'model') return { kind: 'instance', model: callee.model, name: callee.name, row: undefined, path: [], unsaved: true };
  return wrapped(context, node) ?? functionResult(context, node);
}

function isSuperCall(node: ExprNode): boolean {
  return node.nodeType === 'Call' && node.func.nodeType === 'Name' && node.func.id === 'super';
}

const TO_INSTANCE: ReadonlySet<string> = new Set(['get', 'first', 'last', 'latest', 'earliest', 'create', 'aget', 'afirst', 'alast', 'alatest', 'aearliest', 'acreate']);
const TO_OTHER: ReadonlySet<string> = new Set([
  'count', 'exists', 'aggregate', 'in_bulk', 'get_or_create', 'update_or_create', 'update', 'delete', 'bulk_update', 'contains', 'explain', 'raw',
  'acount', 'aexists', 'aaggregate', 'ain_bulk', 'aget_or_create', 'aupdate_or_create', 'aupdate', 'adelete', 'abulk_update', 'acontains', 'add', 'remove', 'set', 'clear',
]);

function afterMethod(context: OrmContext, queryset: Queryset, call: ChainCall): Value | undefined {
  if (TO_INSTANCE.has(call.name)) return queryset.shape === 'instances' ? instanceOf(queryset) : undefined;
  if (call.name === 'bulk_create' || call.name === 'abulk_create') return { kind: 'list', element: instanceOf(queryset), source: undefined };
  if (TO_OTHER.has(call.name)) return undefined;
  const after = isRefining(call.name) ? refine(queryset, call) : afterCustomMethod(context.django, queryset, call);
  return after === undefined || /^a?iterator$/.test(call.name) ? after : extended(after, call);
}

/** A chain that goes on where it began is one expression: its end is what a remedy extends. */
function extended(queryset: Queryset, { node, module }: ChainCall): Queryset {
  const receiver = node.func.nodeType === 'Attribute' ? node.func.value : undefined;
  return queryset.base.node === receiver ? { ...queryset, base: { module, node } } : queryset;
}

/** `self.get_queryset()` and other methods of the class that give querysets. */
function ownMethod(context: OrmContext, self: Self, node: Call, name: string): Value | undefined {
  const [argument] = node.args;
  const method = context.django.method({ module: context.module, node: self.node }, name);
  // REST framework narrows what it is given and loads nothing
  if (method === undefined && name === 'filter_queryset') return argument === undefined ? undefined : valueOf(context, argument);
  if (method === undefined) return name === 'get_queryset' ? defaultQueryset(context, self, node) : undefined;
  const inner = enter(context, method.module);
  const value = inner === undefined ? undefined : join(returnsOf(method.node).filter((returned) => !isNone(returned)).map((returned) => valueOf(inner, returned)));
  return withBase(value, context, node);
}

/** Remedies belong into the function that is linted; what another function returns can't be extended there. */
function withBase(value: Value | undefined, { module }: OrmContext, node: Call): Value | undefined {
  return value?.kind === 'queryset' ? { ...value, base: { module, node } } : undefined;
}

function superMethod(context: OrmContext, node: Call, name: string): Value | undefined {
  const cls = classAround(context.module, node);
  return cls === undefined || name !== 'get_queryset' ? undefined : defaultQueryset(context, { kind: 'self', node: cls }, node);
}

/** What `get_queryset` of Django's and REST framework's classes gives: the class's `queryset`, else all rows of its `model`. */
function defaultQueryset(context: OrmContext, self: Self, node: Call): Queryset | undefined {
  const { django, module } = context;
  const place = { module, node: self.node };
  const attribute = (name: string): Value | undefined => {
    const found = django.classAttribute(place, name);
    const inner = found === undefined ? undefined : enter(context, found.module);
    return found === undefined || inner === undefined ? undefined : valueOf(inner, found.value);
  };
  const queryset = managed(attribute('queryset'));
  if (queryset !== undefined) return { ...queryset, base: { module, node } };
  const model = attribute('model');
  const known = model?.kind === 'model' ? model.model : adminModel(context, self.node);
  return known === undefined ? undefined : newQueryset(known, known.name, { module, node }, { manager: false });
}

const COPIES: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'frozenset', 'sorted', 'reversed', 'iter', 'tqdm', 'islice', 'progressbar', 'filter', 'track']);

/** `list(queryset)` and others that hand the rows on; `get_object_or_404`. */
function wrapped(context: OrmContext, node: Call): Value | undefined {
  const name = lastName(node.func);
  const argument = name === 'filter' ? node.args[1] : node.args[0];
  if (argument === undefined) return undefined;
  if (name === 'get_object_or_404' || name === 'aget_object_or_404') {
    const value = valueOf(context, argument);
    const model = value?.kind === 'model' || value?.kind === 'queryset' ? value : undefined;
    return model === undefined ? undefined : { kind: 'instance', model: model.model, name: model.name, row: undefined, path: [], unsaved: false };
  }
  if (!COPIES.has(name)) return undefined;
  const value = valueOf(context, argument);
  return value?.kind === 'queryset' ? { kind: 'list', element: value.shape === 'instances' ? instanceOf(value) : undefined, source: value, rows: true } : value?.kind === 'list' ? value : undefined;
}

/** What a function of the project returns, where that is a queryset on every way. */
function functionResult(context: OrmContext, node: Call): Value | undefined {
  const { func } = node;
  const name = dottedText(func);
  if (name.includes('(') || (func.nodeType === 'Name' && isBuiltIn(context.module, func.id))) return undefined;
  return withBase(remembered(context, `call ${name}`, () => returnedBy(context, func)), context, node);
}

function isBuiltIn(module: PyModule, name: string): boolean {
  return !module.imports.has(name) && !module.functions.has(name) && module.starImports.length === 0;
}

function returnedBy(context: OrmContext, func: ExprNode): Value | undefined {
  const called = context.django.resolveFunction(context.module, func);
  const inner = called === undefined ? undefined : enter(context, called.module);
  if (called === undefined || inner === undefined || called.node.decorator_list.length > 0) return undefined;
  return join(returnsOf(called.node).filter((returned) => !isNone(returned)).map((returned) => valueOf(inner, returned)));
}

function subscriptValue(context: OrmContext, node: Subscript): Value | undefined {
  const value = valueOf(context, node.value);
  if (value?.kind === 'queryset') {
    if (node.slice.nodeType === 'Slice') return { ...value, manager: false, slice: node };
    return value.shape === 'instances' ? instanceOf(value) : undefined;
  }
  if (value?.kind !== 'list') return undefined;
  return node.slice.nodeType === 'Slice' ? value : value.element;
}

function comprehensionValue(context: OrmContext, node: Extract<ExprNode, { nodeType: 'ListComp' | 'SetComp' | 'GeneratorExp' }>): Collection {
  const over = node.generators.map((clause) => valueOf(context, clause.iter));
  const source = over.find((value) => value?.kind === 'queryset') ?? over.find((value) => value?.kind === 'list' && value.source !== undefined);
  return { kind: 'list', element: valueOf(context, node.elt), source: source?.kind === 'list' ? source.source : managed(source) };
}

/** The class in whose methods `node` stands, where it is a method and not a nested function. */
export function methodClass(module: PyModule, scope: ReturnType<typeof scopeOf>): ClassDef | undefined {
  const parent = isFunction(scope) ? module.parent(scope) : undefined;
  return parent?.nodeType === 'ClassDef' ? parent : undefined;
}

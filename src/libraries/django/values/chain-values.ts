import type { Arg, Attribute, Call, ExprNode } from '../../../python/nodes.ts';
import { methodAfter } from '../admin/classes.ts';
import { isSetElsewhere } from './annotated.ts';
import { argumentAt } from '../project/callers.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import { classAround, positionalOf } from '../../../python/syntax/bindings.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import { dottedPath, type PyModule } from '../../../python/syntax/module.ts';
import { hasDecorator, isSelf, lastName } from '../../../python/syntax/static.ts';
import { managerOf, relatedRows } from '../querysets/manager-values.ts';
import { afterCustomMethod } from '../querysets/managers.ts';
import { dottedText, instanceOf, modelClass, remembered, rowsOf } from './name-values.ts';
import { adminModel } from './parameters.ts';
import { permittedRows } from '../querysets/permitted.ts';
import { pathsOfPrefetch } from '../querysets/prefetch-querysets.ts';
import { asksByLabel } from '../models/models.ts';
import { fromElsewhere, ownValue, returnedElsewhere } from './own-values.ts';
import { backFrom } from '../querysets/path-loads.ts';
import { type ChainCall, type Instance, isRefining, joinQuerysets, newQueryset, ofUnknownLoads, type Queryset, refine } from '../querysets/queryset.ts';
import type { DjangoProject } from '../project.ts';
import { loadsOfQueryset } from '../serializers/view-rows.ts';
import { type Collection, enter, enterWith, givenByFunction, isNone, type ModelClass, type OrmContext, type Self, type Value, valueOf } from './values.ts';
import { objectOfView, rowsOfListView } from '../views/view-values.ts';
import { calleeIn, givesRows, wrapperOf } from '../querysets/wrappers.ts';

/** What an attribute is: a manager of a model, a relation of an instance, something that the class sets. */
export function attributeValue(context: OrmContext, node: Attribute): Value | undefined {
  const value = valueOf(context, node.value);
  const base = { module: context.module, node };
  if (value === undefined) return modelClass(context, node) ?? foreignManager(context, node) ?? userOfRequest(context, node);
  if (value.kind === 'model') return value.model === undefined ? undefined : managerOf(context.django, value.model, node.attr, base);
  if (value.kind === 'instance') return relationValue(context, value, node);
  if (value.kind === 'self') return ownAttribute(context, value, node);
  return value.kind === 'list' ? ofWrapper(value, node.attr) : undefined;
}

/** `filter.qs`, `paginator.page` and what calling it gives, `page.object_list`. */
function ofWrapper(value: Collection, name: string): Value | undefined {
  if (!givesRows(name)) return undefined;
  if (value.element?.kind === 'list' && value.element.rows === true) return value.element;
  return value.rows === true ? (name === 'qs' ? value.source : value) : undefined;
}

/** `User.objects` of a class that isn't the project's: an import from elsewhere, used as only managers are. */
function foreignManager({ module }: OrmContext, node: Attribute): Queryset | undefined {
  if (node.attr !== 'objects' || node.value.nodeType !== 'Name' || !/^[A-Z]/.test(node.value.id)) return undefined;
  const path = dottedPath(module, node.value);
  return path === undefined ? undefined : newQueryset(undefined, node.value.id, { module, node });
}

/** `request.user`, `self.request.user`: one row, which the middleware reads by its key alone. */
function userOfRequest({ django }: OrmContext, { attr, value }: Attribute): Instance | undefined {
  const isOfRequest = attr === 'user' && (value.nodeType === 'Name' ? value.id === 'request' : value.nodeType === 'Attribute' && value.attr === 'request' && isSelf(value.value));
  const model = isOfRequest ? django.models.userModel() : undefined;
  return model === undefined ? undefined : { kind: 'instance', model, name: model.name, row: undefined, path: [], unsaved: false, bare: true };
}

function relationValue(context: OrmContext, owner: Instance, node: Attribute): Value | undefined {
  const field = owner.model?.fields.get(node.attr);
  if (owner.model !== undefined && field === undefined) return memberRows(context, owner, node, node.attr, true);
  if (owner.model === undefined || field?.relation === undefined) return undefined;
  const { target, queryName } = field;
  const name = target?.name ?? field.relation.target;
  if (field.relation.cardinality === 'to-one') return { kind: 'instance', model: target, name, row: owner.row, path: backFrom(context.django, owner, field) ?? [...owner.path, queryName], unsaved: false };
  const loads = relatedRows(context.django, target);
  return newQueryset(target, name, { module: context.module, node }, { related: { owner, field: node.attr }, ...(loads === undefined ? {} : { loads }) });
}

/** What a property or method of a row's model gives, where that is a queryset: `order.open_items`, `order.items_of(day)`. It asks nothing by itself. */
function memberRows(context: OrmContext, owner: Instance, node: Attribute | Call, name: string, property: boolean): Queryset | undefined {
  const method = owner.model === undefined || owner.unsaved ? undefined : context.django.method(owner.model, name);
  if (method === undefined) return undefined;
  const { decorator_list: decorators, args } = method.node;
  const [self] = args.args;
  const [decorator, ...others] = decorators;
  const fits = property ? decorator !== undefined && others.length === 0 && isAnsweredHere(context.django, lastName(decorator), name) : decorator === undefined;
  const inner = fits && self !== undefined ? enterWith(context, method.module, new Map([[self, owner]])) : undefined;
  return inner === undefined ? undefined : returnedRows(inner, method, { module: context.module, node });
}

/** What a property says is what whoever asks it gets: of one that is kept, unless some code gives it to the rows beforehand. */
function isAnsweredHere(django: DjangoProject, decorator: string, name: string): boolean {
  return decorator === 'cached_property' ? !isSetElsewhere(django, name) : decorator === 'property';
}

/** What a method of a model's class gives, where that is a queryset: `Order.visible_to(user)`. */
function classRows(context: OrmContext, owner: ModelClass, node: Call, name: string): Queryset | undefined {
  const method = owner.model === undefined ? undefined : context.django.method(owner.model, name);
  const [decorator, ...others] = method?.node.decorator_list ?? [];
  const kind = decorator === undefined || others.length > 0 ? '' : lastName(decorator);
  if (method === undefined || (kind !== 'classmethod' && kind !== 'staticmethod')) return undefined;
  const [cls] = positionalOf(method.node.args);
  const inner = enterWith(context, method.module, new Map(kind === 'classmethod' && cls !== undefined ? [[cls, owner]] : []));
  return inner === undefined ? undefined : returnedRows(inner, method, { module: context.module, node });
}

/** The queryset that a function returns on every way. Remedies go to where it is called. */
function returnedRows(inner: OrmContext, { node }: FunctionRef, base: Queryset['base']): Queryset | undefined {
  const value = givenByFunction(inner, node);
  return value?.kind === 'queryset' ? { ...value, base } : undefined;
}

/** `self.queryset`, `self.model`, and attributes of `self` that properties answer or methods set. */
function ownAttribute(context: OrmContext, self: Self, node: Attribute): Value | undefined {
  const cls = { module: context.module, node: self.node };
  const found = context.django.classAttribute(cls, node.attr);
  if (found === undefined && node.attr === 'object_list') return ownValue(context, cls, node) ?? rowsOfListView(context, self, node);
  if (found === undefined && node.attr === 'object') return objectOfView(context, self, node) ?? ownValue(context, cls, node);
  if (found === undefined || isNone(found.value)) return ownValue(context, cls, node) ?? modelClass(context, node);
  const inner = enter(context, found.module);
  return inner === undefined ? modelClass(context, node) : valueOf(inner, found.value);
}

export function managed(value: Value | undefined): Queryset | undefined {
  return value?.kind === 'queryset' ? value : undefined;
}

export function callValue(context: OrmContext, node: Call): Value | undefined {
  const { func } = node;
  if (func.nodeType === 'Attribute') {
    const owner = valueOf(context, func.value);
    if (owner?.kind === 'queryset') return afterMethod(context, owner, { name: func.attr, node, module: context.module, prefetches: (argument) => pathsOfPrefetch(context.module, argument, (rows) => managed(valueOf(context, rows))) });
    if (owner?.kind === 'self') return ownMethod(context, owner, node, func.attr);
    if (owner?.kind === 'list') return ofWrapper(owner, func.attr);
    if (owner?.kind === 'dictionary') return func.attr === 'values' ? owner.values : undefined;
    const rows = owner?.kind === 'instance' ? memberRows(context, owner, node, func.attr, false) : owner?.kind === 'model' ? classRows(context, owner, node, func.attr) : undefined;
    if (rows !== undefined) return rows;
    if (isSuperCall(func.value)) return superMethod(context, node, func.attr);
    const made = owner === undefined ? ofMadeObject(context, func, node) : undefined;
    if (made !== undefined) return made;
  }
  const callee = valueOf(context, func);
  if (callee?.kind === 'model') return { kind: 'instance', model: callee.model, name: callee.name, row: undefined, path: [], unsaved: true };
  return wrapped(context, node) ?? permitted(context, node) ?? calledModel(context, node) ?? madeAround(context, node) ?? functionResult(context, node);
}

/** `OrderReader(user).open_orders()`, also by a name for the object: what a method of a class of the project gives. */
function ofMadeObject(context: OrmContext, { value, attr }: Attribute, node: Call): Value | undefined {
  const { module, django } = context;
  const maker = value.nodeType === 'Name' ? soleValue(module, value, value.id) : value;
  const cls = maker?.nodeType === 'Call' ? django.resolveClass(module, maker.func) : undefined;
  const method = cls === undefined ? undefined : django.method(cls, attr);
  if (method === undefined || method.node.decorator_list.length > 0) return undefined;
  return madeOfGiven(context, method, node, 1) ?? returnedElsewhere(context, method, node);
}

/** `get_user_model()`, `apps.get_model("shop", "Order")`, `load_model("shop", "Order")`. */
function calledModel({ module, django }: OrmContext, node: Call): Value | undefined {
  if (lastName(node.func) !== 'get_user_model' && !asksByLabel(node.func)) return undefined;
  const model = django.modelOf(module, node);
  return model === undefined ? undefined : { kind: 'model', model, name: model.name };
}

export function isSuperCall(node: ExprNode): boolean {
  return node.nodeType === 'Call' && node.func.nodeType === 'Name' && node.func.id === 'super';
}

/** Methods of a queryset that read one row of it. */
export const TO_ONE: ReadonlySet<string> = new Set(['get', 'first', 'last', 'latest', 'earliest', 'aget', 'afirst', 'alast', 'alatest', 'aearliest']);
const TO_INSTANCE: ReadonlySet<string> = new Set([...TO_ONE, 'create', 'acreate']);
const TO_OTHER: ReadonlySet<string> = new Set([
  'count', 'exists', 'aggregate', 'in_bulk', 'get_or_create', 'update_or_create', 'update', 'delete', 'bulk_update', 'contains', 'explain', 'raw',
  'acount', 'aexists', 'aaggregate', 'ain_bulk', 'aget_or_create', 'aupdate_or_create', 'aupdate', 'adelete', 'abulk_update', 'acontains', 'add', 'remove', 'set', 'clear',
]);

function afterMethod(context: OrmContext, queryset: Queryset, call: ChainCall): Value | undefined {
  if (TO_INSTANCE.has(call.name)) return queryset.shape === 'instances' ? instanceOf(queryset) : undefined;
  if (call.name === 'bulk_create' || call.name === 'abulk_create') return { kind: 'list', element: instanceOf(queryset), source: undefined };
  if (call.name === 'in_bulk' || call.name === 'ain_bulk') {
    const rows = queryset.shape === 'instances' ? rowsOf(queryset) : undefined;
    return rows === undefined ? undefined : { kind: 'dictionary', values: rows };
  }
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
export function ownMethod(context: OrmContext, self: Self, node: Call, name: string): Value | undefined {
  const [argument] = node.args;
  const method = context.django.method({ module: context.module, node: self.node }, name);
  // REST framework narrows what it is given, or cuts it into pages, and loads nothing
  if (method === undefined && name === 'filter_queryset') return argument === undefined ? undefined : valueOf(context, argument);
  if (method === undefined && name === 'paginate_queryset') return argument === undefined ? undefined : pageOfRows(rowsOf(valueOf(context, argument)));
  if (method === undefined) return name === 'get_queryset' ? defaultQueryset(context, self, node) : name === 'get_object' ? objectOfView(context, self, node) : undefined;
  const made = node.args.length + node.keywords.length === 0 || method.node.decorator_list.length > 0 ? undefined : madeOfGiven(context, method, node, 1);
  if (made !== undefined) return made;
  const value = returnedElsewhere(context, method, node);
  // what a class inherits speaks of `self.model`, which the class that is asked for it has
  return value === undefined && name === 'get_queryset' && method.owner.node !== self.node ? inheritedQueryset(context, self, node) : value;
}

/** What the classes above give as `get_queryset()`; where a class of the project has it, with what that loads. */
function inheritedQueryset(context: OrmContext, self: Self, node: Call, after?: ClassRef): Queryset | undefined {
  const { module, django } = context;
  const cls = { module, node: self.node };
  const queryset = defaultQueryset(context, self, node);
  if (queryset?.model === undefined || methodAfter(django, cls, 'get_queryset', after) === undefined) return queryset;
  const { selectRelated, prefetched, unknown } = loadsOfQueryset(django, cls, queryset.model, after);
  return { ...queryset, loads: { selectRelated, prefetched, unknown } };
}

function superMethod(context: OrmContext, node: Call, name: string): Value | undefined {
  const cls = classAround(context.module, node);
  return cls === undefined || name !== 'get_queryset' ? undefined : inheritedQueryset(context, { kind: 'self', node: cls }, node, { module: context.module, node: cls });
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
  if (name === 'get_object_or_404' || name === 'aget_object_or_404') return oneOf(context, valueOf(context, argument), argument);
  if (name === 'chain') return chained(node.args.map((one) => rowsOf(valueOf(context, one))));
  if (!COPIES.has(name)) return undefined;
  return rowsOf(valueOf(context, argument));
}

/** What somebody may see of rows, which are those that the call is handed. */
function permitted(context: OrmContext, node: Call): Queryset | undefined {
  const { module, django } = context;
  const found = permittedRows(django, module, node);
  if (found === undefined) return undefined;
  if ('model' in found) return managerOf(django, found.model, '_default_manager', { module, node });
  const value = valueOf(context, found.rows);
  return value?.kind === 'model' && value.model !== undefined ? managerOf(django, value.model, '_default_manager', { module, node }) : managed(value);
}

/** `chain(open_orders, closed_orders)`: the rows of each of them. */
function chained(parts: readonly (Collection | undefined)[]): Collection | undefined {
  const [first, ...others] = parts.map((part) => (part?.rows === true ? part.source : undefined));
  let all = first;
  for (const one of others) all = all === undefined || one === undefined ? undefined : joinQuerysets(all, one);
  return rowsOf(all);
}

/** One row of a queryset, or of all that a model's default manager gives. */
function oneOf({ module, django }: OrmContext, value: Value | undefined, node: ExprNode): Instance | undefined {
  if (value?.kind === 'queryset') return instanceOf(value);
  if (value?.kind !== 'model') return undefined;
  const all = value.model === undefined ? undefined : managerOf(django, value.model, '_default_manager', { module, node });
  return all === undefined ? { kind: 'instance', model: value.model, name: value.name, row: undefined, path: [], unsaved: false } : instanceOf(all);
}

/** The rows of a filter, or the pages of a paginator: whichever page is asked for, its rows are those of a page. */
function madeAround(context: OrmContext, node: Call): Collection | undefined {
  const { module, django } = context;
  const callee = calleeIn(django, module, node, () => {
    const cls = classAround(module, node.func);
    return cls && { module, node: cls };
  });
  const wrapper = wrapperOf(django, callee, node);
  const rows = wrapper === undefined ? undefined : rowsOf(valueOf(context, wrapper.rows));
  const page = wrapper?.kind === 'paginator' ? pageOfRows(rows) : undefined;
  return page === undefined ? rows : { kind: 'list', element: page, source: undefined };
}

/** Some of the rows: those of one page. */
function pageOfRows(rows: Collection | undefined): Collection | undefined {
  return rows?.rows !== true || rows.source === undefined ? undefined : { ...rows, source: { ...rows.source, origin: 'page' } };
}

/** What a function of the project returns, where that is a queryset on every way, or something made of what it is given. */
function functionResult(context: OrmContext, node: Call): Value | undefined {
  const { func } = node;
  const name = dottedText(func);
  if (name.includes('(') || (func.nodeType === 'Name' && isBuiltIn(context.module, func.id))) return undefined;
  const called = node.args.length + node.keywords.length === 0 ? undefined : context.django.resolveFunction(context.module, func);
  const made = called === undefined || !isCalledAsWritten(called) ? undefined : madeOfGiven(context, called, node, hasDecorator(called.node, 'classmethod') ? 1 : 0);
  if (made !== undefined) return made;
  return fromElsewhere(remembered(context, `call ${name}`, () => returnedBy(context, func)), context, node);
}

/** What a function gives that is handed rows, where that are these rows again, narrowed or page by page. Remedies go where the rows came from. */
function madeOfGiven(context: OrmContext, { module, node }: FunctionRef, call: Call, filled: number): Value | undefined {
  const positional = positionalOf(node.args);
  const given = new Map<Arg, Value>();
  for (const arg of [...positional, ...node.args.kwonlyargs]) {
    const argument = argumentAt({ handed: { args: call.args, keywords: call.keywords, filled } }, node, arg.arg);
    const value = argument === undefined || argument === 'default' || !mayBeRows(argument) ? undefined : valueOf(context, argument);
    if (value?.kind === 'queryset' || (value?.kind === 'list' && value.rows === true)) given.set(arg, value);
  }
  const inner = given.size === 0 ? undefined : enterWith(context, module, given);
  if (inner === undefined) return undefined;
  const value = givenByFunction(inner, node);
  const rows = value?.kind === 'list' && value.rows === true ? value.source : managed(value);
  const isGiven = [...given.values()].some((one) => (one.kind === 'list' ? one.source : managed(one))?.base.node === rows?.base.node);
  return !isGiven || value === undefined ? undefined : SETTING.test(module.source(node)) ? rowsOfUnknownLoads(value) : value;
}

/** Code that gives rows what belongs to them by itself. */
const SETTING = /\bsetattr\(|\bfields_cache\b|\bprefetch_related_objects\b/;

function rowsOfUnknownLoads(value: Value): Value {
  if (value.kind === 'list') return value.source === undefined ? value : { ...value, source: ofUnknownLoads(value.source) };
  return value.kind === 'queryset' ? ofUnknownLoads(value) : value;
}

/** Texts and numbers are no rows. */
function mayBeRows({ nodeType }: ExprNode): boolean {
  return nodeType === 'Name' || nodeType === 'Attribute' || nodeType === 'Call';
}

function isBuiltIn(module: PyModule, name: string): boolean {
  return !module.imports.has(name) && !module.functions.has(name) && module.starImports.length === 0;
}

function returnedBy(context: OrmContext, func: ExprNode): Value | undefined {
  const called = context.django.resolveFunction(context.module, func);
  const inner = called === undefined ? undefined : enter(context, called.module);
  if (called === undefined || inner === undefined || !isCalledAsWritten(called)) return undefined;
  return givenByFunction(inner, called.node);
}

/** No decorator gives something else in place of what the function returns. */
function isCalledAsWritten({ node: { decorator_list: decorators } }: FunctionRef): boolean {
  return decorators.every((decorator) => decorator.nodeType === 'Name' && /^(?:static|class)method$/.test(decorator.id));
}

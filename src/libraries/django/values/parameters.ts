import type { ClassDef, ExprNode } from '../../../python/nodes.ts';
import { oncePer } from '../../../project/memo.ts';
import { type Binding, scopeOf } from '../../../python/syntax/bindings.ts';
import { dottedPath, type FunctionNode, isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { hasDecorator, lastName, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { listOption, opaqueBases, registryOf } from '../admin/classes.ts';
import { columnsOf } from '../admin/columns.ts';
import { loadingOf } from '../admin/loading.ts';
import { loadsOfAdmin } from '../admin/loads.ts';
import { rowsFromCallers } from './caller-rows.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import { managedModel } from '../querysets/manager-classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';
import { type Loads, newQueryset, ofUnknownLoads, type Queryset } from '../querysets/queryset.ts';
import { type RowMethod, rowMethods } from '../rows/row-methods.ts';
import type { OrmContext, Value } from './values.ts';

/** What a parameter is: by its place (`self`, the queryset of an admin action) or by its annotation. */
export function parameterValue(context: OrmContext, binding: Binding): Value | undefined {
  const { module } = context;
  const scope = scopeOf(module, binding.node);
  if (binding.parameter === undefined || !isFunction(scope)) return undefined;
  const { arg, index } = binding.parameter;
  const given = context.given?.get(arg);
  if (given !== undefined) return given;
  const parent = module.parent(scope);
  const cls = parent?.nodeType === 'ClassDef' ? parent : undefined;
  const isStatic = hasDecorator(scope, 'staticmethod');
  if (cls !== undefined && index === 0 && !isStatic) return receiverValue(context, cls, scope, binding);
  const annotated = arg.annotation === undefined ? undefined : annotatedValue(context, arg.annotation, { module, node: nameOf(arg.arg) });
  const row = cls !== undefined && index === (isStatic ? 0 : 1) ? columnRow(context, cls, scope, binding, annotated) : undefined;
  if (row !== undefined) return row;
  const selected = index === 2 ? actionRows(context, scope, arg.arg) : undefined;
  if (selected !== undefined) return selected;
  if (annotated?.kind === 'queryset' && isAction(scope)) return { ...annotated, origin: 'selection' };
  const named = annotated ?? querysetParameter(context, binding.name, scope, cls);
  const isUnknown = arg.annotation === undefined && (named === undefined || (named.kind === 'queryset' && named.model === undefined && named.origin === 'parameter'));
  return (isUnknown ? handedRows(context, scope, arg.arg) : undefined) ?? named;
}

/** The rows that every caller hands in; what they bring along differs from one to the next. */
function handedRows({ module, django }: OrmContext, node: FunctionNode, name: string): Value | undefined {
  const given = rowsFromCallers(django, { module, node }, name);
  if (given === undefined) return undefined;
  const queryset = ofUnknownLoads(newQueryset(given.model, given.model.name, { module, node: nameOf(name) }, { manager: false, origin: 'parameter' }));
  return given.listed ? { kind: 'list', element: undefined, source: queryset, rows: true } : queryset;
}

/** A node of the parameter's name: what a chain that begins there has as its base. Never edited. */
function nameOf(id: string): ExprNode {
  return { nodeType: 'Name', id, ctx: { nodeType: 'Load' }, lineno: 0, col_offset: 0 };
}

/** `self` or `cls`. */
function receiverValue(context: OrmContext, cls: ClassDef, method: FunctionNode, binding: Binding): Value {
  const { module, django } = context;
  const model = django.modelOf(module, nameOf(cls.name));
  const isClass = hasDecorator(method, 'classmethod');
  // by place, not by identity: the project may have parsed the file on its own
  if (model?.module.path === module.path && model.node.lineno === cls.lineno) {
    const column = isClass ? undefined : columnsIn(context).get(method);
    return isClass
      ? { kind: 'model', model, name: model.name }
      : { kind: 'instance', model, name: model.name, row: column === undefined ? undefined : pageRow(context, model, binding, column.prefetched), path: [], unsaved: false };
  }
  if (!isClass && cls.bases.some((base) => isQuerysetClass(module, base))) {
    const managed = managedModel(django, { module, node: cls });
    return ofUnknownLoads(newQueryset(managed, managed?.name, { module, node: nameOf('self') }));
  }
  return { kind: 'self', node: cls };
}

/** The functions of the module that lists run once per row. */
export function columnsIn(context: OrmContext): Map<FunctionNode, RowMethod> {
  context.columns.value ??= mayHaveColumns(context.module) ? rowMethods(context.module, context.django) : new Map();
  return context.columns.value;
}

/** Columns are methods of admins and models, or functions beside admins; serializers have theirs. */
const mayHaveColumns = oncePer(({ text }: PyModule) => /[Aa]dmin|\bmodels\.|Model\)|erializer/.test(text));

/**
 * The first parameter after `self` of a method of an admin's column or a serializer's field: a row of the list. That of a method which only the form shows is the row
 * that is edited.
 */
function columnRow(context: OrmContext, cls: ClassDef, method: FunctionNode, binding: Binding, annotated: Value | undefined): Value | undefined {
  const column = columnsIn(context).get(method);
  if (column === undefined) {
    const edited = isReadOnlyField(context, cls, method) ? adminModel(context, cls) : undefined;
    return edited === undefined ? undefined : { kind: 'instance', model: edited, name: edited.name, row: undefined, path: [], unsaved: false, bare: isReadBare(context, cls, edited) };
  }
  // a mixin of lists of several models says by itself which it means
  const model = column.model ?? adminModel(context, cls) ?? (annotated?.kind === 'instance' ? annotated.model : undefined);
  return model === undefined ? undefined : { kind: 'instance', model, name: model.name, row: pageRow(context, model, binding, column.prefetched), path: [], unsaved: false };
}

/** The form reads its row by the admin's `get_queryset`. */
function isReadBare({ module, django }: OrmContext, node: ClassDef, model: DjangoModel): boolean {
  const cls = { module, node };
  if (opaqueBases(django, cls).length > 0) return false;
  const { prefetched, unknown } = loadsOfAdmin(django, cls, model);
  return !unknown && prefetched.length === 0;
}

function isReadOnlyField({ module, django }: OrmContext, node: ClassDef, { name }: FunctionNode): boolean {
  const fields = mayHaveColumns(module) ? listOption(django, { module, node }, 'readonly_fields') : 'absent';
  return typeof fields !== 'string' && fields.elements.some((place) => stringOf(place) === name);
}

function pageRow({ module }: OrmContext, model: DjangoModel, variable: Binding, prefetched: readonly string[]): { variable: Binding; queryset: Queryset } {
  const queryset = ofUnknownLoads(newQueryset(model, model.name, { module, node: nameOf(variable.name) }, { manager: false, origin: 'page' }));
  return { variable, queryset: { ...queryset, loads: { ...queryset.loads, prefetched } } };
}

function isQuerysetClass(module: PyModule, base: ExprNode): boolean {
  const callee = base.nodeType === 'Call' ? base.func : base;
  if (callee.nodeType === 'Attribute' && callee.attr === 'from_queryset') return true;
  return /(QuerySet|Manager)$/.test(dottedPath(module, callee) ?? lastName(callee));
}

/** `QuerySet[Order]`, `list[Order]`, `Order | None`, `"Order"`. */
function annotatedValue(context: OrmContext, annotation: ExprNode, base: Queryset['base']): Value | undefined {
  const { module, django } = context;
  switch (annotation.nodeType) {
    case 'Constant':
      return typeof annotation.value === 'string' ? writtenValue(context, annotation.value, base) : undefined;
    case 'BinOp': {
      const isNone = (node: ExprNode): boolean => node.nodeType === 'Constant' && node.value === null;
      if (isNone(annotation.right)) return annotatedValue(context, annotation.left, base);
      return isNone(annotation.left) ? annotatedValue(context, annotation.right, base) : undefined;
    }
    case 'Subscript': {
      const name = lastName(annotation.value);
      const inner = annotation.slice.nodeType === 'Tuple' ? annotation.slice.elts[0] : annotation.slice;
      if (inner === undefined) return undefined;
      const value = annotatedValue(context, inner, base);
      if (/QuerySet$|^Manager$/.test(name)) return ofUnknownLoads(newQueryset(value?.kind === 'instance' ? value.model : undefined, value?.kind === 'instance' ? value.name : undefined, base, { manager: false, origin: 'parameter' }));
      if (name === 'Optional') return value;
      return COLLECTIONS.has(name) && value?.kind === 'instance' ? { kind: 'list', element: value, source: undefined } : undefined;
    }
    case 'Name':
    case 'Attribute': {
      if (lastName(annotation).endsWith("QuerySet")) return ofUnknownLoads(newQueryset(undefined, undefined, base, { manager: false, origin: 'parameter' }));
      const model = django.modelOf(module, annotation);
      return model === undefined ? undefined : { kind: 'instance', model, name: model.name, row: undefined, path: [], unsaved: false };
    }
    default:
      return undefined;
  }
}

const COLLECTIONS: ReadonlySet<string> = new Set([
  'list', 'List', 'tuple', 'Tuple', 'set', 'Set', 'frozenset', 'Iterable', 'Iterator', 'Sequence', 'Collection', 'Generator', 'AsyncIterator', 'AsyncIterable',
]);

/** Annotations in quotes: `"Order"`, `"QuerySet[Order]"`, `"list[Order]"`, `"Order | None"`. */
function writtenValue({ module, django }: OrmContext, text: string, base: Queryset['base']): Value | undefined {
  const [, wrapper = '', name = ''] = /^(?:([\w.]+)\[)?["']?([\w.]+)["']?\]?(?:\s*\|\s*None)?$/.exec(text.trim()) ?? [];
  if (name === '') return undefined;
  if (name.endsWith('QuerySet')) return ofUnknownLoads(newQueryset(undefined, undefined, base, { manager: false, origin: 'parameter' }));
  const model = django.modelOf(module, nameOf(name.split('.').at(-1) ?? name));
  const outer = wrapper.split('.').at(-1) ?? '';
  if (outer.endsWith('QuerySet')) return ofUnknownLoads(newQueryset(model, model?.name, base, { manager: false, origin: 'parameter' }));
  if (model === undefined) return undefined;
  const row: Value = { kind: 'instance', model, name: model.name, row: undefined, path: [], unsaved: false };
  if (outer === '' || outer === 'Optional') return row;
  return COLLECTIONS.has(outer) ? { kind: 'list', element: row, source: undefined } : undefined;
}

/** A parameter called `queryset`: in an admin action, what the user ticked. */
function querysetParameter(context: OrmContext, name: string, scope: FunctionNode, cls: ClassDef | undefined): Queryset | undefined {
  if (!/^(qs|queryset)$|_(qs|queryset)$/.test(name)) return undefined;
  const action = isAction(scope) && (name === 'queryset' || name === 'qs');
  // `qs` may be a query string as well
  if (!action && name.endsWith('qs') && !isUsedAsQueryset(scope, name)) return undefined;
  if (!action && isSearch(scope)) return undefined;
  const model = cls === undefined ? undefined : adminModel(context, cls);
  const base = { module: context.module, node: nameOf(name) };
  if (action && cls !== undefined && model !== undefined) {
    return newQueryset(model, model.name, base, { manager: false, origin: 'selection', loads: listLoads(context.django, { module: context.module, node: cls }, model) });
  }
  return ofUnknownLoads(newQueryset(model, model?.name, base, { manager: false, origin: action ? 'selection' : 'parameter' }));
}

const QUERYSET_METHODS: ReadonlySet<string> = new Set(['count', 'filter', 'exclude', 'order_by', 'all', 'exists', 'iterator', 'values', 'values_list', 'select_related', 'prefetch_related', 'annotate', 'distinct', 'update', 'first']);

function isUsedAsQueryset(scope: FunctionNode, name: string): boolean {
  for (const node of walk(scope)) {
    if (node.nodeType === 'Attribute' && node.value.nodeType === 'Name' && node.value.id === name && QUERYSET_METHODS.has(node.attr)) return true;
  }
  return false;
}

/** A queryset of which nothing is known but its name; search engines' clients use the name too. */
export function namedQueryset({ module }: OrmContext, node: ExprNode): Queryset | undefined {
  const scope = scopeOf(module, node);
  if (isFunction(scope) && isSearch(scope)) return undefined;
  return ofUnknownLoads(newQueryset(undefined, undefined, { module, node }, { manager: false }));
}

/** Search engines' clients call their queries querysets too; those are run by `execute()`. */
function isSearch(scope: FunctionNode): boolean {
  for (const node of walk(scope)) if (node.nodeType === 'Attribute' && node.attr === 'execute') return true;
  return false;
}

const NOT_ACTIONS: ReadonlySet<string> = new Set(['get_search_results', 'queryset', 'filter_queryset', 'get_paginator', 'has_permission', 'delete_queryset']);

/**
 * An admin action: `(modeladmin, request, queryset)`, as method or as function. `delete_queryset(self, request, queryset)` is what the
 * admin calls for the ticked rows too.
 */
function isAction(scope: FunctionNode): boolean {
  const { args } = scope.args;
  const [first, second, third] = args;
  if (args.length !== 3 || second?.arg !== 'request' || (third?.arg !== 'queryset' && third?.arg !== 'qs')) return false;
  if (scope.name === 'delete_queryset') return true;
  return !NOT_ACTIONS.has(scope.name) && (first?.arg === 'self' || /admin|_|self/i.test(first?.arg ?? ''));
}

/** The model that an admin class shows, or that a view or inline names as `model`. */
export function adminModel({ module, django }: OrmContext, cls: ClassDef): DjangoModel | undefined {
  const [model, ...others] = registryOf(django).modelsOf({ module, node: cls });
  if (model !== undefined) return others.length === 0 ? model : undefined;
  const own = django.classAttribute({ module, node: cls }, 'model');
  return own === undefined ? undefined : django.modelOf(own.module, own.value);
}

/** The third parameter of a function that admin classes list in `actions`: what the user ticked in the lists of one model. */
function actionRows({ module, django }: OrmContext, scope: FunctionNode, name: string): Queryset | undefined {
  const uses = actionsOf(django).get(keyOf({ module, node: scope })) ?? [];
  const [first] = uses;
  if (first === undefined || uses.some(({ model }) => model.label !== first.model.label)) return undefined;
  const loads = uses.map(({ cls, model }) => listLoads(django, cls, model));
  // an action of several lists gets rows of each of them
  const known = loads.length === 1 ? loads[0] : undefined;
  const base = { module, node: nameOf(name) };
  return newQueryset(first.model, first.model.name, base, { manager: false, origin: 'selection', loads: known ?? { selectRelated: 'none', prefetched: [], unknown: true } });
}

interface ActionUse {
  readonly cls: ClassRef;
  readonly model: DjangoModel;
}

/** The lists that offer a function as an action, by the function. */
const actionsOf = oncePerProject((django): ReadonlyMap<string, readonly ActionUse[]> => {
  const found = new Map<string, ActionUse[]>();
  for (const { admin: cls, model } of registryOf(django).registrations) {
    const actions = cls === undefined ? 'absent' : listOption(django, cls, 'actions');
    if (cls === undefined || typeof actions === 'string') continue;
    for (const { module, node } of actions.elements) {
      const fn = django.resolveFunction(module, node);
      if (fn !== undefined) found.set(keyOf(fn), [...(found.get(keyOf(fn)) ?? []), { cls, model }]);
    }
  }
  return found;
});

/**
 * What the ticked rows bring along when an action gets them: what the list loads, `list_select_related` and the automatic join
 * included (contrib/admin/options.py, `response_action`, Django 3.2 to 5.2).
 */
function listLoads(django: DjangoProject, cls: ClassRef, model: DjangoModel): Loads {
  const columns = columnsOf(django, cls, model);
  const loading = columns === undefined ? undefined : loadingOf(django, cls, model, columns.columns);
  if (loading === undefined) return { selectRelated: 'none', prefetched: [], unknown: true };
  const { queryset, option, ways } = loading;
  const asDjango = ways.some(({ mechanism }) => mechanism !== 'queryset');
  const joined = [...(typeof queryset.selectRelated === 'string' ? [] : queryset.selectRelated), ...(asDjango && option.kind === 'list' ? option.paths : [])];
  const bare = queryset.selectRelated === 'all' || ways.some(({ mechanism }) => mechanism === 'automatic' || mechanism === 'True');
  return { selectRelated: bare ? 'all' : joined, prefetched: [...queryset.prefetched, ...joined], unknown: false };
}

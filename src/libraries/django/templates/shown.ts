import type { RelationRead } from '../../../model/query-call.ts';
import type { Call, ExprNode } from '../../../python/nodes.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { numberConstant, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { classesIn, declaresOne, ownMethod } from '../admin/classes.ts';
import { argumentAt } from '../callers.ts';
import type { ClassRef } from '../classes.ts';
import { keywordOf } from '../fields.ts';
import { returnsOf } from '../managers.ts';
import type { DjangoModel } from '../models.ts';
import type { DjangoProject } from '../project.ts';
import { pathIn } from '../shown-path.ts';
import { handedRelations } from '../serializers/calls.ts';
import { objectRead, type ShownObject, shownRelations } from '../serializers/objects.ts';
import type { WrittenField } from '../serializers/reads.ts';
import type { Paging } from '../serializers/view-classes.ts';
import { hasOpaqueBases } from '../serializers/view-classes.ts';
import { modelOfView, rowsOfView } from '../serializers/view-rows.ts';
import { objectRelations, rowsOfObject, viewRelations } from '../serializers/views.ts';
import type { OrmContext } from '../values.ts';
import { contexts, type Given, templateOf } from './contexts.ts';
import { readsInTemplate, readsOfObject } from './reads.ts';

/** Relations that templates read for each row of what a module's views and calls hand them. */
export function readTemplates(context: OrmContext): RelationRead[] {
  const { text } = context.module;
  if (!/render|Template|ListView|DetailView|FilterView|get_context_data/.test(text)) return [];
  const told = new Set<string>();
  return [...listViews(context), ...objectViews(context), ...contexts(context).flatMap((one) => contextReads(context, one)).filter(({ span, paths, also }) => {
    // several templates may show the same rows
    const key = JSON.stringify([span, paths, also]);
    return !told.has(key) && told.add(key).size > 0;
  })];
}

const LIST_VIEW = /^(?:django\.views\.generic(?:\.list)?\.(?:ListView|MultipleObjectTemplateResponseMixin)|django_filters\.views\.FilterView)$/;

/** `ListView` with the names under which its template has the rows (django/views/generic/list.py); those of `FilterView` have a `filter` besides (django_filters/views.py 1.0 to 25.1). */
function listViews({ module, django }: OrmContext): RelationRead[] {
  return classesIn(module).flatMap((cls) => {
    if (!django.names.ancestryOf(cls).externals.some((path) => LIST_VIEW.test(path)) || hasOpaqueBases(django, cls) || !declaresOne(cls, DECIDING)) return [];
    const rows = rowsOfView(django, cls, modelOfView(django, cls));
    const template = rows === undefined ? undefined : templateOf(django, cls, rows.model);
    if (rows === undefined || template === undefined) return [];
    const option = django.classAttribute(cls, 'context_object_name');
    const own = option === undefined ? `${rows.model.name.toLowerCase()}_list` : stringOf({ module: option.module, node: option.value });
    const place = { module: cls.module, node: cls.node as never };
    const shown = readsInTemplate(django, template, ['object_list', 'page_obj', 'filter', ...(own === undefined ? [] : [own])], rows.model, place);
    return shown === undefined ? [] : viewRelations(django, { cls, paging: pagingOf(django, cls) }, rows, [shown], `per row in \`${shown.name}\``);
  });
}

const DETAIL_VIEW = /^django\.views\.generic(?:\.detail)?\.(?:DetailView|SingleObjectTemplateResponseMixin)$/;

/** `DetailView` with the names under which its template has the row (django/views/generic/detail.py). */
function objectViews(context: OrmContext): RelationRead[] {
  const { module, django } = context;
  return classesIn(module).flatMap((cls) => {
    if (!django.names.ancestryOf(cls).externals.some((path) => DETAIL_VIEW.test(path)) || hasOpaqueBases(django, cls) || !declaresOne(cls, DECIDING)) return [];
    const found = foundObject(context, cls);
    const rows = found === undefined ? rowsOfObject(django, cls, modelOfView(django, cls)) : undefined;
    const model = found?.queryset.model ?? rows?.model;
    const template = model === undefined ? undefined : templateOf(django, cls, model);
    if (model === undefined || template === undefined) return [];
    const option = django.classAttribute(cls, 'context_object_name');
    const own = option === undefined ? model.name.toLowerCase() : stringOf({ module: option.module, node: option.value });
    const shown = readsOfObject(django, template, ['object', ...(own === undefined ? [] : [own])], model, { module: cls.module, node: cls.node as never });
    const subject = `for each row inside \`${shown.name}\``;
    if (found !== undefined) return shownRelations(context, found.queryset.base.node, found, () => [shown], subject);
    return rows === undefined ? [] : objectRelations(django, cls, rows, [shown], subject);
  });
}

/** The row that `get_object` of the class finds by itself. */
function foundObject(context: OrmContext, cls: ClassRef): ShownObject | undefined {
  const method = cls.module === context.module ? ownMethod(cls, 'get_object') : undefined;
  const [returned, ...others] = method === undefined ? [] : returnsOf(method);
  return returned === undefined || others.length > 0 ? undefined : objectRead(context, returned);
}

const DECIDING = ['queryset', 'get_queryset', 'model', 'template_name', 'context_object_name'];

function pagingOf(django: DjangoProject, cls: ClassRef): Paging {
  const value = django.method(cls, 'get_paginate_by') === undefined ? django.classAttribute(cls, 'paginate_by')?.value : undefined;
  const size = numberConstant(value);
  return { size, paged: size !== undefined };
}

function contextReads(context: OrmContext, { node, template, name, value }: Given): RelationRead[] {
  const { django, module } = context;
  const object = objectRead(context, value);
  if (object !== undefined) return shownRelations(context, value, object, (model) => [readsOfObject(django, template, [name], model, { module, node: value })], `for each row inside \`${pathIn(django, template.path)}\``);
  const page = pageOf(context, value);
  const rows = page?.rows ?? value;
  if (singletonOf(value) !== undefined || value.nodeType === 'Constant') return [];
  const fieldsFor = (model: DjangoModel): WrittenField[] => {
    const shown = readsInTemplate(django, template, [name], model, { module, node: rows });
    return shown === undefined ? [] : [shown];
  };
  return handedRelations(context, { node, rows, paging: page?.paging }, fieldsFor, `per row in \`${pathIn(django, template.path)}\``);
}

interface Page {
  /** What it is cut from. */
  readonly rows: ExprNode;
  readonly paging: Paging;
}

/** `Paginator(orders, 25).get_page(number)`, also by names in between, and a function of the project that makes such a page of what it is given. */
function pageOf(context: OrmContext, value: ExprNode): Page | undefined {
  const call = behindName(context, value);
  if (call?.nodeType !== 'Call') return undefined;
  if (call.func.nodeType !== 'Attribute' || (call.func.attr !== 'get_page' && call.func.attr !== 'page')) return pageByFunction(context, call);
  const maker = behindName(context, call.func.value);
  return maker?.nodeType === 'Call' ? pageBy(context, maker) : undefined;
}

function pageBy({ django, module }: Pick<OrmContext, 'django' | 'module'>, maker: Call): Page | undefined {
  if (django.names.externalPath(module, maker.func)?.startsWith('django.core.paginator.') !== true) return undefined;
  const rows = maker.args[0] ?? keywordOf(maker, 'object_list');
  const size = numberConstant(maker.args[1] ?? keywordOf(maker, 'per_page'));
  return rows === undefined ? undefined : { rows, paging: { size, paged: true } };
}

function pageByFunction({ django, module }: OrmContext, call: Call): Page | undefined {
  const fn = django.resolveFunction(module, call.func);
  if (fn?.module.text.includes('django.core.paginator') !== true) return undefined;
  for (const node of walk(fn.node.body)) {
    const page = node.nodeType === 'Call' ? pageBy({ django, module: fn.module }, node) : undefined;
    const parameter = page?.rows.nodeType === 'Name' ? page.rows.id : undefined;
    const given = parameter === undefined ? undefined : argumentAt({ handed: { args: call.args, keywords: call.keywords, filled: 0 } }, fn.node, parameter);
    if (page !== undefined && given !== undefined && given !== 'default') return { rows: given, paging: page.paging };
  }
  return undefined;
}

/** What a name was set to last, where that is one thing; in `try` and `except PageNotAnInteger` the first of them. */
function behindName({ module }: OrmContext, node: ExprNode): ExprNode | undefined {
  if (node.nodeType !== 'Name') return node;
  const [binding] = reaching(module, node, node.id);
  return binding?.kind === 'value' && binding.path.length === 0 ? binding.value : undefined;
}

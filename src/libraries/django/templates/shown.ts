import type { RelationRead } from '../../../model/query-call.ts';
import type { ExprNode } from '../../../python/nodes.ts';
import { singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { classesIn, declaresOne, ownMethod } from '../admin/classes.ts';
import type { ClassRef } from '../project/classes.ts';
import { returnsOf } from '../querysets/managers.ts';
import { namesOfList, pagingOf, showsList } from '../views/list-views.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { pathIn } from '../project/shown-path.ts';
import { handedRelations } from '../serializers/calls.ts';
import { objectRead, type ShownObject, shownRelations } from '../serializers/objects.ts';
import type { WrittenField } from '../serializers/reads.ts';
import type { Paging } from '../serializers/view-classes.ts';
import { hasOpaqueBases } from '../serializers/view-classes.ts';
import { modelOfView, rowsOfView, type ViewRows } from '../serializers/view-rows.ts';
import { objectRelations, rowsOfObject, viewRelations } from '../serializers/views.ts';
import type { OrmContext } from '../values/values.ts';
import { contexts, type Given, templateOf } from './contexts.ts';
import { pageOf } from './pages.ts';
import { readsInTemplate, readsOfObject } from './reads.ts';
import type { Template } from './syntax.ts';

/** What stands in every module whose code fills templates. */
export const SHOWING = /render|Template|ListView|DetailView|FilterView|get_context_data/;

/** Relations that templates read for each row of what a module's views and calls hand them. */
export function readTemplates(context: OrmContext): RelationRead[] {
  if (!SHOWING.test(context.module.text)) return [];
  const told = new Set<string>();
  return [...listViews(context), ...objectViews(context), ...contexts(context).flatMap((one) => contextReads(context, one)).filter(({ span, paths, also }) => {
    // several templates may show the same rows
    const key = JSON.stringify([span, paths, also]);
    return !told.has(key) && told.add(key).size > 0;
  })];
}

/** Of each `ListView`. */
function listViews({ module, django }: OrmContext): RelationRead[] {
  return classesIn(module).flatMap((cls) => {
    const list = listOfView(django, cls);
    const shown = list === undefined ? undefined : readsInTemplate(django, list.template, list.names, list.rows.model, { module: cls.module, node: cls.node as never });
    return list === undefined || shown === undefined ? [] : viewRelations(django, { cls, paging: list.paging }, list.rows, [shown], `per row in \`${shown.name}\``);
  });
}

/** The rows of a `ListView`, with the template that shows them. */
interface ViewShown {
  readonly rows: ViewRows;
  readonly template: Template;
  readonly names: readonly string[];
  readonly paging: Paging;
}

export function listOfView(django: DjangoProject, cls: ClassRef): ViewShown | undefined {
  if (!showsList(django, cls) || hasOpaqueBases(django, cls) || !declaresOne(cls, DECIDING)) return undefined;
  const rows = rowsOfView(django, cls, modelOfView(django, cls));
  const template = rows === undefined ? undefined : templateOf(django, cls, rows.model);
  if (rows === undefined || template === undefined) return undefined;
  return { rows, template, names: namesOfList(django, cls, rows.model), paging: pagingOf(django, cls) };
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

function contextReads(context: OrmContext, given: Given): RelationRead[] {
  const { django, module } = context;
  const { node, template, name, value, texts } = given;
  const object = objectRead(context, value);
  if (object !== undefined) return shownRelations(context, value, object, (model) => [readsOfObject(django, template, [name], model, { module, node: value }, texts)], `for each row inside \`${pathIn(django, template.path)}\``);
  const { rows, paging } = rowsIn(context, given);
  if (singletonOf(value) !== undefined || value.nodeType === 'Constant') return [];
  const fieldsFor = (model: DjangoModel): WrittenField[] => {
    const shown = readsInTemplate(django, template, [name], model, { module, node: rows }, texts);
    return shown === undefined ? [] : [shown];
  };
  return handedRelations(context, { node, rows, paging }, fieldsFor, `per row in \`${pathIn(django, template.path)}\``);
}

/** The rows of a variable, and how it is cut into pages. */
export function rowsIn(context: OrmContext, { value, paging }: Given): { readonly rows: ExprNode; readonly paging: Paging | undefined } {
  const page = paging === undefined ? pageOf(context, value) : undefined;
  return { rows: page?.rows ?? value, paging: page?.paging ?? paging };
}

import type { RelationRead } from '../../../model/query-call.ts';
import type { Call, Dict, ExprNode, FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { classAround, reaching, scopeOf } from '../../../python/syntax/flow.ts';
import { isFunction } from '../../../python/syntax/module.ts';
import { numberConstant, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { classesIn, declaresOne } from '../admin/classes.ts';
import type { ClassRef } from '../classes.ts';
import { keywordOf } from '../fields.ts';
import type { DjangoModel } from '../models.ts';
import type { DjangoProject } from '../project.ts';
import { pathIn } from '../shown-path.ts';
import { handedRelations } from '../serializers/calls.ts';
import type { WrittenField } from '../serializers/reads.ts';
import type { Paging } from '../serializers/view-classes.ts';
import { hasOpaqueBases } from '../serializers/view-classes.ts';
import { modelOfView, rowsOfView } from '../serializers/view-rows.ts';
import { viewRelations } from '../serializers/views.ts';
import { nodesOf, type OrmContext } from '../values.ts';
import { loadTemplate } from './loader.ts';
import { readsInTemplate } from './reads.ts';
import type { Template } from './syntax.ts';

/** Relations that templates read for each row of what a module's views and calls hand them. */
export function readTemplates(context: OrmContext): RelationRead[] {
  const { text } = context.module;
  if (!/render|Template|ListView|get_context_data/.test(text)) return [];
  return [...listViews(context), ...contexts(context).flatMap((one) => contextReads(context, one))];
}

const LIST_VIEW = /^django\.views\.generic(?:\.list)?\.(?:ListView|MultipleObjectTemplateResponseMixin)$/;

/** `ListView` with the names under which its template has the rows (django/views/generic/list.py). */
function listViews({ module, django }: OrmContext): RelationRead[] {
  return classesIn(module).flatMap((cls) => {
    if (!django.names.ancestryOf(cls).externals.some((path) => LIST_VIEW.test(path)) || hasOpaqueBases(django, cls) || !declaresOne(cls, DECIDING)) return [];
    const rows = rowsOfView(django, cls, modelOfView(django, cls));
    const template = rows === undefined ? undefined : templateOf(django, cls, rows.model);
    if (rows === undefined || template === undefined) return [];
    const option = django.classAttribute(cls, 'context_object_name');
    const own = option === undefined ? `${rows.model.name.toLowerCase()}_list` : stringOf({ module: option.module, node: option.value });
    const place = { module: cls.module, node: cls.node as never };
    const shown = readsInTemplate(django, template, ['object_list', 'page_obj', ...(own === undefined ? [] : [own])], rows.model, place);
    return shown === undefined ? [] : viewRelations(django, { cls, paging: pagingOf(django, cls) }, rows, [shown], `per row in \`${shown.name}\``);
  });
}

const DECIDING = ['queryset', 'get_queryset', 'model', 'template_name', 'context_object_name'];

function templateOf(django: DjangoProject, cls: ClassRef, model: DjangoModel | undefined): Template | undefined {
  if (django.method(cls, 'get_template_names') !== undefined) return undefined;
  const option = django.classAttribute(cls, 'template_name');
  const name = option === undefined ? (model === undefined ? undefined : `${model.app}/${model.name.toLowerCase()}_list.html`) : stringOf({ module: option.module, node: option.value });
  return name === undefined ? undefined : loadTemplate(django.root, name);
}

function pagingOf(django: DjangoProject, cls: ClassRef): Paging {
  const value = django.method(cls, 'get_paginate_by') === undefined ? django.classAttribute(cls, 'paginate_by')?.value : undefined;
  const size = numberConstant(value);
  return { size, paged: size !== undefined };
}

/** A template with a variable that code gives it. */
interface Given {
  readonly node: PythonNode;
  readonly template: Template;
  readonly name: string;
  readonly value: ExprNode;
}

const RENDER = /^django\.(?:shortcuts\.render|template\.loader\.render_to_string|template\.response\.(?:Simple)?TemplateResponse)$/;

/** The variables of templates in a module: of `render(request, "orders.html", {"orders": orders})`, of `get_context_data` of a class that names its template. */
function contexts(context: OrmContext): Given[] {
  const { module, django } = context;
  return nodesOf(context).flatMap((node) => {
    if (node.nodeType === 'Call') return ofCall(context, node);
    if (!isFunction(node) || node.name !== 'get_context_data') return [];
    const cls = classAround(module, node.body[0] as PythonNode);
    const view = cls === undefined ? undefined : { module, node: cls };
    const template = view === undefined || hasOpaqueBases(django, view) || django.classAttribute(view, 'template_name') === undefined ? undefined : templateOf(django, view, undefined);
    return template === undefined ? [] : assignmentsIn(node, 'context').map(({ name, value }) => ({ node: value, template, name, value }));
  });
}

function ofCall(context: OrmContext, node: Call): Given[] {
  const { module, django } = context;
  const path = django.names.externalPath(module, node.func) ?? '';
  if (!RENDER.test(path)) return [];
  const position = path.endsWith('render_to_string') || path.endsWith('SimpleTemplateResponse') ? 0 : 1;
  const named = node.args[position] ?? keywordOf(node, position === 0 && path.endsWith('string') ? 'template_name' : 'template') ?? keywordOf(node, 'template_name');
  const given = node.args[position + 1] ?? keywordOf(node, 'context');
  const name = named === undefined ? undefined : stringOf({ module, node: named });
  const template = name === undefined || given === undefined ? undefined : loadTemplate(django.root, name);
  return template === undefined || given === undefined ? [] : entriesOf(context, given).map(({ name: variable, value }) => ({ node, template, name: variable, value }));
}

interface Entry {
  readonly name: string;
  readonly value: ExprNode;
}

/** What a dictionary holds that is written out, and what its function puts in besides. */
function entriesOf({ module }: OrmContext, node: ExprNode): Entry[] {
  if (node.nodeType === 'Dict') return literalEntries(node);
  const [binding, ...others] = node.nodeType === 'Name' ? reaching(module, node, node.id) : [];
  const dict = binding?.kind === 'value' && others.length === 0 ? binding.value : undefined;
  const fn = scopeOf(module, node);
  if (node.nodeType !== 'Name' || dict?.nodeType !== 'Dict') return [];
  return [...literalEntries(dict), ...(isFunction(fn) ? assignmentsIn(fn, node.id) : [])];
}

function literalEntries({ keys, values }: Dict): Entry[] {
  return keys.flatMap((key, index) => {
    const value = values[index];
    return key?.nodeType === 'Constant' && typeof key.value === 'string' && value != null ? [{ name: key.value, value }] : [];
  });
}

/** `context["orders"] = orders` */
function assignmentsIn(fn: FunctionNode, variable: string): Entry[] {
  const found: Entry[] = [];
  for (const node of walk(fn.body)) {
    const [target] = node.nodeType === 'Assign' ? node.targets : [];
    if (node.nodeType !== 'Assign' || target?.nodeType !== 'Subscript' || target.value.nodeType !== 'Name' || target.value.id !== variable) continue;
    if (target.slice.nodeType === 'Constant' && typeof target.slice.value === 'string') found.push({ name: target.slice.value, value: node.value });
  }
  return found;
}

function contextReads(context: OrmContext, { node, template, name, value }: Given): RelationRead[] {
  const { django, module } = context;
  const page = pageOf(context, value);
  const rows = page?.rows ?? value;
  if (singletonOf(value) !== undefined || value.nodeType === 'Constant') return [];
  const fieldsFor = (model: DjangoModel): WrittenField[] => {
    const shown = readsInTemplate(django, template, [name], model, { module, node: rows });
    return shown === undefined ? [] : [shown];
  };
  return handedRelations(context, { node, rows, paging: page?.paging }, fieldsFor, `per row in \`${pathIn(django, template.path)}\``);
}

/** `Paginator(orders, 25).get_page(number)`, also by names in between. */
function pageOf(context: OrmContext, value: ExprNode): { readonly rows: ExprNode; readonly paging: Paging } | undefined {
  const call = behindName(context, value);
  if (call?.nodeType !== 'Call' || call.func.nodeType !== 'Attribute' || (call.func.attr !== 'get_page' && call.func.attr !== 'page')) return undefined;
  const maker = behindName(context, call.func.value);
  if (maker?.nodeType !== 'Call' || context.django.names.externalPath(context.module, maker.func)?.startsWith('django.core.paginator.') !== true) return undefined;
  const rows = maker.args[0] ?? keywordOf(maker, 'object_list');
  const size = numberConstant(maker.args[1] ?? keywordOf(maker, 'per_page'));
  return rows === undefined ? undefined : { rows, paging: { size, paged: true } };
}

/** What a name was set to last, where that is one thing; in `try` and `except PageNotAnInteger` the first of them. */
function behindName({ module }: OrmContext, node: ExprNode): ExprNode | undefined {
  if (node.nodeType !== 'Name') return node;
  const [binding] = reaching(module, node, node.id);
  return binding?.kind === 'value' && binding.path.length === 0 ? binding.value : undefined;
}

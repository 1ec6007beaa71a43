import type { RelationRead } from '../../../model/query-call.ts';
import type { Call, ExprNode } from '../../../python/nodes.ts';
import { scopeOf } from '../../../python/syntax/bindings.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { numberConstant, singletonOf, valueAt } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { classesIn, declaresOne, overrides } from '../admin/classes.ts';
import type { ClassRef } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoProject } from '../project.ts';
import { handedRelations } from '../serializers/calls.ts';
import { modelOfSerializer } from '../serializers/classes.ts';
import type { WrittenField } from '../serializers/reads.ts';
import { hasOpaqueBases, type Paging } from '../serializers/view-classes.ts';
import { modelOfView, rowsOfView } from '../serializers/view-rows.ts';
import { viewRelations } from '../serializers/views.ts';
import { nodesOf, type OrmContext } from '../values/values.ts';
import { isTable, rowsPerPage, shownByTable } from './columns.ts';

/** Relations that the tables of django-tables2 read for each row that a module's views and calls give them without. */
export function readTables(context: OrmContext): RelationRead[] {
  if (!/[Tt]able/.test(context.module.text)) return [];
  return [...tableViews(context), ...tableCalls(context)];
}

const VIEW = /^django_tables2\.(?:\w+\.)*SingleTable(?:View|Mixin)$/;

const DECIDING = ['queryset', 'get_queryset', 'model', 'table_class'];

/** Views that show the rows of their queryset in a table (`views.py`, `SingleTableMixin`). */
function tableViews({ module, django }: OrmContext): RelationRead[] {
  return classesIn(module).flatMap((cls) => {
    if (!django.names.ancestryOf(cls).externals.some((path) => VIEW.test(path)) || hasOpaqueBases(django, cls) || !declaresOne(cls, DECIDING)) return [];
    if (overrides(django, cls, 'get_table', 'get_table_class', 'get_table_data', 'get_table_kwargs') || django.classAttribute(cls, 'table_data') !== undefined) return [];
    const option = django.classAttribute(cls, 'table_class');
    const table = option === undefined ? undefined : django.resolveClass(option.module, option.value);
    const rows = table === undefined || !isTable(django, table) ? undefined : rowsOfView(django, cls, modelOfView(django, cls) ?? modelOfSerializer(django, table));
    const shown = table === undefined || rows === undefined ? undefined : shownByTable(django, table, rows.model);
    return table === undefined || rows === undefined || shown === undefined ? [] : viewRelations(django, { cls, paging: pagingOf(django, cls, table) }, rows, shown, subjectOf(table));
  });
}

/** `OrderTable(Order.objects.all())`: whoever configures it may cut it into pages. */
function tableCalls(context: OrmContext): RelationRead[] {
  const { module, django } = context;
  return nodesOf(context).flatMap((node) => {
    const rows = node.nodeType === 'Call' ? (node.args[0] ?? keywordOf(node, 'data')) : undefined;
    const table = node.nodeType === 'Call' && rows !== undefined ? tableMadeBy(context, node) : undefined;
    if (table === undefined || rows === undefined) return [];
    const paging = node.nodeType === 'Call' && isPaged(module, node) ? { size: sizeOf(django, table), paged: true } : undefined;
    return handedRelations(context, { node, rows, paging }, (model): readonly WrittenField[] => shownByTable(django, table, model) ?? [], subjectOf(table));
  });
}

/** `RequestConfig(request).configure(table)`, `table.paginate(…)`: without one of these all rows are shown (`config.py` and `templatetags/django_tables2.py`, 2.7). */
function isPaged(module: PyModule, call: Call): boolean {
  const parent = module.parent(call);
  const [target] = parent?.nodeType === 'Assign' ? parent.targets : [];
  const isTable = (node: ExprNode | undefined): boolean => node === call || (node?.nodeType === 'Name' && target?.nodeType === 'Name' && node.id === target.id);
  return [...walk(scopeOf(module, call))].some((node) => {
    if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute') return false;
    if (node.func.attr === 'paginate') return isTable(node.func.value);
    const config = node.func.value;
    return node.func.attr === 'configure' && config.nodeType === 'Call' && isTable(node.args[0]) && singletonOf(keywordOf(config, 'paginate')) !== 'False';
  });
}

/** The table that a call makes; one that is told which columns to show may show fewer. */
function tableMadeBy({ module, django }: OrmContext, { func, keywords }: Call): ClassRef | undefined {
  if (!/Table\w*$/.test(module.source(func)) || keywords.some(({ arg }) => arg === undefined || arg === 'exclude' || arg === 'extra_columns')) return undefined;
  const cls = django.resolveClass(module, func);
  return cls !== undefined && isTable(django, cls) ? cls : undefined;
}

/** Cut into pages unless the view says otherwise (`views.py`, `TableMixinBase.get_table_pagination`). */
function pagingOf(django: DjangoProject, cls: ClassRef, table: ClassRef): Paging {
  const option = django.classAttribute(cls, 'table_pagination');
  if (singletonOf(option?.value) === 'False') return { size: undefined, paged: false };
  const dict = option?.value.nodeType === 'Dict' ? valueAt({ module: option.module, node: option.value }, 'per_page') : undefined;
  const own = numberConstant(django.classAttribute(cls, 'paginate_by')?.value ?? dict);
  return { size: overrides(django, cls, 'get_paginate_by', 'get_table_pagination') ? undefined : (own ?? sizeOf(django, table)), paged: true };
}

const PAGE_SIZE = 25;

function sizeOf(django: DjangoProject, table: ClassRef): number | undefined {
  const own = rowsPerPage(django, table);
  return own === undefined ? PAGE_SIZE : numberConstant(own);
}

function subjectOf({ node }: ClassRef): string {
  return `per row that \`${node.name}\` shows`;
}

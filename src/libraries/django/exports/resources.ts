import type { RelationRead } from '../../../model/query-call.ts';
import type { RowScope } from '../../../model/row-scope.ts';
import type { PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { stringOf } from '../../../python/syntax/static.ts';
import { classesIn, listOption, methodsOf, overrides, registryOf } from '../admin/classes.ts';
import { type Column, columnsOf } from '../admin/columns.ts';
import { type Loading, loadingOf, prefetchPath } from '../admin/loading.ts';
import { loadsOfManager } from '../admin/loads.ts';
import { costMarks, missingReads } from '../admin/missing.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { nameSpan } from '../project/name-span.ts';
import { oncePerProject } from '../project/project-memo.ts';
import type { DjangoProject } from '../project.ts';
import { RowReader } from '../rows/row-reader.ts';
import { readsOfFunction } from '../rows/row-reads.ts';
import type { Value } from '../rows/row-values.ts';
import { metaList, metaClass, modelOfSerializer } from '../serializers/classes.ts';
import { type DeclaredCall, declaredFields } from '../serializers/fields.ts';
import { adviseInstead, type Lack, lacksOf } from '../serializers/lacks.ts';
import { fieldOfReader, type WrittenField } from '../serializers/reads.ts';
import { placeIn } from '../project/shown-path.ts';
import { speakersIn } from '../project/speakers.ts';
import type { OrmContext } from '../values/values.ts';

const RESOURCE = /^import_export\.(?:\w+\.)*ModelResource$/;

/** Relations that the resources of a module read for each row that they export although the rows come without them. */
export function readResources({ module, django }: OrmContext): RelationRead[] {
  if (!module.text.includes('Resource')) return [];
  return classesIn(module).flatMap((cls) => {
    const model = django.names.ancestryOf(cls).externals.some((path) => RESOURCE.test(path)) ? modelOfSerializer(django, cls) : undefined;
    const rows = model === undefined ? undefined : rowsOf(django, cls, model);
    if (model === undefined || rows === undefined) return [];
    const methods = dehydrated(django, cls, model);
    const columns = followed(django, cls, model).filter(({ name }) => !methods.some((method) => method.name === name));
    return lacksOf(django, [...methods, ...columns], rows.loading).map((lack) => relationRead(django, cls, model, lack, rows.there));
  });
}

/** The methods that make a column of each row: `dehydrate_customer(self, order)` (import_export 2.0 to 4.3, `resources.py`, `export_field`). */
function dehydrated(django: DjangoProject, cls: ClassRef, model: DjangoModel): WrittenField[] {
  const meta = metaClass(django, cls);
  const left = meta === undefined ? undefined : metaList(django, meta, 'exclude');
  const found = new Map<string, WrittenField>();
  for (const { module, node } of django.names.ancestryOf(cls).classes) {
    for (const fn of methodsOf(node)) {
      const [, name] = /^dehydrate_(\w+)$/.exec(fn.name) ?? [];
      if (name === undefined || found.has(name) || (Array.isArray(left) && left.some(({ text }) => text === name))) continue;
      found.set(name, fieldOfReader(name, readsOfFunction(django, { module, node: fn }, model, 1, cls), `\`${node.name}.${fn.name}\` (${placeIn(django, { module, node: fn })})`));
    }
  }
  return [...found.values()];
}

const FIELD = /^import_export\.(?:fields\.)?Field$/;

/**
 * Columns that name their value by a path: `Field(attribute="customer__name")`, `fields = ("customer__name",)`. The attributes are followed one after the other from the row
 * (import_export 2.0 to 4.3, `fields.py`, `get_value`; `declarative.py`). What a method of the class gives takes their place.
 */
function followed(django: DjangoProject, cls: ClassRef, model: DjangoModel): WrittenField[] {
  const meta = metaClass(django, cls);
  const lists = ['fields', 'exclude'].map((name) => ({ list: meta && metaList(django, meta, name), isSet: meta !== undefined && django.classAttribute(meta, name) !== undefined }));
  // a list that can't be read may leave out any of them
  if (lists.some(({ list, isSet }) => isSet && list === undefined)) return [];
  const [listed, excluded] = lists.map(({ list }) => list);
  const named = listed === undefined || listed === 'all' ? undefined : listed;
  const left = new Set(excluded === undefined || excluded === 'all' ? [] : excluded.map(({ text }) => text));
  const declared = declaredFields(django, cls);
  const columns = [
    ...[...declared].map(([name, one]) => ({ name, column: one === 'removed' ? undefined : pathOf(django, one) })),
    ...(named ?? []).filter(({ text }) => !declared.has(text)).map(({ text, module, node }) => ({ name: text, column: { path: text, module, node } })),
  ];
  return columns.flatMap(({ name, column }) => {
    if (column === undefined || left.has(name) || named?.some(({ text }) => text === name) === false || !column.path.includes('__')) return [];
    const reader = new RowReader(django, undefined);
    let value: Value | undefined = { kind: 'instance', model, steps: [] };
    for (const step of column.path.split('__')) value = value?.kind === 'instance' ? reader.attribute(column.module, column.node, value, step) : undefined;
    return [fieldOfReader(name, reader.result(), `\`${cls.node.name}.${name}\` (${placeIn(django, column)})`)];
  });
}

/** The path that a `Field` is given, and where. */
function pathOf(django: DjangoProject, { call, module }: DeclaredCall): { readonly path: string; readonly module: PyModule; readonly node: PythonNode } | undefined {
  const attribute = FIELD.test(django.names.externalPath(module, call.func) ?? '') ? (keywordOf(call, 'attribute') ?? call.args[0]) : undefined;
  const path = attribute === undefined ? undefined : stringOf({ module, node: attribute });
  return path === undefined ? undefined : { path, module, node: call };
}

interface ExportedRows {
  readonly loading: Loading;
  /** Where a queryset can bring more along. */
  readonly there: string;
}

const LOADING = /select_related|prefetch_related/;

/**
 * What the exported rows bring along: those of the list of the admin that exports them, else all of the model (import_export 4.3, `admin.py`, `get_export_queryset`; `resources.py`,
 * `get_queryset`). Undefined where code of the project hands them over or loads what they need.
 */
function rowsOf(django: DjangoProject, cls: ClassRef, model: DjangoModel): ExportedRows | undefined {
  if (loadsByItself(django, cls, ['get_queryset', 'filter_export', 'before_export', 'export', 'iter_queryset', '__init__', 'get_export_queryset'])) return undefined;
  const admins = exportersIn(django).get(keyOf(cls)) ?? [];
  const [admin, ...others] = admins;
  if (admin !== undefined) {
    if (others.length > 0 || loadsByItself(django, admin, ['get_export_queryset', 'get_data_for_export', 'get_queryset_for_export'])) return undefined;
    const columns = columnsOf(django, admin, model);
    const loading = columns === undefined ? undefined : loadingOf(django, admin, model, columns.columns);
    return columns === undefined || loading === undefined ? undefined : { loading: withoutTold(django, columns.columns, loading), there: `in \`${admin.node.name}.get_export_queryset()\`` };
  }
  // made by hand, with rows of anybody's
  if (speakersIn(django.files).of(cls.node.name).some(({ file }) => new RegExp(String.raw`\b${cls.node.name}\(\)|\b${cls.node.name}\([^)]*=`).test(file.text))) return undefined;
  const queryset = overrides(django, cls, 'get_queryset') ? undefined : loadsOfManager(django, model, 'objects');
  if (queryset === undefined || queryset.unknown) return undefined;
  const ways = queryset.ways.map((way) => ({ ...way, mechanism: 'none' as const }));
  return { loading: { option: { kind: 'default' }, queryset, ways }, there: `in \`${cls.node.name}.get_queryset()\`` };
}

/**
 * What the admin's list lacks is told of there, and what mends that mends the export: it takes the rows of the same `ChangeList`, with `list_select_related` and what `get_queryset`
 * loads (import_export 0.6 to 4.3, `admin.py`, `get_export_queryset`).
 */
function withoutTold(django: DjangoProject, columns: readonly Column[], loading: Loading): Loading {
  const told = missingReads(django, columns, loading).flatMap(({ by, read }) => (by === 'join' || by === 'prefetch' ? [prefetchPath(read.steps)] : []));
  return { ...loading, ways: loading.ways.map((way) => ({ ...way, prefetched: [...way.prefetched, ...told] })) };
}

function loadsByItself(django: DjangoProject, cls: ClassRef, names: readonly string[]): boolean {
  return names.some((name) => {
    const method = django.method(cls, name);
    return method !== undefined && LOADING.test(method.module.source(method.node));
  });
}

/** The admins that export by a resource, by the resource. */
const exportersIn = oncePerProject((django): ReadonlyMap<string, readonly ClassRef[]> => {
  const found = new Map<string, ClassRef[]>();
  for (const { admin } of registryOf(django).registrations) {
    if (admin === undefined) continue;
    const single = django.classAttribute(admin, 'resource_class');
    const several = listOption(django, admin, 'resource_classes');
    const named = [...(single === undefined ? [] : [{ module: single.module, node: single.value }]), ...(typeof several === 'string' ? [] : several.elements)];
    for (const { module, node } of named) {
      const cls = django.resolveClass(module, node);
      if (cls !== undefined) found.set(keyOf(cls), [...(found.get(keyOf(cls)) ?? []), admin]);
    }
  }
  return found;
});

function relationRead(django: DjangoProject, cls: ClassRef, model: DjangoModel, lack: Lack, there: string): RelationRead {
  const [first, ...others] = lack.missing.flatMap(({ read }) => (read.module === cls.module && read.through.length <= 1 ? [cls.module.range(read.node)] : []));
  const span = first ?? nameSpan(cls);
  const scope: RowScope = { kind: 'resolver', head: span, subject: `per row that \`${cls.node.name}\` exports`, origin: 'table', rows: undefined, table: django.tableSize(model), ...costMarks(lack.missing) };
  const method = lack.missing[0].by === 'join' ? 'select_related' : 'prefetch_related';
  return {
    span, also: others, ...lack.told,
    evidence: { task: 'read', scope, runs: 'admin-page', around: [], spares: 'statements' },
    advice: adviseInstead(lack, there) ?? `Add \`.${method}(${lack.told.paths.map((path) => `"${path}"`).join(', ')})\` ${there}.`, remedies: [],
  };
}

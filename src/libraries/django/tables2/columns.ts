import type { Call, ExprNode } from '../../../python/nodes.ts';
import { ownAttribute, type Place, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { statementsIn } from '../../../python/syntax/module.ts';
import { resolverIn } from '../admin/classes.ts';
import type { ClassRef } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from '../project/project-memo.ts';
import { RowReader } from '../rows/row-reader.ts';
import type { Environment, InstanceValue, Value } from '../rows/row-values.ts';
import { keyOf } from '../project/classes.ts';
import { metaClass, metaList } from '../serializers/classes.ts';
import { fieldOfReader, type WrittenField } from '../serializers/reads.ts';
import { placeIn } from '../project/shown-path.ts';

const TABLE = /^django_tables2\.(?:\w+\.)*Table$/;
const COLUMN = /^django_tables2\.(?:\w+\.)*(\w*Column)$/;

/** True for classes of django-tables2 that show a row of the table for each row that they are given, and load nothing for it. */
export function isTable(django: DjangoProject, cls: ClassRef): boolean {
  const { classes, externals } = django.names.ancestryOf(cls);
  return externals.some((path) => TABLE.test(path)) && externals.every((path) => path.startsWith('django_tables2.')) && classes.every((one) => !DECIDING.test(one.module.source(one.node)));
}

/** Code of a table that loads what its rows need, or decides while it runs which columns there are. */
const DECIDING = /select_related|prefetch_related|def (?:before_render|__init__|get_columns)\b/;

/** A column as a table declares it, or as its model's field of that name makes one. */
interface TableColumn {
  readonly name: string;
  readonly place: Place;
  /** The names by which it gets its value from the row; undefined where they can't be read. */
  readonly accessor: readonly string[] | undefined;
  /** It shows each row of the relation that its value is. */
  readonly listing: boolean;
}

/** What a table reads of each row of `model` that it shows, column by column (django_tables2 2.0 to 2.7). Undefined where its columns can't be told. */
export const shownByTable: (django: DjangoProject, cls: ClassRef, model: DjangoModel) => readonly WrittenField[] | undefined = oncePerKey(
  (cls, model) => `${keyOf(cls)}\0${model.label}`,
  (django, cls, model) => columnsOf(django, cls, model)?.map((column) => shownBy(django, cls, model, column)),
  { answer: undefined },
);

/** Columns of the model's fields, then those that are declared, which take their place (`DeclarativeColumnsMetaclass`). */
function columnsOf(django: DjangoProject, cls: ClassRef, model: DjangoModel): TableColumn[] | undefined {
  const meta = metaClass(django, cls);
  const excluded = meta === undefined || django.classAttribute(meta, 'exclude') === undefined ? [] : metaList(django, meta, 'exclude');
  const made = meta === undefined ? [] : columnsOfModel(django, meta, model);
  if (made === undefined || excluded === undefined || excluded === 'all') return undefined;
  const found = new Map(made.map((column) => [column.name, column]));
  for (const one of django.names.ancestryOf(cls).classes.toReversed()) {
    for (const statement of statementsIn(one.node.body)) {
      const target = statement.nodeType === 'Assign' && statement.targets.length === 1 ? statement.targets[0] : undefined;
      if (statement.nodeType !== 'Assign' || target?.nodeType !== 'Name') continue;
      const column = declaredColumn(django, one, target.id, statement.value);
      if (column === 'hidden') found.delete(target.id);
      else if (column !== undefined) found.set(target.id, column);
    }
  }
  return [...found.values()].filter(({ name }) => !excluded.some(({ text }) => text === name));
}

/** `Meta.fields`, else all fields of `Meta.model`. */
function columnsOfModel(django: DjangoProject, meta: ClassRef, model: DjangoModel): TableColumn[] | undefined {
  const ofModel = django.classAttribute(meta, 'model');
  if (ofModel === undefined) return [];
  if (django.classAttribute(meta, 'fields') === undefined) {
    const columns = [...model.forward.values()].filter(({ kind }) => kind === undefined || kind === 'foreign-key' || kind === 'one-to-one');
    return columns.map(({ name }) => ({ name, place: { module: ofModel.module, node: ofModel.value }, accessor: [name], listing: false }));
  }
  const fields = metaList(django, meta, 'fields');
  return fields === undefined || fields === 'all' ? undefined : fields.map(({ text, module, node }) => ({ name: text, place: { module, node }, accessor: bitsOf(text), listing: true }));
}

/** `customer = tables.Column(accessor="customer.name")`; `hidden` for `customer = None` and `visible=False`. */
function declaredColumn(django: DjangoProject, { module, node }: ClassRef, name: string, value: ExprNode): TableColumn | 'hidden' | undefined {
  if (singletonOf(value) === 'None') return 'hidden';
  const kind = value.nodeType === 'Call' ? kindOf(django, { module, node }, value) : undefined;
  if (value.nodeType !== 'Call' || kind === undefined) return undefined;
  if (singletonOf(keywordOf(value, 'visible')) === 'False') return 'hidden';
  const accessor = keywordOf(value, 'accessor') ?? (kind === 'TemplateColumn' ? undefined : value.args[1]);
  return { name, place: { module, node: value }, accessor: accessor === undefined ? [name] : accessorOf(django, { module, node }, accessor), listing: kind === 'ManyToManyColumn' };
}

/** The class of django-tables2 that a column is of, or that the project's own class is made from. */
function kindOf(django: DjangoProject, { module }: ClassRef, { func }: Call): string | undefined {
  const own = django.resolveClass(module, func);
  const paths = own === undefined ? [django.names.externalPath(module, func)] : django.names.ancestryOf(own).externals;
  return paths.map((path) => COLUMN.exec(path ?? '')?.[1]).find((kind) => kind !== undefined);
}

/** `"customer.name"`, `A("customer.name")`; a function is none that is followed. */
function accessorOf(django: DjangoProject, cls: ClassRef, node: ExprNode): readonly string[] | undefined {
  const text = stringOf({ module: cls.module, node: node.nodeType === 'Call' && node.args[0] !== undefined ? node.args[0] : node }, resolverIn(django, cls));
  return text === undefined ? undefined : bitsOf(text);
}

/** Names are parted by two underscores, and by a dot in versions before 3 (`utils.py`, `Accessor.bits`). */
function bitsOf(accessor: string): readonly string[] {
  return accessor.split(/__|\./);
}

function shownBy(django: DjangoProject, cls: ClassRef, model: DjangoModel, column: TableColumn): WrittenField {
  const { name, place, listing } = column;
  const reader = new RowReader(django, cls);
  const row: InstanceValue = { kind: 'instance', model, steps: [] };
  const value = valueOf(reader, row, column.accessor ?? []);
  const method = django.method(cls, `render_${name}`);
  if (method !== undefined) reader.label(reader.run(method, [{ kind: 'self', cls }], method.node.name, argumentsOf(row, column.accessor === undefined ? undefined : value)));
  else if (listing && value?.kind === 'related') listed(reader, place, value);
  else reader.label(value === row ? undefined : value);
  const text = method === undefined ? `\`${cls.node.name}.${name}\` (${placeIn(django, place)})` : `\`${method.owner.node.name}.${method.node.name}\` (${placeIn(django, method)})`;
  return fieldOfReader(name, reader.result(), text);
}

/** What a method is given by the names of its parameters (`rows.py`, `BoundRow._call_render`). */
function argumentsOf(row: InstanceValue, value: Value | undefined): Environment {
  return new Map<string, Value>([['record', row], ...(value === undefined ? [] : [['value', value] as const])]);
}

/** What a row gives by a path of names; methods are called. */
function valueOf(reader: RowReader, row: InstanceValue, bits: readonly string[]): Value | undefined {
  let value: Value | undefined = row;
  for (const bit of bits) {
    const model = value?.kind === 'instance' ? value.model : undefined;
    value = value?.kind === 'instance' && model !== undefined ? reader.attribute(model.module, model.node, value, bit) : undefined;
    if (value?.kind === 'method') value = reader.run(value.fn, [value.self], value.name);
  }
  return value;
}

/** `ManyToManyColumn` shows the label of each row of `value.all()` (`columns/manytomanycolumn.py`). */
function listed(reader: RowReader, { module, node }: Place, { model, steps }: Value & { kind: 'related' }): void {
  reader.record(module, node, steps);
  reader.label({ kind: 'instance', model, steps });
}

/** `Meta.per_page`, else 25 (`tables.py`, `TableOptions`). */
export function rowsPerPage(django: DjangoProject, cls: ClassRef): ExprNode | undefined {
  const meta = metaClass(django, cls);
  return meta === undefined ? undefined : ownAttribute(meta.node, 'per_page');
}

import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { hasDecorator, isSequence, stringOf } from '../../../python/syntax/static.ts';
import { type ClassRef, type FunctionRef, innerMeta, keyOf } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from '../project/project-memo.ts';
import { RowReader } from '../rows/row-reader.ts';
import type { InstanceValue, Value } from '../rows/row-values.ts';
import { metaList } from '../serializers/classes.ts';
import { fieldOfReader, type WrittenField } from '../serializers/reads.ts';
import { placeIn } from '../project/shown-path.ts';

const SCHEMA = /^ninja\.(?:schema\.|orm\.(?:\w+\.)*)?(?:Model)?Schema$/;

/** Bases beside the schema that read nothing of a row. */
const PLAIN_BASES = /^(?:object|abc\.ABC|typing\.(?:Generic|Protocol))$/;

/** A class of django-ninja that says what is written out of a row. */
export function isSchema(django: DjangoProject, cls: ClassRef): boolean {
  const { externals } = django.names.ancestryOf(cls);
  return externals.some((path) => SCHEMA.test(path)) && externals.every((path) => SCHEMA.test(path) || PLAIN_BASES.test(path));
}

/** A field of a schema. */
interface SchemaField {
  readonly name: string;
  readonly place: { readonly module: PyModule; readonly node: PythonNode };
  /** What the field holds, as the class writes it; undefined for what a model schema takes from its model. */
  readonly holds: ExprNode | undefined;
  /** The names that lead from the row to its value. */
  readonly path: readonly string[];
}

/** Schemas inside schemas that are followed: some hold themselves. */
const MAX_DEPTH = 6;

/** What a schema reads of each row of `model`. */
export const shownBySchema: (django: DjangoProject, cls: ClassRef, model: DjangoModel) => readonly WrittenField[] = oncePerKey((cls, model) => `${keyOf(cls)}\0${model.label}`, (django, cls, model) =>
  fieldsOf(django, cls, model).map((field): WrittenField => {
    const reader = new RowReader(django, undefined);
    new SchemaReader(django, reader).field(cls, field, { kind: 'instance', model, steps: [] }, 0);
    const resolver = resolverOf(django, cls, field.name);
    const text = `\`${cls.node.name}.${resolver?.node.name ?? field.name}\` (${placeIn(django, resolver ?? field.place)})`;
    return fieldOfReader(field.name, reader.result(), text);
  }), { answer: [] });

/** Follows a row through the fields of a schema as `DjangoGetter` does (`schema.py` of django-ninja 1.7, measured). */
class SchemaReader {
  readonly #django: DjangoProject;
  readonly #reader: RowReader;

  constructor(django: DjangoProject, reader: RowReader) {
    this.#django = django;
    this.#reader = reader;
  }

  field(cls: ClassRef, field: SchemaField, row: InstanceValue, depth: number): void {
    const resolver = resolverOf(this.#django, cls, field.name);
    const value = resolver === undefined ? this.#valueOf(row, field.path) : this.#reader.run(resolver, [row], resolver.node.name);
    this.#written(cls, field, value, depth);
  }

  /** What a row gives by a path of names; methods are called. */
  #valueOf(row: InstanceValue, path: readonly string[]): Value | undefined {
    let value: Value | undefined = row;
    for (const name of path) {
      const model: DjangoModel | undefined = value?.kind === 'instance' ? value.model : undefined;
      value = value?.kind === 'instance' && model !== undefined ? this.#reader.attribute(model.module, model.node, value, name) : undefined;
      if (value?.kind === 'method') value = this.#reader.run(value.fn, [value.self], value.name);
    }
    return value;
  }

  /** A manager or a queryset is read whole (`_convert_result`), whatever the field holds. */
  #written(cls: ClassRef, { place, holds }: SchemaField, value: Value | undefined, depth: number): void {
    for (const one of value?.kind === 'choice' ? value.values : [value]) {
      if (one?.kind === 'related') this.#reader.record(place.module, place.node, one.steps);
      const inner: Value | undefined = one?.kind === 'related' ? { kind: 'instance', model: one.model, steps: one.steps } : one?.kind === 'list' ? one.element : one;
      const schema = holds === undefined || depth >= MAX_DEPTH ? undefined : schemaIn(this.#django, cls, holds);
      if (inner?.kind !== 'instance' || inner.model === undefined || schema === undefined) continue;
      for (const field of fieldsOf(this.#django, schema, inner.model)) this.field(schema, field, inner, depth + 1);
    }
  }
}

/** `resolve_customer_name(order)`: only static methods are called (`Resolver`, 1.7). */
function resolverOf(django: DjangoProject, cls: ClassRef, name: string): FunctionRef | undefined {
  const method = django.method(cls, `resolve_${name}`);
  return method !== undefined && hasDecorator(method.node, 'staticmethod') ? method : undefined;
}

/** The schema that a field holds, one or a list of them: `Customer`, `list[Item]`, `Optional[Customer]`, `Customer | None`, `"Customer"`. */
export function schemaIn(django: DjangoProject, cls: Pick<ClassRef, 'module'>, holds: ExprNode): ClassRef | undefined {
  if (holds.nodeType === 'Subscript') return isSequence(holds.slice) ? holds.slice.elts.map((one) => schemaIn(django, cls, one)).find((one) => one !== undefined) : schemaIn(django, cls, holds.slice);
  if (holds.nodeType === 'BinOp') return schemaIn(django, cls, holds.left) ?? schemaIn(django, cls, holds.right);
  const named = stringOf({ module: cls.module, node: holds });
  const own = named === undefined ? undefined : cls.module.classes.get(named);
  const found = own === undefined ? django.resolveClass(cls.module, holds) : { module: cls.module, node: own };
  return found !== undefined && isSchema(django, found) ? found : undefined;
}

/** The fields that a schema and its bases declare, and those that a model schema takes from its model. The last of a name counts. */
function fieldsOf(django: DjangoProject, cls: ClassRef, model: DjangoModel): SchemaField[] {
  const { classes } = django.names.ancestryOf(cls);
  const found = new Map(fieldsOfModel(django, classes, model).map((field) => [field.name, field]));
  for (const { module, node } of [...classes].reverse()) {
    for (const statement of node.body) {
      if (statement.nodeType !== 'AnnAssign' || statement.target.nodeType !== 'Name' || /^_|^model_config$/.test(statement.target.id)) continue;
      const name = statement.target.id;
      found.set(name, { name, place: { module, node: statement }, holds: statement.annotation, path: pathOf(module, name, statement.value) });
    }
  }
  return [...found.values()];
}

/** `customer_name: str = Field(..., alias="customer.name")` */
function pathOf(module: PyModule, name: string, value: ExprNode | undefined): readonly string[] {
  const alias = value?.nodeType === 'Call' ? aliasOf(value) : undefined;
  const text = alias === undefined ? undefined : stringOf({ module, node: alias });
  return text === undefined ? [name] : text.split('.');
}

function aliasOf(call: Call): ExprNode | undefined {
  return keywordOf(call, 'validation_alias') ?? keywordOf(call, 'alias');
}

/** `class Meta` of a model schema: a key shows itself, and the rows of a many-to-many are read for theirs (measured on 1.7). */
function fieldsOfModel(django: DjangoProject, classes: readonly ClassRef[], model: DjangoModel): SchemaField[] {
  const meta = innerMeta(classes);
  if (meta === undefined) return [];
  const fields = metaList(django, meta, 'fields');
  const left = metaList(django, meta, 'exclude');
  const excluded = left === undefined || left === 'all' ? [] : left.map(({ text }) => text);
  const names = fields !== undefined && fields !== 'all' ? fields.map(({ text }) => text) : fields === 'all' || excluded.length > 0 ? [...model.forward.keys()] : [];
  return names.filter((name) => !excluded.includes(name) && model.forward.get(name)?.kind === 'many-to-many').map((name) => ({ name, place: { module: meta.module, node: meta.node }, holds: undefined, path: [name] }));
}

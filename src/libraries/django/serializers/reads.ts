import type { Call } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { hasDecorator, lastName } from '../../../python/syntax/static.ts';
import { type Column, PLAIN } from '../admin/columns.ts';
import { prefetchPath } from '../admin/loading.ts';
import { type ClassRef, type FunctionRef, keyOf } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from '../project/project-memo.ts';
import { placeIn } from '../project/shown-path.ts';
import { isOfModel, RowReader, type Write } from '../rows/row-reader.ts';
import type { RowReads } from '../rows/row-reads.ts';
import type { InstanceValue, Value } from '../rows/row-values.ts';
import { changesOf, mayAskForLess } from './changing.ts';
import { isDynamic, isSerializer, isTrueIn } from './classes.ts';
import { fieldsOf, type SerializerField, type Way } from './fields.ts';

/** A field of a serializer, with the relations that writing it out reaches from the row. */
export interface WrittenField extends Column {
  /** Who reads each relation, by its path as `prefetch_related` takes it. */
  readonly readers: ReadonlyMap<string, Reader>;
}

/** A field whose reads are all one function's, which `text` names with its place. */
export function fieldOfReader(name: string, reads: RowReads, text: string): WrittenField {
  return { ...PLAIN, name, ...reads, readers: new Map(reads.reads.map(({ steps }) => [prefetchPath(steps), { text }])) };
}

/** Who reads a relation, with the place: "`OrderSerializer.customer_name` (shop/serializers.py:12)". */
export interface Reader {
  readonly text: string;
  /** The file that reads it, where others show such rows by it too: a template that is included or extended. */
  readonly shared?: string | undefined;
}

/** A function that a serializer runs for each row that it writes out. */
export interface WritingMethod extends FunctionRef {
  readonly model: DjangoModel;
  readonly serializer: ClassRef;
  readonly field: string;
  /** It is given rows of the list itself, and not what a relation of them leads to. */
  readonly ofList: boolean;
}

/** What a serializer does for each row. */
export interface Written {
  readonly fields: readonly WrittenField[];
  readonly methods: readonly WritingMethod[];
  /** Whoever sends the request may ask for less than these fields. */
  readonly upToAsking: boolean;
}

/** Serializers inside serializers that are followed: some hold themselves. */
const MAX_DEPTH = 6;

/** What a serializer reads of each row of `model`; undefined where its fields can't be told. */
export const writtenBy: (django: DjangoProject, cls: ClassRef, model: DjangoModel) => Written | undefined = oncePerKey((cls, model) => `${keyOf(cls)}\0${model.label}`, (django, cls, model) => {
  if (isDynamic(django, cls)) return undefined;
  const row: InstanceValue = { kind: 'instance', model, steps: [] };
  const methods: WritingMethod[] = [];
  let upToAsking = changesOf(django, cls)?.upToAsking === true;
  const fields = ownFields(django, cls, model)?.map((field): WrittenField => {
    const writer = new FieldWriter(django, methods);
    writer.field(cls, field, row, 0);
    upToAsking ||= writer.upToAsking;
    return { ...PLAIN, name: field.name, ...writer.result() };
  });
  return fields === undefined ? undefined : { fields, methods, upToAsking };
}, { answer: undefined });

/** The fields, and `to_representation` as one more. What overrides it without asking for the fields writes none of them. */
function ownFields(django: DjangoProject, cls: ClassRef, model: DjangoModel): SerializerField[] | undefined {
  const own = django.method(cls, 'to_representation');
  const asField = own === undefined ? [] : [{ name: 'to_representation', source: [], many: false, way: { kind: 'method', name: 'to_representation' } as const, place: { module: own.module, node: own.node } }];
  if (own !== undefined && !own.module.source(own.node).includes('super(')) return asField;
  const changed = changesOf(django, cls)?.names;
  const fields = fieldsOf(django, cls, model)?.filter(({ name }) => changed?.has(name) !== true);
  return fields === undefined ? undefined : [...fields, ...asField];
}

/** Follows a row through one field. */
class FieldWriter {
  readonly #django: DjangoProject;
  readonly #reader: RowReader;
  readonly #methods: WritingMethod[];
  readonly #readers = new Map<string, Reader>();
  readonly #open: string[] = [];
  #upToAsking = false;

  constructor(django: DjangoProject, methods: WritingMethod[]) {
    this.#django = django;
    this.#methods = methods;
    const writeOut: Write = (_reader, module, call, value) => this.#constructed(module, call, value);
    this.#reader = new RowReader(django, undefined, writeOut);
  }

  result(): Pick<WrittenField, 'readers' | keyof RowReads> {
    const result = this.#reader.result();
    // what a branch of the model's own code reads may be for rows of another kind
    return { ...result, reads: result.reads.filter((read) => read.always || !isOfModel(read)), readers: this.#readers };
  }

  /** Some serializer inside may be asked for less. */
  get upToAsking(): boolean {
    return this.#upToAsking;
  }

  field(cls: ClassRef, field: SerializerField, row: Value, depth: number): void {
    const { way, place } = field;
    const method = way.kind === 'method' ? this.#django.method(cls, way.name) : undefined;
    const reader = { text: `\`${cls.node.name}.${method?.node.name ?? field.name}\` (${placeIn(this.#django, method ?? place)})` };
    this.#ofModel(cls, field, row);
    const value = this.#follow(field, row, way);
    if (way.kind === 'method') {
      if (method !== undefined && value != null) this.#method(cls, field.name, method, value);
    } else {
      for (const one of value?.kind === 'choice' ? value.values : [value ?? undefined]) {
        const inner = field.many ? this.#element(one, place) : one;
        // what leads to the other row is read by this field, what its own fields read by those
        this.#note(reader);
        if (inner !== undefined) this.#apply(field, inner, depth);
      }
    }
    this.#note(reader);
  }

  /** A property or method of the row's model that the field names. */
  #ofModel(serializer: ClassRef, { source: [name, ...deeper], name: field, way }: SerializerField, row: Value): void {
    const model = row.kind === 'instance' ? row.model : undefined;
    if (row.kind !== 'instance' || model === undefined || name === undefined || deeper.length > 0 || (way.kind !== 'value' && way.kind !== 'text') || model.fields.has(name)) return;
    const method = this.#django.method(model, name);
    if (method !== undefined) this.#methods.push({ ...method, model, serializer, field, ofList: row.steps.length === 0 });
  }

  /** The value of the field's attributes; `null` where the key alone answers. */
  #follow({ source, place }: SerializerField, row: Value, way: Way): Value | undefined | null {
    let value: Value | undefined = row;
    for (const [index, name] of source.entries()) {
      if (way.kind === 'method') return row;
      if (way.kind === 'key' && index === source.length - 1 && isForwardKey(value, name)) return null;
      value = this.#attribute(value, name, place, source[index + 1]);
      if (value?.kind === 'method') value = this.#reader.run(value.fn, [value.self], value.name);
    }
    return value;
  }

  #attribute(value: Value | undefined, name: string, { module, node }: SerializerField['place'], next?: string): Value | undefined {
    if (value?.kind === 'choice') return value.values.map((one) => this.#attribute(one, name, { module, node }, next)).find((one) => one !== undefined);
    if (value?.kind === 'related') {
      if (name === 'all') return value;
      if (name === 'count' || name === 'exists') this.#reader.record(module, node, value.steps, name);
      else this.#reader.query(value.steps);
      return undefined;
    }
    return value?.kind === 'instance' ? this.#reader.attribute(module, node, value, name, next) : undefined;
  }

  #apply({ way, place }: SerializerField, row: Value, depth: number): void {
    if (way.kind === 'label' || way.kind === 'text') this.#reader.label(row);
    else if (way.kind === 'slug') this.#slug(row, way.attribute, place);
    else if (way.kind === 'rows') this.#rows(way.by, row, depth + 1);
    else if (way.kind === 'custom') this.#custom(way.cls, row);
  }

  #element(value: Value | undefined, { module, node }: SerializerField['place']): Value | undefined {
    if (value?.kind === 'list') return value.element;
    if (value?.kind !== 'related') return undefined;
    this.#reader.record(module, node, value.steps);
    return { kind: 'instance', model: value.model, steps: value.steps };
  }

  #slug(row: Value, attribute: string, place: SerializerField['place']): void {
    let value: Value | undefined = row;
    for (const name of attribute.split('__')) {
      value = this.#attribute(value, name, place);
      if (value?.kind === 'method') value = this.#reader.run(value.fn, [value.self], value.name);
    }
  }

  #method(cls: ClassRef, field: string, method: FunctionRef, row: Value): void {
    if (row.kind === 'instance' && row.model !== undefined) this.#methods.push({ ...method, model: row.model, serializer: cls, field, ofList: row.steps.length === 0 });
    const isStatic = hasDecorator(method.node, 'staticmethod');
    this.#reader.run(method, isStatic ? [row] : [{ kind: 'self', cls }, row], method.node.name);
  }

  #custom(cls: ClassRef, row: Value): void {
    const method = this.#django.method(cls, 'to_representation');
    if (method !== undefined) this.#reader.run(method, [{ kind: 'self', cls }, row], method.node.name);
  }

  /** The row at the other end, by its own serializer, or whole. */
  #rows(by: ClassRef | number, row: Value, depth: number): void {
    if (row.kind !== 'instance' || row.model === undefined || depth > MAX_DEPTH) return;
    if (typeof by === 'number') {
      this.#whole(row, row.model, by);
      return;
    }
    const key = keyOf(by);
    if (this.#open.includes(key) || isDynamic(this.#django, by)) {
      this.#reader.leave();
      return;
    }
    this.#open.push(key);
    this.#upToAsking ||= changesOf(this.#django, by)?.upToAsking === true;
    for (const field of ownFields(this.#django, by, row.model) ?? []) this.field(by, field, row, depth);
    this.#open.pop();
  }

  /** `depth`: the relations of the row that its model declares, whole as far as it goes. */
  #whole(row: InstanceValue, model: DjangoModel, depth: number): void {
    for (const [name, field] of model.forward) {
      if (field.kind === undefined || field.kind === 'generic-foreign-key' || field.kind === 'generic-relation' || field.parentLink) continue;
      const place = { module: model.module, node: field.declaration?.node ?? model.node };
      const many = field.relation?.cardinality === 'to-many';
      if (!many && depth <= 0) continue;
      const value = this.#attribute(row, name, place);
      const inner = many ? this.#element(value, place) : value;
      if (depth > 0 && inner?.kind === 'instance' && inner.model !== undefined) this.#whole(inner, inner.model, depth - 1);
    }
  }

  /** `ItemSerializer(order.items.all(), many=True)` inside a method. */
  #constructed(module: PyModule, call: Call, value: Value): boolean {
    const cls = lastName(call.func).endsWith("Serializer") ? this.#django.resolveClass(module, call.func) : undefined;
    if (cls === undefined || !isSerializer(this.#django, cls)) return false;
    if (mayAskForLess(this.#django, cls, call)) {
      this.#reader.leave();
      return true;
    }
    const place = { module, node: call };
    const row = isTrueIn(call, 'many') || keywordOf(call, 'many') !== undefined ? this.#element(value, place) : value;
    for (const one of row?.kind === 'choice' ? row.values : [row]) if (one !== undefined) this.#rows(cls, one, this.#open.length + 1);
    return true;
  }

  /** Whatever nobody has claimed yet was read by this field. */
  #note(reader: Reader): void {
    for (const { steps } of this.#reader.result().reads) {
      const path = prefetchPath(steps);
      if (!this.#readers.has(path)) this.#readers.set(path, reader);
    }
  }
}

/** The row has the key itself. */
function isForwardKey(owner: Value | undefined, name: string): boolean {
  const field = owner?.kind === 'instance' ? owner.model?.fields.get(name) : undefined;
  return field !== undefined && !field.reverse && (field.kind === 'foreign-key' || field.kind === 'one-to-one');
}

import type { ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import { isSuper, numberConstant, sequenceOf, singletonOf, stringOf, valueAt } from '../../../python/syntax/static.ts';
import { resolverIn } from '../admin/classes.ts';
import { type ClassRef, type FunctionRef, innerMeta } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import { returnsOf } from '../querysets/managers.ts';
import type { DjangoProject } from '../project.ts';
import { changesOf } from './changing.ts';

/** REST framework's own serializers and those of packages built on it: `rest_framework.serializers.ModelSerializer`, `rest_framework_gis.serializers.GeoFeatureModelSerializer`. */
const SERIALIZER = /^(?:rest_framework|drf)\w*\.(?:\w+\.)*\w*Serializer$/;

/** True for classes that write rows out field by field. */
export function isSerializer(django: DjangoProject, cls: ClassRef): boolean {
  const { externals } = django.names.ancestryOf(cls);
  return externals.some((path) => SERIALIZER.test(path)) && !externals.includes(POLYMORPHIC);
}

/** Hands each row to the serializer of its class, and writes none of its own fields (`to_representation`, rest_polymorphic 0.1.9). */
const POLYMORPHIC = 'rest_polymorphic.serializers.PolymorphicSerializer';

/** Such a class makes fields of its model's. */
export function isModelSerializer(django: DjangoProject, cls: ClassRef): boolean {
  return django.names.ancestryOf(cls).externals.some((path) => SERIALIZER.test(path) && /Model\w*Serializer$/.test(path));
}

/** The inner class `Meta` of a serializer, or of the nearest one that it inherits from. */
export function metaClass(django: DjangoProject, cls: ClassRef): ClassRef | undefined {
  return innerMeta(django.names.ancestryOf(cls).classes);
}

/** `all` for `fields = "__all__"`, the elements of a list; undefined where nothing sets it or it can't be read. */
export function metaList(django: DjangoProject, meta: ClassRef, name: string): readonly { readonly text: string; readonly module: PyModule; readonly node: ExprNode }[] | 'all' | undefined {
  const option = django.classAttribute(meta, name);
  if (option === undefined) return undefined;
  const place = { module: option.module, node: option.value };
  const resolve = resolverIn(django, option.owner);
  if (stringOf(place, resolve) === '__all__') return 'all';
  const sequence = sequenceOf(place, resolve);
  if (sequence?.complete !== true) return undefined;
  const elements = sequence.elements.map((element) => ({ ...element, text: stringOf(element, resolve) }));
  const known = elements.flatMap((element) => (element.text === undefined ? [] : [{ ...element, text: element.text }]));
  return known.length < elements.length ? undefined : known;
}

/** `depth` of the inner class `Meta`: how many relations deep rows are written out whole. */
export function depthOf(django: DjangoProject, meta: ClassRef): number {
  return numberConstant(django.classAttribute(meta, 'depth')?.value) ?? 0;
}

/** What `extra_kwargs` says of a field. */
export interface ExtraKwargs {
  readonly source: string | undefined;
  readonly writeOnly: boolean;
}

/** The literal part of `extra_kwargs`, by the name of the field. */
export function extraKwargs(django: DjangoProject, meta: ClassRef): ReadonlyMap<string, ExtraKwargs> {
  const found = new Map<string, ExtraKwargs>();
  const option = django.classAttribute(meta, 'extra_kwargs');
  if (option?.value.nodeType !== 'Dict') return found;
  const { module, value: dict } = option;
  for (const [index, key] of dict.keys.entries()) {
    const name = key == null ? undefined : stringOf({ module, node: key });
    const given = dict.values[index];
    if (name === undefined || given?.nodeType !== 'Dict') continue;
    const own = { module, node: given };
    const source = valueAt(own, 'source');
    found.set(name, { source: source === undefined ? undefined : stringOf({ module, node: source }), writeOnly: singletonOf(valueAt(own, 'write_only')) === 'True' });
  }
  return found;
}

/**
 * True where which fields a serializer has, or how its rows are loaded, is decided when it runs: fields whose names are worked out, a list class of its own, a constructor that loads what
 * its rows need.
 */
export function isDynamic(django: DjangoProject, cls: ClassRef): boolean {
  if (['_readable_fields', 'many_init', '__new__'].some((name) => django.method(cls, name) !== undefined)) return true;
  const builder = django.method(cls, 'build_relational_field');
  if (builder !== undefined && !keepsFieldClass(builder)) return true;
  if (changesOf(django, cls) === undefined) return true;
  const meta = metaClass(django, cls);
  const list = meta === undefined ? undefined : django.classAttribute(meta, 'list_serializer_class');
  const listClass = list === undefined ? undefined : django.resolveClass(list.module, list.value);
  return list !== undefined && (listClass === undefined || django.method(listClass, 'to_representation') !== undefined);
}

/** The method gives relations the class of field that its base gives them, if with other arguments. */
function keepsFieldClass({ module, node }: FunctionRef): boolean {
  const isInherited = (expr: ExprNode | undefined): boolean => expr?.nodeType === 'Call' && expr.func.nodeType === 'Attribute' && expr.func.attr === node.name && isSuper(expr.func.value);
  return returnsOf(node).every((returned) => {
    const [cls] = returned.nodeType === 'Tuple' ? returned.elts : [];
    const bindings = cls?.nodeType === 'Name' ? reaching(module, cls, cls.id) : [];
    return isInherited(returned) || (bindings.length > 0 && bindings.every(({ value, path }) => isInherited(value) && path.join() === '0'));
  });
}

/** `Meta.model`. */
export function modelOfSerializer(django: DjangoProject, cls: ClassRef): ReturnType<DjangoProject['modelOf']> {
  const meta = metaClass(django, cls);
  const option = meta === undefined ? undefined : django.classAttribute(meta, 'model');
  return option === undefined ? undefined : django.modelOf(option.module, option.value);
}

/** True where a call's keyword is `True` as written. */
export function isTrueIn(call: Parameters<typeof keywordOf>[0], name: string): boolean {
  return singletonOf(keywordOf(call, name)) === 'True';
}


import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { type PyModule, statementsIn } from '../../../python/syntax/module.ts';
import { singletonOf, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { mayAskForLess } from './changing.ts';
import { depthOf, extraKwargs, isModelSerializer, isSerializer, isTrueIn, metaClass, metaList } from './classes.ts';

/**
 * How a field of a serializer gets what it writes out (rest_framework 3.12 to 3.16, `fields.py`, `relations.py`, `serializers.py`).
 *
 * - `value`: the attribute as it is; `text`: as text
 * - `key`: the key of the other row, which a forward key has without a query (`use_pk_only_optimization`); rows of a relation to many are read
 * - `label`: the text of the other row; `slug`: an attribute of it; `rows`: its fields, by another serializer or by `depth`
 * - `method`: what a method of the serializer gives for the row
 * - `custom`: what `to_representation` of a field class of the project makes of it
 */
export type Way =
  | { readonly kind: 'value' | 'text' | 'key' | 'label' }
  | { readonly kind: 'slug'; readonly attribute: string }
  | { readonly kind: 'rows'; readonly by: ClassRef | number }
  | { readonly kind: 'method'; readonly name: string }
  | { readonly kind: 'custom'; readonly cls: ClassRef };

export interface SerializerField {
  readonly name: string;
  /** The attributes from the row on; empty where the row itself is handed over (`source="*"`). */
  readonly source: readonly string[];
  readonly way: Way;
  readonly many: boolean;
  /** Where it is declared or listed. */
  readonly place: { readonly module: PyModule; readonly node: PythonNode };
}

/** What a class body has a call make under a name: a field, mostly. */
export interface DeclaredCall {
  readonly call: Call;
  readonly module: PyModule;
}

type Declared = DeclaredCall | 'removed';

/** The fields that a serializer writes out for a row of `model`; undefined where they can't be told. */
export function fieldsOf(django: DjangoProject, cls: ClassRef, model: DjangoModel): SerializerField[] | undefined {
  const declared = declaredFields(django, cls);
  const meta = isModelSerializer(django, cls) ? metaClass(django, cls) : undefined;
  if (meta === undefined) return [...declared].flatMap(([name, one]) => (one === 'removed' ? [] : (declaredField(django, name, one) ?? [])));
  const listed = metaList(django, meta, 'fields');
  const excluded = metaList(django, meta, 'exclude');
  const extra = extraKwargs(django, meta);
  const depth = depthOf(django, meta);
  const place = { module: cls.module, node: cls.node };
  if (listed === undefined && (excluded === undefined || excluded === 'all')) return undefined;
  const left = new Set(excluded === undefined || excluded === 'all' ? [] : excluded.map(({ text }) => text));
  const names = listed !== undefined && listed !== 'all' ? listed : [...new Set([...declared.keys(), ...ownFieldsOf(model)])].filter((name) => !left.has(name)).map((text) => ({ text, ...place }));
  return names.flatMap(({ text: name, module, node }) => {
    const one = declared.get(name);
    if (one !== undefined && one !== 'removed') return declaredField(django, name, one) ?? [];
    const given = extra.get(name);
    if (given?.writeOnly === true) return [];
    return modelField(django, cls, model, name, given?.source ?? name, depth, { module, node }) ?? [];
  });
}

/** The fields that a serializer has unless it says otherwise: generic relations are none of them (rest_framework/utils/model_meta.py, `_get_forward_relationships`, 3.9 to 3.16). */
function ownFieldsOf(model: DjangoModel): string[] {
  return [...model.forward].flatMap(([name, { kind }]) => (kind === 'generic-relation' ? [] : [name]));
}

/** What the class and its bases declare, the nearest of a name first in the order of lookup. */
export function declaredFields(django: DjangoProject, cls: ClassRef): Map<string, Declared> {
  const found = new Map<string, Declared>();
  for (const { module, node } of [...django.names.ancestryOf(cls).classes].reverse()) {
    for (const statement of statementsIn(node.body)) {
      const target = statement.nodeType === 'Assign' ? statement.targets[0] : statement.nodeType === 'AnnAssign' ? statement.target : undefined;
      const value = statement.nodeType === 'Assign' || statement.nodeType === 'AnnAssign' ? statement.value : undefined;
      if (target?.nodeType !== 'Name' || value === undefined) continue;
      if (value.nodeType === 'Call') found.set(target.id, { call: value, module });
      else if (singletonOf(value) === 'None') found.set(target.id, 'removed');
    }
  }
  return found;
}

/** Fields that give what they find as text. */
const TEXTS: ReadonlySet<string> = new Set(['CharField', 'EmailField', 'RegexField', 'SlugField', 'URLField']);

/** Fields that take values in and give none, or give something that the row has by itself. */
const QUIET: ReadonlySet<string> = new Set(['HiddenField', 'HyperlinkedIdentityField']);

function declaredField(django: DjangoProject, name: string, { call, module }: DeclaredCall): SerializerField | undefined {
  if (isTrueIn(call, 'write_only')) return undefined;
  const written = keywordOf(call, 'source');
  const source = written === undefined ? name : stringOf({ module, node: written });
  if (source === undefined) return undefined;
  const base = { name, source: source === '*' ? [] : source.split('.'), many: isTrueIn(call, 'many'), place: { module, node: call } };
  const cls = django.resolveClass(module, call.func);
  if (cls !== undefined && isSerializer(django, cls)) return mayAskForLess(django, cls, call) ? undefined : { ...base, way: { kind: 'rows', by: cls } };
  const child = keywordOf(call, 'child');
  const type = cls === undefined ? builtIn(django, module, call.func) : builtInBase(django, cls);
  if (type === undefined || QUIET.has(type)) return undefined;
  if (type === 'ListSerializer' && child?.nodeType === 'Call') {
    const inner = django.resolveClass(module, child.func);
    return inner === undefined || !isSerializer(django, inner) || mayAskForLess(django, inner, child) ? undefined : { ...base, many: true, way: { kind: 'rows', by: inner } };
  }
  const way = cls !== undefined && django.method(cls, 'to_representation') !== undefined ? ({ kind: 'custom', cls } as const) : wayOf(type, name, module, call);
  if (way === undefined || (cls !== undefined && ['get_attribute', 'get_queryset', 'use_pk_only_optimization', 'to_internal_value_many'].some((method) => method !== 'get_queryset' && django.method(cls, method) !== undefined))) return undefined;
  return { ...base, way };
}

function wayOf(type: string, name: string, module: PyModule, call: Call): Way | undefined {
  switch (type) {
    case 'SerializerMethodField': {
      const given = call.args[0] ?? keywordOf(call, 'method_name');
      const method = given === undefined ? `get_${name}` : stringOf({ module, node: given });
      return method === undefined ? undefined : { kind: 'method', name: method };
    }
    case 'StringRelatedField':
      return { kind: 'label' };
    case 'PrimaryKeyRelatedField':
      return { kind: 'key' };
    case 'HyperlinkedRelatedField': {
      const lookup = keywordOf(call, 'lookup_field');
      const attribute = lookup === undefined ? 'pk' : stringOf({ module, node: lookup });
      return attribute === 'pk' ? { kind: 'key' } : attribute === undefined ? undefined : { kind: 'slug', attribute };
    }
    case 'SlugRelatedField': {
      const slug = keywordOf(call, 'slug_field') ?? call.args[0];
      const attribute = slug === undefined ? undefined : stringOf({ module, node: slug });
      return attribute === undefined ? undefined : { kind: 'slug', attribute };
    }
    default:
      return { kind: TEXTS.has(type) ? 'text' : 'value' };
  }
}

const FIELD = /^rest_framework\.(?:serializers|fields|relations)\.(\w+)$/;

/** The name of REST framework's own class that an expression names. */
function builtIn(django: DjangoProject, module: PyModule, expr: ExprNode): string | undefined {
  return FIELD.exec(django.names.externalPath(module, expr) ?? '')?.[1];
}

function builtInBase(django: DjangoProject, cls: ClassRef): string | undefined {
  const { externals } = django.names.ancestryOf(cls);
  return externals.map((path) => FIELD.exec(path)?.[1]).find((name) => name !== undefined);
}

/** What `ModelSerializer` makes of a name that nothing declares: a field of the model, a property or method of it. */
function modelField(django: DjangoProject, cls: ClassRef, model: DjangoModel, name: string, source: string, depth: number, place: SerializerField['place']): SerializerField | undefined {
  const base = { name, source: source === '*' ? [] : source.split('.'), place, many: false };
  const field = base.source.length === 1 ? model.fields.get(source) : undefined;
  if (field?.kind === undefined) return { ...base, way: { kind: 'value' } };
  // a class that gives relations fields of its own
  if (django.names.memberOf(cls, 'serializer_related_field') !== undefined || field.kind === 'generic-foreign-key') return undefined;
  const many = field.relation?.cardinality === 'to-many';
  return { ...base, many, way: depth > 0 ? { kind: 'rows', by: depth - 1 } : { kind: 'key' } };
}

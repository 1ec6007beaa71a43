import { lastName, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { textForChanging } from './change-form.ts';
import { listOption, opaqueBases, optionOf, resolverIn } from './classes.ts';
import { boundingOption } from './known-bases.ts';
import { fieldsChanged, fieldsLoaded } from './formfields.ts';
import { isReadOnly } from './permissions.ts';
import { addMentioned, DEFAULT_FORM, type FormFacts, formOf, type ShownField, shownFields } from './forms.ts';

/** A relation field that is rendered with every row of the other table. */
export interface FullSelect extends ShownField {
  readonly widget: 'select' | 'radio' | 'filter';
  /** A method loads the options together with what their labels reach. */
  readonly labelled: boolean;
}

export interface FullSelects {
  readonly selects: readonly FullSelect[];
  readonly form: FormFacts;
}

/**
 * The relation fields of an admin or inline whose widget loads the whole other table, after `formfield_for_dbfield` and its helpers
 * (contrib/admin/options.py, Django 3.2 to 5.2): autocomplete goes before raw id, that before radio buttons and `filter_*`, which load
 * everything as the plain select does. Undefined where code of the project's own may choose another widget.
 */
export function fullSelects(django: DjangoProject, cls: ClassRef, model: DjangoModel): FullSelects | undefined {
  if (isReadOnly(django, cls)) return undefined;
  const form = formOf(django, cls);
  const shown = form === undefined ? undefined : shownFields(django, cls, model, form);
  const readOnly = readOnlyFields(django, cls);
  return form === undefined || shown === undefined || readOnly === undefined ? undefined : selectsAmong(django, cls, shown.filter(({ field }) => !readOnly.has(field.name)), form);
}

/** Those of the columns that a list edits: it has a plain form of its own. */
export function editableSelects(django: DjangoProject, cls: ClassRef, columns: readonly ShownField[]): FullSelects | undefined {
  return selectsAmong(django, cls, columns, DEFAULT_FORM);
}

function selectsAmong(django: DjangoProject, cls: ClassRef, shown: readonly ShownField[], form: FormFacts): FullSelects | undefined {
  const bounded = boundedFields(django, cls);
  const chosen = chosenByMethods(django, cls);
  if (bounded === undefined || chosen === undefined) return undefined;
  const selects = shown.filter(({ field }) => !bounded.has(field.name) && !form.handled.has(field.name) && !chosen(field) && isSelect(field))
    .map((one) => ({ ...one, widget: widgetOf(django, cls, one.field), labelled: isLabelled(django, cls, one.field) }));
  // a base that isn't found may set up the inputs for which the class asks for nothing itself
  return { form, selects: opaqueBases(django, cls).length > 0 ? selects.filter(({ widget }) => widget !== 'select') : selects };
}

/** Relations that get a form field with options by themselves. */
function isSelect({ kind, editable, parentLink, through, limited, choices, reverse }: DjangoField): boolean {
  const isRelation = kind === 'foreign-key' || kind === 'one-to-one' || kind === 'many-to-many';
  return isRelation && editable && !reverse && !parentLink && !through && !limited && !choices;
}

function widgetOf(django: DjangoProject, cls: ClassRef, { name, kind }: DjangoField): FullSelect['widget'] {
  if (kind !== 'many-to-many') {
    const radio = optionOf(django, cls, 'radio_fields')?.node;
    const isRadio = radio?.nodeType === 'Dict' && radio.keys.some((key) => key?.nodeType === 'Constant' && key.value === name);
    return isRadio ? 'radio' : 'select';
  }
  return ['filter_horizontal', 'filter_vertical'].some((option) => namesIn(django, cls, option)?.has(name) === true) ? 'filter' : 'select';
}

/** Fields that load what is selected at most. */
function boundedFields(django: DjangoProject, cls: ClassRef): Set<string> | undefined {
  if (django.method(cls, 'get_autocomplete_fields') !== undefined) return undefined;
  const found = new Set<string>();
  for (const option of ['autocomplete_fields', 'raw_id_fields']) {
    const names = namesIn(django, cls, option);
    if (names === undefined) return undefined;
    for (const name of names) found.add(name);
  }
  for (const path of django.names.ancestryOf(cls).externals) {
    const option = boundingOption(path);
    const value = option === undefined ? undefined : optionOf(django, cls, option);
    if (value?.node.nodeType === 'Dict') for (const key of value.node.keys) if (key !== null) found.add(stringOf({ module: value.module, node: key }) ?? '');
  }
  return found;
}

/** Fields that are shown as text; undefined where code decides. */
export function readOnlyFields(django: DjangoProject, cls: ClassRef): Set<string> | undefined {
  const own = namesIn(django, cls, 'readonly_fields');
  if (own === undefined || own.has('__all__')) return undefined;
  const found = new Set(own);
  // each of them may hand on to the next one of the classes by `super()`
  for (const base of django.names.ancestryOf(cls).classes) {
    const method = django.method(base, 'get_readonly_fields');
    if (method?.owner.node !== base.node) continue;
    if (/_meta|__dict__|get_fields\(|\.fields\b(?!\s*=)|\[\s*\w+(?:\.name)?\s+for\b/.test(method.module.source(method.node))) return undefined;
    addMentioned(method, found);
  }
  return found;
}

function namesIn(django: DjangoProject, cls: ClassRef, option: string): Set<string> | undefined {
  const sequence = listOption(django, cls, option);
  if (sequence === 'absent') return new Set();
  if (sequence === 'unknown' || !sequence.complete) return undefined;
  return new Set(sequence.elements.map((place) => stringOf(place, resolverIn(django, cls)) ?? ''));
}

const HOOKS: Readonly<Record<string, (field: DjangoField) => boolean>> = {
  formfield_for_foreignkey: ({ kind }) => kind !== 'many-to-many',
  formfield_for_manytomany: ({ kind }) => kind === 'many-to-many',
  formfield_for_dbfield: () => true,
};

function isLabelled(django: DjangoProject, cls: ClassRef, field: DjangoField): boolean {
  return Object.entries(HOOKS).some(([hook, concerns]) => {
    const method = concerns(field) ? django.method(cls, hook) : undefined;
    const loaded = method === undefined ? undefined : fieldsLoaded(method);
    return loaded === 'any' || loaded?.has(field.name) === true;
  });
}

/** Says of a field whether a method or `formfield_overrides` may choose its widget; undefined where any of them may be touched. */
function chosenByMethods(django: DjangoProject, cls: ClassRef): ((field: DjangoField) => boolean) | undefined {
  const named = new Set<string>();
  const kinds: ((field: DjangoField) => boolean)[] = [];
  for (const [hook, concerns] of Object.entries(HOOKS)) {
    const method = django.method(cls, hook);
    if (method === undefined) continue;
    const changed = fieldsChanged(method);
    if (changed !== 'any') {
      for (const name of changed) named.add(name);
      continue;
    }
    const text = method.module.source(method.node);
    if (/\.name\s*(?:==|in\b)/.test(text)) addMentioned(method, named);
    else if (!isAboutColumns(text)) kinds.push(concerns);
  }
  const form = django.method(cls, 'get_form') ?? django.method(cls, 'get_formset');
  if (form !== undefined) {
    const text = textForChanging(form);
    if (!text.includes('super(') || /self\.form\b|["']form["']\]|\bform\s*=\s*[A-Z]|\.fields\.(?:values|items)|return\s+[A-Z]/.test(text)) return undefined;
    addMentioned(form, named);
  }
  const overrides = overriddenKinds(django, cls);
  return overrides === undefined ? undefined : (field) => named.has(field.name) || kinds.some((concerns) => concerns(field)) || overrides(field);
}

/** The method asks for a class of plain columns, and for no relation. */
function isAboutColumns(text: string): boolean {
  return text.includes('isinstance(') && !/ForeignKey|ManyToMany|OneToOne|remote_field|related|\.rel\b/.test(text);
}

const FIELD_CLASSES: Readonly<Record<string, DjangoField['kind']>> = { ForeignKey: 'foreign-key', OneToOneField: 'one-to-one', ManyToManyField: 'many-to-many' };

/** `formfield_overrides` by class of field. A one-to-one counts as a foreign key, of which it is a subclass. */
function overriddenKinds(django: DjangoProject, cls: ClassRef): ((field: DjangoField) => boolean) | undefined {
  const option = optionOf(django, cls, 'formfield_overrides');
  if (option === undefined) return () => false;
  if (option.node.nodeType !== 'Dict') return undefined;
  const names = option.node.keys.map((key) => (key === null ? '' : lastName(key)));
  return ({ kind }) => names.some((name) => FIELD_CLASSES[name] === kind || (name === 'ForeignKey' && kind === 'one-to-one') || name === 'RelatedField');
}


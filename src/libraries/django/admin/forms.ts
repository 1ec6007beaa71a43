import type { ClassDef, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { isSequence, type Place, sequenceOf, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { type ClassRef, type FunctionRef, innerMeta } from '../project/classes.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { classIn, listOption, optionOf, resolverIn } from './classes.ts';
import { QUIET } from './formfields.ts';
import { touchedBy } from './kept.ts';

/** A field that a form shows, with the string that names it, where one does. */
export interface ShownField {
  readonly field: DjangoField;
  readonly place: Place | undefined;
}

/** The form class of an admin, as far as it decides about fields and widgets. */
export interface FormFacts {
  /** The class sets a form of the project's own. */
  readonly custom: boolean;
  readonly fields: readonly string[] | undefined;
  readonly exclude: readonly string[];
  /** Fields that the form declares or sets up by itself. */
  readonly handled: ReadonlySet<string>;
}

/** Django's own form. */
export const DEFAULT_FORM: FormFacts = { custom: false, fields: undefined, exclude: [], handled: new Set() };

/** Form classes that leave the widgets of relations as they are. */
const PLAIN_FORMS = /^django\.(?:forms(?:\.models)?\.(?:ModelForm|BaseModelForm|Form)|contrib\.auth\.forms\.\w+|contrib\.admin\.forms\.\w+)$|^object$/;

/** Fields that Django's own forms load together with what their labels reach (contrib/auth/forms.py, Django 3.2 to 5.2). */
const HANDLED: Readonly<Record<string, readonly string[]>> = { 'django.contrib.auth.forms.UserChangeForm': ['user_permissions'] };

/** What the form of an admin or inline says of its fields; undefined where it isn't found or may do anything. */
export function formOf(django: DjangoProject, cls: ClassRef): FormFacts | undefined {
  const option = optionOf(django, cls, 'form');
  if (option === undefined) return django.names.memberOf(cls, 'form') === undefined ? DEFAULT_FORM : undefined;
  const form = classIn(django, option.owner, option);
  if (form === undefined) {
    const path = django.names.externalPath(option.module, option.node) ?? '';
    return PLAIN_FORMS.test(path) ? { ...DEFAULT_FORM, handled: new Set(HANDLED[path]) } : undefined;
  }
  const { classes, externals } = django.names.ancestryOf(form);
  if (!externals.every((path) => PLAIN_FORMS.test(path))) return undefined;
  const handled = new Set(externals.flatMap((path) => HANDLED[path] ?? []));
  for (const one of classes) {
    if (!collectHandled(one, handled)) return undefined;
  }
  const meta = innerMeta(classes);
  if (meta === undefined) return { custom: true, fields: undefined, exclude: [], handled };
  if (hasOwn(meta, 'field_classes') || hasOwn(meta, 'formfield_callback')) return undefined;
  return { custom: true, fields: namesOf(django, meta, 'fields'), exclude: namesOf(django, meta, 'exclude') ?? [], handled: widgetsOf(meta, handled) };
}

function hasOwn({ node }: ClassRef, name: string): boolean {
  return assigned(node, name) !== undefined;
}

function assigned(node: ClassDef, name: string): ExprNode | undefined {
  for (const statement of node.body) {
    if (statement.nodeType === 'Assign' && statement.targets.some((target) => target.nodeType === 'Name' && target.id === name)) return statement.value;
  }
  return undefined;
}

function namesOf(django: DjangoProject, meta: ClassRef, name: string): string[] | undefined {
  const sequence = listOption(django, meta, name);
  if (typeof sequence === 'string') return undefined;
  return sequence.elements.map((place) => stringOf(place, resolverIn(django, meta))).filter((text) => text !== undefined);
}

function widgetsOf(meta: ClassRef, handled: Set<string>): Set<string> {
  const widgets = assigned(meta.node, 'widgets');
  if (widgets?.nodeType === 'Dict') for (const key of widgets.keys) if (key !== null) addString({ module: meta.module, node: key }, handled);
  return handled;
}

function addString(place: Place, into: Set<string>): void {
  const text = stringOf(place);
  if (text !== undefined) into.add(text);
}

/** Declared fields, and fields that methods name; false where methods go over all fields. */
function collectHandled({ module, node }: ClassRef, handled: Set<string>): boolean {
  for (const statement of node.body) {
    if (statement.nodeType === 'Assign') for (const target of statement.targets) if (target.nodeType === 'Name') handled.add(target.id);
    if (statement.nodeType === 'AnnAssign' && statement.target.nodeType === 'Name') handled.add(statement.target.id);
    if (!isFunction(statement) || !module.source(statement).includes('fields')) continue;
    if (/in\s+self\.fields|self\.fields\.(?:values|items|keys)|fields\[\s*[a-z_]\w*\s*\]/.test(module.source(statement))) return false;
    addSetUp({ module, node: statement }, handled);
  }
  return true;
}

/**
 * The fields that a form's method may set up: every string that it holds, but where it only says what a field shows at first, or takes what was chosen.
 *
 * @param known strings that say nothing new
 */
export function addSetUp({ module, node }: FunctionRef, into: Set<string>, known: ReadonlySet<PythonNode> = new Set()): void {
  for (const inner of walk(node, { nested: true })) if (inner.nodeType === 'Constant' && !known.has(inner) && !leavesOptions(module, inner)) addString({ module, node: inner }, into);
}

/** `self.fields["owner"].initial`, `self.fields["owner"].widget.attrs`, `self.cleaned_data["owner"]`, `self.cleaned_data.get("owner")` */
function leavesOptions(module: PyModule, name: PythonNode): boolean {
  const field = module.parent(name);
  if (field?.nodeType === 'Call' && field.args[0] === name && field.func.nodeType === 'Attribute' && field.func.attr === 'get' && field.func.value.nodeType === 'Attribute') return field.func.value.attr === 'cleaned_data';
  if (field?.nodeType !== 'Subscript' || field.slice !== name || field.value.nodeType !== 'Attribute') return false;
  if (field.value.attr === 'cleaned_data') return true;
  const asked = /^(?:base_)?fields$/.test(field.value.attr) ? module.parent(field) : undefined;
  if (asked?.nodeType !== 'Attribute') return false;
  const further = module.parent(asked);
  return QUIET.has(asked.attr) || (asked.attr === 'widget' && further?.nodeType === 'Attribute' && /^(?:attrs|can_(?:add|change|delete|view)_related)$/.test(further.attr));
}

/** Every string that a function's body holds. */
export function addMentioned({ module, node }: FunctionRef | ClassRef, into: Set<string>): void {
  for (const inner of walk(node, { nested: true })) if (inner.nodeType === 'Constant') addString({ module, node: inner }, into);
}

/** What an admin says of the fields of its form, whatever class the form has. */
interface Layout {
  /** Those it names; undefined where it shows all that the form has. */
  readonly named: readonly NamedField[] | undefined;
  /** Fields left out, and those that methods may add, leave out or move. */
  readonly hidden: ReadonlySet<string>;
}

/** Undefined where code decides. */
function layoutOf(django: DjangoProject, cls: ClassRef): Layout | undefined {
  const touched = ['get_fields', 'get_fieldsets', 'get_exclude'].map((name) => touchedBy(django, cls, name));
  const named = namedFields(django, cls);
  const excluded = listOption(django, cls, 'exclude');
  if (touched.includes(undefined) || named === 'unknown' || excluded === 'unknown') return undefined;
  const names = excluded === 'absent' ? [] : excluded.elements.map((place) => stringOf(place, resolverIn(django, cls))).filter((name) => name !== undefined);
  return { named, hidden: new Set([...names, ...touched.flatMap((some) => [...(some ?? [])])]) };
}

/** The model's fields that the form of an admin shows; undefined where code decides. */
export function shownFields(django: DjangoProject, cls: ClassRef, model: DjangoModel, form: FormFacts): ShownField[] | undefined {
  const layout = layoutOf(django, cls);
  if (layout === undefined) return undefined;
  const shown = layout.named ?? (form.fields ?? [...model.forward.keys()]).map((name) => ({ name, place: undefined }));
  const found: ShownField[] = [];
  for (const { name, place } of shown) {
    const field = model.forward.get(name);
    const isHidden = layout.hidden.has(name) || form.exclude.includes(name);
    if (field?.kind !== undefined && !isHidden && !found.some((other) => other.field === field)) found.push({ field, place });
  }
  return found;
}

/** Whether the form of an admin shows a field that its form class declares; false where code decides. */
export function showsDeclared(django: DjangoProject, cls: ClassRef, name: string): boolean {
  const layout = layoutOf(django, cls);
  return layout !== undefined && !layout.hidden.has(name) && (layout.named === undefined || layout.named.some((field) => field.name === name));
}

interface NamedField {
  readonly name: string;
  readonly place: Place | undefined;
}

/** The names in `fieldsets`, else in `fields`; undefined where neither is set. */
export function namedFields(django: DjangoProject, cls: ClassRef): NamedField[] | undefined | 'unknown' {
  const fieldsets = optionOf(django, cls, 'fieldsets');
  if (fieldsets !== undefined && singletonOf(fieldsets.node) !== 'None') return fromFieldsets(django, cls, fieldsets);
  const fields = optionOf(django, cls, 'fields');
  if (fields === undefined) return django.names.memberOf(cls, 'fields') === undefined ? undefined : 'unknown';
  return singletonOf(fields.node) === 'None' ? undefined : flatten(django, cls, fields);
}

function fromFieldsets(django: DjangoProject, cls: ClassRef, fieldsets: Place): NamedField[] | 'unknown' {
  const resolve = resolverIn(django, cls);
  const sets = sequenceOf(fieldsets, resolve);
  if (sets?.complete !== true) return 'unknown';
  const found: NamedField[] = [];
  for (const set of sets.elements) {
    const place = set.node.nodeType === 'Name' || set.node.nodeType === 'Attribute' ? (resolve(set) ?? set) : set;
    const options = isSequence(place.node) ? place.node.elts[1] : undefined;
    const dict = options === undefined ? undefined : options.nodeType === 'Name' ? resolve({ module: place.module, node: options }) : { module: place.module, node: options };
    const fields = dict?.node.nodeType === 'Dict' ? valueOf(dict.node, 'fields') : undefined;
    if (dict === undefined || fields === undefined) return 'unknown';
    const names = flatten(django, cls, { module: dict.module, node: fields });
    if (names === 'unknown') return 'unknown';
    found.push(...names);
  }
  return found;
}

function valueOf(dict: ExprNode & { nodeType: 'Dict' }, key: string): ExprNode | undefined {
  const index = dict.keys.findIndex((node) => node?.nodeType === 'Constant' && node.value === key);
  return index < 0 ? undefined : dict.values[index];
}

/** Names on a line of their own, and groups of names that share a line. */
function flatten(django: DjangoProject, cls: ClassRef, place: Place): NamedField[] | 'unknown' {
  const resolve = resolverIn(django, cls);
  const sequence = sequenceOf(place, resolve);
  if (sequence?.complete !== true) return 'unknown';
  const found: NamedField[] = [];
  for (const element of sequence.elements) {
    if (isSequence(element.node)) {
      const inner = flatten(django, cls, element);
      if (inner === 'unknown') return 'unknown';
      found.push(...inner);
    } else {
      const name = stringOf(element, resolve);
      if (name !== undefined) found.push({ name, place: element });
    }
  }
  return found;
}

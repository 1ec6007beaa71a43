import type { RelationInput } from '../../../model/admin.ts';
import type { TableSize } from '../../../model/data-model.ts';
import type { Remedy, Span } from '../../../model/text.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { addAttribute, appendElements, quotesIn, tupleText } from '../../../python/syntax/edits.ts';
import { isSequence, ownAttribute, stringOf } from '../../../python/syntax/static.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { adminsIn, DEFAULT_SITE, handsFormOn, listOption, overrides, type Registration, registryOf, resolverIn } from './classes.ts';
import { bareRegistrations, registerWith } from './default-admin.ts';
import { showsNoForm } from './form-template.ts';
import type { FormFacts } from './forms.ts';
import { type Inline, inlinesIn, isSingle, shownBeside } from './inlines.ts';
import { nameSpan } from '../project/name-span.ts';
import { refuses } from './permissions.ts';
import { labelCost, type LabelReads, NO_READS, optionsOf, tableOfOptions, whereLong } from './option-labels.ts';
import { editableSelects, type FullSelect, fullSelects, type FullSelects } from './widgets.ts';

/** Relation inputs that load every row of the other table, on the forms that a module declares. */
export function inputsOf(django: DjangoProject, module: PyModule): RelationInput[] {
  const found: RelationInput[] = [];
  for (const { cls, models } of adminsIn(django, module)) {
    for (const model of models) found.push(...formInputs(django, cls, model), ...editableColumns(django, cls, model));
  }
  for (const inline of inlinesIn(django, module)) found.push(...inlineInputs(django, inline));
  return [...unique(found), ...bareInputs(django, module)];
}

/** A class registered for several models shows the same fields. */
function unique(inputs: readonly RelationInput[]): RelationInput[] {
  const seen = new Set<string>();
  return inputs.filter(({ span, field, where }) => {
    const key = `${String(span[0])}:${field}:${where}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export const ON_FORM = 'on the change form';
const ON_ADD_FORM = 'on the form that adds one';
export const IN_INLINE = 'in each row of the inline';
const IN_LIST = 'in each row of the list';

function formInputs(django: DjangoProject, cls: ClassRef, model: DjangoModel): RelationInput[] {
  if (handsFormOn(django, cls) || showsNoForm(django, cls)) return [];
  const full = fullSelects(django, cls, model);
  return (full?.selects ?? []).map((select) => relationInput(django, cls, full as FullSelects, select, refuses(django, cls, 'has_change_permission') ? ON_ADD_FORM : ON_FORM)).filter((input) => input !== undefined).map((input) => ({ ...input, ...ofOneRow(django, model) }));
}

/** A form that is there for one row is opened once in a while, by whoever sets the program up. */
function ofOneRow(django: DjangoProject, model: DjangoModel): Pick<RelationInput, 'lighter'> {
  const { growth, because } = django.tableSize(model);
  return growth === 'small' ? { lighter: `its form shows one of few rows${because === undefined ? '' : `: ${because}`}` } : {};
}

/**
 * A foreign key in `list_editable`: the options are read once for each row of the page (measured: 205 queries for 100 rows). The list has a form of its
 * own, which neither `fields` nor `form` says anything of (contrib/admin/options.py, `get_changelist_form`).
 */
function editableColumns(django: DjangoProject, cls: ClassRef, model: DjangoModel): RelationInput[] {
  const sequence = listOption(django, cls, 'list_editable');
  if (typeof sequence === 'string' || sequence.elements.length === 0 || overrides(django, cls, 'get_changelist_form', 'get_changelist_formset')) return [];
  const full = editableSelects(django, cls, sequence.elements.flatMap((place) => {
    const field = model.forward.get(stringOf(place, resolverIn(django, cls)) ?? '');
    return field === undefined ? [] : [{ field, place }];
  }));
  return (full?.selects ?? []).flatMap((select) => relationInput(django, cls, full as FullSelects, select, IN_LIST) ?? []);
}

function inlineInputs(django: DjangoProject, inline: Inline): RelationInput[] {
  const { cls, model, parents } = inline;
  const full = fullSelects(django, cls, model);
  if (full === undefined || inline.isShownOnly) return [];
  const isShown = shownBeside(django, inline);
  const shown = full.selects.filter(({ field }) => isShown(field));
  const where = isSingle(django, inline) ? ON_FORM : IN_INLINE;
  return shown.map((select) => relationInput(django, cls, full, select, where, parents)).filter((input) => input !== undefined);
}

/** `site.register(Model)`: the form of a class that nobody wrote shows every relation in full. */
function bareInputs(django: DjangoProject, module: PyModule): RelationInput[] {
  return bareRegistrations(django, module).flatMap((registration) => {
    const inputs = [...registration.model.forward.values()].filter(isListed).flatMap((field) => bareInput(django, module, registration, field) ?? []);
    // a line that registers all models of an app says nothing of any of them: what is slow whoever looks is worth naming
    return registration.ofApp ? inputs.filter(({ target, perOption }) => target.growth === 'growing' || perOption === true) : inputs;
  });
}

function isListed({ kind, editable, parentLink, through, limited }: DjangoField): boolean {
  const isRelation = kind !== undefined && kind !== 'generic-foreign-key' && kind !== 'generic-relation';
  return isRelation && editable && !parentLink && !through && !limited;
}

function bareInput(django: DjangoProject, module: PyModule, registration: Registration, field: DjangoField): RelationInput | undefined {
  const { node } = registration;
  const options = optionsOf(django, field);
  const size = django.targetSize(field);
  if (options === undefined || size === undefined) return undefined;
  const { label } = options;
  const attribute = searchableBeside(django, field, registration) === undefined ? 'raw_id_fields' : 'autocomplete_fields';
  const bounded = registerWith(registration, `${attribute} = ${tupleText([field.name], '"')}`);
  return { span: module.range(node), field: field.name, target: options.size, where: ON_FORM, perOption: label.paths.length > 0, advice: withLabels(bounded, field, size, label), remedies: [] };
}

type Attribute = 'autocomplete_fields' | 'raw_id_fields';

/**
 * The admin that `autocomplete_fields` needs: one of the target with `search_fields` (system check admin.E040), wherever the form is
 * shown (admin.E039).
 */
function searchableAdmin(django: DjangoProject, field: DjangoField, shown: readonly Registration[]): string | undefined {
  const found = shown.map((registration) => searchableBeside(django, field, registration));
  return found.includes(undefined) ? undefined : found[0];
}

/** The name of the admin class with `search_fields` that shows the target of a relation wherever a form is registered. */
function searchableBeside(django: DjangoProject, field: DjangoField, form: Registration): string | undefined {
  const { target } = field;
  if (target === undefined) return undefined;
  const own = registryOf(django).adminsOf(target);
  for (const registration of own) {
    const { admin } = registration;
    if (admin === undefined || !isMadeWith(registration, form)) continue;
    const search = listOption(django, admin, 'search_fields');
    if (typeof search !== 'string' && search.elements.length > 0) return admin.node.name;
  }
  const ofDjango = isReplaceable(django, field) ? undefined : SEARCHED[target.label];
  return own.length === 0 && ofDjango !== undefined && form.site === DEFAULT_SITE && !isTakenBack(django, target) ? ofDjango : undefined;
}

/** On the same site, and in no branch that may be passed over where the form is registered. */
function isMadeWith({ site, branches }: Registration, form: Registration): boolean {
  return site === form.site && branches.every((branch) => form.branches.includes(branch));
}

/** Django's own admins that have `search_fields`, registered on the default site by `django.contrib.auth` and others (3.2 to 5.2). */
const SEARCHED: Readonly<Record<string, string>> = { 'auth.User': 'UserAdmin', 'auth.Group': 'GroupAdmin', 'sites.Site': 'SiteAdmin' };

/** A key to whatever the settings of another project call its users: neither the model nor its admin is known. */
function isReplaceable(django: DjangoProject, { target, declaration }: DjangoField): boolean {
  if (target?.label !== 'auth.User' || django.models.isUserKnown || declaration === undefined) return false;
  return /AUTH_USER_MODEL|get_user_model/.test(declaration.module.source(declaration.node));
}

/** `admin.site.unregister(User)` stands in an admin file. */
function isTakenBack(django: DjangoProject, { name }: DjangoModel): boolean {
  return [...django.files.all()].some(({ mentionsAdmin, text }) => mentionsAdmin && text.includes('unregister(') && new RegExp(String.raw`unregister\([^)]*\b(?:${name}|get_user_model)\b`).test(text));
}

/** The registrations of an admin class, or of the admins of the models that an inline stands under. */
function registrationsOf(django: DjangoProject, cls: ClassRef, parents: readonly DjangoModel[]): readonly Registration[] {
  const key = keyOf(cls);
  return registryOf(django).registrations.filter(({ admin, model }) => (parents.length > 0 ? parents.includes(model) : admin !== undefined && keyOf(admin) === key));
}

function relationInput(django: DjangoProject, cls: ClassRef, { form }: FullSelects, select: FullSelect, where: string, parents: readonly DjangoModel[] = []): RelationInput | undefined {
  const { field, place } = select;
  const options = optionsOf(django, field);
  const size = django.targetSize(field);
  if (options === undefined || size === undefined) return undefined;
  const shown = registrationsOf(django, cls, parents);
  const searchable = searchableAdmin(django, field, shown);
  const attribute = searchable === undefined ? 'raw_id_fields' : 'autocomplete_fields';
  const span = place?.module === cls.module && isWithin(cls, place.module.range(place.node)) ? cls.module.range(place.node) : nameSpan(cls);
  const label = select.labelled ? NO_READS : options.label;
  const target = field.target === undefined ? size : tableOfOptions(django, field.target, label);
  const bounded = adviceFor(field, searchable, select.widget, hasLookup(django, field, shown));
  const isShared = (where === IN_INLINE || where === IN_LIST) && field.kind !== 'many-to-many';
  return {
    // an inline has the few rows of one parent, a list those of a page
    span, field: field.name, target, where, perOption: label.paths.length > 0, perRow: where === IN_LIST,
    advice: isShared && size.growth !== 'growing' ? sharedAdvice(bounded, size, label) : withLabels(bounded, field, size, label) + (isShared ? labelAdvice(field, where) : ''),
    remedies: remedyFor(django, cls, field, attribute, changesOf(form, size)),
  };
}

function isWithin({ module, node }: ClassRef, [start, end]: Span): boolean {
  const [from, to] = module.range(node);
  return start >= from && end <= to;
}

/** Django's own registrations, as long as the project doesn't take them back. */
const REGISTERED: ReadonlySet<string> = new Set(['auth.User', 'auth.Group', 'sites.Site', 'flatpages.FlatPage', 'redirects.Redirect']);

/** A raw id comes with a lookup where the other model has an admin on the same site (contrib/admin/widgets.py, Django 3.2 to 5.2). */
function hasLookup(django: DjangoProject, field: DjangoField, shown: readonly Registration[]): boolean | 'unknown' {
  const { target } = field;
  if (target === undefined || isReplaceable(django, field)) return 'unknown';
  const own = registryOf(django).adminsOf(target);
  if (shown.every((form) => own.some((one) => isMadeWith(one, form))) || REGISTERED.has(target.label)) return true;
  const maybe = shown.every(({ site }) => own.some((one) => one.site === site));
  return registryOf(django).complete && !maybe ? false : 'unknown';
}

function adviceFor(field: DjangoField, admin: string | undefined, widget: FullSelect['widget'], lookup: boolean | 'unknown'): string {
  const limit = widget === 'filter' ? ' (`filter_horizontal` and `filter_vertical` load every row too)' : '';
  const name = `\`"${field.name}"\``;
  if (admin !== undefined) return `Add ${name} to \`autocomplete_fields\`: \`${admin}\` has \`search_fields\`${limit}.`;
  const shown = lookup === true ? 'which shows the key and a lookup' : lookup === false ? `which shows the bare key, as \`${field.target?.name ?? ''}\` has no admin there to look it up in` : 'which shows the key';
  return `Add ${name} to \`raw_id_fields\`, ${shown}${limit}.`;
}

/**
 * The advice, with what each option costs besides. Where the table isn't known to grow, a dropdown that loads its labels with its rows is the better input.
 *
 * @param bounded how the input is bounded: a sentence
 */
function withLabels(bounded: string, { kind }: DjangoField, { growth, model }: TableSize, label: LabelReads): string {
  const cost = labelCost(label);
  if (cost === '') return bounded;
  const list = `\`queryset=${model}.objects.${label.loading}\` in \`${kind === 'many-to-many' ? 'formfield_for_manytomany' : 'formfield_for_foreignkey'}\``;
  return growth === 'growing' ? `${bounded} ${cost}.` : `${cost}, which ${list} spares. ${whereLong(bounded)}`;
}

/**
 * Where the input stands in many rows, each of them still asks for its label. Measured on Django 3.2 to 5.2, an inline of 50 rows:
 * select 55 queries, raw id and autocomplete 54, one list of choices for all rows 6, read-only with `select_related` 4.
 */
function labelAdvice({ name }: DjangoField, where: string): string {
  const shared = `one list of choices for all rows (${SHARED})`;
  const readOnly = where === IN_INLINE ? `, or \`readonly_fields\` with \`select_related("${name}")\` in the inline's \`get_queryset\`,` : '';
  return ` With \`raw_id_fields\` and \`autocomplete_fields\` alike each row still asks for its label; ${shared}${readOnly} doesn't.`;
}

const SHARED = '`field.choices = list(field.choices)` in `formfield_for_foreignkey`';

/** A list that isn't known to be long is best read once for all rows. */
function sharedAdvice(bounded: string, { model }: TableSize, label: LabelReads): string {
  const cost = labelCost(label);
  return `Give all rows one list of choices: ${SHARED}${cost === '' ? '' : ` (${cost}, which \`queryset=${model}.objects.${label.loading}\` there spares)`}. ${whereLong(bounded)}`;
}

/**
 * Why the remedy is left to the user. A form of the project's own may set the field up by itself in a way that isn't seen. And nothing is
 * written for a table that isn't known to grow: the next run would take what was written for the project's own word that it does.
 */
function changesOf(form: FormFacts, target: TableSize): string | undefined {
  if (form.custom) return 'the form of this class may set the field up by itself';
  return target.growth === 'growing' ? undefined : `gives up the dropdown, which is the better one while \`${target.model}\` is short`;
}

/** The field in the class's own attribute. */
function remedyFor(django: DjangoProject, cls: ClassRef, field: DjangoField, attribute: Attribute, changes: string | undefined): Remedy[] {
  const { module, node } = cls;
  const own = ownAttribute(node, attribute);
  const inherited = own === undefined ? inheritedNames(django, cls, attribute) : [];
  if (inherited === undefined) return [];
  const edit = own === undefined ? newAttribute(cls, attribute, [...inherited, field.name]) : isSequence(own) ? appendElements(module, own, [field.name]) : undefined;
  if (edit === undefined) return [];
  const title = `Add \`"${field.name}"\` to \`${attribute}\``;
  return [{ title, edits: [edit], safety: changes === undefined ? 'safe' : { changes } }];
}

/** What base classes set, which a new attribute would hide; undefined where it can't be read. */
function inheritedNames(django: DjangoProject, cls: ClassRef, attribute: Attribute): string[] | undefined {
  const sequence = listOption(django, cls, attribute);
  if (sequence === 'absent') return [];
  if (sequence === 'unknown' || !sequence.complete) return undefined;
  const names = sequence.elements.map((place) => stringOf(place, resolverIn(django, cls)));
  return names.every((name) => name !== undefined) ? names : undefined;
}

function newAttribute({ module, node }: ClassRef, attribute: Attribute, names: readonly string[]): ReturnType<typeof addAttribute> {
  const line = `${attribute} = ${tupleText(names, quotesIn(module.source(node)))}`;
  return addAttribute(module, node, line, ['list_display', 'list_filter', 'list_select_related', 'search_fields', 'autocomplete_fields', 'raw_id_fields', 'model', 'extra']);
}

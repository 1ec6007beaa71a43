import type { TableSize } from '../../../model/data-model.ts';
import { FEW_BY_NAME, NO_MAKER } from '../../../model/many.ts';
import { isSelf, numberConstant, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { listOption, registryOf } from '../admin/classes.ts';
import type { ClassRef } from '../project/classes.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import { shippedRows } from './fixtures.ts';
import { type GrowthOf, isConfiguration, isNamedForFew, isNamedKind, isNamesOnly, isOwn, isVocabulary } from './kinds.ts';
import { setAfterwards } from './formsets.ts';
import { makersOf } from './makers.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { uniqueSets } from '../models/uniqueness.ts';

/** What a model's declaration says of the size of its table, with the reason as a clause. */
export interface Structure {
  readonly growth: Exclude<TableSize['growth'], 'unknown'>;
  readonly because: string;
}

/** A limit that holds whoever writes to the table: one row, as many as there are choices or codes, as many as the parent table has. */
export function boundOf(django: DjangoProject, model: DjangoModel, growthOf: GrowthOf): Structure | undefined {
  if (isSingleton(django, model)) return { growth: 'small', because: 'it is a singleton' };
  const closing = closingAdmin(django, model);
  if (closing !== undefined) return { growth: 'small', because: `\`${closing}\` lets nobody add a row where there is one` };
  const fields = [...model.forward.values()];
  const listed = fields.find((field) => field.unique && hasLiteralChoices(field));
  if (listed !== undefined) return { growth: 'few', because: `\`${listed.name}\` is unique and has choices` };
  const key = fields.find(({ primaryKey, type }) => primaryKey && type === 'CharField');
  if (key !== undefined && lengthOf(key) <= LONGEST_CODE) return { growth: 'few', because: `its key \`${key.name}\` is a code of ${String(lengthOf(key))} letters` };
  const pair = uniqueSets(model).find((names) => isFewByChoices(model, names, growthOf));
  if (pair !== undefined) return { growth: 'few', because: `${together(pair)} are unique together, each of them choices or a key to a small table` };
  const parent = model.parents.find((one) => growthOf(one) === 'small' || growthOf(one) === 'few');
  return parent === undefined ? undefined : { growth: 'few', because: `it has as many rows as \`${parent.name}\` at most` };
}

const LONGEST_CODE = 3;

/** Letters of a code in a table to which nothing adds rows. */
const LONGEST_OF_LISTED = 5;

/** Letters that a column takes at most; Infinity where nothing says so. */
export function lengthOf({ declaration }: DjangoField): number {
  return numberConstant(declaration === undefined ? undefined : keywordOf(declaration.node, 'max_length')) ?? Infinity;
}

/** Choices that the declaration gives, not those that a column class of the project may bring. */
function hasLiteralChoices({ declaration, kind }: DjangoField): boolean {
  const choices = declaration === undefined || kind !== undefined ? undefined : keywordOf(declaration.node, 'choices');
  return choices !== undefined && singletonOf(choices) !== 'None';
}

/** All of them are choices, or what a small table holds. */
function isFewByChoices(model: DjangoModel, names: readonly string[], growthOf: GrowthOf): boolean {
  const fields = names.map((name) => model.forward.get(name));
  const isSmall = (field: DjangoField | undefined): boolean => field?.target !== undefined && growthOf(field.target) !== 'growing' && growthOf(field.target) !== 'unknown';
  return fields.some((field) => field !== undefined && hasLiteralChoices(field)) && fields.every((field) => field !== undefined && (hasLiteralChoices(field) || isSmall(field)));
}

/** By a base class that says so, or a `save` that sets the key or refuses a second row. */
function isSingleton(django: DjangoProject, model: DjangoModel): boolean {
  if (hasBase(django, model, /Singleton\w*$/)) return true;
  const save = django.method(model, 'save');
  if (save === undefined) return false;
  for (const node of walk(save.node.body)) {
    const [target] = node.nodeType === 'Assign' ? node.targets : [];
    const setsKey = target?.nodeType === 'Attribute' && /^(?:pk|id)$/.test(target.attr) && isSelf(target.value);
    if (setsKey && node.nodeType === 'Assign' && node.value.nodeType === 'Constant' && node.value.value === 1) return true;
  }
  return false;
}

/** The admin class of a model that asks, before it allows to add a row, whether there is one: `return not Site.objects.exists()`. */
function closingAdmin(django: DjangoProject, model: DjangoModel): string | undefined {
  const asks = String.raw`(?<![\w.])(?:${model.name}|\w+\.${model.name}|self\.model)\.(?:objects|_default_manager)(?:\.all\(\))?\.(?:exists\(\)|count\(\)(?!\s*[<>=!]+\s*(?:[2-9]|\d\d)))`;
  for (const { admin } of registryOf(django).adminsOf(model)) {
    const method = admin && django.method(admin, 'has_add_permission');
    if (admin !== undefined && method !== undefined && new RegExp(asks).test(method.module.source(method.node))) return admin.node.name;
  }
  return undefined;
}

/** The class or one that it inherits from is called so. */
function hasBase(django: DjangoProject, cls: ClassRef, name: RegExp): boolean {
  const { classes, externals } = django.names.ancestryOf(cls);
  return [...classes.map(({ node }) => node.name), ...externals].some((one) => name.test(one));
}

/**
 * Why a table holds few rows as a rule: kinds, levels, states, regions. Weaker than a limit: nothing keeps somebody from adding more.
 */
export function fewBecause(django: DjangoProject, model: DjangoModel, growthOf: GrowthOf): string | undefined {
  if (model.proxy) return undefined;
  const makers = makersOf(django, model);
  // what `get_or_create` sees to in a command or at startup is configured, all else may come from anywhere
  if (makers.some(({ how, where }) => where !== 'initial' && !(how === 'obtain' && where === 'command'))) return undefined;
  const relations = [...model.forward.values()].filter(({ kind }) => kind !== undefined);
  const code = [...model.forward.values()].find((field) => field.primaryKey && field.type === 'CharField' && lengthOf(field) <= LONGEST_OF_LISTED);
  if (code !== undefined && makers.length === 0) return `its key \`${code.name}\` is a code of ${String(lengthOf(code))} letters, and ${NO_MAKER}`;
  const orders = orderedByHand(django, model);
  if (orders !== undefined && !relations.some(({ target }) => target !== undefined && growthOf(target) === 'growing')) return `\`${orders}\` puts its rows in order by hand`;
  // what a base of another package adds isn't known, and a name is better than nothing
  if (!model.complete) return isNamedForFew(model, growthOf) ? FEW_BY_NAME : undefined;
  const pair = uniqueSets(model).find((names) => isFewPerParent(model, names, growthOf));
  if (pair !== undefined) return `${together(pair)} are unique together, one of them with choices, and ${NO_MAKER}`;
  if (isNamesOnly(django, model, growthOf)) return `it has names and flags only, and ${NO_MAKER}`;
  const shipped = isVocabulary(django, model, growthOf) ? shippedRows(django, model) : undefined;
  if (shipped !== undefined) return `\`${shipped}\` brings its rows along, and no code of the project adds any`;
  if (isNamedKind(django, model, growthOf)) return `${FEW_BY_NAME}, and ${NO_MAKER}`;
  return isConfiguration(model, growthOf) ? `it holds what is configured, and ${NO_MAKER}` : undefined;
}

/** So many kinds for each row of a table that isn't known to grow. */
function isFewPerParent(model: DjangoModel, names: readonly string[], growthOf: GrowthOf): boolean {
  const fields = names.map((name) => model.forward.get(name));
  const isParent = (field: DjangoField | undefined): boolean => field?.target !== undefined && growthOf(field.target) !== 'growing';
  return fields.some((field) => field !== undefined && hasLiteralChoices(field)) && fields.every((field) => field !== undefined && (hasLiteralChoices(field) || isParent(field)));
}

function together(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' and ');
}

/** Bases by which rows are put in order by hand: django-ordered-model, django-admin-sortable2 and grappelli's, by their documentation. */
const ORDERED = /(?:^|\.)(?:OrderedModel(?:Base|Admin)?|Sortable(?:Admin|Inline)\w*|\w*Sortable\w*Inline\w*)$/;

/** The model or the admin class that lets somebody put the rows in order: by its base, or by a column of their order that the list edits. */
function orderedByHand(django: DjangoProject, model: DjangoModel): string | undefined {
  if (hasBase(django, model, ORDERED)) return model.name;
  for (const { admin } of registryOf(django).adminsOf(model)) {
    if (admin !== undefined && hasBase(django, admin, ORDERED)) return admin.node.name;
    const editable = admin === undefined ? 'absent' : listOption(django, admin, 'list_editable');
    const names = typeof editable === 'string' ? [] : editable.elements.map((place) => stringOf(place) ?? '');
    if (names.some((name) => /^(?:weight|order|ordering|position|rank|priority|sequence|sort\w*|\w+_order)$/.test(name))) return admin?.node.name;
  }
  return undefined;
}

/**
 * Why a table grows with the business by what its model declares: it stands for one that does, its rows come with those of one that does, or the code
 * makes them and they are somebody's, or say when something happened.
 */
export function growsBecause(django: DjangoProject, model: DjangoModel, growthOf: GrowthOf): string | undefined {
  const [base] = model.proxy ? model.parents : [];
  if (base !== undefined) return growthOf(base) === 'growing' ? `\`${base.name}\` by another name` : undefined;
  const user = django.models.userModel();
  const own = [...model.forward.values()].filter((field) => field.kind === 'foreign-key' && isOwn(model, field));
  const makers = makersOf(django, model).filter(({ where }) => where === 'application');
  const maker = makers.find(({ how }) => how !== 'obtain');
  if (makers.length === 0 || django.models.allNamed(model.name).length > 1) return undefined;
  const parent = own.find(({ target, nullable }) => !nullable && target !== undefined && target.label !== user?.label && growthOf(target) === 'growing');
  if (maker !== undefined && parent?.target !== undefined) return `\`${maker.path}\` adds rows for each \`${parent.target.name}\``;
  // `get_or_create(user=user)` makes one for each of them
  const isPerUser = user !== undefined && growthOf(user) === 'growing';
  const later = setAfterwards(django).get(model.label);
  const owner = own.find(({ name, target, nullable }) => later?.has(name) !== true && target !== undefined && target.label === user?.label && (maker !== undefined || (isPerUser && !nullable)));
  if (owner !== undefined) return hasMembers(model, user) ? undefined : `\`${(maker ?? makers[0])?.path ?? ''}\` adds rows for each \`${owner.name}\``;
  const made = maker === undefined || hasName(model) ? undefined : [...model.forward.values()].find((field) => isOwn(model, field) && notesWhenMade(field));
  return made === undefined ? undefined : `\`${maker?.path ?? ''}\` adds rows, and \`${made.name}\` notes when`;
}

/** The time at which a row comes to be: of an event, a run, a message. */
function notesWhenMade({ type, declaration, autoNow, renewed }: DjangoField): boolean {
  const given = declaration === undefined ? undefined : keywordOf(declaration.node, 'default');
  return type === 'DateTimeField' && ((autoNow && !renewed) || (given !== undefined && /(?:^|\.)now$/.test(declaration?.module.source(given) ?? '')));
}

/** Things that somebody sets up have a name; what happens has none. */
function hasName(model: DjangoModel): boolean {
  return [...model.forward.values()].some(({ name, type, unique, primaryKey }) => (unique && !primaryKey && type !== 'UUIDField') || /(?:^|_)(?:name|title|label|slug|code|domain)$/.test(name));
}

/** Teams, tenants and groups have members; of them there are as many as there are customers, not as there are users. */
function hasMembers(model: DjangoModel, user: DjangoModel | undefined): boolean {
  return [...model.forward.values()].some(({ kind, through, target }) => kind === 'many-to-many' && through && target?.label === user?.label);
}

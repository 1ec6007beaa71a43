import type { TableSize } from '../../../model/data-model.ts';
import { namesFew, namesMany } from '../../../model/many.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';

/** What is known of another model's table, for those that a model refers to. */
export type GrowthOf = (model: DjangoModel) => TableSize['growth'];

/** Names and flags alone, and keys to what is few itself: kinds, levels, states, regions. */
export function isNamesOnly(django: DjangoProject, model: DjangoModel, growthOf: GrowthOf): boolean {
  return relationsOf(model).every((field) => isToFew(model, field, growthOf)) && isListOfKinds(django, model, isNameOrFlag);
}

/**
 * Kinds with a picture, an owner or a parameter beside their names. So much more than names may also be a thing of the business: whoever asks has other
 * evidence that it isn't.
 */
export function isVocabulary(django: DjangoProject, model: DjangoModel, growthOf: GrowthOf): boolean {
  const texts = plainOf(model).filter(({ type }) => type === 'CharField');
  const isPart = (field: DjangoField): boolean => isNameOrFlag(field) || isPicture(field) || isParameter(field) || (texts.length === 1 && texts.includes(field));
  return hangsOnNothing(model, growthOf) && isListOfKinds(django, model, isPart);
}

/** Names and flags under a name that stands for something of which there are few, beside a key that a row can do without or that a base gives every model. */
export function isNamedKind(django: DjangoProject, model: DjangoModel, growthOf: GrowthOf): boolean {
  return namesFew(model.name) && hangsOnNothing(model, growthOf) && isListOfKinds(django, model, isNameOrFlag);
}

/** Its name says that it holds what somebody sets up, and nothing says that each row of another table has one. */
export function isConfiguration(model: DjangoModel, growthOf: GrowthOf): boolean {
  return CONFIGURATION.test(model.name) && relationsOf(model).every((field) => isToFew(model, field, growthOf) || (field.kind === 'foreign-key' && field.nullable && isAside(model, field, growthOf)));
}

/** Its name stands for something of which there are few, and its rows aren't those of a table that is known to grow. */
export function isNamedForFew(model: DjangoModel, growthOf: GrowthOf): boolean {
  return namesFew(model.name) && relationsOf(model).every(({ target }) => target === undefined || target.label === model.label || growthOf(target) !== 'growing');
}

const CONFIGURATION = /[a-z](?:Config|Configuration|Settings)$/;

/** Its keys lead to what is few, or are ones that its rows can do without. */
function hangsOnNothing(model: DjangoModel, growthOf: GrowthOf): boolean {
  return relationsOf(model).every((field) => isToFew(model, field, growthOf) || isAside(model, field, growthOf));
}

function relationsOf(model: DjangoModel): DjangoField[] {
  return [...model.forward.values()].filter(({ kind }) => kind !== undefined);
}

function isToFew(model: DjangoModel, { target, kind, parentLink }: DjangoField, growthOf: GrowthOf): boolean {
  if (kind === 'generic-foreign-key' || kind === 'generic-relation') return false;
  if (parentLink || target?.label === model.label) return true;
  return target !== undefined && ['small', 'few'].includes(growthOf(target));
}

/** A key that a row can do without, or that an abstract base gives every model: the rows are not those of what it leads to. */
function isAside(model: DjangoModel, field: DjangoField, growthOf: GrowthOf): boolean {
  if (field.kind !== 'foreign-key' || field.target === undefined || !(field.nullable || !isOwn(model, field))) return false;
  return growthOf(field.target) !== 'growing' || (!isOwn(model, field) && WRITER.test(field.name));
}

/** Who wrote a row, as a base notes it of those of every model: `creator`, `modified_by`, `update_user`. */
const WRITER = /^(?:creat|modif|updat|chang|edit)\w*$/;

/** The most columns that a table of kinds has. */
const MOST_COLUMNS = 8;

/** Plain columns of a table of kinds, by their types; texts only where they describe. */
const NAME_TYPES = /^(?:Char|Slug|Text|Boolean|NullBoolean|URL|(?:Positive)?(?:Small|Big)?Integer)Field$/;

/** Columns of what people write, own or are reached by. */
const OF_THINGS = /mail|phone|address|street|zip|post|city|website|home_?page|first|last|birth|isbn|sku|token|hash|serial|content|body|message|answer|question|password|secret|barcode|domain|identifier|link|count|quantity|amount|stock|year|number/;

/** Numbers that each thing of the business has for itself. */
const OF_GOODS = /price|total|balance|fee|salary|weight|height|width|length|latitude|longitude/;

/** Other tables refer to it, no page shows a row of it, and its columns are few: a name at least, and none that isn't a part of a kind. */
function isListOfKinds(django: DjangoProject, model: DjangoModel, isPart: (field: DjangoField) => boolean): boolean {
  if (namesMany(model.name) || django.method(model, 'get_absolute_url') !== undefined) return false;
  const reverse = [...model.fields.values()].filter((field) => field.reverse);
  // rows of its children are rows of its own
  if (reverse.length === 0 || reverse.some(({ target }) => target?.parents.some(({ label }) => label === model.label))) return false;
  const plain = plainOf(model);
  return plain.some(isName) && plain.length <= MOST_COLUMNS && plain.every(isPart);
}

/** Columns of its own but for the key, and for dates that a base gives every model. */
function plainOf(model: DjangoModel): DjangoField[] {
  const plain = [...model.forward.values()].filter(({ kind, declaration, primaryKey }) => kind === undefined && declaration !== undefined && !primaryKey);
  return plain.filter((field) => !(isDate(field) && !isOwn(model, field)));
}

function isNameOrFlag({ name, type, autoNow }: DjangoField): boolean {
  return NAME_TYPES.test(type) && !autoNow && !OF_THINGS.test(name);
}

function isPicture({ type }: DjangoField): boolean {
  return /^(?:File|Image)Field$/.test(type);
}

/** A number that most rows leave as it is: a rate, a factor, a cost by the day. */
function isParameter({ name, type, declaration }: DjangoField): boolean {
  return /^(?:Decimal|Float)Field$/.test(type) && !OF_THINGS.test(name) && !OF_GOODS.test(name) && declaration !== undefined && keywordOf(declaration.node, 'default') !== undefined;
}

function isName({ type, unique }: DjangoField): boolean {
  return unique || /^(?:Char|Slug|Text)Field$/.test(type);
}

function isDate({ type }: DjangoField): boolean {
  return /^Date(?:Time)?Field$/.test(type);
}

/** The model's own class declares it: what an abstract base gives every model says nothing about this one. */
export function isOwn({ module, node }: DjangoModel, { declaration }: DjangoField): boolean {
  if (declaration?.module.path !== module.path) return false;
  const [from, to] = module.range(node);
  const [start, end] = module.range(declaration.node);
  return from <= start && end <= to;
}

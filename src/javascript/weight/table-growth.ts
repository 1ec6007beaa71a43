import type { DataModel, Model, TableSize } from '../../model/data-model.ts';
import { asModelName, FEW_BY_NAME, GROWS_BY_DAYS, GROWS_WITH_CUSTOMERS, GROWS_WITH_USERS, GROWS_WITH_WORLD, namesCustomers, namesDaily, namesFew, namesMany, namesUsers, namesWaiting, NO_MAKER } from '../../model/many.ts';
import type { Settings } from '../../model/settings.ts';
import { oncePer } from '../../project/memo.ts';
import type { OrmCall, OrmReader } from '../queries/orm.ts';
import type { Elsewhere } from './row-weight.ts';

/** The size of a model's table, where the settings name it. */
export function sizeOf({ rows, smallTable }: Settings, model: string | undefined): TableSize | undefined {
  const size = model === undefined ? undefined : rows[model];
  return model === undefined || size === undefined ? undefined : { model, rows: size, growth: size <= smallTable ? 'small' : 'growing', because: undefined };
}

/** What is known of the size of a table, if no more than its name. */
export function tableNamed(settings: Settings, model: string): TableSize {
  return sizeOf(settings, model) ?? { model, rows: undefined, growth: 'unknown', because: undefined };
}

/** The size of a model's table, as the settings say it, else few where its rows come with the program. */
export function knownSize(settings: Settings, elsewhere: Elsewhere | undefined, orm: OrmReader, model: string): TableSize | undefined {
  return sizeOf(settings, model) ?? (elsewhere?.isFilled(orm, model) === false ? { model, rows: undefined, growth: 'few', because: NO_MAKER } : undefined);
}

/**
 * What is known of how many rows the table of a query has: as the settings say it, few where they come with the program, growing where it has a row for
 * everybody who uses the program, or rows that belong to one of these.
 */
export function tableOfCall(settings: Settings, elsewhere: Elsewhere, { orm, model, callee }: OrmCall): TableSize | undefined {
  if (model === undefined) return undefined;
  const known = knownSize(settings, elsewhere, orm, model);
  // `models.PaymentMethods.find()` of a model that is called `Payment`
  const accessor = asModelName(callee.split('.').at(-2) ?? '');
  if (known !== undefined) return known;
  if (accessor.startsWith(asModelName(model)) && accessor !== asModelName(model) && namesFew(accessor)) return sizeFor(model, 'few', FEW_BY_NAME);
  const growth = growthOf(orm.dataModel, model);
  // what staff adds by hand grows by no name
  return growth.growth === 'growing' && elsewhere.isLeftToStaff(orm, model) ? sizeFor(model, 'unknown') : growth;
}

/** The table of rows that code writes one by one, where its name says that it has few: nobody waits for a list of them. */
export function fewWritten(rows: OrmCall | undefined): TableSize | undefined {
  const size = rows?.model === undefined ? undefined : growthOf(rows.orm.dataModel, rows.model);
  return size?.growth === 'few' ? size : undefined;
}

/** Relations from a row to those it belongs to that are followed. */
const DEPTH = 3;

/** Relations to users whom a row names for what they did with it, not for being theirs, and the keys of such: lists of every kind have them. */
const KEPT_BY = /(?:by|author|creator|editor|updater|moderator|manager|assignee|approver|reviewer)(?:_?user)?(?:_?id)?$/i;

/**
 * What a model's name and its relations say of how many rows it has.
 *
 * @param parent the relation by which the rows that are meant were found: one user has few of what grows with users
 */
export function growthOf(dataModel: DataModel | undefined, model: string, parent?: string): TableSize {
  const target = parent === undefined ? undefined : dataModel?.models.get(model)?.fields.get(parent)?.relation?.target;
  return target !== undefined && namesUsers(asModelName(target)) ? sizeFor(model, 'unknown') : growthWithin(dataModel, model, DEPTH);
}

/** Columns that, where they are unique, make a table one of people. */
const OF_ONE_PERSON = /^(?:e_?mail(?:_?address)?|phone(?:_?number)?|user_?name)$/i;

/** Whatever belongs to users or to whole customers says nothing by that: most tables do. */
function belongsToAll(target: string): boolean {
  return namesUsers(target) || namesCustomers(target);
}

/** What nothing but a program that many share has. */
const SHARED = /^(?:Workspace|Tenant)$/;

/** People belong to rows of the model, or to what these belong to: an `Organization` of projects alone, or of which no relation is known, is no customer. */
function hasPeople(dataModel: DataModel | undefined, model: string): boolean {
  const isOfPeople = (name: string): boolean => namesUsers(asModelName(name));
  const targetsOf = (of: Model | undefined): readonly string[] => [...(of?.fields.values() ?? [])].flatMap(({ relation }) => (relation === undefined ? [] : [relation.target]));
  const own = targetsOf(dataModel?.models.get(model));
  return (own.length === 0 && SHARED.test(asModelName(model))) || own.some((name) => belongsToAll(asModelName(name))) || [...(dataModel?.models.values() ?? [])].some((other) => isOfPeople(other.name) && targetsOf(other).includes(model));
}

function sizeFor(model: string, growth: TableSize['growth'], because?: string): TableSize {
  return { model, rows: undefined, growth, because };
}

/** By depth and model. Every query asks, and models that belong to several others are come by on several ways. */
const known = oncePer<DataModel, [], Map<string, TableSize>>(() => new Map());

function growthWithin(dataModel: DataModel | undefined, model: string, depth: number): TableSize {
  const sizes = dataModel === undefined ? undefined : known(dataModel);
  const key = `${String(depth)} ${model}`;
  const size = sizes?.get(key) ?? growthFrom(dataModel, model, depth);
  sizes?.set(key, size);
  return size;
}

function growthFrom(dataModel: DataModel | undefined, model: string, depth: number): TableSize {
  const name = asModelName(model);
  if (namesUsers(name)) return sizeFor(model, 'growing', GROWS_WITH_USERS);
  if (namesWaiting(name)) return sizeFor(model, 'unknown');
  const fields = [...(dataModel?.models.get(model)?.fields.values() ?? [])];
  // an `OrderLine` is one of an `Order`, whether or not its key is named or has to be there
  const isPartOf = (target: string): boolean => target !== model && name.startsWith(asModelName(target));
  // of some users there is a row each: of those who run the program, who have a shop
  const isOnePerRow = (keys: readonly string[]): boolean => keys.length === 1 && fields.some(({ name: column, unique }) => unique && column === keys[0]);
  const parents = fields.filter(({ relation, unique }) => relation?.cardinality === 'to-one' && (relation.keys.length > 0 || isPartOf(relation.target)) && !unique && !isOnePerRow(relation.keys));
  // what is part of a customer is none itself
  if (namesCustomers(name) && hasPeople(dataModel, model) && !parents.some(({ relation }) => namesCustomers(asModelName(relation?.target ?? '')))) return sizeFor(model, 'growing', GROWS_WITH_CUSTOMERS);
  // each of many teams may have kinds of its own
  if (namesFew(name)) return parents.every(({ relation }) => namesFew(asModelName(relation?.target ?? ''))) ? sizeFor(model, 'few', FEW_BY_NAME) : sizeFor(model, 'unknown');
  if (namesDaily(name)) return sizeFor(model, 'growing', GROWS_BY_DAYS);
  const person = fields.find(({ name: column, unique }) => unique && OF_ONE_PERSON.test(column));
  if (person !== undefined) return sizeFor(model, 'growing', `it has a row for every \`${person.name}\``);
  const owner = parents.find((field) => namesUsers(asModelName(field.relation?.target ?? '')) && !KEPT_BY.test(field.name));
  if (owner !== undefined) return sizeFor(model, 'growing', `users have rows of their own in it, by \`${owner.name}\``);
  const parent = depth === 0 ? undefined : parents.find(({ relation, nullable }) => relation !== undefined && (!nullable || isPartOf(relation.target)) && relation.target !== model && !belongsToAll(asModelName(relation.target)) && growthWithin(dataModel, relation.target, depth - 1).growth === 'growing');
  return parent === undefined ? sizeFor(model, 'unknown') : sizeFor(model, 'growing', `it has rows for each \`${parent.relation?.target ?? ''}\`, of which there are ever more`);
}

/** Rows that nobody asks for who knows of a hundred. */
const MANY = 500;

/**
 * What is known of the table behind a resource, which has a name as a table or a path has one: as the settings say it, few where the name stands for something
 * of which there are few, growing where it stands for people or things of which there are many, or where the code itself asks for very many of its rows.
 *
 * @param asked rows that the code asks for, where it names a number and narrows them to nothing: who sets one well above what there is says nothing by it
 */
export function tableOfResource(settings: Settings, resource: string, asked?: number): TableSize {
  const last = resource.split('/').at(-1) ?? resource;
  const model = asModelName((/[a-z]/.test(last) ? last : last.toLowerCase()).replaceAll('-', '_'));
  const known = sizeOf(settings, resource) ?? sizeOf(settings, last) ?? sizeOf(settings, model);
  if (known !== undefined) return known;
  const table = (growth: TableSize['growth'], because?: string): TableSize => ({ model: resource, rows: undefined, growth, because });
  if (namesFew(model)) return table('few', FEW_BY_NAME);
  if (namesUsers(model)) return table('growing', GROWS_WITH_USERS);
  if (namesMany(model)) return table('growing', GROWS_WITH_WORLD);
  return table(asked !== undefined && asked >= MANY && asked < Infinity ? 'growing' : 'unknown');
}

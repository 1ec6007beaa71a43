import type { DataModel, TableSize } from '../model/data-model.ts';
import { asModelName, FEW_BY_NAME, GROWS_BY_DAYS, GROWS_WITH_USERS, namesDaily, namesFew, namesUsers } from '../model/many.ts';
import { oncePer } from '../project/memo.ts';

/** Relations from a row to those it belongs to that are followed. */
const DEPTH = 3;

/** Relations to users whom a row names for what they did with it, not for being theirs: lists of every kind have them. */
const KEPT_BY = /(?:by|author|creator|editor|moderator|manager|assignee|approver|reviewer)$/i;

/**
 * What a model's name and its relations say of how many rows it has.
 *
 * @param parent the relation by which the rows that are meant were found: one user has few of what grows with users
 */
export function growthOf(dataModel: DataModel | undefined, model: string, parent?: string): TableSize {
  const target = parent === undefined ? undefined : dataModel?.models.get(model)?.fields.get(parent)?.relation?.target;
  return target !== undefined && namesUsers(asModelName(target)) ? sizeFor(model, 'unknown') : growthWithin(dataModel, model, DEPTH);
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
  const parents = [...(dataModel?.models.get(model)?.fields.values() ?? [])].filter(({ relation, unique }) => relation?.cardinality === 'to-one' && relation.keys.length > 0 && !unique);
  // each of many teams may have kinds of its own
  if (namesFew(name)) return parents.every(({ relation }) => namesFew(asModelName(relation?.target ?? ''))) ? sizeFor(model, 'few', FEW_BY_NAME) : sizeFor(model, 'unknown');
  if (namesDaily(name)) return sizeFor(model, 'growing', GROWS_BY_DAYS);
  const owner = parents.find((field) => namesUsers(asModelName(field.relation?.target ?? '')) && !KEPT_BY.test(field.name));
  if (owner !== undefined) return sizeFor(model, 'growing', `its rows name a user as \`${owner.name}\``);
  const parent = depth === 0 ? undefined : parents.find(({ relation, nullable }) => relation !== undefined && !nullable && relation.target !== model && !namesUsers(asModelName(relation.target)) && growthWithin(dataModel, relation.target, depth - 1).growth === 'growing');
  return parent === undefined ? sizeFor(model, 'unknown') : sizeFor(model, 'growing', `its rows belong to those of \`${parent.relation?.target ?? ''}\`, which get more`);
}

import { namesUsers } from '../../../model/many.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';

/** Where a lookup leads: `customer__name__icontains`. */
export interface FieldPath {
  /** The last field that the lookup names. */
  readonly field: DjangoField;
  /** The model that has it. */
  readonly owner: DjangoModel;
  /** All fields from the model to the last one. */
  readonly steps: readonly DjangoField[];
  /** What follows the field: a lookup or transform, or nothing. */
  readonly rest: string;
  /** It reads a column of another table than the model's. */
  readonly joins: boolean;
  /** One row of the model reaches many of what it reads. */
  readonly toMany: boolean;
}

/** The field that a lookup names, through relations by the names that lookups use. Undefined where the first name is none of the model's. */
export function fieldAt(model: DjangoModel, lookup: string): FieldPath | undefined {
  let owner = model;
  let found: FieldPath | undefined;
  const names = lookup.split('__');
  for (const [index, name] of names.entries()) {
    const field = owner.fields.get(name) ?? byOtherName(owner, name) ?? (name === 'pk' ? [...owner.forward.values()].find(({ primaryKey }) => primaryKey) : undefined);
    if (field === undefined) return found === undefined ? undefined : { ...found, rest: names.slice(index).join('__') };
    const relation = found?.field.relation;
    // the key of the other row stands in this one
    const isKey = field.primaryKey && relation?.cardinality === 'to-one' && relation.keys.length > 0;
    found = { field, owner, steps: [...(found?.steps ?? []), field], rest: '', joins: found !== undefined && (found.joins || !isKey), toMany: found?.toMany === true || field.relation?.cardinality === 'to-many' };
    if (field.target === undefined) return { ...found, rest: names.slice(index + 1).join('__') };
    owner = field.target;
  }
  return found;
}

/** True for a path that `select_related` refuses: it goes through a relation to many, or begins with a name that is no field of the model. */
export function isNoJoin(model: DjangoModel, path: string): boolean {
  const found = fieldAt(model, path);
  return found === undefined ? isNoField(model, path) : found.toMany && found.rest === '';
}

/** The model has no field that the path could begin with, as far as that can be known: packages relate their models to the users of a program, and parents are links of their own names. */
export function isNoField(model: DjangoModel, path: string): boolean {
  const [name = ''] = path.split('__');
  return fieldAt(model, path) === undefined && model.complete && !model.abstract && !namesUsers(model.name) && /^[a-z]\w*$/.test(name) && !name.endsWith('_ptr');
}

/** By the name that lookups have for the reverse side of a relation, or by that of a key's column: `customer_id` is `customer`. */
function byOtherName(model: DjangoModel, name: string): DjangoField | undefined {
  return [...model.fields.values()].find((field) => (field.reverse && field.queryName === name) || field.attname === name);
}

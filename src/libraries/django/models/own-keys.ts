import { type DjangoField, keywordOf } from './fields.ts';
import type { DjangoModel } from './models.ts';

/** The name gives the primary key itself; a key that is a relation gives a row. */
export function isKeyOf(model: DjangoModel | undefined, name: string): boolean {
  const field = model?.forward.get(name);
  return name === 'pk' || (field?.primaryKey === true && field.relation === undefined);
}

/** The foreign key holds the target's primary key. */
export function pointsToKey({ declaration, target }: DjangoField): boolean {
  return target !== undefined && (declaration === undefined || keywordOf(declaration.node, 'to_field') === undefined);
}

/** `order.customer.pk`: the row has what is asked of the other as a column of its own, `customer_id`. */
export function hasKeyAs(field: DjangoField, name: string | undefined): boolean {
  return name !== undefined && field.attname !== undefined && !field.reverse && pointsToKey(field) && isKeyOf(field.target, name);
}

import type { FunctionRef, ClassRef } from '../project/classes.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';

/** A row, or what a relation of it leads to. `model` is undefined where the other end isn't found. */
export interface InstanceValue {
  readonly kind: 'instance';
  readonly model: DjangoModel | undefined;
  readonly steps: readonly DjangoField[];
}

/** The rows at the other end of a to-many relation, before a query ran: `order.items`, `order.items.all()`. */
export interface RelatedValue {
  readonly kind: 'related';
  readonly model: DjangoModel | undefined;
  readonly steps: readonly DjangoField[];
}

/** What a row's attribute or a tracked object evaluates to. */
export type Value =
  | InstanceValue
  | RelatedValue
  /** rows that were read already */
  | { readonly kind: 'list'; readonly element: Value | undefined }
  /** a method of a row, not called yet */
  | { readonly kind: 'method'; readonly fn: FunctionRef; readonly self: Value; readonly name: string }
  /** a method of a related manager or queryset, not called yet */
  | { readonly kind: 'related-method'; readonly related: RelatedValue; readonly name: string }
  /** the object whose method runs on a row: an admin, a serializer */
  | { readonly kind: 'self'; readonly cls: ClassRef }
  /** what is true or false whatever the row: a flag that nobody hands in */
  | { readonly kind: 'flag'; readonly holds: boolean }
  /** one of several: `obj.owner or obj.creator` */
  | { readonly kind: 'choice'; readonly values: readonly Value[] };

export type Environment = Map<string, Value>;

/** What may be any of several values. */
export function choiceOf(values: readonly (Value | undefined)[]): Value | undefined {
  const tracked = values.filter((value) => value !== undefined);
  return tracked.length <= 1 ? tracked[0] : { kind: 'choice', values: tracked };
}

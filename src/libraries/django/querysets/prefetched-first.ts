import { walk } from '../../../python/syntax/walk.ts';
import { isSequence } from '../../../python/syntax/static.ts';
import { defaultManager, managerClasses } from './manager-classes.ts';
import type { DjangoModel } from '../models/models.ts';
import { orderingOf } from '../models/ordering.ts';
import type { DjangoProject } from '../project.ts';
import { broughtAlong, isByOwnQueryset } from './queryset.ts';

/**
 * `order.notes.first()` where the rows bring their notes along in an order, by `Meta.ordering` or that of a `Prefetch`: it takes the first of them. Without an order
 * `first()` makes one and asks anew, and `last()` turns the order round and asks always (db/models/query.py; measured on Django 3.2, 4.0, 5.1 and 6.0).
 *
 * @param accessor the path to the relation, as it is prefetched
 * @param model what the relation leads to
 */
export function isFirstPrefetched(django: DjangoProject, prefetched: readonly string[], accessor: string, model: DjangoModel | undefined): boolean {
  const [loaded] = broughtAlong(prefetched, accessor);
  return loaded !== undefined && (isByOwnQueryset(loaded, accessor) || isOrdered(django, model));
}

/** Rows come in an order where nobody asks for one. */
export function isOrdered(django: DjangoProject, model: DjangoModel | undefined): boolean {
  if (model === undefined) return false;
  const ordering = orderingOf(django, model)?.node;
  if (ordering !== undefined && (!isSequence(ordering) || ordering.elts.length > 0)) return true;
  const manager = defaultManager(django, model);
  const classes = manager === undefined ? [] : managerClasses(django, manager);
  return classes === undefined || classes.some((cls) => {
    const method = django.method(cls, 'get_queryset');
    return method !== undefined && [...walk(method.node.body)].some((node) => node.nodeType === 'Attribute' && node.attr === 'order_by');
  });
}

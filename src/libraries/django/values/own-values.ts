import type { Attribute, ExprNode } from '../../../python/nodes.ts';
import { scopeOf } from '../../../python/syntax/bindings.ts';
import { isFunction } from '../../../python/syntax/module.ts';
import { setsOfSelf } from '../../../python/syntax/self-sets.ts';
import { hasDecorator, lastName } from '../../../python/syntax/static.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import { loadingAlike } from '../querysets/queryset.ts';
import { enter, givenByFunction, join, type OrmContext, type Value, valueOfAny } from './values.ts';

/**
 * What `self.orders` is in a class that is neither model nor manager, where no class body says so: what a property answers, else what methods set it to, those of the function around
 * before all others.
 */
export function ownValue(context: OrmContext, cls: ClassRef, node: Attribute): Value | undefined {
  const { module, django } = context;
  const method = django.method(cls, node.attr);
  if (method !== undefined) return isProperty(method) ? returnedElsewhere(context, method, node) : undefined;
  const scope = scopeOf(module, node);
  const here = isFunction(scope) ? setsOfSelf(scope).get(node.attr) : undefined;
  if (here !== undefined) return valueOfAny(context, here);
  const sets = django.names.ancestryOf(cls).classes.map((one) => ({ module: one.module, values: setsOfSelf(one.node).get(node.attr) ?? [] })).filter(({ values }) => values.length > 0);
  const value = join(sets.map((one) => {
    const inner = enter(context, one.module);
    return inner === undefined ? undefined : fromElsewhere(valueOfAny(inner, one.values), context, node);
  }));
  // which of them came last isn't told here
  if (value?.kind === 'list' && value.source !== undefined) return { ...value, source: loadingAlike(value.source) };
  return value?.kind === 'queryset' ? loadingAlike(value) : value;
}

/** What a method of the class returns on every way, as whoever calls it sees it. */
export function returnedElsewhere(context: OrmContext, method: FunctionRef, node: ExprNode): Value | undefined {
  const inner = enter(context, method.module);
  return inner === undefined ? undefined : fromElsewhere(givenByFunction(inner, method.node), context, node);
}

/** The loops of another function go over nothing here, and remedies belong into the function that is linted: what another one returns can't be extended there. */
export function fromElsewhere(value: Value | undefined, context: OrmContext, node: ExprNode): Value | undefined {
  if (value?.kind === 'queryset') return { ...value, base: { module: context.module, node } };
  if (value?.kind === 'instance') return { ...value, row: undefined, path: [] };
  if (value?.kind !== 'list') return value;
  return { ...value, element: fromElsewhere(value.element, context, node), source: value.source && { ...value.source, base: { module: context.module, node } } };
}

function isProperty({ node: { decorator_list: decorators } }: FunctionRef): boolean {
  const [only, ...others] = decorators;
  return only !== undefined && others.length === 0 && /^(?:cached_)?property$/.test(lastName(only));
}

/** A property that answers anew at each use: a cached one gives one object again and again. */
export function isPlainProperty(method: FunctionRef): boolean {
  return isProperty(method) && hasDecorator(method.node, 'property');
}

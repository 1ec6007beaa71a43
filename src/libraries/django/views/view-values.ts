import type { Call, ExprNode, Subscript } from '../../../python/nodes.ts';
import { classAround } from '../../../python/syntax/bindings.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import { setsOfSelf } from '../../../python/syntax/self-sets.ts';
import { stringConstant } from '../../../python/syntax/static.ts';
import { heirsOf } from '../project/callers.ts';
import { isSuperCall, managed, ownMethod } from '../values/chain-values.ts';
import type { ClassRef } from '../project/classes.ts';
import { namesOfList, showsList } from './list-views.ts';
import { instanceOf } from '../values/name-values.ts';
import type { Instance, Queryset } from '../querysets/queryset.ts';
import { enter, join, type OrmContext, type Self, type Value } from '../values/values.ts';

/** Views that are about one row: `self.object`, `self.get_object()` (django/views/generic/detail.py; rest_framework/generics.py). */
const OBJECT_VIEW = /^(?:django\.views\.generic|rest_framework\.(?:generics|viewsets|mixins))\.(?:\w+\.)*\w+$/;

/** The row of a view; of a mixin, that of the views that it is mixed into, where it is of one model. */
export function objectOfView(context: OrmContext, self: Self, node: ExprNode): Instance | undefined {
  const { module, django } = context;
  const cls = { module, node: self.node };
  const isView = (one: ClassRef): boolean => django.names.ancestryOf(one).externals.some((path) => OBJECT_VIEW.test(path));
  const views = isView(cls) ? [cls] : heirsOf(django, cls).filter(isView);
  if (views.length === 0 || views.length > MOST_VIEWS) return undefined;
  const value = join(views.map((view) => {
    const inner = enter(context, view.module);
    return inner === undefined ? undefined : objectIn(inner, { kind: 'self', node: view.node }, node);
  }));
  return value?.kind === 'instance' ? value : undefined;
}

const MOST_VIEWS = 4;

function objectIn(context: OrmContext, self: Self, node: ExprNode): Value | undefined {
  const call: Call = { nodeType: 'Call', func: node, args: [], keywords: [], lineno: node.lineno, col_offset: node.col_offset };
  if (context.django.method({ module: context.module, node: self.node }, 'get_object') !== undefined) return node.nodeType === 'Attribute' ? ownMethod(context, self, call, 'get_object') : undefined;
  const queryset = managed(ownMethod(context, self, call, 'get_queryset'));
  return queryset?.shape === 'instances' ? instanceOf(queryset) : undefined;
}

/** The rows of a `ListView`: `self.object_list` (django/views/generic/list.py). */
export function rowsOfListView(context: OrmContext, self: Self, node: ExprNode): Queryset | undefined {
  const { classes } = context.django.names.ancestryOf({ module: context.module, node: self.node });
  // a view may find its rows by itself
  if (!showsList(context.django, { module: context.module, node: self.node }) || classes.some((cls) => setsOfSelf(cls.node).has('object_list'))) return undefined;
  const call: Call = { nodeType: 'Call', func: node, args: [], keywords: [], lineno: node.lineno, col_offset: node.col_offset };
  const rows = managed(ownMethod(context, self, call, 'get_queryset'));
  return rows && { ...rows, base: { module: context.module, node } };
}

/** `context["object_list"]` of what a `ListView` inherits as `get_context_data`. */
export function rowsInContext(context: OrmContext, node: Subscript): Queryset | undefined {
  const { module, django } = context;
  const name = stringConstant(node.slice);
  const made = name !== undefined && node.value.nodeType === 'Name' ? soleValue(module, node, node.value.id) : undefined;
  const cls = made?.nodeType === 'Call' && made.func.nodeType === 'Attribute' && made.func.attr === 'get_context_data' && isSuperCall(made.func.value) ? classAround(module, node) : undefined;
  const rows = cls === undefined ? undefined : rowsOfListView(context, { kind: 'self', node: cls }, node);
  if (cls === undefined || name === undefined || rows?.model === undefined) return undefined;
  return name !== 'filter' && namesOfList(django, { module, node: cls }, rows.model).includes(name) ? rows : undefined;
}

import type { Call, ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { isSelf, lastName, type Place } from '../../../python/syntax/static.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey } from '../project/project-memo.ts';

/** An object that is made around a queryset and gives its rows again: all that match, or a page of them. */
export interface Wrapper {
  readonly kind: 'filter' | 'paginator';
  /** The expression of the rows. */
  readonly rows: ExprNode;
}

/**
 * `OrderFilter(request.GET, queryset=orders)` of django-filter, `Paginator(orders, 25)`; undefined for other calls, and for filters that may load something besides.
 *
 * @param callee what is called, where it is named
 */
export function wrapperOf(django: DjangoProject, callee: Place, call: Call): Wrapper | undefined {
  if (!/Filter|Paginator/i.test(lastName(callee.node))) return undefined;
  const kind = kindOf(django, callee);
  const rows = kind === 'filter' ? (keywordOf(call, 'queryset') ?? call.args[1]) : kind === 'paginator' ? (keywordOf(call, 'object_list') ?? call.args[0]) : undefined;
  return kind === undefined || rows === undefined || rows.nodeType === 'Starred' ? undefined : { kind, rows };
}

/** What a call calls, where that is named; of `self.filterset_class(…)` what `around`, the class of the code, has under that name. */
export function calleeIn(django: DjangoProject, module: PyModule, { func }: Call, around: () => ClassRef | undefined): Place {
  const cls = func.nodeType === 'Attribute' && isSelf(func.value) ? around() : undefined;
  const option = cls === undefined || func.nodeType !== 'Attribute' ? undefined : django.classAttribute(cls, func.attr);
  return option === undefined ? { module, node: func } : { module: option.module, node: option.value };
}

/** The attribute or method of a wrapper that gives its rows: `filter.qs`, `paginator.page(2)`, `page.object_list`. */
export function givesRows(name: string): boolean {
  return name === 'qs' || name === 'page' || name === 'get_page' || name === 'object_list';
}

function kindOf(django: DjangoProject, { module, node }: Place): Wrapper['kind'] | undefined {
  const path = django.names.externalPath(module, node);
  if (path !== undefined) return kindOfPath(path);
  const cls = django.resolveClass(module, node);
  return cls === undefined ? undefined : kindOfClass(django, cls);
}

function kindOfPath(path: string): Wrapper['kind'] | undefined {
  if (/^django\.core\.paginator\.\w+$/.test(path)) return 'paginator';
  return /^django_filters\.(?:\w+\.)*FilterSet$/.test(path) ? 'filter' : undefined;
}

const LOADING = /select_related|prefetch_related|Prefetch\(/;

/** What the project's own class is, unless a method of it loads something: then its rows aren't those that it is given. */
const kindOfClass = oncePerKey(keyOf as (cls: ClassRef) => string, (django, cls): Wrapper['kind'] | undefined => {
  const { classes, externals } = django.names.ancestryOf(cls);
  const [kind] = externals.flatMap((path) => kindOfPath(path) ?? []);
  return kind === undefined || classes.some(({ module, node }) => LOADING.test(module.source(node))) ? undefined : kind;
});

import type { FunctionNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { classesIn } from '../admin/classes.ts';
import { keyOf } from '../project/classes.ts';
import { isUnrouted, neverCalledAround } from '../project/never-called.ts';
import { rowsGivenBy } from '../orm/scopes.ts';
import { mayLoadAnything } from '../querysets/queryset.ts';
import type { DjangoProject } from '../project.ts';
import { gatheredPerProject } from '../project/project-memo.ts';
import { functionsAmong, type RowMethod } from '../rows/row-methods.ts';
import { areOfOneParent, isOneRow } from '../serializers/view-rows.ts';
import { ormContext } from '../values/values.ts';
import { contexts } from './contexts.ts';
import { methodsInTemplate, type ShowingMethod } from './reads.ts';
import { listOfView, rowsIn, SHOWING } from './shown.ts';

/** A list that a template shows. */
interface Use extends Pick<RowMethod, 'prefetched' | 'there'> {
  readonly methods: readonly ShowingMethod[];
  readonly scope: Omit<RowMethod['scope'], 'subject' | 'kind'>;
}

/** The functions of a module that templates run for each row of some list of the project. */
export function showingMethods(module: PyModule, django: DjangoProject): Map<FunctionNode, RowMethod> {
  return functionsAmong(module, methodsOf(django));
}

const methodsOf = gatheredPerProject((found: Map<string, RowMethod>, django) => {
  for (const use of usesIn(django)) {
    for (const method of use.methods) {
      const key = keyOf(method);
      const before = found.get(key);
      // of several lists the one whose page size is known says most
      const told = before === undefined || (before.scope.rows === undefined && use.scope.rows !== undefined) ? rowMethod(use, method) : before;
      found.set(key, { ...told, isGoneOver: method.isGoneOver || before?.isGoneOver === true });
    }
  }
});

function rowMethod({ scope, prefetched, there }: Use, { shownIn, model, ofList }: ShowingMethod): RowMethod {
  return {
    scope: { ...scope, kind: 'resolver', subject: `per row in \`${shownIn}\`` }, runs: 'request', model, prefetched: ofList ? prefetched : [],
    there: ofList ? there : 'in the queryset of a `Prefetch` of these rows', kept: 'in the view',
  };
}

function* usesIn(django: DjangoProject): Generator<Use> {
  for (const file of django.files.all()) {
    if (!SHOWING.test(file.text) || file.module === undefined) continue;
    yield* ofViews(django, file.module);
    yield* ofContexts(django, file.module);
  }
}

function* ofViews(django: DjangoProject, module: PyModule): Generator<Use> {
  for (const cls of classesIn(module)) {
    const list = isUnrouted(django, cls) ? undefined : listOfView(django, cls);
    if (list === undefined || isOneRow(list.rows)) continue;
    const { model, loading } = list.rows;
    const methods = methodsInTemplate(django, list.template, list.names, model, { module, node: cls.node as never });
    const ofParent = areOfOneParent(django, list.rows);
    yield {
      methods, scope: { origin: ofParent ? 'part' : 'page', rows: ofParent ? undefined : list.paging.size, table: django.tableSize(model) },
      prefetched: loading.queryset.prefetched, there: `in \`${cls.node.name}.get_queryset()\``,
    };
  }
}

function* ofContexts(django: DjangoProject, module: PyModule): Generator<Use> {
  const context = ormContext(module, django);
  for (const one of contexts(context)) {
    const { rows, paging } = rowsIn(context, one);
    const given = rowsGivenBy(context, rows);
    const queryset = given?.queryset;
    if (given === undefined || given.made || queryset?.model === undefined || queryset.shape !== 'instances' || mayLoadAnything(queryset) || neverCalledAround(django, module, one.node) !== undefined) continue;
    const { origin, atMost, table } = given.handed ?? given.own;
    yield {
      methods: methodsInTemplate(django, one.template, [one.name], queryset.model, { module, node: rows }, one.texts),
      scope: { origin: paging === undefined ? origin : 'page', rows: paging?.size, atMost, table }, prefetched: queryset.loads.prefetched, there: 'in the query of the rows',
    };
  }
}

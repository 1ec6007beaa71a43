import type { TableSize } from '../../../model/data-model.ts';
import type { FunctionNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { classesIn } from '../admin/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import { isUnrouted } from '../project/never-called.ts';
import type { DjangoProject } from '../project.ts';
import { gatheredPerProject } from '../project/project-memo.ts';
import { functionsAmong, type RowMethod } from '../rows/row-methods.ts';
import { rowsGivenBy } from '../orm/scopes.ts';
import { ormContext } from '../values/values.ts';
import { writingCalls } from './calls.ts';
import { modelOfSerializer } from './classes.ts';
import { type WritingMethod, writtenBy } from './reads.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import { listOf } from './views.ts';
import { areOfOneParent, isOneRow, modelOfView, rowsOfView } from './view-rows.ts';

/** A serializer that writes out rows of a list. */
interface Use {
  readonly serializer: ClassRef;
  readonly model: DjangoModel;
  readonly pageSize: number | undefined;
  readonly prefetched: readonly string[];
  /** Where the rows are loaded. */
  readonly there: string;
}

/** The functions of a module that serializers run for each row of some list of the project. */
export function writingMethods(module: PyModule, django: DjangoProject): Map<FunctionNode, RowMethod> {
  return functionsAmong(module, methodsOf(django));
}

const methodsOf = gatheredPerProject((found: Map<string, RowMethod>, django) => {
  for (const use of usesIn(django)) {
    const written = writtenBy(django, use.serializer, use.model);
    for (const method of written?.methods ?? []) {
      const key = keyOf(method);
      const before = found.get(key);
      // of several lists the one whose page size is known says most
      if (before === undefined || (before.scope.rows === undefined && use.pageSize !== undefined)) found.set(key, rowMethod(use, method, django.tableSize(use.model)));
    }
  }
});

function rowMethod({ pageSize, there, prefetched }: Use, { serializer, field, model, ofList }: WritingMethod, table: TableSize): RowMethod {
  return {
    scope: { kind: 'resolver', subject: `per row for \`${field}\` of \`${serializer.node.name}\``, origin: 'page', rows: pageSize, table }, runs: 'request', model, prefetched: ofList ? prefetched : [],
    there: ofList ? there : 'in the queryset of a `Prefetch` of these rows', kept: "where the serializer is made, and handed over in its `context`",
  };
}

function* usesIn(django: DjangoProject): Generator<Use> {
  for (const file of django.files.all()) {
    if (!/many=True|erializer_class/.test(file.text) || file.module === undefined) continue;
    const { module } = file;
    for (const cls of classesIn(module)) {
      const list = isUnrouted(django, cls) ? undefined : listOf(django, cls);
      for (const serializer of list?.serializers ?? []) {
        const model = modelOfSerializer(django, serializer) ?? modelOfView(django, cls);
        if (model === undefined || list === undefined) continue;
        const rows = rowsOfView(django, cls, model);
        if (rows !== undefined && isOneRow(rows)) continue;
        // what belongs to one parent fills no page
        const pageSize = list.paging.paged && !(rows !== undefined && areOfOneParent(django, rows)) ? list.paging.size : undefined;
        yield { serializer, model, pageSize, prefetched: rows?.loading.queryset.prefetched ?? [], there: `in \`${cls.node.name}.get_queryset()\`` };
      }
    }
    const context = ormContext(module, django);
    for (const { serializers, paging, rows } of writingCalls(context)) {
      if (rows.nodeType === 'List' || rows.nodeType === 'Tuple') continue;
      const given = rowsGivenBy(context, rows);
      const queryset = given?.made === true ? undefined : given?.queryset;
      for (const serializer of serializers) {
        // one of fields alone writes whatever it is handed
        const model = modelOfSerializer(django, serializer) ?? (queryset?.shape === 'instances' ? queryset.model : undefined);
        if (model !== undefined) yield { serializer, model, pageSize: paging?.paged === true ? paging.size : undefined, prefetched: queryset?.loads.prefetched ?? [], there: 'in the query of the rows' };
      }
    }
  }
}

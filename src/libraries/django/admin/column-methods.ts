import type { TableSize } from '../../../model/data-model.ts';
import type { FunctionNode } from '../../../python/nodes.ts';
import { isFunction, type PyModule, statementsIn } from '../../../python/syntax/module.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';
import type { DjangoModel } from '../models/models.ts';
import { registryOf } from './classes.ts';
import { columnsOf } from './columns.ts';
import { readOnlyColumns } from './inline-rows.ts';
import { type Inline, inlinesOf } from './inlines.ts';
import { loadsOfAdmin } from './loads.ts';
import { hidesList, pageSizeOf } from './list-page.ts';

/** A function that a change list runs once per row, or an inline once for each of its rows. */
export interface ColumnMethod {
  readonly column: string;
  /** Name of the admin class that lists it. */
  readonly resource: string;
  /** Rows of a page; undefined for an inline, which shows all that belong to one row. */
  readonly pageSize: number | undefined;
  /** The model of the rows; undefined where lists of several models run it. */
  readonly model: DjangoModel | undefined;
  /** What is known of the table that the list shows. */
  readonly table: TableSize;
  /** What the rows of any list that runs it bring along by `prefetch_related`. */
  readonly prefetched: readonly string[];
}

/**
 * The functions of a module that are columns of a change list: methods of admin classes, callables, and methods or properties of models, wherever
 * the admin class is. What they reach through relations is a RelationRead already where a plain prefetch would serve it (`obj.items.all()`,
 * `.count()`, `.exists()`, `len()`, slices); other queries are QueryCalls.
 */
export function columnMethods(module: PyModule, django: DjangoProject): Map<FunctionNode, ColumnMethod> {
  const found = new Map<FunctionNode, ColumnMethod>();
  const lists = listsOf(django).filter(({ paths }) => paths.has(module.path));
  const own = lists.length === 0 ? new Map<number, FunctionNode>() : functionsByLine(module);
  for (const { cls, model, inline } of lists) {
    const columns = inline === undefined ? columnsOf(django, cls, model)?.columns : readOnlyColumns(django, inline);
    const here = (columns ?? []).flatMap(({ name, fn }) => {
      const node = fn?.module.path === module.path ? own.get(fn.node.lineno) : undefined;
      return node === undefined ? [] : [{ name, node }];
    });
    const prefetched = here.length === 0 ? [] : loadsOfAdmin(django, cls, model).prefetched;
    for (const { name, node } of here) {
      const other = found.get(node);
      if (other === undefined) found.set(node, { column: name, resource: cls.node.name, pageSize: inline === undefined ? pageSizeOf(django, cls) : undefined, model, table: django.tableSize(model), prefetched });
      else found.set(node, { ...other, model: other.model === model ? model : undefined, prefetched: [...other.prefetched, ...prefetched] });
    }
  }
  return found;
}

interface List {
  readonly cls: ClassRef;
  readonly model: DjangoModel;
  readonly inline: Inline | undefined;
  /** The files in which the functions of its columns may stand. */
  readonly paths: ReadonlySet<string>;
}

const listsOf = oncePerProject((django): readonly List[] => {
  const lists: List[] = [];
  const pathsOf = (cls: ClassRef, model: DjangoModel): Set<string> => new Set([...django.names.ancestryOf(cls).classes, ...django.names.ancestryOf(model).classes].map(({ module }) => module.path));
  for (const { admin: cls, model } of registryOf(django).registrations) {
    if (cls !== undefined && !hidesList(django, cls)) lists.push({ cls, model, inline: undefined, paths: pathsOf(cls, model) });
  }
  // what a list runs as well is the list's
  for (const inline of inlinesOf(django)) lists.push({ cls: inline.cls, model: inline.model, inline, paths: pathsOf(inline.cls, inline.model) });
  return lists;
});

function functionsByLine(module: PyModule): Map<number, FunctionNode> {
  const found = new Map<number, FunctionNode>();
  for (const statement of statementsIn(module.ast.body, true)) if (isFunction(statement)) found.set(statement.lineno, statement);
  return found;
}

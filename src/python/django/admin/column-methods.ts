import type { FunctionNode } from '../../nodes.ts';
import { isFunction, type PyModule, statementsIn } from '../../syntax/module.ts';
import type { ClassRef } from '../classes.ts';
import type { DjangoProject } from '../project.ts';
import { adminsIn } from './classes.ts';
import { type Column, columnsOf } from './columns.ts';
import { hidesList, pageSizeOf } from './list-page.ts';

/** A function that a change list runs once per row. */
export interface ColumnMethod {
  readonly column: string;
  /** Name of the admin class that lists it. */
  readonly resource: string;
  readonly pageSize: number;
}

/**
 * The functions of a module that are columns of a change list: methods of admin classes, callables, and methods or properties of models, wherever
 * the admin class is. What they reach through relations is a RelationRead already where a plain prefetch would serve it (`obj.items.all()`,
 * `.count()`, `.exists()`, `len()`, slices); other queries are QueryCalls.
 */
export function columnMethods(module: PyModule, django: DjangoProject): Map<FunctionNode, ColumnMethod> {
  const found = new Map<FunctionNode, ColumnMethod>();
  const own = functionsByLine(module);
  for (const { cls, column, pageSize } of allColumns(django, module)) {
    const fn = column.fn?.module.path === module.path ? own.get(column.fn.node.lineno) : undefined;
    if (fn !== undefined && !found.has(fn)) found.set(fn, { column: column.name, resource: cls.node.name, pageSize });
  }
  return found;
}

function* allColumns(django: DjangoProject, module: PyModule): Generator<{ cls: ClassRef; column: Column; pageSize: number }> {
  for (const file of django.files.all()) {
    if (!file.mentionsAdmin || file.module === undefined) continue;
    for (const { cls, models } of adminsIn(django, file.module)) {
      for (const model of models) {
        // models whose classes stand elsewhere can't have their methods here
        const concerns = file.path === module.path || django.names.ancestryOf(model).classes.some((one) => one.module.path === module.path) || django.names.ancestryOf(cls).classes.some((one) => one.module.path === module.path);
        if (!concerns || hidesList(django, cls)) continue;
        for (const column of columnsOf(django, cls, model)?.columns ?? []) yield { cls, column, pageSize: pageSizeOf(django, cls) };
      }
    }
  }
}

function functionsByLine(module: PyModule): Map<number, FunctionNode> {
  const found = new Map<number, FunctionNode>();
  for (const statement of statementsIn(module.ast.body, true)) if (isFunction(statement)) found.set(statement.lineno, statement as FunctionNode);
  return found;
}

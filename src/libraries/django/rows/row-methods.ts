import type { Runs } from '../../../model/evidence.ts';
import type { RowScope } from '../../../model/row-scope.ts';
import type { FunctionNode } from '../../../python/nodes.ts';
import { isFunction, type PyModule, statementsIn } from '../../../python/syntax/module.ts';
import { columnMethods } from '../admin/column-methods.ts';
import { isAnnotatedOver } from '../values/annotated.ts';
import { keyOf } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { writingMethods } from '../serializers/uses.ts';
import { showingMethods } from '../templates/uses.ts';

/** A function that a list runs once per row: of a column in the admin, of a field of a serializer, of a row's model that a template asks for. */
export interface RowMethod {
  readonly scope: Omit<RowScope, 'head'>;
  readonly runs: Runs;
  /** The model of the row that it is given, where more than one list may give it rows or the class doesn't say it. */
  readonly model: DjangoModel | undefined;
  /** What its rows bring along by `prefetch_related`, as `Loads` has it. */
  readonly prefetched: readonly string[];
  /** Where the rows are loaded, as in "in `OrderAdmin.get_queryset()`". */
  readonly there: string;
  /** Where what was read once for all rows of a page is kept, as in "in `get_results()` of a `ChangeList` of its own". */
  readonly kept: string;
  /** The list goes over what it gives: a queryset that it returns is read there. */
  readonly isGoneOver?: boolean;
}

/** The functions of a module that lists run once per row, wherever the lists are. */
export function rowMethods(module: PyModule, django: DjangoProject): Map<FunctionNode, RowMethod> {
  const found = new Map<FunctionNode, RowMethod>([...showingMethods(module, django), ...writingMethods(module, django)]);
  for (const [node, { column, resource, pageSize, model, table, prefetched }] of columnMethods(module, django)) {
    found.set(node, {
      scope: { kind: 'column', ...(pageSize === undefined ? ofInline(column) : { subject: `per row in column \`${column}\``, origin: 'page' }), rows: pageSize, table }, runs: 'admin-page', model, prefetched,
      there: `in \`${resource}.get_queryset()\``, kept: 'in `get_results()` of a `ChangeList` of its own',
    });
  }
  for (const [node, { model }] of found) if (model !== undefined && isAnnotatedOver(django, model, { module, node })) found.delete(node);
  return found;
}

/** Of functions that are known by place, those of a module: the project may have parsed the file on its own. */
export function functionsAmong(module: PyModule, methods: ReadonlyMap<string, RowMethod>): Map<FunctionNode, RowMethod> {
  const found = new Map<FunctionNode, RowMethod>();
  if (methods.size === 0) return found;
  for (const statement of statementsIn(module.ast.body, true)) {
    const method = isFunction(statement) ? methods.get(keyOf({ module, node: statement })) : undefined;
    if (method !== undefined && isFunction(statement)) found.set(statement, method);
  }
  return found;
}

/** An inline shows all rows that belong to one. */
function ofInline(column: string): Pick<RowScope, 'subject' | 'origin'> {
  return { subject: `for each row of the inline in \`${column}\``, origin: 'children' };
}

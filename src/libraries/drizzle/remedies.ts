import type { TSESTree } from '@typescript-eslint/utils';
import type { Edit } from '../../model/text.ts';
import { carriedOptions } from '../../javascript/advice/carried-options.ts';
import { modelAt } from '../../javascript/queries/data-path.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { isTyped } from '../../javascript/receivers/typed-rows.ts';
import type { LoadedRelation, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { addImport, setOption } from '../../javascript/syntax/edits.ts';
import { changedTogether, storesSame } from '../../javascript/advice/together.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { calledName, keyName, memberName, type Node, propertyOf, some, unwrap } from '../../javascript/syntax/nodes.ts';
import type { Step } from '../../javascript/syntax/callee.ts';
import { columnOf } from './filters.ts';
import { passesOn } from './receivers.ts';

/** What `with` takes for a relation that the options of a query give as well, and what for one of many rows only. */
const RELATION_OPTIONS = ['columns', 'with'];
const LIST_OPTIONS = [...RELATION_OPTIONS, 'orderBy'];

/** Makes `findMany` and `findFirst` load relations: `with: { customer: true }`. */
export function drizzleLoad(module: JsModule, source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
  const callee = unwrap(source.node.callee);
  if (callee.type !== 'MemberExpression' || !/^find(?:Many|First)$/.test(memberName(callee) ?? '')) return undefined;
  const entries = relations.flatMap(({ name, query }) => {
    // A select gives a list, and a condition would have to name the relation's table anew.
    const value = query === undefined ? 'true' : query.rest.length > 0 || !isRelational(query.call) || isTyped(module, source, query) ? undefined : carriedOptions(module, query, query.call.operation === 'readMany' ? LIST_OPTIONS : RELATION_OPTIONS);
    return value === undefined ? [] : [{ name, value }];
  });
  return entries.length < relations.length ? undefined : setOption(module, source.node, 0, 'with', entries);
}

export function isRelational({ method }: OrmCall): boolean {
  return /^find(?:Many|First)$/.test(method);
}

/** True where `with` names the whole path. */
export function drizzleLoads(source: OrmCall, path: readonly string[]): boolean {
  let at: Node | undefined = source.options;
  for (const step of path) {
    const entry: Node | undefined = propertyOf(unwrap(propertyOf(at, 'with')?.value), step)?.value;
    if (entry === undefined || (entry.type === 'Literal' && entry.value === false)) return false;
    at = unwrap(entry);
  }
  return true;
}

/** True where a relation gives the columns as the query per row does, in spite of the JSON in which 0.x reads it. */
export function survivesJson({ orm, model }: OrmCall, owner: readonly string[], name: string, query: OrmCall | undefined): boolean {
  const { dataModel } = orm;
  const relation = dataModel && modelAt(dataModel, model, owner)?.fields.get(name)?.relation;
  if (dataModel === undefined || relation?.throughJson !== true) return true;
  const columns = unwrap(propertyOf(query?.options, 'columns')?.value);
  const isRead = (column: string): boolean => columns?.type !== 'ObjectExpression' || propertyOf(columns, column) !== undefined;
  return ![...(dataModel.models.get(relation.target)?.fields.values() ?? [])].some((field) => field.changesInJson === true && isRead(field.name));
}

/** `insert(orders).values([...])`, `update(orders).set(…).where(inArray(…))`, `delete(orders).where(inArray(…))`. */
export function drizzleTogether(file: SourceFile, call: OrmCall & { readonly steps: readonly Step[] }, loop: RowLoop): Together | undefined {
  const { module, path } = file;
  const { steps, client, data } = call;
  if (loop.dependsOnRow(client)) return undefined;
  const names = steps.map(({ name }) => name).join(' ');
  const [first, second] = steps;
  const target = first?.call.arguments[0];
  if (first === undefined || target === undefined || loop.dependsOnRow(target)) return undefined;
  const begin = module.textOf(first.call);
  if (names === 'insert values') {
    if (second === undefined || data?.type !== 'ObjectExpression' || !loop.dependsOnRow(data)) return undefined;
    // TypeScript makes `string` of a text in a list, which no column of an enumeration takes.
    const narrowed = /\.[cm]?tsx?$/.test(path) && takesNarrowed(call, data) ? ' as const' : '';
    return { title: 'Insert all rows with one `insert`', expression: `${begin}.values(${loop.mapped(data, narrowed)})`, refusesEmpty: true, changes: 'all rows are inserted or none; cut long lists into chunks', edits: [] };
  }
  if (names !== 'update set where' && names !== 'delete where') return undefined;
  const key = keyOf(steps.at(-1) as Step, loop);
  if (key === undefined || (first.name === 'update' && !storesSame(data, loop))) return undefined;
  const imported = importedWith(file, key.comparison, 'inArray');
  if (imported === undefined) return undefined;
  const set = first.name === 'update' && data !== undefined ? `.set(${module.textOf(data)})` : '';
  return {
    title: first.name === 'update' ? 'Update all rows with one `update`' : 'Delete all rows with one `delete`',
    expression: `${begin}${set}.where(${imported.local}(${module.textOf(key.column)}, ${loop.mapped(key.value)}))`,
    changes: `${changedTogether(first.name === 'update')}; cut long lists into chunks`,
    edits: imported.edits,
  };
}

/** Columns that any text fits. */
const OF_TEXT = /^(?:text|varchar|char|uuid|numeric|decimal|date|time|timestamp|datetime|json|jsonb)$/;

/** True where a text is written to a column that may take some texts only. An array would become one that nobody may change. */
function takesNarrowed({ orm, model }: OrmCall, data: TSESTree.ObjectExpression): boolean {
  const fields = model === undefined ? undefined : orm.dataModel?.models.get(model)?.fields;
  if (some(data, ({ type }) => type === 'ArrayExpression')) return false;
  return data.properties.some((property) => {
    const field = property.type === 'Property' ? fields?.get(keyName(property) ?? '') : undefined;
    const value = property.type === 'Property' ? unwrap(property.value) : undefined;
    const texts = value?.type === 'ConditionalExpression' ? [value.consequent, value.alternate] : [value];
    return texts.some((text) => text?.type === 'Literal' && typeof text.value === 'string') && !(field !== undefined && OF_TEXT.test(field.type) && field.enumerated !== true);
  });
}

/** A name of Drizzle's from where the file has the function of a call: from the package, or from a file of the project that passes both on. */
function importedWith(file: SourceFile, { callee }: TSESTree.CallExpression, name: string): ReturnType<typeof addImport> {
  const { module } = file;
  const binding = callee.type === 'Identifier' ? module.resolve(callee) : undefined;
  const passed = binding?.kind === 'import' && passesOn(file, binding.source, name) ? binding.source : undefined;
  return addImport(module, passed ?? 'drizzle-orm', name);
}

/** The column and the row's value of `.where(eq(orders.id, row.id))`, and the comparison of both. */
function keyOf({ call }: Step, loop: RowLoop): { comparison: TSESTree.CallExpression; column: Node; value: Node } | undefined {
  const [filter, ...others] = call.arguments;
  const comparison = unwrap(filter);
  if (comparison?.type !== 'CallExpression' || others.length > 0 || calledName(comparison) !== 'eq') return undefined;
  const [column, value] = comparison.arguments;
  return column === undefined || value === undefined || columnOf(column) === undefined || loop.dependsOnRow(column) || !loop.dependsOnRow(value) ? undefined : { comparison, column, value };
}

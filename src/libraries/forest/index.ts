import type { ListConcern } from '../../model/admin.ts';
import type { TableSize } from '../../model/data-model.ts';
import { enumeratedNames } from '../../model/text.ts';
import type { AdminFacts, AdminFramework, FoundCalls, RowFunction, RowList } from '../../javascript/frameworks/admin-framework.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { FileGlance } from '../../javascript/queries/orm.ts';
import { functionWired } from '../../javascript/rows/row-functions.ts';
import { sizeOf, tableNamed } from '../../javascript/weight/table-growth.ts';
import { RowTracer } from '../../javascript/rows/rows.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import { type FunctionNode, isFunction, memberName, type Node, parameterPattern, propertyOf, some, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { type Customization, customizationsOf } from './customizations.ts';
import { AGENT_PACKAGES, EMULATED_PAGE, EMULATED_PER_RECORD, EMULATIONS, LIANA_PACKAGES, PAGE_SIZE } from './facts.ts';
import { smartFieldsOf } from './liana.ts';
import { type Computing, pagesOf } from './pages.ts';
import { dependsOnAgent } from './receivers.ts';

export { forestCollections } from './collections.ts';

const CUSTOMIZES = /\.\s*(?:add(?:Field|Action|Segment|Hook)|emulateField\w+|disableCount)\s*\(/;

/** A file that imports the agent and customizes, or customizes in a project of the agent, or declares a collection of the liana. */
function glance({ imports, text, project }: FileGlance): boolean {
  if (imports.some((source) => LIANA_PACKAGES.test(source))) return /\bfields\s*:/.test(text);
  return CUSTOMIZES.test(text) && (imports.some((source) => AGENT_PACKAGES.test(source)) || dependsOnAgent(project.filename));
}

/** The records of a page that computed fields and hooks behind a list are handed: each once for the page, and once per distinct record (compute-fields.ts). */
function rowLists(file: SourceFile, project: Project): RowList[] {
  return customizationsOf(file, project).flatMap((one): RowList[] => {
    const { method, name } = one;
    const found = functionOfList(file, one);
    if (found === undefined) return [];
    const rows = { ...found, parameter: 0, origin: 'page', rows: PAGE_SIZE } as const;
    if (method === 'addHook') return [{ ...rows, path: ['records'], place: ' in the hook after `List`', kind: 'hook' }];
    return [{ ...rows, path: [], place: ` in the computed field${name === undefined ? '' : ` \`${name}\``}`, kind: 'column' }];
  });
}

/** Getters of the liana's smart fields run once per record (smart-fields-values-injector.js), and have no form for several. */
function rowFunctions(file: SourceFile): RowFunction[] {
  return smartFieldsOf(file).map(({ fn, field, collection }) => ({
    fn, row: fn.params[0] && parameterPattern(fn.params[0]), subject: `for each of \`${collection}\` in the smart field \`${field}\``, kind: 'column', origin: 'page', rows: PAGE_SIZE,
    batched: 'A getter is handed one record: let the database compute it in a view or a column, or move the collection to `@forestadmin/agent`, whose `getValues` gets all records of the page.',
  }));
}

/** What the lists of a file's collections run beside their own query. */
function computingOf(file: SourceFile, customizations: readonly Customization[]): Computing[] {
  const ofAgent = customizations.flatMap((one): Computing[] => {
    const found = one.collection === undefined ? undefined : functionOfList(file, one);
    return found === undefined || one.collection === undefined ? [] : [{ collection: one.collection, at: one.node.callee, fn: found.fn, isElsewhere: found.wired !== undefined }];
  });
  return [...ofAgent, ...smartFieldsOf(file).map(({ collection, at, fn }) => ({ collection, at, fn, isElsewhere: false }))];
}

/** The function that a customization has run with every page of the list. */
function functionOfList(file: SourceFile, { method, name, node, options }: Customization): ReturnType<typeof functionWired> {
  if (method === 'addField') return functionWired(file, propertyOf(options, 'getValues')?.value);
  const isAfterList = method === 'addHook' && name === 'After' && stringValue(file.module, node.arguments[1]) === 'List';
  return isAfterList ? functionWired(file, node.arguments[2]) : undefined;
}

function read(file: SourceFile, project: Project, { calls, sent }: FoundCalls): Partial<AdminFacts> {
  const customizations = customizationsOf(file, project);
  const uncounted = new Set(customizations.flatMap(({ method, collection }) => (method === 'disableCount' && collection !== undefined ? [collection] : [])));
  const concerns = [...emulations(file, project, customizations, sent), ...segments(file, project, customizations), ...counts(project, customizations, uncounted)];
  return { concerns, resources: pagesOf(computingOf(file, customizations), uncounted, calls) };
}

function sizeFor({ settings }: Project, collection: string | undefined): TableSize {
  return tableNamed(settings, collection ?? 'the collection');
}

/** Fields that are sorted or filtered in memory: one concern for each use of a field. */
function emulations(file: SourceFile, project: Project, customizations: readonly Customization[], sent: FoundCalls['sent']): ListConcern[] {
  const seen = new Set<string>();
  return customizations.flatMap(({ collection, method, name, node, root }): ListConcern[] => {
    const use = Object.hasOwn(EMULATIONS, method) ? EMULATIONS[method] : undefined;
    const field = name ?? '…';
    const key = `${use ?? ''} ${field} ${file.module.textOf(root)}`;
    if (use === undefined || seen.has(key)) return [];
    seen.add(key);
    const computed = customizations.find((one) => one.method === 'addField' && name !== undefined && one.name === name && file.module.textOf(one.root) === file.module.textOf(root));
    const values = functionWired(file, propertyOf(computed?.options, 'getValues')?.value)?.fn;
    const isPerRecord = values !== undefined && (sent.get(values) ?? []).length > 0;
    const dependencies = values === undefined || waits(values) ? undefined : namesIn(file, propertyOf(computed?.options, 'dependencies')?.value);
    const callee = unwrap(node.callee);
    const span = callee.type === 'MemberExpression' ? spanOf(callee.property) : spanOf(callee);
    const lighter = isPerRecord || dependencies !== undefined ? undefined : 'nothing says that the table grows, and no column holds what the field is computed from';
    return [{ kind: 'in-memory', span, use, name: method, field, table: sizeFor(project, collection), cost: isPerRecord ? EMULATED_PER_RECORD : EMULATED_PAGE, advice: adviceFor(use, field, dependencies), remedies: [], ...(lighter !== undefined && { lighter }) }];
  });
}

/** It waits for something, or hands a promise on. */
function waits(fn: FunctionNode): boolean {
  return fn.async || some(fn.body, (node) => node.type === 'AwaitExpression' || (node.type === 'Identifier' && node.name === 'Promise') || (isFunction(node) && node.async));
}

function namesIn(file: SourceFile, node: Node | undefined): readonly string[] | undefined {
  const list = unwrap(node);
  const names = list?.type === 'ArrayExpression' ? list.elements.map((element) => stringValue(file.module, element)) : [];
  return names.length === 0 || names.includes(undefined) ? undefined : names as string[];
}

function adviceFor(use: 'order' | 'filter', field: string, dependencies: readonly string[] | undefined): string {
  if (dependencies === undefined) return `Let the database compute \`${field}\` in a column or a view${use === 'order' ? ' and sort by that' : ', or say with `replaceFieldOperator` which condition on columns it stands for'}.`;
  const columns = enumeratedNames(dependencies);
  if (use === 'order') return `Say with \`replaceFieldSorting('${field}', [{ field: '${dependencies[0] ?? ''}', ascending: true }${dependencies.length > 1 ? ', …' : ''}])\` which order of ${columns} it stands for, or keep it in a column.`;
  return `Say with \`replaceFieldOperator('${field}', …)\` which condition on ${columns} it stands for, or keep it in a column.`;
}

/** Segments whose function reads a table to give back a list of its keys. */
function segments(file: SourceFile, project: Project, customizations: readonly Customization[]): ListConcern[] {
  return customizations.flatMap(({ method, name, node, collection }): ListConcern[] => {
    const found = method === 'addSegment' ? functionWired(file, node.arguments[1]) : undefined;
    const [answer, ...others] = found === undefined || found.wired !== undefined ? [] : answersOf(found.fn);
    const tree = answer === undefined || others.length > 0 ? undefined : objectValue(file.module, answer);
    const ids = stringValue(file.module, propertyOf(tree, 'operator')?.value) === 'In' ? propertyOf(tree, 'value')?.value : undefined;
    const list = ids === undefined ? undefined : readFor(file, ids);
    if (list === undefined) return [];
    return [{
      kind: 'in-memory', span: spanOf(node.callee.type === 'MemberExpression' ? node.callee.property : node.callee), use: 'segment', name: 'addSegment', field: name ?? 'the segment', table: sizeFor(project, list.collection ?? collection),
      cost: 'a page of 15 took a read of 13,310 keys and a statement of 77 kB that names them all', lighter: 'nothing says that the table grows',
      advice: 'Give back a condition on columns of the collection and of its to-one relations (`user:status`), or limit how many keys are read.', remedies: [],
    }];
  });
}

/** The collection whose records `ids` are made of: `(await context.dataSource.getCollection('orders').list(…)).map((order) => order.userId)`, where nothing limits them. */
function readFor(file: SourceFile, ids: Node): { readonly collection: string | undefined } | undefined {
  const isList = (call: Node): boolean => call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && memberName(call.callee) === 'list' && some(call.callee.object, (node) => node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && memberName(node.callee) === 'getCollection');
  const content = new RowTracer(file.module, () => undefined).contentOf(ids);
  const call = typeof content === 'string' ? undefined : content.returned;
  if (call === undefined || !isList(call) || call.callee.type !== 'MemberExpression') return undefined;
  const [filter] = call.arguments;
  if (propertyOf(objectValue(file.module, filter), 'page') !== undefined) return undefined;
  const holder = unwrap(call.callee.object);
  return { collection: holder.type === 'CallExpression' ? stringValue(file.module, holder.arguments[0]) : undefined };
}

/** Collections of which settings say how large they are, and whose exact count nothing switches off (agent, routes/access/count.ts). */
function counts(project: Project, customizations: readonly Customization[], uncounted: ReadonlySet<string>): ListConcern[] {
  const seen = new Set<string>();
  return customizations.flatMap(({ collection, node }): ListConcern[] => {
    const table = sizeOf(project.settings, collection);
    if (collection === undefined || table?.growth !== 'growing' || uncounted.has(collection) || seen.has(collection)) return [];
    seen.add(collection);
    return [{ kind: 'count', problem: 'always', name: 'disableCount', span: spanOf(node.callee), table, advice: 'Add `.disableCount()`: the list then has no last page, and sends no count.', remedies: [] }];
  });
}

/** Forest Admin: its agent, and the liana before it. */
export const forest: AdminFramework = { about, glance, rowFunctions, rowLists, read };

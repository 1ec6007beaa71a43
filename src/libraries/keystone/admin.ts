import type { TSESTree } from '@typescript-eslint/utils';
import { type AdminResource, type IndexConcern, type ListConcern, listCost, type RelationInput } from '../../model/admin.ts';
import type { QueryCall, RelationRead } from '../../model/query-call.ts';
import type { TableSize } from '../../model/data-model.ts';
import { enumeratedNames, type Remedy, type Span } from '../../model/text.ts';
import { judge } from '../../model/verdict.ts';
import type { AdminFacts, AdminFramework, FoundCalls, RowFunction } from '../../javascript/frameworks/admin-framework.ts';
import { holdsSpan } from '../../javascript/syntax/dependence.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { growthOf, sizeOf } from '../../javascript/weight/table-growth.ts';
import { appendProperty } from '../../javascript/syntax/edits.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { parameterPattern, propertyOf, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, propertyUnder, stringValue, valueUnder } from '../../javascript/syntax/values.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { keystoneApi, readerOf } from './api.ts';
import { adviseIndex, KEYSTONE_PACKAGES, LIST_QUERIES, TABLE_SINCE } from './facts.ts';
import { type Column, columnsOf, isVisible, type List, type ListField, listsOf, resolverOf } from './lists.ts';
import { queryReads } from './query-text.ts';
import { hasNoAdmin, keystoneVersion, listModels, otherSide } from './schema.ts';

/** What a virtual field does instead of a query per row: Prisma's `findUnique` of one tick goes as one statement, as measured. */
const BATCHED = '`context.prisma.….findUnique` by a unique field is sent once for all rows of a page, past access control and hooks; for anything else, collect the keys with a DataLoader of the request, or keep the value in a field of the list.';

/** @param parent the relation through which one row has those that are meant: that a table has a row per user says nothing of how many one user has */
function sizeNamed(project: Project, model: string, parent?: string): TableSize {
  return sizeOf(project.settings, model) ?? growthOf(listModels(project), model, parent);
}

/** Virtual fields: computed once for each row that is asked for them. */
function rowFunctions(file: SourceFile, project: Project): RowFunction[] {
  const isServed = !hasNoAdmin(project);
  return listsOf(file).flatMap((list) => {
    const columns = isServed && list.isShown ? columnsOf(file.module, list) : undefined;
    return list.fields.flatMap((field): RowFunction[] => {
      const fn = field === 'unread' ? undefined : resolverOf(file.module, field);
      if (fn === undefined || field === 'unread') return [];
      const isColumn = columns?.some((column) => column.field === field) === true;
      const isLabel = field.name === list.labelField;
      const [row] = fn.params;
      const shown = isColumn ? `per row in column \`${field.name}\`` : isLabel ? `for each \`${list.name}\` that a list, a dropdown or a relation names by its label \`${field.name}\`` : `for each \`${list.name}\` whose \`${field.name}\` is asked for`;
      return [{
        fn, row: row && parameterPattern(row), subject: shown, kind: isLabel && !isColumn ? 'label' : 'column', origin: isColumn || isLabel ? 'page' : 'unknown', batched: BATCHED,
        ...(isColumn ? { rows: list.pageSize } : {}),
      }];
    });
  });
}

function read(file: SourceFile, project: Project, { calls }: FoundCalls): Partial<AdminFacts> {
  const lists = listsOf(file);
  const asked = queryReads(file, readerOf(file.module, file, project), project.settings);
  if (hasNoAdmin(project)) return { relationReads: asked };
  const pages = lists.filter(({ isShown }) => isShown);
  return {
    resources: pages.map((list) => resourceOf(file, project, list, calls)),
    relationReads: [...asked, ...pages.flatMap((list) => relationColumns(file.module, project, list))],
    inputs: pages.flatMap(({ fields }) => fields.flatMap((field) => (field === 'unread' ? [] : (chosenInput(file.module, project, field) ?? [])))),
  };
}

function isToMany(module: JsModule, { kind, options }: ListField): boolean {
  const many = kind === 'relationship' ? unwrap(propertyOf(options, 'many')?.value) : undefined;
  return many?.type === 'Literal' && many.value === true && displayOf(module, options) !== undefined;
}

/** How a relationship is shown; undefined where the code doesn't say. */
function displayOf(module: JsModule, options: TSESTree.ObjectExpression | undefined): string | undefined {
  const mode = propertyUnder(module, options, ['ui', 'displayMode']);
  return mode === undefined ? 'select' : stringValue(module, mode.value);
}

/** The to-many relations among the columns of a list. Those that Keystone takes by itself go with one edit of `initialColumns`: they are one finding. */
function relationColumns(module: JsModule, project: Project, list: List): RelationRead[] {
  const columns = columnsOf(module, list) ?? [];
  const readsOf = (some: readonly Column[]): RelationRead[] => some.flatMap((column) => relationColumn(module, project, list, column) ?? []);
  const taken = readsOf(columns.filter(({ listed }) => listed === undefined));
  const loaded = inOne(taken.filter(({ only }) => only === undefined));
  return [...readsOf(columns.filter(({ listed }) => listed !== undefined)), ...taken.filter(({ only }) => only !== undefined), ...(loaded === undefined ? [] : [loaded])];
}

function inOne([first, ...others]: readonly RelationRead[]): RelationRead | undefined {
  if (first === undefined || others.length === 0) return first;
  const paths = [first, ...others].flatMap((one) => one.paths);
  const growing = [first, ...others].find(({ evidence }) => evidence.scope.table?.growth !== 'few') ?? first;
  const { scope } = growing.evidence;
  const evidence = { ...growing.evidence, scope: { ...scope, head: first.span, subject: `per row in columns ${enumeratedNames(paths)}` } };
  return { ...first, also: others.map(({ span }) => span), paths, perRow: paths.length, evidence };
}

/** A to-many relation as a column: Keystone asks for its rows, or for their number, once per row of the page. */
function relationColumn(module: JsModule, project: Project, list: List, { node, field, listed }: Column): RelationRead | undefined {
  if (!isToMany(module, field)) return undefined;
  const isCounted = /^(?:count|table)$/.test(displayOf(module, field.options) ?? '');
  const asks = isCounted ? 'Keystone counts a to-many relation with a query of its own for each row.' : 'Keystone reads a to-many relation with a query of its own for each row, without a limit, and shows two of what it finds.';
  const rest = isCounted ? '' : ' or keep what it shows in a field of the list';
  return {
    span: spanOf(node), also: [], paths: [field.name], perRow: 1, why: asks, ...(isCounted ? { only: 'count' as const } : {}),
    evidence: { task: 'read', scope: { kind: 'column', head: spanOf(node), subject: `per row in column \`${field.name}\``, origin: 'page', rows: list.pageSize, table: rowsOf(module, project, list, field) }, runs: 'admin-page', around: [], spares: 'statements' },
    advice: listed === undefined ? `It is one of the columns that Keystone takes by itself: name those that are wanted in \`ui.listView.initialColumns\`${rest}.` : `Leave it out of \`initialColumns\`${rest}.`,
    remedies: listed === undefined ? [] : withoutElement(module, listed, node),
  };
}

/** What is known of how many rows the list has: few where its name says so, unless each of them has as many of the others as there are users. */
function rowsOf(module: JsModule, project: Project, list: List, { options }: ListField): TableSize {
  const [target = ''] = stringValue(module, propertyOf(options, 'ref')?.value)?.split('.') ?? [];
  const own = sizeNamed(project, list.name);
  return own.growth === 'few' && sizeNamed(project, target).growth === 'growing' ? { ...own, growth: 'unknown', because: undefined } : own;
}

/** Takes one of several elements out of an array, where nothing but a comma stands between them. */
function withoutElement(module: JsModule, { elements }: TSESTree.ArrayExpression, node: Column['node']): Remedy[] {
  const index = elements.findIndex((element) => element === node);
  const [before, after] = [elements[index - 1], elements[index + 1]];
  const span: Span | undefined = after != null ? [spanOf(node)[0], spanOf(after)[0]] : before != null ? [spanOf(before)[1], spanOf(node)[1]] : undefined;
  if (span === undefined || !/^[\s,]*$/.test(module.text.slice(...span).replace(module.textOf(node), ''))) return [];
  return [{ title: `Leave ${module.textOf(node)} out of the columns`, edits: [{ span, text: '' }], safety: { changes: 'the list no longer begins with the column, which each user can still switch on' } }];
}

/** An input of a to-many relation that holds every row of the other list that belongs to this one: as many as are ever made. */
function chosenInput(module: JsModule, project: Project, field: ListField): RelationInput | undefined {
  const { options, node, name } = field;
  const ui = objectValue(module, valueUnder(module, options, ['ui']));
  const ref = stringValue(module, propertyOf(options, 'ref')?.value);
  if (!isToMany(module, field) || options === undefined || ref === undefined || displayOf(module, options) !== 'select' || propertyOf(ui, 'views') !== undefined || !isVisible(module, field, 'itemView')) return undefined;
  if (otherSide(project, ref)?.cardinality !== 'to-one') return undefined;
  const [model = ref, parent] = ref.split('.');
  const size = sizeNamed(project, model, parent);
  const isNew = (keystoneVersion(project) ?? TABLE_SINCE) >= TABLE_SINCE;
  const shown = isNew ? "displayMode: 'table', itemView: { fieldMode: 'read' }" : "displayMode: 'count'";
  const remedies: Remedy[] = ui === undefined && propertyOf(options, 'ui') === undefined
    ? [{ title: `Show ${isNew ? 'them page by page' : 'how many there are'}`, edits: [appendProperty(module, options, `ui: { ${shown} }`)], safety: { changes: 'the form no longer edits the relation: that is done from the other side' } }]
    : [];
  return { span: spanOf(node.key), field: name, target: size, where: 'on the form of each item', chosen: true, advice: `\`ui: { ${shown} }\` shows ${isNew ? 'them page by page' : 'how many there are'}; \`${ref}\` is edited on the other side.`, remedies };
}

function resourceOf({ module }: SourceFile, project: Project, list: List, calls: readonly QueryCall[]): AdminResource {
  const columns = columnsOf(module, list);
  const toMany = (columns ?? []).filter(({ field }) => isToMany(module, field)).length;
  const toOne = (columns ?? []).filter(({ field }) => field.kind === 'relationship' && !isToMany(module, field)).length;
  const virtual = (columns ?? []).flatMap(({ field: { node } }) => calls.filter(({ evidence, span }) => judge(evidence).report && holdsSpan(node, span))).length;
  const cost = listCost([
    { what: 'for the page and its count', fixed: LIST_QUERIES, perRow: 0 },
    { what: 'for to-one columns', fixed: toOne, perRow: 0 },
    { what: 'for to-many columns', fixed: 0, perRow: toMany },
    { what: 'in virtual fields', fixed: 0, perRow: virtual },
  ], virtual);
  return {
    name: list.name, model: list.name, span: spanOf(list.call.callee),
    list: { pageSize: list.pageSize, ...cost, ...(columns === undefined ? { unread: true as const } : {}), concerns: concernsOf(module, project, list) },
  };
}

function concernsOf(module: JsModule, project: Project, list: List): ListConcern[] {
  const listView = objectValue(module, valueUnder(module, list.ui, ['listView']));
  const size = propertyOf(listView, 'pageSize');
  const table = sizeNamed(project, list.name);
  const paged: ListConcern[] = size === undefined ? [] : [{ kind: 'page-size', span: spanOf(size.value), option: 'ui.listView.pageSize', size: list.pageSize, usual: 50, table, advice: 'People go to the next page, and find rows by the search.', remedies: [] }];
  return [...paged, ...(orderConcern(module, list, listView, table) ?? [])];
}

/** Whether a field has an index, or may have one by options that stand elsewhere. */
function mayBeIndexed({ node, options }: ListField): boolean {
  if (options !== undefined) return propertyOf(options, 'isIndexed') !== undefined;
  const made = unwrap(node.value);
  return made.type !== 'CallExpression' || made.arguments.length > 0;
}

/** `initialSort` by a field that has no `isIndexed`: every list page sorts the table. */
function orderConcern(module: JsModule, { fields }: List, listView: TSESTree.ObjectExpression | undefined, table: TableSize): IndexConcern[] | undefined {
  const sorted = propertyUnder(module, listView, ['initialSort', 'field']);
  const name = stringValue(module, sorted?.value);
  const field = fields.find((one): one is ListField => one !== 'unread' && one.name === name);
  if (sorted === undefined || field?.kind === undefined || /^(?:relationship|virtual)$/.test(field.kind) || mayBeIndexed(field)) return undefined;
  return [{ kind: 'index', use: 'order', field: field.name, span: spanOf(sorted.value), table, advice: adviseIndex(field.name), remedies: [] }];
}

/** Keystone 6 to 8: the lists of its admin. */
export const keystone: AdminFramework = {
  about,
  glance: (file) => file.imports.some((source) => KEYSTONE_PACKAGES.test(source)) || (/\bquery\s*:/.test(file.text) && keystoneApi.glance(file)),
  rowFunctions,
  read,
};

import type { TSESTree } from '@typescript-eslint/utils';
import type { ColumnConcern, CountedConcern, LoadConcern } from '../../model/admin.ts';
import type { Model } from '../../model/data-model.ts';
import { isWrite } from '../../model/query-call.ts';
import { LIGHT_ORIGINS } from '../../model/row-scope.ts';
import { enumeratedNames, literally, type Remedy } from '../../model/text.ts';
import { type RowReads, rowColumnsRead } from './columns-read.ts';
import { heavyColumns } from './heavy-columns.ts';
import { homeOf } from '../queries/helpers.ts';
import { type OrmCall, queriesIn } from '../queries/orm.ts';
import type { Surroundings } from '../facts/query-calls.ts';
import { amountOfCall, namesOneRow } from '../weight/row-weight.ts';
import type { JsModule } from '../syntax/module.ts';
import { appendProperty, insertArgument } from '../syntax/edits.ts';
import { keyName, type Node, propertyOf, spanOf, unwrap } from '../syntax/nodes.ts';
import { numberValue, objectValue } from '../syntax/values.ts';
import { growthOf, knownSize, tableOfCall } from '../weight/table-growth.ts';
import { waysFrom } from './ways.ts';

/** A handful of rows is no list. */
const FEWEST_ROWS = 10;

/** How many names a message lists. */
const MOST_NAMES = 4;

/** Large columns and relations that a list of rows is read with and that nothing reads, where all that the code reads of a row is known. */
export function overFetched(around: Surroundings, call: OrmCall): readonly (ColumnConcern | LoadConcern | CountedConcern)[] {
  const { module, settings, elsewhere } = around;
  const { orm, model, options, node, callee } = call;
  const known = model === undefined ? undefined : orm.dataModel?.models.get(model);
  if (known === undefined || known.hooked === true || !isList(module, call) || (options === undefined && node.arguments.length > 0)) return [];
  if (mayNameMore(module, call)) return [];
  const heavy = heavyColumns(known);
  const loaded = loadedBy(module, known, call);
  const many = heavy.length === 0 ? plainColumns(known) : heavy;
  if (heavy.length + loaded.length === 0 && many.length < MANY_COLUMNS) return [];
  const reads = rowColumnsRead(module, node, waysFrom(around, around.callers));
  const read = reads === undefined ? undefined : ofColumns(known, call, reads.columns);
  // the name of a method or a getter hides what it reads
  if (reads === undefined || read === undefined || read.size === 0 || ![...read].every((name) => known.fields.has(name) && known.fields.get(name)?.computed !== true)) return [];
  const table = tableOfCall(settings, elsewhere, call) ?? { model: known.name, rows: undefined, growth: 'unknown', because: undefined };
  if (table.growth === 'few') return [];
  const base = { table, callee, span: spanOf(node.callee) };
  const unread = loaded.filter((name) => !read.has(name));
  const found: (ColumnConcern | LoadConcern | CountedConcern)[] = [];
  // of a row that is read for its key alone, all the others are too many
  const isOfKeys = table.growth === 'growing' && (numberValue(module, call.limit) ?? MANY_ROWS) >= MANY_ROWS && [...read].every((name) => known.key.includes(name)) && !LIGHT_ORIGINS.includes(amountOfCall(around, call).origin) && !isWrittenBeside(around, call);
  const large = heavy.length === 0 && !isOfKeys ? [] : many.filter((name) => !read.has(name));
  // a relation that is read comes with the row unless the options name columns
  const option = large.length === 0 || [...read].some((name) => known.fields.get(name)?.relation !== undefined) ? undefined : orm.selecting?.(call, [...new Set([...known.key, ...read])]);
  if (option !== undefined) found.push({ ...base, kind: 'columns', names: large.slice(0, MOST_NAMES), advice: `Add \`${option}\`.`, remedies: selected(module, call, option) });
  if (unread.length > 0) found.push({ ...base, kind: 'loads', names: unread.slice(0, MOST_NAMES), advice: isAll(module, call) ? narrowed(loaded.filter((name) => read.has(name))) : `Leave ${unread.map((name) => `\`${name}\``).join(' and ')} out of what it loads.`, remedies: [] });
  const counted = loaded.filter((name) => reads.counted.has(name) && isOfMany(around, call, known, name) && !loadTexts(module, call, name).some((text) => CUTS.test(text)));
  if (counted.length > 0) found.push({ ...base, kind: 'counted', names: counted.slice(0, MOST_NAMES), advice: adviceToCount(call, counted, reads), remedies: [] });
  return found;
}

/** How to have relations counted, all their rows or some of them. */
function adviceToCount(call: OrmCall, names: readonly string[], { countedInPart }: RowReads): string {
  const isInPart = names.some((name) => countedInPart.has(name));
  return (isInPart ? undefined : call.orm.words.countRelation?.(call, names)) ?? `Count them in the database, grouped by the keys of these rows${isInPart ? ', with the condition that the code filters by' : ''}.`;
}

/** The relation leads to rows of a table that grows. */
function isOfMany({ settings, elsewhere }: Surroundings, { orm }: OrmCall, { fields, name: owner }: Model, name: string): boolean {
  const relation = fields.get(name)?.relation;
  if (relation?.cardinality !== 'to-many' || orm.dataModel === undefined) return false;
  const back = [...(orm.dataModel.models.get(relation.target)?.fields.values() ?? [])].find((field) => field.relation?.target === owner)?.name;
  return (knownSize(settings, elsewhere, orm, relation.target) ?? growthOf(orm.dataModel, relation.target, back)).growth === 'growing';
}

/** The function writes rows of the table as well: how it comes to do that with one statement is told of there, and may leave no read at all. */
function isWrittenBeside({ module, queries }: Surroundings, { node, model }: OrmCall): boolean {
  const home = homeOf(module, node);
  return queriesIn(queries, home ?? module.program).some((other) => other.model === model && isWrite(other.operation));
}

/** Columns and rows from which it makes a difference to read keys alone. */
const MANY_COLUMNS = 8;
const MANY_ROWS = 100;

function plainColumns({ fields }: Model): string[] {
  return [...fields.values()].filter(({ relation, hidden }) => relation === undefined && hidden !== true).map(({ name }) => name);
}

function isList(module: JsModule, call: OrmCall): boolean {
  const { operation, answer, locks, ofRow, limit, shape } = call;
  return operation === 'readMany' && answer === undefined && !locks && ofRow !== true && shape?.grouped !== true && (numberValue(module, limit) ?? FEWEST_ROWS) >= FEWEST_ROWS && !namesOneRow(module, call);
}

/** The options that most libraries name relations in. */
const LOADING = ['include', 'relations', 'populate'];

/** What the options of a read say of relations, each as it is written. */
function loadOptions({ options, orm }: OrmCall): readonly Node[] {
  return (orm.loadingOptions ?? LOADING).flatMap((name) => propertyOf(options, name)?.value ?? []);
}

/** Options that say which rows are read and in what order, and nothing of what each of them holds. */
const OF_ROWS = /^(?:where|take|skip|cursor|limit|offset|order|orderBy)$/;

/** Something is spread into the options that may name columns or relations. */
function mayNameMore(module: JsModule, { options, orm }: OrmCall): boolean {
  const properties = options?.properties ?? [];
  // an option that names columns and relations alike is all that is said of them, whatever stands before it
  const isSaid = (after: readonly TSESTree.ObjectLiteralElement[]): boolean => orm.loadingOptions?.includes('select') === true && after.some((property) => property.type === 'Property' && keyName(property) === 'select');
  return properties.some((property, index) => property.type === 'SpreadElement' && !isSaid(properties.slice(index + 1)) && !speaksOfRows(module, property.argument));
}

/** Objects and conditions within each other that are looked into: objects may spread each other. */
const DEPTH = 4;

/** `...page`, `...(cursor && { skip: 1, cursor })`: whatever comes of it names no column. */
function speaksOfRows(module: JsModule, given: Node, depth = DEPTH): boolean {
  const node = unwrap(given);
  const isOfRows = (inner: Node): boolean => depth > 0 && speaksOfRows(module, inner, depth - 1);
  if (node.type === 'ConditionalExpression') return isOfRows(node.consequent) && isOfRows(node.alternate);
  if (node.type === 'LogicalExpression') return (node.operator === '&&' || isOfRows(node.left)) && isOfRows(node.right);
  if (node.type === 'Literal') return true;
  const properties = objectValue(module, node)?.properties;
  return properties?.every((property) => (property.type === 'SpreadElement' ? isOfRows(property.argument) : OF_ROWS.test(keyName(property) ?? ''))) === true;
}

/** `populate: '*'` names all relations. */
function isAll(module: JsModule, call: OrmCall): boolean {
  return loadOptions(call).some((load) => /['"]\*['"]/.test(module.textOf(load)));
}

function narrowed(names: readonly string[]): string {
  return names.length === 0 ? "Leave `'*'` out." : `Name ${enumeratedNames(names)} in place of \`'*'\`.`;
}

/** Relations that the options of a read name with no condition: one that has some says which rows are meant. */
function loadedBy(module: JsModule, { fields }: Model, call: OrmCall): string[] {
  return [...fields.values()].flatMap(({ name, relation }) => (relation !== undefined && loadTexts(module, call, name).some((text) => !CONDITIONS.test(text)) && call.orm.loads?.(call, [name]) === true ? [name] : []));
}

/** What tells some rows of a relation from the others, and what leaves all but some of them out. */
const CONDITIONS = /\b(?:where|required|through)\b/;
const CUTS = /\b(?:take|limit|distinct)\b/;

/** What is read without numbers of a relation's rows that the options ask for under a name of their own. */
function ofColumns({ fields }: Model, call: OrmCall, read: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...read].filter((name) => fields.has(name) || !loadOptions(call).some((load) => propertyOf(unwrap(load), name) !== undefined)));
}

/** What the options say of a relation, where they name it: alone if it has a property of its own, or else with all that stands beside it. */
function loadTexts(module: JsModule, call: OrmCall, name: string): string[] {
  const isNamed = isAll(module, call) ? /^/ : new RegExp(`\\b${literally(name)}\\b`);
  return loadOptions(call).flatMap((load) => {
    const own = propertyOf(unwrap(load), name);
    const text = module.textOf(own?.value ?? load);
    return own !== undefined || isNamed.test(text) ? [text] : [];
  });
}

function selected(module: JsModule, { options, node }: OrmCall, option: string): readonly Remedy[] {
  const edit = options === undefined ? insertArgument(module, node, `{ ${option} }`) : appendProperty(module, options, option);
  return edit === undefined ? [] : [{ title: 'Read only the columns that are used', edits: [edit], safety: { changes: 'the other columns are `undefined`' } }];
}

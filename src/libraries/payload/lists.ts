import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { ColumnConcern, Filter, ListConcern } from '../../model/admin.ts';
import type { TableSize } from '../../model/data-model.ts';
import { asModelName, namesFew, namesUsers } from '../../model/many.ts';
import type { Settings } from '../../model/settings.ts';
import type { Remedy } from '../../model/text.ts';
import type { Project } from '../../project/project.ts';
import type { AdminFacts } from '../../javascript/frameworks/admin-framework.ts';
import { placesOfRows } from '../../javascript/answers/answer-uses.ts';
import { Callers } from '../../javascript/project/callers.ts';
import { type CutOff, cutOffReads } from '../../javascript/weight/cut-off.ts';
import { partsTakenAnywhere, type PlacedPart } from '../../javascript/queries/answer-parts.ts';
import { columnsRead } from '../../javascript/answers/columns-read.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { narrowed } from '../../javascript/weight/narrowing.ts';
import { type OrmCall, queriesIn } from '../../javascript/queries/orm.ts';
import { nearestPackage } from '../../javascript/project/packages.ts';
import { sizeOf } from '../../javascript/weight/table-growth.ts';
import { sourcesAround } from '../../javascript/project/sources.ts';
import { appendProperty } from '../../javascript/syntax/edits.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import { selectText } from '../../javascript/advice/filter-text.ts';
import { isFunction, keyName, namedProperties, type Node, propertyOf, some, spanOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { numberValue, propertyThroughSpreads, propertyUnder, stringValue, valueUnder } from '../../javascript/syntax/values.ts';
import { waysFrom } from '../../javascript/answers/ways.ts';
import { askedFields } from './asked-fields.ts';
import { configsOf, isHeavy, type PayloadConfig, type PayloadField } from './collections.ts';
import { DEFAULT_LIMIT, FIELD_TYPES, LARGEST_PAGE, OWN_COLUMNS } from './facts.ts';
import type { PayloadReader } from './local-api.ts';
import { type Configured, isOnMongo, modelsOf } from './schema.ts';

/** `find` gives the first ten documents where nothing sets a limit. */
function cutOffOf(reader: PayloadReader): CutOff {
  return {
    reader, limit: DEFAULT_LIMIT, rows: 'documents', options: ['limit', 'page', 'sort', 'pagination'], inList: 'in', where: 'where nothing sets a limit',
    advice: 'Say with `pagination: false` that all are meant, or set the `limit` that is.',
    askForAll({ node: { arguments: [given] } }) {
      return given?.type === 'ObjectExpression' ? appendProperty(reader.source, given, 'pagination: false') : undefined;
    },
  };
}

/** What a file says of lists: the options of its collections, and what is done with the answers of its calls. */
export function factsOf(file: SourceFile, reader: PayloadReader, project: Project): Partial<AdminFacts> {
  const calls = file.module.calls.flatMap((call) => reader.recognise(call) ?? []);
  const configs = configsOf(file).filter(({ isGlobal }) => !isGlobal);
  return {
    concerns: [...configs.flatMap((config) => configConcerns(file, config, project)), ...calls.flatMap((call) => callConcerns(file, reader, call, project))],
    filters: optionFilters(file, calls, project.settings),
    brokenQueries: cutOffReads(file, cutOffOf(reader), calls.filter(({ method }) => method !== 'findVersions')),
  };
}

/** What is known of how many documents a collection has. */
function tableOf(settings: Settings, slug: string): TableSize {
  const users = namesUsers(asModelName(slug));
  return sizeOf(settings, slug) ?? { model: slug, rows: undefined, growth: users ? 'growing' : 'unknown', because: users ? 'one document per user of the program' : undefined };
}

function configConcerns(file: SourceFile, config: PayloadConfig, project: Project): ListConcern[] {
  return [...pageSizes(file, config, project.settings), ...sorts(file, config, project), ...searched(file, config, project)];
}

/** `admin.pagination` of a collection, and joins that give every document of the other side. */
function pageSizes({ module }: SourceFile, { slug, config, fields }: PayloadConfig, settings: Settings): ListConcern[] {
  const found: ListConcern[] = [];
  const add = (value: Node | undefined, option: string, usual: number, offered: boolean, advice: string): void => {
    const size = numberValue(module, value);
    if (value !== undefined && size !== undefined) found.push({ kind: 'page-size', span: spanOf(value), table: tableOf(settings, slug), option, size, usual, offered, advice, remedies: [] });
  };
  add(propertyUnder(module, config, ['admin', 'pagination', 'defaultLimit'])?.value, 'defaultLimit', DEFAULT_LIMIT, false, 'Let the list begin with fewer, and offer larger pages in `limits`.');
  const limits = valueUnder(module, config, ['admin', 'pagination', 'limits']);
  const largest = limits?.type === 'ArrayExpression' ? limits.elements.filter((one) => one !== null).toSorted((a, b) => (numberValue(module, b) ?? 0) - (numberValue(module, a) ?? 0))[0] : undefined;
  add(largest, 'limits', LARGEST_PAGE, true, 'Offer no larger pages, and let people filter or search.');
  for (const { type, target, config: field } of fields) {
    const limit = type === 'join' ? unwrap(propertyOf(field, 'defaultLimit')?.value) : undefined;
    if (limit === undefined || target === undefined || numberValue(module, limit) !== 0) continue;
    found.push({ kind: 'page-size', span: spanOf(limit), table: tableOf(settings, target), option: 'defaultLimit', size: Infinity, usual: DEFAULT_LIMIT, advice: 'With 0 each document that is read brings all that belong to it: set a number, and ask for further pages with `joins`.', remedies: [] });
  }
  return found;
}

/** The order of the list and of every `find` that names none. */
function sorts(file: SourceFile, { slug, config, fields }: PayloadConfig, { cwd, settings }: Project): ListConcern[] {
  const { module } = file;
  const sort = propertyOf(config, 'defaultSort')?.value;
  const name = stringValue(module, sort)?.replace(/^-/, '');
  const field = fields.find(({ path }) => path.join('.') === name);
  if (sort === undefined || name === undefined || field === undefined || isIndexed(file, { slug, config, fields }, name)) return [];
  const code = sourcesAround(file.path, cwd)?.code;
  const root = nearestPackage(dirname(file.path))?.directory ?? file.path;
  if (code?.filesWith('indexSortableFields').some((path) => path.startsWith(root)) === true) return [];
  return [{ kind: 'index', use: 'order', span: spanOf(sort), table: tableOf(settings, slug), field: name, advice: `Add \`index: true\` to the field \`${name}\`.`, remedies: [] }];
}

/** On MongoDB a reference has an index only where one is asked for; SQL databases have one for each. */
function isIndexed(file: SourceFile, config: Pick<PayloadConfig, 'slug' | 'config' | 'fields'>, name: string): boolean {
  const field = modelsOf(new Map([[config.slug, { ...config, isGlobal: false, file: file.path } satisfies Configured]])).models.get(config.slug)?.fields.get(name);
  // one to several documents by the rows of a table of its own, and where nothing says which collection it refers to as well
  const isReference = config.fields.some(({ path, type }) => path.join('.') === name && (type === 'relationship' || type === 'upload'));
  return field === undefined || field.indexed || (isReference && !isOnMongo(file));
}

/** Fields that every look for documents goes through the whole collection for: those by which `access.read` filters, and those that calls compare with values. */
function searched(file: SourceFile, config: PayloadConfig, project: Project): ListConcern[] {
  if (namesFew(asModelName(config.slug))) return [];
  const table = tableOf(project.settings, config.slug);
  const isServed = (name: string): boolean => isIndexed(file, config, name);
  const ofAccess = accessFields(file, config).filter(({ path }) => !isServed(path.join('.')));
  const asked = askedFields(file, config, isServed, project).filter(({ field }) => !ofAccess.includes(field) && !isServed(field.path.join('.')));
  const concern = (field: PayloadField, advice: string): ListConcern => ({ kind: 'index', use: 'filter', span: spanOf(propertyOf(field.config, 'name')?.value ?? field.config), table, field: field.path.join('.'), advice, remedies: [] });
  return [
    ...ofAccess.map((field) => concern(field, '`access.read` filters every request by it: add `index: true`, which MongoDB needs for references.')),
    ...asked.map(({ field, by }) => concern(field, `${by} looks for documents by it: add \`index: true\`${field.target === undefined ? '' : ', which MongoDB needs for references'}.`)),
  ];
}

/** References by which `access.read` filters: `({ req }) => ({ owner: { equals: req.user.id } })`, at every request that reads the collection. */
function accessFields(file: SourceFile, config: PayloadConfig): readonly PayloadField[] {
  if (!isOnMongo(file)) return [];
  const read = valueUnder(file.module, config.config, ['access', 'read']);
  const names = new Set(isFunction(read) ? answersOf(read).flatMap((answer) => answeredBy(answer)) : []);
  return config.fields.filter(({ path, target, type }) => names.has(path.join('.')) && target !== undefined && type !== 'join');
}

/** The columns of a filter that is answered with. */
function answeredBy(answer: Node): string[] {
  const value = unwrap(answer);
  if (value.type === 'ConditionalExpression') return [value.consequent, value.alternate].flatMap((side) => answeredBy(side));
  return namedProperties(value).flatMap(({ name, property }) => {
    const compared = unwrap(property.value);
    return propertyOf(compared, 'equals') !== undefined || propertyOf(compared, 'in') !== undefined ? [name] : [];
  });
}

/** What tells of a page, beside its documents. */
const OF_PAGE: ReadonlySet<string> = new Set(['totalDocs', 'totalPages', 'page', 'limit', 'hasNextPage', 'hasPrevPage', 'nextPage', 'prevPage', 'pagingCounter']);

/** What a call of `find` asks for, beside what the code takes of its answer. */
function callConcerns(file: SourceFile, reader: PayloadReader, call: OrmCall, { cwd, settings }: Project): ListConcern[] {
  const { module } = file;
  const { options, model, answer, callee, node } = call;
  const [given] = node.arguments;
  if (answer === undefined || options === undefined || call.method !== 'find' || given?.type !== 'ObjectExpression') return [];
  if (options.properties.some(({ type }) => type === 'SpreadElement')) return [];
  const parts = partsTakenAnywhere(module, node, waysFrom(file, new Callers(file, cwd)));
  const documents = parts?.filter(({ name }) => name === answer.rows) ?? [];
  if (parts === undefined || documents.length === 0 || parts.some(({ name }) => name !== answer.rows && !OF_PAGE.has(name))) return [];
  const collection = unwrap(propertyThroughSpreads(module, options, 'collection')?.value);
  const table = model === undefined ? { model: `the collection \`${collection === undefined ? '' : module.textOf(collection)}\``, rows: undefined, growth: 'unknown' as const, because: undefined } : tableOf(settings, model);
  const asked: Asked = { module, reader, call, given, base: { table, callee, span: spanOf(node.callee) }, option: (name) => unwrap(propertyThroughSpreads(module, options, name)?.value) };
  // who asks for a page by its number shows how many there are, be it elsewhere
  const counted = parts.length > documents.length || call.offset !== undefined ? [] : countConcerns(asked);
  return counted.length > 0 && readsOne(asked) ? counted : [...counted, ...readConcerns(asked, documents)];
}

/** A call of `find` whose options are written out. */
interface Asked {
  readonly module: SourceFile['module'];
  readonly reader: PayloadReader;
  readonly call: OrmCall;
  readonly given: TSESTree.ObjectExpression;
  readonly base: Pick<ColumnConcern, 'table' | 'callee' | 'span'>;
  readonly option: (name: string) => Node | undefined;
}

/** Ten documents and their number, for one of them. */
function readsOne({ module, call, option }: Asked): boolean {
  return call.atMost === DEFAULT_LIMIT && option('limit') === undefined && option('pagination') === undefined && needsOne(module, call);
}

/** Documents that are counted though nobody looks at the number. */
function countConcerns(asked: Asked): ListConcern[] {
  const { reader, call, given, base, option } = asked;
  const { callee } = call;
  if (option('limit') !== undefined && call.unlimited !== true && option('pagination') === undefined) {
    return [{ ...base, kind: 'count', problem: 'unread', name: callee, advice: 'Add `pagination: false`, which leaves out the count and keeps the limit.', remedies: [appended(reader, given, 'pagination: false', 'Leave out the count', '`totalDocs` and `totalPages` tell of the documents that are read alone')] }];
  }
  if (!readsOne(asked)) return [];
  return [{ ...base, kind: 'count', problem: 'unread', name: callee, advice: 'Add `limit: 1` and `pagination: false`: the code uses the first document alone.', remedies: [appended(reader, given, 'limit: 1, pagination: false', 'Read one document, and leave out the count', 'the answer holds one document at most')] }];
}

/** Large fields and related documents that a list is read with and that nothing looks at. */
function readConcerns({ module, reader, call, given, base, option }: Asked, documents: readonly PlacedPart[]): ListConcern[] {
  const { model, orm } = call;
  // a handful of documents is no list
  if ((numberValue(module, option('limit')) ?? Infinity) < DEFAULT_LIMIT && call.unlimited !== true) return [];
  const configured = model === undefined ? undefined : reader.collections.get(model);
  const columns = option('select') !== undefined || option('populate') !== undefined || call.atMost === 1 || orm !== reader ? undefined : columnsOf(documents);
  if (configured === undefined || columns === undefined || columns.size === 0) return [];
  const isRead = ({ path }: PayloadField): boolean => columns.has(path[0] ?? '');
  const large = configured.fields.filter((field) => isHeavy(field) && !isRead(field));
  // of hundreds of documents also what is light is much, where little of it is read
  const isOfMany = call.limit === undefined && (call.unlimited === true || (call.atMost ?? 0) >= MANY_DOCUMENTS) && narrowed(module, call, () => 'parameter') === undefined;
  const heavy = large.length === 0 && isOfMany ? manyUnread(configured.fields, isRead) : large;
  const known = new Set([...OWN_COLUMNS, ...configured.fields.map(({ path }) => path[0] ?? '')]);
  if (heavy.length > 0) {
    // MongoDB's own name of the key is no field to select
    const others = [...columns].filter((name) => name !== 'id' && name !== '_id');
    const select = selectText(others.length === 0 ? ['id'] : others);
    const remedies = others.length > 0 && [...columns].every((name) => known.has(name)) ? [appended(reader, given, select, 'Read only the columns that are used', 'hooks and virtual fields get what is selected alone')] : [];
    return [{ ...base, kind: 'columns', names: namesOf(heavy), advice: `Add \`${select}\`.`, remedies }];
  }
  const depth = option('depth');
  const related = configured.fields.filter((field) => field.target !== undefined && field.type !== 'join');
  if ((depth !== undefined && (numberValue(module, depth) ?? 0) < 1) || related.length === 0 || related.some(isRead) || ![...columns].every((name) => isPlain(configured, name))) return [];
  const advice = `${depth === undefined ? 'Add' : 'Write'} \`depth: 0\`, which leaves the ids in place of the related documents.`;
  const remedy: Remedy = depth === undefined
    ? appended(reader, given, 'depth: 0', 'Leave related documents out', 'relations hold ids')
    : { title: 'Leave related documents out', edits: [{ span: spanOf(depth), text: '0' }], safety: { changes: 'relations hold ids' } };
  return [{ ...base, kind: 'loads', names: namesOf(related), advice, remedies: depth?.type === 'Identifier' ? [] : [remedy] }];
}

/** Nothing in a field is of another document: what holds rows, blocks or rich text may refer to any, and what a plugin adds is not known. */
function isPlain({ fields }: PayloadConfig, name: string): boolean {
  const found = fields.filter(({ path }) => path[0] === name);
  return OWN_COLUMNS.includes(name) || name === '_id' || name === '_status' || (found.length > 0 && !found.some((field) => isHeavy(field) && field.type !== 'json'));
}

/** Documents and columns from which it makes a difference to read a few columns alone. */
const MANY_DOCUMENTS = 500;
const MANY_COLUMNS = 8;

/** The columns that a list is read with for nothing, where they are many, and many more than those that are read. */
function manyUnread(fields: readonly PayloadField[], isRead: (field: PayloadField) => boolean): readonly PayloadField[] {
  const stored = fields.filter(({ type }) => type !== 'ui');
  const unread = stored.filter((field) => !isRead(field));
  return unread.length < Math.max(MANY_COLUMNS, 2 * (stored.length - unread.length)) ? [] : unread;
}

/** The code takes the first document, or asks whether there is one. */
function needsOne(module: SourceFile['module'], call: OrmCall): boolean {
  const places = placesOfRows(module, call) ?? [];
  return places.length > 0 && places.every(({ kind }) => kind === 'first' || kind === 'any');
}

function columnsOf(parts: readonly PlacedPart[]): ReadonlySet<string> | undefined {
  const all = parts.map(({ module, node, ways }) => columnsRead(module, node, ways));
  return all.every((columns) => columns !== undefined) ? new Set(all.flatMap((columns) => [...columns])) : undefined;
}

/** How many names a message lists. */
const MOST_NAMES = 4;

function namesOf(fields: readonly PayloadField[]): string[] {
  return [...new Set(fields.map(({ path }) => path.join('.')))].slice(0, MOST_NAMES);
}

function appended(reader: PayloadReader, options: TSESTree.ObjectExpression, text: string, title: string, changes: string): Remedy {
  return { title, edits: [appendProperty(reader.source, options, text)], safety: { changes } };
}

/** Conditions of relationship fields that read whole collections: they are computed for every view of the list, whatever it shows. */
function optionFilters({ module }: SourceFile, calls: readonly OrmCall[], settings: Settings): Filter[] {
  const found: Filter[] = [];
  if (calls.length === 0) return found;
  walk(module.program, (node) => {
    const fn = node.type === 'Property' && keyName(node) === 'filterOptions' ? unwrap(node.value) : undefined;
    const field = node.type === 'Property' ? module.parentOf(node) : undefined;
    if (node.type !== 'Property' || !isFunction(fn) || field?.type !== 'ObjectExpression' || !FIELD_TYPES.has(stringValue(module, propertyOf(field, 'type')?.value) ?? '')) return undefined;
    if (some(fn, (inner) => inner.type === 'Identifier' && inner.name === 'context')) return undefined;
    const query = queriesIn(calls, fn).find((call) => call.unlimited === true || (call.operation === 'readMany' && (call.atMost ?? 0) > LARGEST_PAGE));
    const name = stringValue(module, propertyOf(field, 'name')?.value);
    if (query?.model === undefined || name === undefined) return undefined;
    found.push({
      span: spanOf(node.key), name, problem: 'query', table: tableOf(settings, query.model), remedies: [],
      advice: 'It is computed for every view of the list and of a document: filter by a path (`{ \'shop.owner\': { equals: user.id } }`), or keep the answer in `req.context` and set a limit.',
    });
    return undefined;
  });
  return found;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { LoadConcern } from '../../model/admin.ts';
import type { Model, TableSize } from '../../model/data-model.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { columnsOfOneRead, rowColumnsRead } from '../../javascript/answers/columns-read.ts';
import { Callers } from '../../javascript/project/callers.ts';
import { conditionsIn } from '../../javascript/queries/conditions.ts';
import type { OrmCall } from '../../javascript/queries/orm.ts';
import { namesOneRow } from '../../javascript/weight/row-weight.ts';
import { spanOf } from '../../javascript/syntax/nodes.ts';
import { numberValue, propertyThroughSpreads, stringValue } from '../../javascript/syntax/values.ts';
import { growthOf, sizeOf } from '../../javascript/weight/table-growth.ts';
import { waysFrom } from '../../javascript/answers/ways.ts';
import type { Project } from '../../project/project.ts';
import { isElsewhere, readerOf } from './api.ts';

/** A handful of rows is no list. */
const FEWEST_ROWS = 10;

/** Of fewer there is little to choose from. */
const MANY_RELATIONS = 3;

/** Columns that tell one row from all others, whether or not the database knows it. */
const OF_ONE = /(?:id|key|code|slug|email|phone|number|token)$/i;

/** How many names a message lists. */
const MOST_NAMES = 4;

/**
 * Lists that are read with everything that their rows refer to, where nothing shows what is read of it: `'*'` sends a statement for each relation, component and media
 * of the content type (@strapi/strapi 5.54: 4 for a list with two relations), `'deep'` of strapi-plugin-populate-deep goes on from there, down to 5 levels where its
 * configuration sets no `defaultDepth` (2.0 and 3.0).
 */
export function populatedWhole(file: SourceFile, project: Project): LoadConcern[] {
  const reader = readerOf(file.module, file);
  const callers = new Callers(file, project.cwd);
  return file.module.calls.flatMap((node) => {
    const call = reader.recognise(node);
    const whole = call === undefined ? undefined : askedWhole(file, callers, call, project);
    return whole === undefined ? [] : whole.call.operation === 'readOne' ? wholeRow(whole) : wholeRows(whole);
  });
}

/** A call that asks for everything that its rows refer to. */
interface Whole {
  readonly module: SourceFile['module'];
  readonly call: OrmCall;
  readonly known: Model | undefined;
  readonly populate: TSESTree.Property;
  readonly isDeep: boolean;
  readonly ways: ReturnType<typeof waysFrom>;
  readonly table: TableSize;
}

function askedWhole(file: SourceFile, callers: Callers, call: OrmCall, { settings }: Project): Whole | undefined {
  const { module } = file;
  const { options, model, orm } = call;
  const populate = options && propertyThroughSpreads(module, options, 'populate');
  const said = populate && stringValue(module, populate.value);
  const isDeep = said !== undefined && /^deep(?:,|$)/.test(said);
  if (populate === undefined || (said !== '*' && !isDeep)) return undefined;
  const table = model === undefined ? { model: 'its content type', rows: undefined, growth: 'unknown' as const, because: undefined } : (sizeOf(settings, model) ?? growthOf(orm.dataModel, model));
  return { module, call, known: model === undefined ? undefined : orm.dataModel?.models.get(model), populate, isDeep, ways: waysFrom(file, callers), table };
}

/** One row that is read with everything that it refers to, of which the code looks at columns of its own alone: to see whose it is, or whether there is one. */
function wholeRow(whole: Whole): LoadConcern[] {
  const { module, call, known, ways } = whole;
  const names = relationsOf(known);
  const read = names.length < 2 ? undefined : columnsOfOneRead(module, call.node, ways);
  const unread = names.filter((name) => read?.has(name) === false);
  // of two relations of which one is needed there is no more than a statement to spare
  if (read === undefined || unread.length < 2) return [];
  return [{ ...unreadConcern(whole, names.filter((name) => read.has(name)), unread), ofOne: true }];
}

function wholeRows(whole: Whole): LoadConcern[] {
  const { module, call, known, isDeep, ways, table } = whole;
  if (call.operation !== 'readMany' || isOfOne(module, call) || (numberValue(module, call.limit) ?? FEWEST_ROWS) < FEWEST_ROWS) return [];
  const names = relationsOf(known);
  const read = isDeep && names.length === 0 ? undefined : rowColumnsRead(module, call.node, ways)?.columns;
  if (!isDeep && (names.length < MANY_RELATIONS || read !== undefined)) return read === undefined ? [] : partsUnread(whole, read);
  if (table.growth === 'few') return [];
  const example = names[0] === undefined ? 'populate: […]' : `populate: ['${names[0]}', …]`;
  const advice = `Name what is used: \`${example}\`.${isDeep ? " `'deep'` goes on to what that refers to, five levels down where its configuration doesn't say less." : ''}`;
  return [{ ...concernOf(whole, names, advice), unseen: true }];
}

/** Components and media that nothing reads, where all that the code reads is known and every relation is among it: of relations the list itself is told of. */
function partsUnread(whole: Whole, read: ReadonlySet<string>): LoadConcern[] {
  const fields = [...(whole.known?.fields.values() ?? [])].filter((field) => isElsewhere(field));
  const unread = fields.filter(({ name }) => !read.has(name));
  if (unread.length < 2 || unread.some(({ relation }) => relation !== undefined)) return [];
  return [unreadConcern(whole, fields.filter(({ name }) => read.has(name)).map(({ name }) => name), unread.map(({ name }) => name))];
}

/** What a call loads by a word for all and nobody looks at, with what is left to name. */
function unreadConcern(whole: Whole, read: readonly string[], unread: readonly string[]): LoadConcern {
  const advice = read.length === 0 ? `Leave \`${whole.module.textOf(whole.populate)}\` out.` : `Name what is used: \`populate: [${read.map((name) => `'${name}'`).join(', ')}]\`.`;
  return concernOf(whole, unread, advice);
}

function concernOf({ populate, table, call }: Whole, names: readonly string[], advice: string): LoadConcern {
  return { kind: 'loads', span: spanOf(populate.value), table, callee: call.callee, names: names.slice(0, MOST_NAMES), rest: Math.max(0, names.length - MOST_NAMES), advice, remedies: [] };
}

function isOfOne(module: SourceFile['module'], call: OrmCall): boolean {
  return namesOneRow(module, call) || conditionsIn(call.orm.filterOf(call)).some(({ operator, path }) => operator === 'equals' && path.length === 1 && OF_ONE.test(path[0] ?? ''));
}

/** What is kept in other tables. */
function relationsOf(model: Model | undefined): readonly string[] {
  return [...(model?.fields.values() ?? [])].filter((field) => isElsewhere(field)).map(({ name }) => name);
}

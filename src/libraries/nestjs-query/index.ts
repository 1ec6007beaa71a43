import { about } from './about.ts';
import type { TSESTree } from '@typescript-eslint/utils';
import type { CountConcern, ListConcern, PageSizeConcern } from '../../model/admin.ts';
import type { TableSize } from '../../model/data-model.ts';
import { GROWS_WITH_USERS, namesMany, namesUsers } from '../../model/many.ts';
import type { Settings } from '../../model/settings.ts';
import type { AdminFacts, AdminFramework } from '../../javascript/frameworks/admin-framework.ts';
import { booleanIn, type Configured, importedName, numberIn, settingAt, settingHere, valueOf } from '../../javascript/project/configured.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { FileGlance } from '../../javascript/queries/orm.ts';
import { tableNamed } from '../../javascript/weight/table-growth.ts';
import { decoratedBy } from '../../javascript/syntax/module.ts';
import { isFunction, type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import type { Project } from '../../project/project.ts';
import { PACKAGES, PAGED_RELATION, UNPAGED_RELATION } from './facts.ts';
import { pagesOf } from './pages.ts';

/** Rows that a query can ask for at most where nothing says otherwise (`query-args/constants.js`). */
const USUAL_LIMIT = 50;

/** Functions that make resolvers or arguments of a DTO by the options beside it. */
const BY_DTO = /^(?:CRUDResolver|ReadResolver|QueryArgsType)$/;

function glance({ imports }: FileGlance): boolean {
  return imports.some((source) => PACKAGES.test(source));
}

function read(file: SourceFile, { settings }: Project): Partial<AdminFacts> {
  const concerns: ListConcern[] = [];
  for (const call of file.module.calls) {
    const name = importedName(file.module, call.callee, PACKAGES) ?? '';
    const [first, second] = call.arguments;
    if (name === 'QueryOptions') concerns.push(...limits(file, first, decoratedBy(file.module, call)?.id?.name, settings));
    else if (BY_DTO.test(name)) concerns.push(...limits(file, second, nameOf(first), settings));
    else if (name === 'NestjsQueryGraphQLModule.forFeature') concerns.push(...ofModule(file, first, settings));
    else if (UNPAGED_RELATION.test(name)) concerns.push(...unpaged(file, call, settings));
    else if (PAGED_RELATION.test(name)) concerns.push(...counted(file, call, settings));
  }
  return { concerns, resources: pagesOf(file) };
}

/** `forFeature({ resolvers: [{ DTOClass: PostDTO, EntityClass: Post, … }] })` */
function ofModule(file: SourceFile, given: Node | undefined, settings: Settings): ListConcern[] {
  const resolvers = given === undefined ? 'unknown' : settingAt({ file, node: given }, ['resolvers']);
  const list = typeof resolvers === 'string' ? undefined : valueOf(resolvers);
  if (list?.node.type !== 'ArrayExpression') return [];
  return list.node.elements.flatMap((element) => {
    const dto = element === null ? 'unknown' : settingAt({ file: list.file, node: element }, ['DTOClass']);
    return element === null || typeof dto === 'string' ? [] : limits(file, element, nameOf(dto.node), settings);
  });
}

/** Options of a query of its own, or those of its list: `read: { many: {…}, maxResultsSize: -1 }`. */
function limits(file: SourceFile, given: Node | undefined, dto: string | undefined, settings: Settings): PageSizeConcern[] {
  if (given === undefined || dto === undefined) return [];
  const options: Configured = { file, node: given };
  const isOff = [['read', 'disabled'], ['read', 'many', 'disabled']].some((path) => booleanIn(settingAt(options, path)) === true);
  const own = (name: string): Configured | undefined => {
    const found = [settingAt(options, ['read', name]), settingAt(options, [name])].find((setting) => typeof setting !== 'string');
    // what stands in another file is no matter of this one
    return found === undefined || typeof found === 'string' || found.file.path !== file.path ? undefined : found;
  };
  const [strategy, most, negative] = [own('pagingStrategy'), own('maxResultsSize'), own('enableFetchAllWithNegative')];
  const concern = { kind: 'page-size', table: tableNamed(settings, dto), usual: USUAL_LIMIT, remedies: [] } as const;
  if (isOff) return [];
  if (strategy !== undefined && importedName(file.module, strategy.node, PACKAGES) === 'PagingStrategies.NONE') {
    const advice = '`PagingStrategies.NONE` answers each query with all rows that match; pages have 10 rows, and 50 at most (clients read the rows under `nodes` then).';
    return [{ ...concern, span: spanOf(strategy.node), option: 'PagingStrategies.OFFSET', size: Infinity, limitAt: 'none', advice }];
  }
  const size = most === undefined ? undefined : numberIn(most);
  if (most !== undefined && size === -1) return [{ ...concern, span: spanOf(most.node), option: 'maxResultsSize', size: Infinity, advice: 'With -1 any `limit` of a query is taken as it comes; without it 50 is the most.' }];
  if (negative !== undefined && booleanIn(negative) === true) {
    return [{ ...concern, span: spanOf(negative.node), option: 'maxResultsSize', size: Infinity, limitAt: 'none', advice: '`enableFetchAllWithNegative` gives every row for a limit of -1, whatever that says: leave it out, and let who needs all rows read them in pages.' }];
  }
  return most === undefined || size === undefined || size <= USUAL_LIMIT ? [] : [{ ...concern, span: spanOf(most.node), option: 'maxResultsSize', size, offered: true, advice: 'A client that wants more takes the pages one after the other.' }];
}

/**
 * `@UnPagedRelation('orders', () => OrderDTO)`: all rows of a row at once. Most rows have a handful of such children; said where what they are is known to be many: by the settings, or since
 * the row stands for a place, a firm or a word that all the world shares.
 */
function unpaged(file: SourceFile, call: TSESTree.CallExpression, settings: Settings): PageSizeConcern[] {
  const [name, type] = call.arguments;
  const target = answered(type);
  const owner = decoratedBy(file.module, call)?.id?.name;
  const table = target === undefined ? undefined : childrenOf(target, owner ?? '', settings);
  if (name === undefined || table === undefined || target === undefined) return [];
  const decorator = importedName(file.module, call.callee, PACKAGES)?.replace('UnPagedRelation', 'OffsetConnection') ?? '';
  const advice = `Whoever asks for it gets every one of them; \`@${decorator}\` gives pages of 10, and of 50 at most (clients read the rows under \`nodes\` then).`;
  return [{ kind: 'page-size', span: spanOf(call.callee), table, option: `@${decorator}`, size: Infinity, usual: USUAL_LIMIT, limitAt: 'none', advice, remedies: [] }];
}

/** The table of a relation's rows, where a single row has many of them. */
function childrenOf(target: string, owner: string, settings: Settings): TableSize | undefined {
  const [children, one] = [target, owner].map(entityOf);
  const table = [target, children ?? ''].map((model) => tableNamed(settings, model)).find(({ rows }) => rows !== undefined);
  if (table !== undefined) return table;
  return one !== undefined && namesMany(one) && children !== undefined && namesUsers(children) ? { model: target, rows: undefined, growth: 'growing', because: GROWS_WITH_USERS } : undefined;
}

function entityOf(dto: string): string {
  return dto.replace(/(?:DTO|Dto|Entity|Model|Type|Object)$/, '');
}

/**
 * `@OffsetConnection('comments', () => CommentDTO, { enableTotalCount: true })`: the rows of a relation are read for all rows together, but each adapter counts them row by row (TypeORM's
 * `batchCountRelations`: 25 counts for 25 rows as measured; Sequelize's, MikroORM's and Mongoose's likewise, as read).
 */
function counted(file: SourceFile, call: TSESTree.CallExpression, settings: Settings): CountConcern[] {
  const [, type, given] = call.arguments;
  const target = answered(type);
  const owner = decoratedBy(file.module, call)?.id?.name;
  const option = given && settingHere({ file, node: given }, ['enableTotalCount']);
  if (target === undefined || owner === undefined || option === undefined || booleanIn(option) !== true) return [];
  const advice = 'Where a list needs the number, keep it in a column, or count for the rows of the page with one query of your own.';
  return [{ kind: 'count', problem: 'per-parent', name: owner, span: spanOf(option.node), table: tableNamed(settings, target), advice, remedies: [] }];
}

/** `PostDTO` of `() => PostDTO`. */
function answered(node: Node | undefined): string | undefined {
  return isFunction(node) && node.body.type !== 'BlockStatement' ? nameOf(node.body) : undefined;
}

function nameOf(node: Node | undefined): string | undefined {
  const value = unwrap(node);
  return value?.type === 'Identifier' ? value.name : undefined;
}

export const nestjsQuery: AdminFramework = { about, glance, read };

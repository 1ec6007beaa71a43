import { about } from './about.ts';
import type { ListConcern, PageSizeConcern } from '../../model/admin.ts';
import type { Settings } from '../../model/settings.ts';
import type { AdminFacts, AdminFramework, FoundCalls } from '../../javascript/admin-framework.ts';
import { type Configured, importedName, modelNamed, numberIn, settingHere, valueOf } from '../../javascript/configured.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import type { FileGlance } from '../../javascript/orm.ts';
import { tableNamed } from '../../javascript/table-growth.ts';
import { declaredTypeOf, typeOf } from '../../javascript/syntax/annotations.ts';
import { memberOf } from '../../javascript/syntax/module.ts';
import { memberName, type Node, spanOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import type { Project } from '../../project/project.ts';
import { columnConcerns } from './columns.ts';

const PACKAGE = /^nestjs-paginate(?:$|\/)/;

/** What a request gets at most where a list says nothing, and nobody called `updateGlobalConfig` (15.0.1, `global-config.js`). */
const USUAL_LIMIT = 100;

/** One `PaginateConfig`. */
export interface PaginatedList {
  readonly file: SourceFile;
  readonly config: Configured;
  /** The class of its rows, as the code names it. */
  readonly entity: string;
}

function glance({ imports }: FileGlance): boolean {
  return imports.some((source) => PACKAGE.test(source));
}

function read(file: SourceFile, project: Project, { orms }: FoundCalls): Partial<AdminFacts> {
  const { settings } = project;
  const concerns: ListConcern[] = [];
  for (const list of listsIn(file)) {
    const limit = limitConcern(file, settingHere(list.config, ['maxLimit']), 'maxLimit', list.entity, settings);
    if (limit !== undefined) concerns.push(limit);
    const found = modelNamed(orms, 'TypeORM', file, list.entity, project);
    if (found !== undefined) concerns.push(...columnConcerns(list, found, settings));
  }
  for (const call of file.module.calls) {
    const [given] = call.arguments;
    if (given === undefined || importedName(file.module, call.callee, PACKAGE) !== 'updateGlobalConfig') continue;
    const limit = limitConcern(file, settingHere({ file, node: given }, ['defaultMaxLimit']), 'defaultMaxLimit', 'each PaginateConfig', settings);
    if (limit !== undefined) concerns.push(limit);
  }
  return { concerns };
}

/**
 * `maxLimit: PaginationLimit.NO_PAGINATION`, which is -1, takes any limit as it comes, and gives the whole table for `?limit=-1`; another number bounds `defaultLimit` too
 * (15.0.1, `paginate.js`; 2,000 of 2,000 rows as measured). What stands in another file is said there, if anywhere.
 */
function limitConcern(file: SourceFile, setting: Configured | undefined, option: string, table: string, settings: Settings): PageSizeConcern | undefined {
  if (setting === undefined) return undefined;
  const isNone = importedName(file.module, setting.node, PACKAGE) === 'PaginationLimit.NO_PAGINATION';
  const number = isNone ? -1 : numberIn(setting);
  if (number === undefined || (number <= USUAL_LIMIT && number !== -1)) return undefined;
  const advice = number === -1 ? '`?limit=-1` gives the whole table, and any other `?limit=` is taken as it comes. An export reads the rows by a route of its own, in batches.' : 'A client that wants more takes the pages one after the other.';
  return { kind: 'page-size', span: spanOf(setting.node), table: tableNamed(settings, table), option, size: number === -1 ? Infinity : number, usual: USUAL_LIMIT, offered: number !== -1, advice, remedies: [] };
}

/** Object literals that are declared as `PaginateConfig<Post>`, and those handed to `paginate` beside a repository. */
function listsIn(file: SourceFile): PaginatedList[] {
  const { module } = file;
  const found: PaginatedList[] = [];
  walk(module.program, (node) => {
    const declared = node.type === 'ObjectExpression' ? declaredTypeOf(module, node) : undefined;
    const [root = ''] = declared?.name.split('.') ?? [];
    const binding = declared === undefined ? undefined : module.resolveName(root, node);
    const entity = declared?.args[0];
    if (entity !== undefined && /(?:^|\.)PaginateConfig$/.test(declared?.name ?? '') && binding?.kind === 'import' && PACKAGE.test(binding.source)) found.push({ file, config: { file, node }, entity });
    return undefined;
  });
  for (const call of module.calls) {
    const [, source, config] = call.arguments;
    if (source === undefined || config === undefined || importedName(module, call.callee, PACKAGE) !== 'paginate') continue;
    const place = valueOf({ file, node: config });
    const entity = rowsOf(file, source);
    if (place?.file.path === file.path && entity !== undefined && !found.some((known) => known.config.node === place.node)) found.push({ file, config: place, entity });
  }
  return found;
}

/** `Post` of `this.posts`, where the class declares it as `Repository<Post>`. */
function rowsOf({ module }: SourceFile, source: Node): string | undefined {
  const value = unwrap(source);
  const owner = value.type === 'MemberExpression' && value.object.type === 'ThisExpression' ? module.thisClass(value.object) : undefined;
  const member = owner === undefined || value.type !== 'MemberExpression' ? undefined : memberOf(owner, memberName(value) ?? '');
  const declared = typeOf(member?.type === 'TSParameterProperty' ? member.parameter : member);
  return declared?.name === 'Repository' ? declared.args[0] : undefined;
}

export const nestjsPaginate: AdminFramework = { about, glance, read };

import type { TSESTree } from '@typescript-eslint/utils';
import type { AdminResource } from '../../model/admin.ts';
import type { QueryCall } from '../../model/query-call.ts';
import { type Configured, importedName, numberIn, type Setting, settingAt } from '../../javascript/project/configured.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { askedPerRow, pagedCost } from '../../javascript/frameworks/row-costs.ts';
import { callsIn } from '../../javascript/syntax/module.ts';
import { calledName, type FunctionNode, type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { PACKAGE, pagedRows } from './lists.ts';

/** Rows of a page where nothing else is said (15.0.1, `global-config.js`). */
const PAGE_SIZE = 20;

/**
 * The functions of a file that answer with a page, as pages of an admin: what one request of each costs on TypeORM (15.0.1, measured): a query for the rows, one more for their
 * keys where anything is joined, one for the count, and what is asked for each row before the page is handed on.
 */
export function pagesOf(file: SourceFile, calls: readonly QueryCall[]): AdminResource[] {
  const { module } = file;
  const reads = module.calls.filter((call) => importedName(module, call.callee, PACKAGE) === 'paginate');
  return reads.flatMap((call) => {
    const fn = module.functionAround(call);
    const isAlone = reads.filter((other) => module.functionAround(other) === fn).length === 1;
    return fn === undefined || !isAlone ? [] : pageOf(file, call, fn, calls);
  });
}

function pageOf(file: SourceFile, call: TSESTree.CallExpression, fn: FunctionNode, calls: readonly QueryCall[]): AdminResource[] {
  const [, source, given] = call.arguments;
  if (source === undefined || given === undefined) return [];
  const config: Configured = { file, node: given };
  const perRow = askedPerRow(calls, fn);
  const paging = pagingIn(config);
  const isJoined = joins(file, source, fn) || ['relations', 'loadEagerRelations'].some((name) => settingAt(config, [name]) !== 'absent');
  const cost = pagedCost({ isJoined: isJoined && paging !== 'LIMIT_AND_OFFSET', isCounted: paging !== 'CURSOR', perRow });
  const entity = pagedRows(file, source);
  const [usual, most] = ['defaultLimit', 'maxLimit'].map((name) => sizeIn(settingAt(config, [name])));
  const pageSize = usual === 'absent' ? PAGE_SIZE : usual;
  return [{
    name: entity ?? calledName(call), model: entity, span: spanOf(call.callee),
    list: { pageSize: sizeOf(pageSize, most) ?? PAGE_SIZE, ...cost, ...(pageSize === 'unknown' || most === 'unknown' ? { unread: true as const } : {}) },
  }];
}

/** `TAKE_AND_SKIP`, which is what it is where nothing is said, `LIMIT_AND_OFFSET`, `CURSOR`. */
function pagingIn(config: Configured): string | undefined {
  const setting = settingAt(config, ['paginationType']);
  return typeof setting === 'string' ? undefined : importedName(setting.file.module, setting.node, PACKAGE)?.split('.').at(-1);
}

function sizeIn(setting: Setting): number | 'absent' | 'unknown' {
  return typeof setting === 'string' ? setting : (numberIn(setting) ?? 'unknown');
}

function sizeOf(usual: number | 'unknown' | undefined, most: number | 'absent' | 'unknown' | undefined): number | undefined {
  if (typeof usual !== 'number') return undefined;
  return typeof most === 'number' && most > 0 ? Math.min(usual, most) : usual;
}

/** A query builder that joins something in the function that pages it: with a join of any kind TypeORM asks for the keys first. */
function joins({ module }: SourceFile, source: Node, fn: FunctionNode): boolean {
  return unwrap(source).type === 'Identifier' && callsIn(module, fn).some((call) => /^(?:left|inner)Join/.test(calledName(call)));
}

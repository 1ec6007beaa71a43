import { type AdminResource, listCost } from '../../model/admin.ts';
import { type QueryCall, statementsOf } from '../../model/query-call.ts';
import { holdsSpan } from '../../javascript/syntax/dependence.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { resourceName } from '../../javascript/frameworks/option-lists.ts';
import { componentAround } from '../../javascript/rows/row-components.ts';
import { callsIn, importFrom } from '../../javascript/syntax/module.ts';
import { calledName, spanOf } from '../../javascript/syntax/nodes.ts';
import { objectValue, valueUnder } from '../../javascript/syntax/values.ts';
import { DEFAULT_PAGE_SIZE, PACKAGES, SELECTS, TABLES } from './facts.ts';
import { pageSizeOf } from './lists.ts';

/** Hooks that ask once for what a page shows beside its rows. */
const BESIDE = new Set(['useMany', 'useList', 'useOne']);

/**
 * The tables of a file as pages: what the component of each asks the API for when it is opened.
 *
 * @param requests what rows ask for one by one
 */
export function pagesOf(file: SourceFile, requests: readonly QueryCall[]): AdminResource[] {
  const { module } = file;
  return module.calls.flatMap((call): AdminResource[] => {
    const component = module.functionAround(call);
    const hook = importFrom(module, call.callee, PACKAGES)?.imported;
    if (hook === undefined || component === undefined || !TABLES.has(hook)) return [];
    const asked = callsIn(module, component).flatMap(({ callee }) => importFrom(module, callee, PACKAGES)?.imported ?? []);
    const perRow = requests.filter(({ evidence: { scope } }) => scope?.origin === 'page' && holdsSpan(component, scope.head));
    const cost = listCost([
      { what: 'for the page', fixed: 1, perRow: 0 },
      { what: 'beside the rows', fixed: asked.filter((name) => BESIDE.has(name)).length, perRow: 0 },
      { what: 'for the choices of inputs', fixed: asked.filter((name) => SELECTS.has(name)).length, perRow: 0 },
      { what: 'in the rows', fixed: 0, perRow: statementsOf(perRow) },
    ], perRow.length);
    const given = objectValue(module, call.arguments[0]);
    const resource = resourceName(module, valueUnder(module, valueUnder(module, given, ['refineCoreProps']) ?? given, ['resource']));
    const pageSize = pageSizeOf(module, call);
    const isRead = pageSize !== undefined && asked.filter((name) => TABLES.has(name)).length === 1;
    return [{
      name: resource ?? componentAround(module, call) ?? calledName(call), model: resource, span: spanOf(call.callee),
      list: { pageSize: pageSize ?? DEFAULT_PAGE_SIZE, unit: 'request', ...cost, ...(isRead ? {} : { unread: true as const }) },
    }];
  });
}

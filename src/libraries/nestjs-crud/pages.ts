import type { AdminResource } from '../../model/admin.ts';
import type { QueryCall } from '../../model/query-call.ts';
import { booleanIn, settingAt, settingsOf } from '../../javascript/project/configured.ts';
import { askedPerRow, pagedCost } from '../../javascript/frameworks/row-costs.ts';
import { spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import type { Project } from '../../project/project.ts';
import { answersOfList } from './controllers.ts';
import type { CrudList } from './index.ts';
import { pageSizeOf } from './limits.ts';

/**
 * The list of a controller as a page of an admin: what a request for a page of it costs (crud-typeorm 5.3.4, measured): a query for the rows, one more for their keys where anything
 * is joined, one for the count, and what the controller asks for each row before it hands the page on.
 */
export function pageOf(list: CrudList, project: Project, calls: readonly QueryCall[]): AdminResource {
  const { options, entity, name } = list;
  const perRow = answersOfList(list).flatMap((method) => askedPerRow(calls, method));
  const join = settingAt(options, ['query', 'join']);
  const isJoined = typeof join !== 'string' && [...settingsOf(join).entries.values()].some((relation) => booleanIn(settingAt(relation, ['eager'])) === true);
  const cost = pagedCost({ isJoined, isCounted: true, perRow });
  const model = entity.file.module.textOf(unwrap(entity.node));
  const pageSize = pageSizeOf(list, project);
  return { name: model, model, span: spanOf(name), list: { pageSize: pageSize ?? 0, ...cost, ...(pageSize === undefined ? { unread: true as const } : {}) } };
}

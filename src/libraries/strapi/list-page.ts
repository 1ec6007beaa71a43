import { dirname, join } from 'node:path';
import { type AdminResource, type ListPage, listCost } from '../../model/admin.ts';
import { type QueryCall, statementsOf } from '../../model/query-call.ts';
import { holdsSpan } from '../../javascript/syntax/dependence.ts';
import type { RowList } from '../../javascript/frameworks/admin-framework.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { isObject, nearestPackage } from '../../javascript/project/packages.ts';
import { askedPerRow } from '../../javascript/frameworks/row-costs.ts';
import { spanOf } from '../../javascript/syntax/nodes.ts';
import { cachedByFile } from '../../project/files.ts';
import { about } from './about.ts';
import { isOfContentType } from './lifecycles.ts';
import { modelNamed } from './schema.ts';

/** Rows of a page of the content manager where its settings say nothing, and what it asks beside the rows' relations: the rows, their count, their other versions (5.54, measured). */
const PAGE_SIZE = 10;
const LIST_QUERIES = 3;

/** What the list of one content type asks for. */
interface ContentType {
  readonly name: string;
  readonly pageSize: number;
  /** Queries for what belongs to the rows of the page, for all of them together: one for each relation, file, component and kind of part, shown or not. */
  readonly populated: number;
  /** Rows are looked for a second time, as they are published. */
  readonly drafts: boolean;
  readonly isLocalized: boolean;
}

/**
 * The list of a content type whose lifecycles a file holds: what the content manager asks for a page of it (5.54, measured), and what runs behind each read of rows. Nothing is
 * said of other versions, which ask otherwise.
 */
export function listPages(file: SourceFile, lists: readonly RowList[], calls: readonly QueryCall[]): AdminResource[] {
  const type = isOfContentType(file.path) && isMeasured(file.path) ? contentTypeBeside(join(dirname(file.path), 'schema.json')) : undefined;
  const [list, ...others] = lists;
  if (type === undefined || list === undefined || others.length > 0) return [];
  return [{ name: type.name, model: type.name, span: spanOf(list.wired?.at ?? list.fn), list: pageOf(type, list, calls) }];
}

function pageOf({ pageSize, populated, drafts, isLocalized }: ContentType, { fn, wired }: RowList, calls: readonly QueryCall[]): ListPage {
  const perRow = wired === undefined ? askedPerRow(calls, fn) : [];
  const once = wired === undefined ? calls.filter(({ span, evidence }) => evidence.scope === undefined && holdsSpan(fn, span)) : [];
  const cost = listCost([
    { what: 'for the page, its count and other versions', fixed: LIST_QUERIES + (drafts ? 1 : 0), perRow: 0 },
    { what: 'for relations, files and components', fixed: populated, perRow: 0 },
    { what: 'in the lifecycle `afterFindMany`', fixed: statementsOf(once), perRow: statementsOf(perRow) },
  ], perRow.length);
  return { pageSize, ...cost, ...(wired !== undefined || isLocalized ? { unread: true as const } : {}) };
}

function isMeasured(path: string): boolean {
  const { dependencies } = nearestPackage(dirname(path))?.json ?? {};
  return isObject(dependencies) && Object.entries(dependencies).some(([name, range]) => about.packages.test(name) && typeof range === 'string' && /^[~^=v\s]*5\b/.test(range));
}

const contentTypeBeside = cachedByFile((text): ContentType | undefined => {
  const json: unknown = JSON.parse(text);
  if (!isObject(json) || !isObject(json.attributes) || !isObject(json.info) || typeof json.info.singularName !== 'string') return undefined;
  const { options, config, pluginOptions } = json;
  const size = isObject(config) && isObject(config.settings) ? config.settings.pageSize : undefined;
  return {
    name: modelNamed(json.info.singularName), pageSize: typeof size === 'number' ? size : PAGE_SIZE,
    populated: Object.values(json.attributes).reduce<number>((sum, attribute) => sum + (isObject(attribute) ? queriesFor(attribute) : 0), 0),
    drafts: isObject(options) && options.draftAndPublish === true,
    isLocalized: isObject(pluginOptions) && isObject(pluginOptions.i18n) && pluginOptions.i18n.localized === true,
  };
});

function queriesFor({ type, components }: Record<string, unknown>): number {
  if (type === 'dynamiczone') return 1 + (Array.isArray(components) ? components.length : 0);
  return type === 'relation' || type === 'media' || type === 'component' ? 1 : 0;
}

import type { LoadConcern } from '../../model/admin.ts';
import type { Model } from '../../model/data-model.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import { rowColumnsRead } from '../../javascript/answer-parts.ts';
import { Callers } from '../../javascript/callers.ts';
import { conditionsIn } from '../../javascript/conditions.ts';
import type { OrmCall } from '../../javascript/orm.ts';
import { namesOneRow, sizeOf } from '../../javascript/row-weight.ts';
import { spanOf } from '../../javascript/syntax/nodes.ts';
import { numberValue, propertyThroughSpreads, stringValue } from '../../javascript/syntax/values.ts';
import { growthOf } from '../../javascript/table-growth.ts';
import { waysFrom } from '../../javascript/ways.ts';
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
    return call === undefined ? [] : wholeRows(file, callers, call, project);
  });
}

function wholeRows(file: SourceFile, callers: Callers, call: OrmCall, { settings }: Project): LoadConcern[] {
  const { module } = file;
  const { options, operation, model, orm, limit, callee } = call;
  const populate = options && propertyThroughSpreads(module, options, 'populate');
  const said = populate && stringValue(module, populate.value);
  const isDeep = said !== undefined && /^deep(?:,|$)/.test(said);
  if (populate === undefined || (said !== '*' && !isDeep) || operation !== 'readMany' || isOfOne(module, call) || (numberValue(module, limit) ?? FEWEST_ROWS) < FEWEST_ROWS) return [];
  const names = relationsOf(model === undefined ? undefined : orm.dataModel?.models.get(model));
  const isShown = (): boolean => rowColumnsRead(module, call.node, waysFrom(file, callers)) !== undefined;
  if (!isDeep && (names.length < MANY_RELATIONS || isShown())) return [];
  const table = model === undefined ? { model: 'its content type', rows: undefined, growth: 'unknown' as const, because: undefined } : (sizeOf(settings, model) ?? growthOf(orm.dataModel, model));
  if (table.growth === 'few') return [];
  const example = names[0] === undefined ? 'populate: […]' : `populate: ['${names[0]}', …]`;
  const advice = `Name what is used: \`${example}\`.${isDeep ? " `'deep'` goes on to what that refers to, five levels down where its configuration doesn't say less." : ''}`;
  return [{ kind: 'loads', span: spanOf(populate.value), table, callee, names: names.slice(0, MOST_NAMES), rest: Math.max(0, names.length - MOST_NAMES), unseen: true, advice, remedies: [] }];
}

function isOfOne(module: SourceFile['module'], call: OrmCall): boolean {
  return namesOneRow(module, call) || conditionsIn(call.orm.filterOf(call)).some(({ operator, path }) => operator === 'equals' && path.length === 1 && OF_ONE.test(path[0] ?? ''));
}

/** What is kept in other tables. */
function relationsOf(model: Model | undefined): readonly string[] {
  return [...(model?.fields.values() ?? [])].filter((field) => isElsewhere(field)).map(({ name }) => name);
}

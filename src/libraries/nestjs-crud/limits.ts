import type { PageSizeConcern } from '../../model/admin.ts';
import { type Configured, importedName, numberIn, type Setting, settingAt, valueOf } from '../../javascript/project/configured.ts';
import { fileFrom, type SourceFile } from '../../javascript/project/modules.ts';
import { tableNamed } from '../../javascript/weight/table-growth.ts';
import { sourcesAround } from '../../javascript/project/sources.ts';
import { appendProperty } from '../../javascript/syntax/edits.ts';
import { spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import type { Project } from '../../project/project.ts';
import { PACKAGES } from './controllers.ts';
import type { CrudList } from './index.ts';

/** Files that are looked at for the project's general settings. */
const MOST_FILES = 20;

/**
 * How many rows one request of a list can ask for. Without `maxLimit` any `?limit=` is taken as it comes, and without `limit` as well a request that names none gets every row
 * (crud 5.3.4, `crud-service.abstract.js`; 2,000 of 2,000 rows as measured). Undefined where that is bounded, or can't be read.
 */
export function limitIn(list: CrudList, project: Project): PageSizeConcern | undefined {
  const { file, name, options, entity } = list;
  const own = settingAt(options, ['query', 'maxLimit']);
  const general = own === 'absent' ? generalSetting(file, project, 'maxLimit') : own;
  if (general === 'unknown') return undefined;
  const size = general === 'absent' ? Infinity : sizeOf(general);
  // what is general is said where it stands
  if (size === undefined || (own === 'absent' && size !== Infinity)) return undefined;
  const concern = { kind: 'page-size', table: tableNamed(project.settings, file.module.textOf(unwrap(entity.node))), option: 'query.maxLimit', size, usual: 0, remedies: [] } as const;
  const stands = typeof own === 'string' || own.file.path !== file.path ? undefined : own.node;
  if (size !== Infinity) return { ...concern, span: spanOf(stands ?? name), advice: 'A client that wants more takes the pages one after the other.', ...(stands === undefined ? { limitAt: 'none' as const } : {}) };
  const limit = settingAt(options, ['query', 'limit']);
  const asked = typeof limit === 'string' ? 'a request that names no `limit` gets the whole table, and' : '`limit` is only what a request gets that names none:';
  const advice = `Without it ${asked} \`?limit=1000000\` is taken as it comes. \`CrudConfigService.load({ query: { maxLimit: ${String(project.settings.maxPageSize)} } })\`, before the modules are imported, sets it for all.`;
  return { ...concern, span: spanOf(stands ?? name), limitAt: stands === undefined ? placeFor(list) : { span: spanOf(stands), before: '', after: '' }, advice };
}

/** `0` and `null` are no limit. */
function sizeOf(at: Configured): number | undefined {
  const value = valueOf(at)?.node;
  const isNone = value?.type === 'Literal' && value.value === null;
  const size = isNone ? 0 : numberIn(at);
  return size === 0 ? Infinity : size;
}

/** Where `maxLimit` goes: into the query, or with one. */
function placeFor({ file, options }: CrudList): NonNullable<PageSizeConcern['limitAt']> {
  const whole = unwrap(options.node);
  const query = settingAt(options, ['query']);
  const target = query === 'absent' ? whole : typeof query === 'string' || query.file.path !== file.path ? undefined : unwrap(query.node);
  if (target?.type !== 'ObjectExpression') return 'none';
  const { span, text } = appendProperty(file.module, target, query === 'absent' ? 'query: { maxLimit: \0 }' : 'maxLimit: \0');
  const [before = '', after = ''] = text.split('\0');
  return { span, before, after };
}

/** The options given to each `CrudConfigService.load` of a file. */
export function loadedSettings(file: SourceFile): Configured[] {
  const { module } = file;
  return module.calls.flatMap((call) => {
    const [given] = call.arguments;
    return given !== undefined && importedName(module, call.callee, PACKAGES) === 'CrudConfigService.load' ? [{ file, node: given }] : [];
  });
}

/** What stands in `query` of what the project loads for every controller, wherever it does so; unknown where that can't be read, or the project can't be searched. */
function generalSetting(file: SourceFile, { cwd }: Project, option: string): Setting {
  const paths = sourcesAround(file.path, cwd)?.code.filesWith('CrudConfigService');
  if (paths === undefined || paths.length > MOST_FILES) return 'unknown';
  const found = paths.flatMap((path) => {
    const other = fileFrom(file, path);
    return other === undefined ? ['unknown' as const] : loadedSettings(other).map((at) => settingAt(at, ['query', option]));
  });
  return found.find((setting) => typeof setting !== 'string') ?? (found.includes('unknown') ? 'unknown' : 'absent');
}

/** Rows of the page that a request gets which names no number (`getTake` of `crud-service.abstract.js`); undefined where that is the whole table, or can't be read. */
export function pageSizeOf({ file, options }: CrudList, project: Project): number | undefined {
  const [usual, most] = ['limit', 'maxLimit'].map((option) => {
    const own = settingAt(options, ['query', option]);
    const setting = own === 'absent' ? generalSetting(file, project, option) : own;
    return setting === 'absent' ? Infinity : setting === 'unknown' ? undefined : sizeOf(setting);
  });
  const size = usual === undefined || most === undefined ? Infinity : Math.min(usual, most);
  return size === Infinity ? undefined : size;
}

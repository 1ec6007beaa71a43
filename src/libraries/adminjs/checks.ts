import type { ListConcern, RelationInput } from '../../model/admin.ts';
import type { BrokenQuery } from '../../model/query-call.ts';
import type { Settings } from '../../model/settings.ts';
import { contains } from '../../javascript/dependence.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import { isFunction, type Node, propertyOf, spanOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { numberValue, objectValue } from '../../javascript/syntax/values.ts';
import { DEFAULT_PAGE_SIZE, REFERENCE_OPTIONS } from './facts.ts';
import type { HelperQueries } from './helper-queries.ts';
import { sizeOf } from './options.ts';
import { declaredTypeOf } from '../../javascript/syntax/annotations.ts';
import { isAdminJs, type ResourceConfig } from './resources.ts';
import { actionsOf, functionAt } from './runs.ts';

/** What is asked of every action for each record, and answered at once: `is()` of action-decorator.ts gives back whatever it gets. */
const ASKED = ['isAccessible', 'isVisible'] as const;

/** Actions whose `isAccessible` or `isVisible` gives a promise, which AdminJS takes for a yes. */
export function alwaysTrue(file: SourceFile, resources: readonly ResourceConfig[]): BrokenQuery[] {
  return resources.flatMap(({ options }) => actionsOf(file, options)).flatMap(({ name, action }) => ASKED.flatMap((key): BrokenQuery[] => {
    const property = propertyOf(action, key);
    const found = property === undefined ? undefined : functionAt(file, property.value);
    if (property === undefined || found?.fn.async !== true) return [];
    return [{
      span: spanOf(property.key), problem: `\`${key}\` of \`${name}\` gives a promise, which AdminJS takes for a yes: whoever asks, the answer is never waited for, and what it queries is sent for every record.`,
      advice: 'Decide by what `currentAdmin` and `record` hold, or refuse in a `before` hook, which is waited for.', remedies: [],
    }];
  }));
}

/** `settings.defaultPerPage`, which the limit of 500 for `perPage` doesn't hold for (list-action.ts). */
export function pageSizes(file: SourceFile): ListConcern[] {
  const { module } = file;
  const found: ListConcern[] = [];
  walk(module.program, (node) => {
    const isAdmin = node.type === 'NewExpression' && isAdminJs(file, node);
    const config = isAdmin ? objectValue(module, node.arguments[0]) : node.type === 'ObjectExpression' && /^AdminJSOptions(?:WithDefault)?$|^AdminBroOptions$/.test(declaredTypeOf(module, node)?.name ?? '') ? node : undefined;
    const size = unwrap(propertyOf(objectValue(module, propertyOf(config, 'settings')?.value), 'defaultPerPage')?.value);
    const rows = numberValue(module, size);
    if (size === undefined || rows === undefined || found.some(({ span }) => span[0] === spanOf(size)[0])) return undefined;
    found.push({
      kind: 'page-size', span: spanOf(size), option: 'defaultPerPage', size: rows, usual: DEFAULT_PAGE_SIZE, table: { model: 'each resource', rows: undefined, growth: 'unknown', because: undefined },
      advice: 'What somebody chooses in the list is limited to 500, and this isn’t.', remedies: [], limitAt: 'none',
    });
    return undefined;
  });
  return found;
}

/** Handlers put in place of AdminJS's own `search`, which answers each key that is pressed in a reference input with 50 records, that read without a limit. */
export function searches(file: SourceFile, resources: readonly ResourceConfig[], queries: HelperQueries, settings: Settings): RelationInput[] {
  const handlers = resources.flatMap(({ options }) => actionsOf(file, options)).filter(({ name }) => name === 'search').flatMap(({ action }) => handlerOf(file, propertyOf(action, 'handler')?.value));
  return handlers.flatMap((fn) => file.module.calls.filter((call) => contains(fn, call)).flatMap((call): RelationInput[] => {
    const query = queries.queryAt(file, call);
    const filter = query?.orm.orm.filterOf(query.orm);
    const isByList = filter?.some((one) => !('any' in one) && one.operator === 'in') === true;
    if (query?.operation !== 'readMany' || query.orm.limit !== undefined || filter === undefined || isByList) return [];
    const table = sizeOf(query, settings);
    if (table.growth === 'small') return [];
    return [{
      span: [spanOf(call)[0], spanOf(call.callee)[1]], field: 'search', target: table, where: `in the reference inputs, for each key that is pressed${filter.length === 0 ? '' : ', as far as its filter leaves them'}`, remedies: [],
      advice: `Give \`${query.callee}\` the text that is searched for and a limit, as AdminJS's own handler has one of ${String(REFERENCE_OPTIONS)}.`,
    }];
  }));
}

function handlerOf(file: SourceFile, node: Node | undefined): Node[] {
  const value = unwrap(node);
  if (isFunction(value)) return [value];
  const found = value === undefined ? undefined : functionAt(file, value);
  return found?.file.path === file.path ? [found.fn] : [];
}

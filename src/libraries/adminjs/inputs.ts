import type { TSESTree } from '@typescript-eslint/utils';
import type { Filter, ListConcern, RelationInput } from '../../model/admin.ts';
import type { TableSize } from '../../model/data-model.ts';
import type { BrokenQuery } from '../../model/query-call.ts';
import type { Settings } from '../../model/settings.ts';
import type { Project } from '../../project/project.ts';
import { functionCalled, functionGiven } from '../../javascript/project/called.ts';
import { isWholeTable } from '../../javascript/weight/rows-left.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { type OrmCall, queriesIn } from '../../javascript/queries/orm.ts';
import type { Readings } from '../../javascript/facts/reading.ts';
import { RowTracer } from '../../javascript/rows/rows.ts';
import { declaredTypeOf } from '../../javascript/syntax/annotations.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import { namedProperties, type Node, propertyOf, spanOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { numberValue, objectValue, stringValue, valueUnder } from '../../javascript/syntax/values.ts';
import { growthOf, sizeOf } from '../../javascript/weight/table-growth.ts';
import { actionsIn } from './actions.ts';
import { DEFAULT_PAGE_SIZE, REFERENCE_OPTIONS } from './facts.ts';
import { isAdminJs, type ResourceConfig } from './resources.ts';

/** Functions between an option and the query that gives its values. */
const HOPS = 2;

/**
 * Inputs and filters whose `availableValues` are a whole table: read when the process starts, put into the page with every resource,
 * and stale until the next start. A function as value is ignored by AdminJS 7 and costs nothing.
 */
export function valuesOf(file: SourceFile, resources: readonly ResourceConfig[], readings: Readings, { settings }: Project): { inputs: RelationInput[]; filters: Filter[] } {
  const inputs: RelationInput[] = [];
  const filters: Filter[] = [];
  for (const { options } of resources) {
    for (const { name, property } of namedProperties(objectValue(file.module, propertyOf(options, 'properties')?.value))) {
      const config = objectValue(file.module, property.value);
      const values = propertyOf(config, 'availableValues')?.value;
      const query = values && wholeTable(file, values, readings);
      const table = query && tableOf(query, settings);
      if (values === undefined || query === undefined || table === undefined || table.growth === 'small') continue;
      const said = { span: spanOf(values), remedies: [], advice: `Instead of \`${query.callee}\`, make it a reference (\`reference: '${table.model}'\`, the id of that resource): its input searches on the server, ${String(REFERENCE_OPTIONS)} options at a time.` };
      if (isFilterOnly(file, name, config, options)) filters.push({ ...said, name, problem: 'embedded', table });
      else inputs.push({ ...said, field: name, target: table, where: 'when the process starts, and puts them into every page' });
    }
  }
  return { inputs, filters };
}

/** The query that reads every row of a table for `node`, in this file or in a function that gives the list. */
function wholeTable(file: SourceFile, node: Node, readings: Readings, hops = HOPS): OrmCall | undefined {
  const content = new RowTracer(file.module, (call) => readings.of(file)?.recognise(call)).contentOf(node);
  if (typeof content === 'string') return undefined;
  if (content.call !== undefined) return content.path.length === 0 && isWholeTable(file, content.call) ? content.call : undefined;
  const called = content.returned === undefined || hops === 0 ? undefined : functionCalled(file, content.returned.callee);
  return called && answersOf(called.node).map((answer) => wholeTable(called, answer, readings, hops - 1)).find((found) => found !== undefined);
}

function tableOf({ model = 'the table', orm }: OrmCall, settings: Settings): TableSize {
  return sizeOf(settings, model) ?? growthOf(orm.dataModel, model);
}

/** Shown in the filter and in no form: by `isVisible`, or by the lists of properties. */
function isFilterOnly({ module }: SourceFile, name: string, config: Node | undefined, options: TSESTree.ObjectExpression | undefined): boolean {
  const visible = (place: string): unknown => {
    const value = valueUnder(module, config, ['isVisible', place]);
    return value?.type === 'Literal' ? value.value : undefined;
  };
  if (visible('edit') !== undefined) return visible('edit') === false && visible('filter') === true;
  const lists = (key: string): boolean | undefined => {
    const value = unwrap(propertyOf(options, key)?.value);
    return value?.type === 'ArrayExpression' ? value.elements.some((element) => stringValue(module, element) === name) : undefined;
  };
  return lists('filterProperties') === true && lists('editProperties') === false;
}

/** Handlers put in place of AdminJS's own `search`, which answers each key that is pressed in a reference input with 50 records, that read without a limit. */
export function searches(file: SourceFile, readings: Readings, project: Project): RelationInput[] {
  const handlers = actionsIn(file.module, file, project).flatMap(({ name, config }) => (name === 'search' ? (propertyOf(config, 'handler')?.value ?? []) : []));
  const functions = handlers.flatMap((handler) => functionGiven(file, handler) ?? []).filter(({ path }) => path === file.path);
  return functions.flatMap(({ node }) => queriesIn(readings.of(file)?.queries ?? [], node)).flatMap((query): RelationInput[] => {
    const filter = query.orm.filterOf(query);
    const isByList = filter?.some((one) => !('any' in one) && one.operator === 'in') === true;
    const table = tableOf(query, project.settings);
    if (query.operation !== 'readMany' || query.limit !== undefined || filter === undefined || isByList || table.growth === 'small') return [];
    return [{
      span: [spanOf(query.node)[0], spanOf(query.node.callee)[1]], field: 'search', target: table, where: `in the reference inputs, for each key that is pressed${filter.length === 0 ? '' : ', as far as its filter leaves them'}`, remedies: [],
      advice: `Give \`${query.callee}\` the text that is searched for and a limit, as AdminJS's own handler has one of ${String(REFERENCE_OPTIONS)}.`,
    }];
  });
}

/** `settings.defaultPerPage`, which the limit of 500 for `perPage` doesn't hold for (list-action.ts). */
export function pageSizes(file: SourceFile): ListConcern[] {
  const { module } = file;
  const sizes = new Set<Node>();
  walk(module.program, (node) => {
    const isOptions = node.type === 'ObjectExpression' && /^AdminJSOptions(?:WithDefault)?$|^AdminBroOptions$/.test(declaredTypeOf(module, node)?.name ?? '');
    const config = node.type === 'NewExpression' && isAdminJs(file, node) ? node.arguments[0] : isOptions ? node : undefined;
    const size = config && valueUnder(module, config, ['settings', 'defaultPerPage']);
    if (size !== undefined) sizes.add(size);
    return undefined;
  });
  return [...sizes].flatMap((node): ListConcern[] => {
    const size = numberValue(module, node);
    return size === undefined ? [] : [{
      kind: 'page-size', span: spanOf(node), option: 'defaultPerPage', size, usual: DEFAULT_PAGE_SIZE, table: { model: 'each resource', rows: undefined, growth: 'unknown', because: undefined },
      advice: 'What somebody chooses in the list is limited to 500, and this isn’t.', remedies: [], limitAt: 'none',
    }];
  });
}

/** What is asked of every action for each record, and answered at once: `is()` of action-decorator.ts gives back whatever it gets. */
const ASKED = ['isAccessible', 'isVisible'] as const;

/** Actions whose `isAccessible` or `isVisible` gives a promise, which AdminJS takes for a yes. */
export function alwaysTrue(file: SourceFile, project: Project): BrokenQuery[] {
  return actionsIn(file.module, file, project).filter(({ resource }) => resource !== undefined).flatMap(({ name, config }) => ASKED.flatMap((key): BrokenQuery[] => {
    const property = propertyOf(config, key);
    if (property === undefined || functionGiven(file, property.value)?.node.async !== true) return [];
    return [{
      span: spanOf(property.key), problem: `\`${key}\` of \`${name}\` gives a promise, which AdminJS takes for a yes: whoever asks, the answer is never waited for, and what it queries is sent for every record.`,
      advice: 'Decide by what `currentAdmin` and `record` hold, or refuse in a `before` hook, which is waited for.', remedies: [],
    }];
  }));
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Filter, RelationInput } from '../../model/admin.ts';
import type { Model, TableSize } from '../../model/data-model.ts';
import type { Settings } from '../../model/settings.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import { keyName, memberName, type Node, propertyOf, spanOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import { sourcesOf } from '../../javascript/syntax/flow.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { REFERENCE_OPTIONS } from './facts.ts';
import type { ResourceConfig } from './resources.ts';
import { functionAt } from './runs.ts';
import type { FoundQuery, HelperQueries } from './helper-queries.ts';

export interface OptionFacts {
  readonly inputs: readonly RelationInput[];
  readonly filters: readonly Filter[];
}

/** How many names and functions lead from the options to the query. */
const DEPTH = 8;
const HOPS = 2;

const SAME_LENGTH = /^(?:map|flatMap|sort|toSorted|reverse|concat|filter|values|entries|fromEntries|from)$/;

/**
 * Inputs and filters whose `availableValues` are a whole table: read when the process starts, put into the page with every resource,
 * and stale until the next start. A function as value is ignored by AdminJS 7 and costs nothing.
 */
export function optionFacts(file: SourceFile, resources: readonly ResourceConfig[], queries: HelperQueries, settings: Settings): OptionFacts {
  const inputs: RelationInput[] = [];
  const filters: Filter[] = [];
  for (const { options } of resources) {
    const properties = options === undefined ? undefined : objectValue(file.module, propertyOf(options, 'properties')?.value);
    for (const property of properties?.properties ?? []) {
      const name = property.type === 'Property' ? keyName(property) : undefined;
      const config = property.type === 'Property' ? objectValue(file.module, property.value) : undefined;
      const values = config === undefined ? undefined : propertyOf(config, 'availableValues')?.value;
      const query = values === undefined ? undefined : wholeTable(file, values, queries);
      if (name === undefined || config === undefined || values === undefined || query === undefined) continue;
      const table = sizeOf(query, settings);
      if (table.growth === 'small') continue;
      if (isFilterOnly(file, name, config, options)) filters.push({ span: spanOf(values), name, problem: 'embedded', table, advice: adviceFor(table, query), remedies: [] });
      else inputs.push({ span: spanOf(values), field: name, target: table, where: 'when the process starts, and puts them into every page', advice: adviceFor(table, query), remedies: [] });
    }
  }
  return { inputs, filters };
}

function adviceFor({ model }: TableSize, { callee }: FoundQuery): string {
  return `Instead of \`${callee}\`, make it a reference (\`reference: '${model}'\`, the id of that resource): its input searches on the server, ${String(REFERENCE_OPTIONS)} options at a time.`;
}

/** What is known of how many rows a query's table has. */
export function sizeOf({ model = 'the table', orm }: FoundQuery, { rows, smallTable }: Settings): TableSize {
  const known = rows[model];
  if (known !== undefined) return { model, rows: known, growth: known <= smallTable ? 'small' : 'growing', because: undefined };
  const because = peopleIn(orm.orm.dataModel?.models.get(model), model);
  return { model, rows: undefined, growth: because === undefined ? 'unknown' : 'growing', because };
}

/** Evidence that a table grows with the business: it holds users, or people by what is unique to each. */
function peopleIn(table: Model | undefined, name: string): string | undefined {
  if (/^(?:app|end|site)?users?$/i.test(name)) return 'it has a row for every user';
  const field = [...(table?.fields.values() ?? [])].find((candidate) => candidate.unique && /^(?:e_?mail(?:_?address)?|phone(?:_?number)?|user_?name)$/i.test(candidate.name));
  return field === undefined ? undefined : `it has a row for every \`${field.name}\``;
}

/** Shown in the filter and in no form: by `isVisible`, or by the lists of properties. */
function isFilterOnly(file: SourceFile, name: string, config: TSESTree.ObjectExpression, options: TSESTree.ObjectExpression | undefined): boolean {
  const visible = objectValue(file.module, propertyOf(config, 'isVisible')?.value);
  const edit = visible === undefined ? undefined : unwrap(propertyOf(visible, 'edit')?.value);
  if (edit?.type === 'Literal') return edit.value === false && shows(visible, 'filter');
  return lists(file, options, 'filterProperties', name) === true && lists(file, options, 'editProperties', name) === false;
}

function shows(visible: TSESTree.ObjectExpression | undefined, place: string): boolean {
  const value = unwrap(propertyOf(visible, place)?.value);
  return value?.type === 'Literal' && value.value === true;
}

/** True where a list of properties names one, false where it doesn't, undefined where there is no such list. */
function lists(file: SourceFile, options: TSESTree.ObjectExpression | undefined, key: string, name: string): boolean | undefined {
  const value = unwrap(propertyOf(options, key)?.value);
  return value?.type === 'ArrayExpression' ? value.elements.some((element) => stringValue(file.module, element) === name) : undefined;
}

/** The query that reads every row of a table for `node`, through consts, list methods and functions that give such a list back. */
function wholeTable(file: SourceFile, node: Node, queries: HelperQueries, depth = DEPTH, hops = HOPS): FoundQuery | undefined {
  const value = unwrap(node);
  const next = (inner: Node | null | undefined): FoundQuery | undefined => (inner == null || depth === 0 ? undefined : wholeTable(file, inner, queries, depth - 1, hops));
  switch (value.type) {
    case 'SpreadElement':
      return next(value.argument);
    case 'ArrayExpression':
      return value.elements.filter((element) => element?.type === 'SpreadElement').map((element) => next(element)).find((found) => found !== undefined);
    case 'CallExpression':
      return fromCall(file, value, queries, depth, hops);
    default:
      return next(sourceOf(file, value));
  }
}

/** What a value is taken from: both sides of a condition are not; of `const [rows, total] = …` the first, of `rows ?? []` the left one. */
function sourceOf({ module }: SourceFile, value: Node): Node | undefined {
  const [first, ...others] = sourcesOf(module, value);
  return value.type !== 'MemberExpression' && (others.length === 0 || value.type === 'LogicalExpression') && /^0?$/.test(first?.path.join('.') ?? '') ? first?.node : undefined;
}

function fromCall(file: SourceFile, call: TSESTree.CallExpression, queries: HelperQueries, depth: number, hops: number): FoundQuery | undefined {
  const query = queries.queryAt(file, call);
  if (query !== undefined) return isWhole(query, call) ? query : undefined;
  const callee = unwrap(call.callee);
  if (callee.type === 'MemberExpression' && SAME_LENGTH.test(memberName(callee) ?? '')) {
    const list = wholeTable(file, callee.object, queries, depth - 1, hops);
    if (list !== undefined) return list;
    return call.arguments.map((argument) => (depth === 0 || argument.type === 'ArrowFunctionExpression' ? undefined : wholeTable(file, argument, queries, depth - 1, hops))).find((found) => found !== undefined);
  }
  const target = hops === 0 ? undefined : functionAt(file, callee);
  if (target === undefined) return undefined;
  return returnsOf(target.fn.body).map((returned) => wholeTable(target.file, returned, queries, DEPTH, hops - 1)).find((found) => found !== undefined);
}

function returnsOf(body: Node): Node[] {
  if (body.type !== 'BlockStatement') return [body];
  const found: Node[] = [];
  walk(body, (node) => {
    if (node.type === 'ReturnStatement' && node.argument !== null) found.push(node.argument);
    return node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression' && node.type !== 'FunctionDeclaration';
  });
  return found;
}

/** No filter, no limit, no grouping: all rows. */
function isWhole({ operation, orm }: FoundQuery, call: TSESTree.CallExpression): boolean {
  if (operation !== 'readMany') return false;
  const names = (orm.options?.properties ?? []).map((property) => (property.type === 'Property' ? keyName(property) : undefined));
  return orm.where === undefined && orm.limit === undefined && !names.includes('distinct') && !/By$|Raw/.test(orm.method) && !hasConditions(call);
}

/** `createQueryBuilder().where(…)` and what narrows or groups a query otherwise. */
function hasConditions(call: TSESTree.CallExpression): boolean {
  for (let at: Node = call; at.type === 'CallExpression' && at.callee.type === 'MemberExpression'; at = unwrap(at.callee.object)) {
    if (/^(?:where|andWhere|orWhere|whereInIds|groupBy|distinct|distinctOn|limit|take)$/.test(memberName(at.callee) ?? '')) return true;
  }
  return false;
}

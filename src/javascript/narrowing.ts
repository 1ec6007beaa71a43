import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel, Model } from '../model/data-model.ts';
import type { RowOrigin } from '../model/row-scope.ts';
import { namesTenant } from '../model/tenants.ts';
import type { Comparison, OrmCall } from './orm.ts';
import type { JsModule } from './syntax/module.ts';
import { keyName, type Node, propertyOf, unwrap } from './syntax/nodes.ts';
import { constantInit, isFixed, objectValue } from './syntax/values.ts';

/** Where the elements of a list come from; undefined where that says nothing about how many there are. */
export type OriginOfList = (list: Node) => RowOrigin | undefined;

interface Reading {
  readonly module: JsModule;
  readonly dataModel: DataModel | undefined;
  readonly originOfList: OriginOfList;
}

/**
 * What the filter of a query narrows its rows to: those of one parent, whose key it names (`{ groupId }`, `{ group: { id } }`, each of
 * several alternatives), or those of a list (`{ id: { in: input.ids } }`), of which there are as many as the list has. Undefined where
 * it narrows nothing of that kind.
 */
export function narrowed(module: JsModule, call: OrmCall, originOfList: OriginOfList): RowOrigin | undefined {
  const { where, conditions = [], model, orm: { dataModel } } = call;
  const either = eitherFilter(module, where);
  if (either !== undefined) return ofAlternatives(either.map((filter) => narrowed(module, { ...call, where: filter }, originOfList)));
  const comparisons = where === undefined ? undefined : call.orm.comparisons?.(call);
  const reading: Reading = { module, dataModel, originOfList };
  const own = model === undefined ? undefined : dataModel?.models.get(model);
  const byOwn = comparisons !== undefined ? byColumns(reading, columnsOf(comparisons), own) : where !== undefined ? byFilter(reading, where, own) : byColumns(reading, conditions, own);
  return byOwn ?? firstOf(call.orm.joined?.(call) ?? [], (joined) => byColumns(reading, columnsOf(joined), undefined));
}

/** Both filters of `where: isThread ? { threadId } : { commentId }`, also through a const. */
function eitherFilter(module: JsModule, where: Node | undefined): readonly Node[] | undefined {
  const value = where?.type === 'Identifier' ? unwrap(constantInit(module, where)) : where;
  return value?.type === 'ConditionalExpression' ? [unwrap(value.consequent), unwrap(value.alternate)] : undefined;
}

/** Alternatives narrow as far as each of them does. */
function ofAlternatives(origins: readonly (RowOrigin | undefined)[]): RowOrigin | undefined {
  return origins.every((origin) => origin !== undefined) ? origins[0] : undefined;
}

function columnsOf(comparisons: readonly Comparison[]): { column: string | undefined; value: Node; isList: boolean }[] {
  return comparisons.filter(({ kind }) => kind === 'equal' || kind === 'list').map(({ column, kind, value }) => ({ column, value, isList: kind === 'list' }));
}

/** By columns that are compared with one value or with a list, each of which has to hold. */
function byColumns({ module, originOfList }: Reading, columns: readonly { readonly column: string | undefined; readonly value: Node | undefined; readonly isList: boolean }[], own: Model | undefined): RowOrigin | undefined {
  return firstOf(columns, ({ column, value, isList }) => {
    if (column === undefined || !isReference(column, own)) return undefined;
    if (isList) return value && originOfList(value);
    return value === undefined || isOne(module, value) ? 'part' : undefined;
  });
}

function firstOf<T>(list: readonly T[], originOf: (one: T) => RowOrigin | undefined): RowOrigin | undefined {
  for (const one of list) {
    const origin = originOf(one);
    if (origin !== undefined) return origin;
  }
  return undefined;
}

function byFilter(reading: Reading, filter: Node, model: Model | undefined): RowOrigin | undefined {
  const value = objectValue(reading.module, filter) ?? unwrap(filter);
  if (value.type === 'ArrayExpression' || value.type === 'CallExpression') return byAlternatives(reading, value, model);
  if (value.type !== 'ObjectExpression') return undefined;
  return firstOf(value.properties, (property) => {
    if (property.type !== 'Property') return objectValue(reading.module, property.argument) === undefined ? undefined : byFilter(reading, property.argument, model);
    const name = keyName(property);
    return name === undefined ? undefined : byProperty(reading, name, unwrap(property.value), model);
  });
}

/** Alternatives that are written out, or made of a list: those narrow as far as the list. */
function byAlternatives(reading: Reading, alternatives: Node, model: Model | undefined): RowOrigin | undefined {
  if (alternatives.type === 'CallExpression') {
    const callee = unwrap(alternatives.callee);
    return callee.type === 'MemberExpression' && /^(?:map|flatMap)$/.test(nameOf(callee)) ? reading.originOfList(callee.object) : undefined;
  }
  if (alternatives.type !== 'ArrayExpression') return undefined;
  return ofAlternatives(alternatives.elements.map((element) => (element === null || element.type === 'SpreadElement' ? undefined : byFilter(reading, element, model))));
}

function nameOf({ property, computed }: TSESTree.MemberExpression): string {
  return !computed && property.type === 'Identifier' ? property.name : '';
}

function byProperty(reading: Reading, name: string, value: Node, model: Model | undefined): RowOrigin | undefined {
  if (name === 'NOT') return undefined;
  if (name === 'OR') return byAlternatives(reading, value, model);
  if (name === 'AND') return value.type === 'ArrayExpression' ? firstOf(value.elements, (element) => (element === null ? undefined : byFilter(reading, element, model))) : byFilter(reading, value, model);
  const isKey = isReference(name, model);
  if (value.type === 'CallExpression') {
    const [argument] = value.arguments;
    if (argument !== undefined && /^(?:In|Any)$/.test(reading.module.textOf(value.callee))) return isKey ? reading.originOfList(argument) : undefined;
  }
  if (value.type !== 'ObjectExpression') return isKey && isOne(reading.module, value) ? 'part' : undefined;
  const operand = (operator: string): Node | undefined => propertyOf(value, operator)?.value;
  const list = operand('in');
  if (list !== undefined) return isKey ? reading.originOfList(list) : undefined;
  const equal = operand('equals');
  if (equal !== undefined) return isKey && isOne(reading.module, unwrap(equal)) ? 'part' : undefined;
  const target = model?.fields.get(name)?.relation?.target;
  return byFilter(reading, operand('some') ?? operand('is') ?? value, target === undefined ? undefined : reading.dataModel?.models.get(target));
}

/** Columns of which one value names one thing and what belongs to it: keys, and what refers to others by their name or address. */
const REFERENCE = /^(?:id|uuid|e?mail|phone|phoneNumber|slug|token|username)$|(?:Id|ID|_id|Uuid|UUID|_uuid|Email|_email|Slug|_slug)$/;

/** `teamName`, but not what a person is called. */
const NAME = /(?<!^(?:first|last|full|display|middle|nick|file))(?:Name|_name)$/;

/** Whatever belongs to a tenant is most of a table: its key narrows nothing. */
function isReference(name: string, model: Model | undefined): boolean {
  if (namesTenant(name)) return false;
  if (REFERENCE.test(name) || NAME.test(name)) return true;
  if (model === undefined) return false;
  const field = model.fields.get(name);
  if (field?.unique === true || field?.relation?.cardinality === 'to-one') return true;
  return [...model.fields.values()].some(({ relation }) => relation?.cardinality === 'to-one' && relation.keys.includes(name));
}

/** Functions that make a key of what stands for one. */
const CONVERSION = /^(?:Number|String|BigInt|parseInt|Equal|(?:\w+\.)*ObjectId)$/;

/** True for one value that the code doesn't fix: lists, comparisons and constants name many rows, and `undefined` names all. */
function isOne(module: JsModule, value: Node): boolean {
  switch (value.type) {
    case 'CallExpression':
    case 'NewExpression':
      return CONVERSION.test(module.textOf(value.callee)) && value.arguments.length > 0;
    case 'ConditionalExpression':
      return false;
    case 'LogicalExpression':
      return module.textOf(value.right) !== 'undefined';
    case 'ArrayExpression':
    case 'ObjectExpression':
      return false;
    default:
      return !isFixed(module, value);
  }
}

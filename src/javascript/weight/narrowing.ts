import type { DataModel, Model } from '../../model/data-model.ts';
import type { RowOrigin } from '../../model/row-scope.ts';
import { namesTenant } from '../../model/tenants.ts';
import { isOfDays } from './days.ts';
import type { Alternatives, Condition, Filter } from '../queries/conditions.ts';
import { modelAt } from '../queries/data-path.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { JsModule } from '../syntax/module.ts';
import { memberName, type Node } from '../syntax/nodes.ts';
import { isFixed } from '../syntax/fixed.ts';

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
  const { model, orm } = call;
  const reading: Reading = { module, dataModel: orm.dataModel, originOfList };
  const filter = orm.filterOf(call) ?? [];
  // asked for by a row, as what belongs to it: `order.getItems()`, `review.$relatedQuery("comments")`
  const ofRow = call.ofRow === true && call.operation === 'readMany' ? 'part' : undefined;
  const own = byFilter(reading, filter, model) ?? ofRow ?? (isOfDays(module, filter) ? 'days' : undefined);
  return own ?? orm.joinedFilters?.(call).map((filter) => byFilter(reading, filter, undefined)).find((origin) => origin !== undefined);
}

function byFilter(reading: Reading, filter: Filter, model: string | undefined): RowOrigin | undefined {
  for (const one of filter) {
    const origin = 'any' in one ? byAlternatives(reading, one, model) : byCondition(reading, one, model);
    if (origin !== undefined) return origin;
  }
  return undefined;
}

/** Alternatives narrow as far as each of them does; those that are made of a list, as far as the list. */
function byAlternatives(reading: Reading, { any, each }: Alternatives, model: string | undefined): RowOrigin | undefined {
  if (each !== undefined) return reading.originOfList(each);
  const origins = any.map((filter) => byFilter(reading, filter, model));
  return origins.every((origin) => origin !== undefined) ? origins[0] : undefined;
}

function byCondition({ module, dataModel, originOfList }: Reading, { path, operator, value }: Condition, model: string | undefined): RowOrigin | undefined {
  const column = path.at(-1);
  const owner = dataModel === undefined ? undefined : modelAt(dataModel, model, path.slice(0, -1));
  if (column !== undefined && operator === 'range' && WAY.test(column) && value !== undefined && !isFixed(module, value)) return 'part';
  // `Task.relatedQuery("steps").for(taskId)`: no column is named, only whose rows they are
  if (column === undefined) return operator === 'equals' && value !== undefined && isOne(module, value) ? 'part' : undefined;
  if (operator !== 'equals' && operator !== 'in') return undefined;
  // each name that the code writes down is that of one thing
  if (operator === 'in' && path.length === 1 && OWN_NAME.test(column)) return isFixed(module, value) ? 'configured' : undefined;
  if (!(isReference(column, owner) || isIdOf(column, value))) return undefined;
  if (operator === 'in') {
    const origin = value && originOfList(value);
    // What belongs to each of a few things may be many all the same.
    return origin === 'configured' && column !== 'id' && owner?.fields.get(column)?.unique !== true ? undefined : origin;
  }
  return value === undefined || isOne(module, value) ? 'part' : undefined;
}

/** Columns of which one value names one thing and what belongs to it: keys, and what refers to others by their name or address. */
const REFERENCE = /^(?:id|uuid|e?mail|phone|phoneNumber|slug|token|username)$|(?:Id|ID|_id|Uuid|UUID|_uuid|Email|_email|Slug|_slug|[a-z]Key|_key)$/;

/** Columns that hold the way to a row of a tree: by the beginning of it, whatever stands below one of them is found. */
const WAY = /^(?:order|path|(?:tree|full|materiali[sz]ed)_?path|lineage|hierarchy)$/i;

/** What a row itself is called, as code writes it down. */
const OWN_NAME = /^(?:name|slug)$/;

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

/** The value says that a column holds a key: `{ candidate: candidateId }`, `{ candidate: doc.id }`. */
function isIdOf(name: string, value: Node | undefined): boolean {
  if (namesTenant(name) || value === undefined) return false;
  if (value.type === 'Identifier') return value.name === `${name}Id` || value.name === `${name}ID` || value.name === `${name}_id`;
  return value.type === 'MemberExpression' && !value.computed && value.property.type === 'Identifier' && /^_?id$/.test(value.property.name);
}

/** Functions that make a key of what stands for one. */
const CONVERSION = /^(?:Number|String|BigInt|parseInt|Equal|(?:\w+\.)*ObjectId|normali[sz]e\w*|(?:parse|to|as|cast)\w*(?:Id|ID|Key|Uuid|UUID))$/;

/** True for one value that the code doesn't fix: lists, comparisons and constants name many rows, and `undefined` names all. */
function isOne(module: JsModule, value: Node): boolean {
  switch (value.type) {
    case 'CallExpression':
    case 'NewExpression':
      // `order._id.toString()`
      if (value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && value.arguments.length === 0 && /^to(?:Hex)?String$/.test(memberName(value.callee) ?? '')) return isOne(module, value.callee.object);
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

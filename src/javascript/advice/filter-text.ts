import type { TSESTree } from '@typescript-eslint/utils';
import { keyName, type Node } from '../syntax/nodes.ts';
import type { Filter } from '../queries/conditions.ts';
import { asksByKey, namesOwnRow } from '../queries/key-columns.ts';
import type { OrmCall } from '../queries/orm.ts';

/**
 * The filter for all rows as advice writes it: the list of keys, and the names of the other conditions, without which it would find
 * more rows than the call does. `{ orderId: In(ids), status: … }`
 *
 * @param inList how the library writes that the key is one of many
 */
export function filterText(filter: Filter | undefined, key: string | undefined, inList: string): string {
  if (key === undefined) return '…';
  return `{ ${[`${key}: ${inList}`, ...textsBeside(filter, key)].join(', ')} }`;
}

function textsBeside(filter: Filter = [], key: string): string[] {
  const texts = filter.flatMap((one) => {
    const name = 'any' in one ? undefined : one.path[0];
    if (name === key) return [];
    return name === undefined ? ['…'] : [!('any' in one) && one.property?.shorthand === true ? name : `${name}: …`];
  });
  return [...new Set(texts)];
}

/** The other options of a read as advice writes them: `, orderBy: …`; what a `select` leaves out can't be looked up by. */
export function optionsText(call: OrmCall, key: string): string {
  const { options } = call;
  const texts = otherOptions(call).map((text) => (text === 'select: …' && !selects(options, key) ? `select: { …, ${key}: true }` : text));
  return texts.map((text) => `, ${text}`).join('');
}

/** The options of a read beside its filter and its page. */
export function otherOptions({ options, orm: { optionNames: { where, offset, limit, cursor } } }: OrmCall): string[] {
  return options === undefined ? [] : namesBeside(options, where).filter((text) => ![offset, limit, cursor].includes(text.replace(/:.*/, '')));
}

function selects(options: TSESTree.ObjectExpression | undefined, key: string): boolean {
  const select = options?.properties.find((property) => property.type === 'Property' && keyName(property) === 'select');
  const value = select?.type === 'Property' ? select.value : undefined;
  return value?.type !== 'ObjectExpression' || namesOf(value).includes(key);
}

function namesOf(object: TSESTree.ObjectExpression): (string | undefined)[] {
  return object.properties.map((property) => (property.type === 'Property' ? keyName(property) : undefined));
}

/** `select: { id: true, total: true }` */
export function selectText(columns: readonly string[]): string {
  return `select: { ${columns.map((name) => `${name}: true`).join(', ')} }`;
}

function namesBeside(object: TSESTree.ObjectExpression, key: string): string[] {
  const texts = object.properties.map((property) => {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    if (name === key) return undefined;
    // a name by itself may be one of the round: `transaction` of a callback
    return property.type !== 'Property' || name === undefined ? '…' : `${name}: …`;
  });
  return [...new Set(texts.filter((text) => text !== undefined))];
}

/** Names of the conditions of a filter beside its key. */
export function conditionsBeside(call: OrmCall, key: string): string[] {
  return textsBeside(call.orm.filterOf(call), key).map((text) => text.replace(/:.*/, ''));
}

/** True for `delete(order.id)`, where the filter is nothing but the key, by the name of it; false where it may be an object. */
export function bareKey(where: Node | undefined, key: string | undefined): boolean {
  const name = where?.type === 'Identifier' ? where.name : where?.type === 'MemberExpression' && where.property.type === 'Identifier' && !where.computed ? where.property.name : undefined;
  return name !== undefined && (name === key || /(?:^id|Id|ID|_id)$/.test(name));
}

/** How the rows that were read for all rounds are found again. */
export function lookUp(call: OrmCall, key: string): string {
  return call.operation === 'readMany' && !namesOwnRow(call, key) ? `group the rows by \`${key}\`` : `look them up in a Map by \`${key}\``;
}

/** True for a read of the first of several rows by an order: the newest of each, say. Reading all rows of all would be to read the whole history. */
export function takesFirst(call: OrmCall): boolean {
  const { operation, options, shape, orm } = call;
  // the order of what is included says nothing of the one row that a key names
  return operation === 'readOne' && !asksByKey(call) && ((shape?.order.length ?? 0) > 0 || (options !== undefined && namesOf(options).includes(orm.optionNames.order)));
}

/** As `lookUp`, where it isn't known by which column. */
export function lookUpRows({ operation }: OrmCall): string {
  return operation === 'readMany' ? 'group the rows' : 'look it up in a Map';
}

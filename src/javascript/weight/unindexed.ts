import type { IndexConcern } from '../../model/admin.ts';
import type { Field, Model } from '../../model/data-model.ts';
import { isWrite } from '../../model/query-call.ts';
import { literally, snakeCase } from '../../model/text.ts';
import { textAt } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';
import type { Condition, Filter } from '../queries/conditions.ts';
import { fileFrom } from '../project/modules.ts';
import type { OrmCall } from '../queries/orm.ts';
import { dependsOn } from '../project/packages.ts';
import type { Surroundings } from '../facts/query-calls.ts';
import type { Readings } from '../facts/reading.ts';
import { type Sources, sourcesAround } from '../project/sources.ts';
import { isFixed } from '../syntax/fixed.ts';
import type { JsModule } from '../syntax/module.ts';
import { keyName, propertyOf, spanOf, unwrap } from '../syntax/nodes.ts';
import { tableOfCall } from './table-growth.ts';

/** Types of columns with so few values that no index would serve them. */
export const FEW_VALUES = /^(?:bool(?:ean)?|bit|tinyint|(?:simple-|pg)?enum|(?:simple-)?json[bB]?|object|(?:simple-)?array|mixed)$/i;

/** Columns that tell kinds and states, by their names. */
const OF_KINDS = /(?:^|_)(?:status|state|type|kind|role|locale|language|currency|country|gender|mode|level|priority|version|environment|env|provider|source|category|visibility)$/i;

/** The column tells kinds and states, by its name: each of its values is that of many rows. */
export function namesKinds(column: string): boolean {
  return OF_KINDS.test(snakeCase(column));
}

/** The columns that a filter compares with values of the moment, where it has no condition that an index serves. */
export function unservedBy(module: JsModule, filter: Filter | undefined, isServed: (condition: Condition) => boolean): readonly Condition[] {
  const conditions = (filter ?? []).flatMap((one): Condition[] => ('any' in one ? [] : [one]));
  if (conditions.some((one) => one.operator !== 'other' && isServed(one))) return [];
  // what the code itself writes down is a state that many rows are in
  return conditions.filter(({ operator, value }) => (operator === 'equals' || operator === 'in') && value !== undefined && !isFixed(module, value));
}

/** Databases that index foreign keys by themselves: InnoDB does. */
const INDEXES_KEYS = /(?:^|[@/-])(?:mysql2?|mariadb|planetscale)(?:$|[/-])/;

/** Files that are looked at for one that says the same before. */
const MOST_FILES = 40;

/**
 * Says which columns a file's queries look for rows by, or sort lists by, that no index begins with. One index mends all that asks for it, so that each column is told of once:
 * in the first of the project's files, and there at the first query. One per linted file.
 */
export class UnindexedColumns {
  readonly #said = new Set<string>();
  readonly #project: Project;
  readonly #readings: Readings;

  constructor(project: Project, readings: Readings) {
    this.#project = project;
    this.#readings = readings;
  }

  /** The concern about what a query asks for, where the schema shows that it reads the whole table for it. */
  of(around: Surroundings, call: OrmCall): IndexConcern | undefined {
    const { orm, model: name } = call;
    const model = name === undefined ? undefined : orm.dataModel?.models.get(name);
    if (model === undefined || orm.words.index === undefined || !isLookingThrough(model, call)) return undefined;
    const table = tableOfCall(around.settings, around.elsewhere, call);
    if (table?.growth !== 'growing') return undefined;
    const found = lookedFor(around, call, model) ?? sortedBy(call, model);
    const column = `${model.name}.${found?.field.name ?? ''}`;
    // what other files say is asked last
    if (found === undefined || this.#said.has(column) || /^(?:startup|command)$/.test(around.places.runsAt(around, call.node))) return undefined;
    const sources = sourcesAround(around.path, this.#project.cwd);
    if (sources === undefined || isIndexedElsewhere(sources, model, found.field) || around.reach(call.node).length > 0) return undefined;
    this.#said.add(column);
    if (this.#isSaidBefore(around, sources, { call, model, found })) return undefined;
    return { kind: 'index', use: found.use, field: found.field.name, span: spanOf(call.node.callee), table, advice: orm.words.index(call, found.field.name), remedies: [] };
  }

  /** A query of a file that stands before this one asks for the same. */
  #isSaidBefore(around: Surroundings, { code }: Sources, { call, model, found }: { readonly call: OrmCall; readonly model: Model; readonly found: Unindexed }): boolean {
    const names = [model.name, `${model.name.charAt(0).toLowerCase()}${model.name.slice(1)}`, calledOn(call)];
    const named = new Set(names.flatMap((name) => code.filesWith(name)));
    const before = code.filesWith(found.field.name).filter((path) => path < around.path && named.has(path));
    // the words alone stand in many a file: `db.order.find(`, `from(orders)`, `Repository<Order>`
    const asks = new RegExp(String.raw`\b(?:${names.map(literally).join('|')})\s*\.\s*\w+\s*\(|[(<]\s*(?:\w+\.)?${literally(model.name)}\b`);
    return before.filter((path) => asks.test(textAt(path) ?? '')).slice(0, MOST_FILES).some((path) => {
      const file = fileFrom(around, path);
      const reading = file && this.#readings.of(file);
      return reading?.queries.some((other) => {
        const known = other.orm.library === call.orm.library && other.model === call.model && isLookingThrough(model, other);
        return known && (lookedFor(reading, other, model) ?? sortedBy(other, model))?.field.name === found.field.name;
      });
    });
  }
}

/** It finds rows of a table by what it compares. Writes do so where something ends, as a rule, which is rare. */
function isLookingThrough({ view }: Model, { operation, shape, locks, ofRow }: OrmCall): boolean {
  return view !== true && shape?.grouped !== true && !locks && ofRow !== true && !isWrite(operation);
}

function lookedFor({ module, path }: Pick<Surroundings, 'module' | 'path'>, call: OrmCall, model: Model): Unindexed | undefined {
  const filter = call.orm.filterOf(call);
  if (filter === undefined || filter.some((one) => 'any' in one) || (call.orm.joinedFilters?.(call).length ?? 0) > 0) return undefined;
  const fields = new Map((filter as readonly Condition[]).map((condition) => [condition, columnOf(model, condition)]));
  if ([...fields.values()].includes(undefined)) return undefined;
  const fieldOf = (condition: Condition): Field => fields.get(condition) as Field;
  const unserved = unservedBy(module, filter, (condition) => isIndexed(model, fieldOf(condition)) && !isMetByMost(condition)).filter(({ modified }) => modified !== true);
  const asked = unserved.map(fieldOf).filter((field) => tellsRows(field) && !(isKeyOfRelation(model, field) && mayIndexKeys(call, path)));
  // one index serves a query: that of a reference first
  const field = asked.find((one) => isKeyOfRelation(model, one)) ?? asked[0];
  return field && { use: 'filter', field };
}

/** What its method is called on, as the code names it last: `orders` of `this.orders.find`, `OrderModel` of `OrderModel.find`. */
function calledOn({ callee, model }: OrmCall): string {
  return /(\w+)\.\w+$/.exec(callee)?.[1] ?? model ?? '';
}

interface Unindexed {
  readonly use: 'filter' | 'order';
  readonly field: Field;
}

/** The column that a condition is about: its own, or the key of the relation whose key it names (`{ customer: { id } }`). */
function columnOf(model: Model, { path: [name, target] }: Condition): Field | undefined {
  const field = name === undefined ? undefined : model.fields.get(name);
  if (field?.relation === undefined) return target === undefined ? field : undefined;
  const { cardinality, keys: [key, ...others], references } = field.relation;
  if (cardinality !== 'to-one' || key === undefined || others.length > 0 || (target !== undefined && target !== references[0])) return undefined;
  return model.fields.get(key) ?? field;
}

/** An index begins with it, by its own name or that of the relation that it is the key of. */
function isIndexed(model: Model, field: Field): boolean {
  return field.indexed || [...model.fields.values()].some(({ indexed, relation }) => indexed && relation?.keys[0] === field.name);
}

/** A relation, or the column that holds the key of one. */
export function isKeyOfRelation({ fields }: Model, { name, relation }: Field): boolean {
  return relation !== undefined || [...fields.values()].some((other) => other.relation?.keys.includes(name) === true);
}

/** `deletedAt: null`, `archived: false`: nearly all rows meet it, whatever index there is. */
function isMetByMost({ value }: Condition): boolean {
  const literal = unwrap(value);
  return literal?.type === 'Literal' && (literal.value === null || typeof literal.value === 'boolean');
}

/** One value of it names few rows among many. */
function tellsRows({ type, name, enumerated }: Field): boolean {
  return enumerated !== true && !FEW_VALUES.test(type) && !namesKinds(name);
}

function mayIndexKeys({ orm }: OrmCall, path: string): boolean {
  return orm.indexesKeys ?? dependsOn(path, INDEXES_KEYS);
}

/** The column by which a list of all rows is sorted to be cut into pages. */
function sortedBy(call: OrmCall, model: Model): Unindexed | undefined {
  const { operation, limit, orm, shape } = call;
  const filter = orm.filterOf(call);
  if (operation !== 'readMany' || limit === undefined || !filter?.every((one) => !('any' in one) && isMetByMost(one))) return undefined;
  const name = shape?.order[0]?.column ?? firstOrdered(call);
  const field = name === undefined ? undefined : model.fields.get(name);
  return field === undefined || field.relation !== undefined || isIndexed(model, field) || field.enumerated === true || FEW_VALUES.test(field.type) ? undefined : { use: 'order', field };
}

/** `orderBy: { createdAt: 'desc' }`, `orderBy: [{ createdAt: 'desc' }]`, `order: { createdAt: 'DESC' }` */
function firstOrdered({ options, orm: { optionNames } }: OrmCall): string | undefined {
  const order = optionNames.order === '' ? undefined : unwrap(propertyOf(options, optionNames.order)?.value);
  const first = order?.type === 'ArrayExpression' ? unwrap(order.elements[0]) : order;
  const [property] = first?.type === 'ObjectExpression' ? first.properties : [];
  return property?.type === 'Property' ? keyName(property) : undefined;
}

/** A migration makes an index that the schema doesn't tell of. Whether a later one drops it is no matter: nothing is said then. */
function isIndexedElsewhere({ code, statements }: Sources, { name: model }: Model, { name }: Field): boolean {
  const names = [...new Set([name, snakeCase(name)])];
  const files = names.flatMap((one) => [...statements.filesWith(one), ...code.filesWith(one).filter((file) => MIGRATION.test(file))]);
  // whatever the table is called: `order_items` of `OrderItem`
  const table = (snakeCase(model).split('_').at(-1) ?? '').slice(0, -1);
  const makesIndex = new RegExp(String.raw`(?:CREATE\s+(?:UNIQUE\s+)?INDEX|[cC]reateIndex|addIndex|Index\()[^;]{0,400}?\b(?:${names.map(literally).join('|')})\b`, 'gi');
  return files.some((file) => [...(textAt(file) ?? '').matchAll(makesIndex)].some(([statement]) => statement.toLowerCase().includes(table)));
}

const MIGRATION = /[/\\]migrations?[/\\]/i;

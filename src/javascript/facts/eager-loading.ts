import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel, Field, Model } from '../../model/data-model.ts';
import type { RelationRead } from '../../model/query-call.ts';
import { type Edit, enumerated, enumeratedNames, type Remedy, type Span } from '../../model/text.ts';
import { modelAt } from '../queries/data-path.ts';
import { mentionsRow, rowPath } from '../syntax/dependence.ts';
import type { OrmCall, RelationQuery } from '../queries/orm.ts';
import { placeOf } from '../circumstances/places.ts';
import { type FoundScope, rowScopeOf } from '../rows/row-scopes.ts';
import { weigh, type Weighing } from '../weight/row-weight.ts';
import { assignsProperty, comesFromAlone } from '../rows/sole-source.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import type { JsModule } from '../syntax/module.ts';
import { type Node, spanOf, unwrap } from '../syntax/nodes.ts';

/** A relation of the rows that a query per row asks for. */
interface AskedRelation {
  readonly field: Field;
  readonly owner: Model;
  /** Conditions of the query beside the key. */
  readonly rest: readonly Node[];
}

/** A relation that the query of the rows could load. */
export interface Lacking {
  readonly span: Span;
  readonly evidence: RelationRead['evidence'];
  /** The query that reads the rows, and the code that runs for each of them. */
  readonly source: OrmCall;
  readonly loop: Node;
  /** The path from the query's rows to those of the loop. */
  readonly owner: readonly string[];
  readonly name: string;
  /** The query per row, where one stands in the code; what it has beside the key is to be kept. */
  readonly query: OrmCall | undefined;
  /** The property runs the query by itself. */
  readonly isLazy: boolean;
  /** The property to use instead, as advice names it, and what has to be made of it where it isn't that alone. */
  readonly use: string | { readonly access: string; readonly like: string } | undefined;
  readonly edit: { readonly query: RelationQuery | undefined; readonly use: UseEdit | undefined; readonly mayMiss: boolean } | undefined;
}

/** Puts the property of the row where the query stands. */
interface UseEdit {
  readonly access: string;
  readonly edit: Edit;
}

type AskedAgain = { readonly read: Omit<RelationRead, 'evidence'> } | { readonly lacking: Omit<Lacking, 'evidence'> };

type LackingTogether = readonly [Lacking, ...Lacking[]];

/** One fact for all relations that one edit of one query loads for one loop, in the order of the code. */
export function loadedTogether(module: JsModule, lacking: readonly Lacking[]): RelationRead[] {
  const groups = new Map<Node, Lacking[][]>();
  for (const one of [...lacking].sort((a, b) => a.span[0] - b.span[0])) {
    const ofLoop = groups.get(one.loop) ?? [];
    groups.set(one.loop, ofLoop);
    const group = ofLoop.find(([first]) => first?.source === one.source && first.isLazy === one.isLazy);
    if (group === undefined) ofLoop.push([one]);
    else group.push(one);
  }
  return [...groups.values()].flat().map((group) => relationRead(module, group as unknown as LackingTogether));
}

function relationRead(module: JsModule, group: LackingTogether): RelationRead {
  const [{ source, owner, span, evidence, isLazy }, ...others] = group;
  const relations = eachOnce(group);
  const reads = `\`${source.callee}\` on line ${String(module.lineOf(source.node))} reads the rows without ${relations.length === 1 ? 'it' : 'them'}.`;
  const lazy = relations.length === 1 ? 'It is a lazy relation' : 'They are lazy relations';
  return {
    span,
    also: others.map((one) => one.span),
    paths: relations.map(({ name }) => [...owner, name].join('.')),
    evidence: { ...evidence, around: evidence.around.filter(({ what }) => others.every((one) => one.evidence.around.some((seen) => seen.what === what))) },
    perRow: isLazy ? relations.length : group.length,
    why: isLazy ? `${lazy}, and ${reads}` : reads,
    loadedAt: spanOf(source.node),
    advice: `${enumerated([source.orm.words.load(source, owner, relations) ?? '', ...usesOf(group)])}.`,
    remedies: loadRemedies(group),
  };
}

function eachOnce<T extends { readonly name: string }>(relations: readonly T[]): T[] {
  return relations.filter(({ name }, index) => relations.findIndex((other) => other.name === name) === index);
}

/** What to do with the properties, as clauses. */
function usesOf(group: LackingTogether): string[] {
  const uses = group.flatMap(({ use }) => use ?? []);
  const plain = new Set(uses.filter((use) => typeof use === 'string'));
  const made = new Set(uses.flatMap((use) => (typeof use === 'string' ? [] : [`make of ${use.access} what \`${use.like}\` gives`])));
  return [...(plain.size === 0 ? [] : [`use ${enumerated([...plain])}`]), ...made];
}

/** The edit that loads all of them for which there is one. What is asked for once more can use the property as well, but may want other options. */
function loadRemedies(group: LackingTogether): Remedy[] {
  const [{ source }] = group;
  const relations = eachOnce(group.flatMap(({ name, edit }) => (edit === undefined ? [] : [{ name, ...edit }])));
  const load = relations.length === 0 ? undefined : source.orm.loadWith?.(source, relations);
  if (load === undefined) return [];
  const names = enumeratedNames(relations.map(({ name }) => name));
  const uses = relations.flatMap(({ use }) => use ?? []);
  if (uses.length === 0) return [{ title: `Load ${names} with the rows`, edits: [load], safety: { changes: 'the rows are read with a join, or the relation with one more query' } }];
  const changes = `the rows get ${relations.length === 1 ? 'one more property' : 'more properties'}, ${names}, wherever they are passed on or serialised`;
  const missing = source.orm.noRelation === undefined ? [] : relations.flatMap(({ name, mayMiss }) => (mayMiss ? [`\`${name}\``] : []));
  const none = missing.length === 0 ? '' : `; ${enumerated(missing)} ${missing.length === 1 ? 'is' : 'are'} ${source.orm.noRelation ?? ''} where there is none`;
  return [{ title: `Load ${names} with the rows and read ${enumeratedNames(uses.map(({ access }) => access))}`, edits: [load, ...uses.map(({ edit }) => edit)], safety: { changes: changes + none } }];
}

/** The call of a function, and what it gives for the function's parameters. */
export interface Through {
  readonly at: Node;
  /** Where the function stands. */
  readonly module: JsModule;
  /** The argument that a parameter's name stands for in the function. */
  argumentFor(value: Node): Node | undefined;
}

/**
 * A query per row that asks for a relation by its key, where the rows themselves could have been read with it.
 *
 * Undefined where the rows come from elsewhere, where the DataModel knows no such relation, or more than one.
 *
 * @param through the call of a function that sends the query
 */
export function relationReadOf(module: JsModule, found: FoundScope, call: OrmCall, through?: Through): AskedAgain | undefined {
  const source = found.rows.call;
  const { dataModel } = call.orm;
  if (source === undefined || !found.rows.exact || source.orm.library !== call.orm.library || dataModel === undefined) return undefined;
  const owner = modelAt(dataModel, source.model, found.rows.path);
  const asked = owner && askedRelation(module, dataModel, owner, found, call, through);
  if (asked === undefined || call.operation === 'count' || assignsProperty(module, found.iteration.node, asked.field.relation?.keys ?? [])) return undefined;
  const line = String(module.lineOf(source.node));
  const steps = [...found.rows.path, asked.field.name];
  const loaded = call.orm.loads?.(source, steps);
  const row = found.iteration.element?.type === 'Identifier' ? found.iteration.element.name : undefined;
  const access = row === undefined ? `\`${asked.field.name}\`` : `\`${row}.${asked.field.name}\``;
  const query = call.where !== undefined && asked.rest.length === 0 ? { ...call, where: undefined } : call;
  const isLoadable = call.orm.words.load(source, found.rows.path, [{ name: asked.field.name, query }]) !== undefined;
  const span = spanOf(through?.at ?? call.node);
  if (loaded) {
    if (asked.rest.length > 0) return undefined;
    return { read: { span, also: [], paths: [steps.join('.')], perRow: 1, why: `\`${source.callee}\` on line ${line} has loaded it already.`, advice: `Use ${access}${through === undefined || isHandedBack(through.module, call) ? '' : `: \`${call.callee}\` asks for it again all the same`}.`, remedies: [] } };
  }
  // a function that loads it into the row gives something else
  if (!isLoadable || (through !== undefined && call.relation !== undefined && !isHandedBack(through.module, call))) return undefined;
  return {
    lacking: {
      span, source, query, loop: found.iteration.node, owner: found.rows.path, name: asked.field.name, isLazy: false,
      use: through === undefined || isHandedBack(through.module, call) ? access : { access, like: module.textOf(through.at) },
      edit: through === undefined && row !== undefined ? eagerEdit(module, found, call, source, asked, row) : undefined,
    },
  };
}

/** True where the function gives back what the query gives, as it is. */
function isHandedBack(module: JsModule, { node }: OrmCall): boolean {
  let at = module.parentOf(node);
  if (at?.type === 'AwaitExpression') at = module.parentOf(at);
  return at?.type === 'ReturnStatement' || at?.type === 'ArrowFunctionExpression';
}

/** How the rows of a count per row can bring their counts along. */
export interface CountedRelation {
  readonly advice: string;
  readonly remedies: readonly Remedy[];
}

/** A count per row of a relation, where the query that read the rows can count it as well. */
export function countedRelationOf(module: JsModule, found: FoundScope, call: OrmCall): CountedRelation | undefined {
  const source = found.rows.call;
  const { dataModel } = call.orm;
  if (call.operation !== 'count' || source === undefined || !found.rows.exact || found.rows.path.length > 0 || source.orm !== call.orm || dataModel === undefined) return undefined;
  const owner = modelAt(dataModel, source.model, []);
  const asked = owner && askedRelation(module, dataModel, owner, found, call, undefined);
  if (asked === undefined) return undefined;
  const { name } = asked.field;
  const counted = call.orm.countWith?.(source, name, { call, rest: asked.rest, dependsOnRow: (node) => mentionsRow(module, found.iteration, node) });
  if (counted === undefined) return undefined;
  const row = found.iteration.element?.type === 'Identifier' ? found.iteration.element.name : undefined;
  const access = row === undefined ? counted.access : `${row}.${counted.access}`;
  const use = row === undefined || !isSole(module, found, source) ? undefined : replaceByProperty(module, call, access);
  const title = `Count \`${name}\` with the rows and read \`${access}\``;
  const changes = 'the rows get one more property, `_count`, wherever they are passed on or serialised';
  return {
    advice: `Add \`${counted.option}\` to \`${source.callee}\` on line ${String(module.lineOf(source.node))} and use \`${access}\`.`,
    remedies: counted.edit === undefined || use === undefined ? [] : [{ title, edits: [counted.edit, use], safety: { changes } }],
  };
}

/** `await post.author` in a loop, where the property of the entity is a promise that queries when it is asked for. */
export function lazyReadOf(around: Weighing & { readonly path: string }, node: TSESTree.AwaitExpression): Lacking | undefined {
  const { module, tracer } = around;
  const member = unwrap(node.argument);
  if (member.type !== 'MemberExpression') return undefined;
  const found = rowScopeOf(module, tracer, iterationsAround(module, node), node);
  const source = found?.rows.call;
  const { dataModel } = source?.orm ?? {};
  if (found === undefined || source === undefined || dataModel === undefined || !found.rows.exact) return undefined;
  const [name, ...deeper] = rowPath(module, found.iteration, member) ?? [];
  const field = name === undefined ? undefined : modelAt(dataModel, source.model, found.rows.path)?.fields.get(name);
  if (field?.relation?.lazy !== true || deeper.length > 0) return undefined;
  const steps = [...found.rows.path, field.name];
  if (source.orm.loads?.(source, steps)) return undefined;
  return {
    span: spanOf(member), source, query: undefined, loop: found.iteration.node, owner: found.rows.path, name: field.name, isLazy: true, use: undefined,
    evidence: { task: 'read', scope: weigh(around, found, source), runs: placeOf(around, node), around: [], spares: 'statements' },
    edit: found.rows.path.length > 0 ? undefined : { query: undefined, use: undefined, mayMiss: false },
  };
}

function askedRelation(module: JsModule, dataModel: DataModel, owner: Model, found: FoundScope, call: OrmCall, through: Through | undefined): AskedRelation | undefined {
  const { where, model, operation } = call;
  if (call.relation !== undefined) {
    const field = owner.fields.get(call.relation);
    const row = through === undefined ? call.client : through.argumentFor(call.client);
    const isRow = row !== undefined && rowPath(module, found.iteration, row)?.length === 0;
    return field === undefined || !isRow ? undefined : { field, owner, rest: [] };
  }
  if (where === undefined || model === undefined || !/^(?:readOne|readMany|count)$/.test(operation)) return undefined;
  if (where.type === 'ObjectExpression' && where.properties.some(({ type }) => type === 'SpreadElement')) return undefined;
  const isObject = where.type === 'ObjectExpression';
  const properties = isObject ? where.properties.filter((property) => property.type === 'Property') : [];
  const filter = call.orm.filterOf(call) ?? [];
  if (!isObject && filter.some((one) => 'any' in one || one.path.length === 0)) return undefined;
  const candidates = [...owner.fields.values()].filter(({ relation }) => relation?.target === model && relation.filtered !== true);
  for (const condition of filter) {
    if ('any' in condition || condition.operator !== 'equals' || condition.modified === true || condition.value === undefined) continue;
    const { property, value, path: [key, ...behind] } = condition;
    if (behind.length > 0 || isObject !== (property !== undefined)) continue;
    const argument = through === undefined ? value : through.argumentFor(value);
    const path = argument && rowPath(module, found.iteration, argument);
    const from = path && keyColumn(owner, path);
    if (key === undefined || from === undefined) continue;
    const rest = isObject ? properties.filter((other) => other !== property) : filter.flatMap((other) => (other === condition ? [] : (other.value ?? [])));
    const fields = candidates.filter((field) => isKeyedBy(dataModel, owner, field, from, key));
    const [field] = fields;
    if (field === undefined || fields.length > 1 || rest.some((other) => mentionsRow(module, found.iteration, other.type === 'Property' ? other.value : other))) continue;
    const isOne = field.relation?.cardinality === 'to-one';
    if (isOne !== (operation === 'readOne') || (isOne && rest.length > 0)) continue;
    return { field, owner, rest };
  }
  return undefined;
}

/**
 * The column whose value stands at a path in a row: the one that is named, the key where the row itself is compared, and the relation in whose place there is
 * the other row, or what stands for it, where that one's key is named.
 */
function keyColumn({ key, fields }: Model, [name, ...deeper]: readonly string[]): string | undefined {
  if (name === undefined) return key.length === 1 ? key[0] : undefined;
  const relation = fields.get(name)?.relation;
  const isInPlace = relation?.keys.length === 1 && relation.keys[0] === name;
  return deeper.length === 0 || (isInPlace && deeper.length === 1 && deeper[0] === relation.references[0]) ? name : undefined;
}

/** True where the relation joins `from` of its owner with `key` of its target, whichever side holds the key. */
function isKeyedBy(dataModel: DataModel, owner: Model, { relation }: Field, from: string, key: string): boolean {
  if (relation === undefined) return false;
  if (relation.keys.length > 0) return relation.keys.length === 1 && relation.keys[0] === from && (relation.references[0] ?? 'id') === key;
  const inverses = [...(dataModel.models.get(relation.target)?.fields.values() ?? [])].filter((field) => field.relation?.target === owner.name && field.relation.keys.length === 1);
  const matching = inverses.filter((field) => field.relation?.keys[0] === key && (field.relation.references[0] ?? 'id') === from);
  // With several relations between the two models, names alone don't say which belongs to which.
  return matching.length === 1 && inverses.length === 1;
}

function eagerEdit(module: JsModule, found: FoundScope, call: OrmCall, source: OrmCall, { field, rest }: AskedRelation, row: string): Lacking['edit'] {
  // A nullable key may find nothing, where `OrThrow` promises a row.
  const mayMiss = field.nullable || (field.relation?.cardinality === 'to-one' && field.relation.keys.length === 0);
  if (found.rows.path.length > 0 || (/OrThrow|OrFail/.test(call.method) && mayMiss) || !isSole(module, found, source)) return undefined;
  const query: RelationQuery = { call, rest, dependsOnRow: (node) => mentionsRow(module, found.iteration, node) };
  // what the library then gives without a query stays as it is
  if (call.orm.answersFromMemory?.(call) === true) return call.orm.loadWith?.(source, [{ name: field.name, query }]) === undefined ? undefined : { query, use: undefined, mayMiss: false };
  const access = `${row}.${field.name}`;
  const property = field.relation?.property;
  const edit = property === 'undeclared' ? undefined : replaceByProperty(module, call, property === 'optional' ? `${access}!` : access);
  return edit === undefined || call.orm.loadWith?.(source, [{ name: field.name, query }]) === undefined ? undefined : { query, use: { access, edit }, mayMiss: mayMiss && field.relation?.cardinality === 'to-one' };
}

function isSole(module: JsModule, { iteration }: FoundScope, source: OrmCall): boolean {
  return iteration.iterable !== undefined && comesFromAlone(module, iteration.iterable, source.node);
}

/** Puts the property where the query stands, its `await` included. */
function replaceByProperty(module: JsModule, call: OrmCall, text: string): Edit | undefined {
  const parent = module.parentOf(call.node);
  if (parent?.type === 'AwaitExpression') {
    const [start, end] = spanOf(parent);
    return { span: [start, end], text };
  }
  if (parent?.type === 'ArrowFunctionExpression' || parent?.type === 'ReturnStatement') return { span: spanOf(call.node), text };
  return undefined;
}

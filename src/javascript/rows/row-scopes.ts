import type { TSESTree } from '@typescript-eslint/utils';
import type { Observation } from '../../model/circumstance.ts';
import type { Evidence } from '../../model/evidence.ts';
import { namesPicked } from '../../model/many.ts';
import type { RowScope } from '../../model/row-scope.ts';
import { contains, mentionsRow, rowPath } from '../syntax/dependence.ts';
import { conditionsIn } from '../queries/conditions.ts';
import type { OrmCall } from '../queries/orm.ts';
import type { Rows, RowTracer } from './rows.ts';
import { isNothing, sourcesOf } from '../syntax/flow.ts';
import type { Iteration } from '../syntax/iterations.ts';
import { beginningOf, chainOf, type JsModule } from '../syntax/module.ts';
import { calledName, keyName, memberName, type Node, propertyOf, some, unwrap } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';

/** A RowScope with what the front end knows beside it. */
export interface FoundScope {
  readonly scope: RowScope;
  readonly iteration: Iteration;
  readonly rows: Rows;
  /** What to write instead of a read, where that hangs on what runs the code rather than on the library: a sentence. */
  readonly batched?: string | undefined;
  /** As `batched`, for what is asked alike for every row. */
  readonly once?: ((call: OrmCall) => string) | undefined;
  /** Where it runs, where what hands in the rows says so. */
  readonly runs?: Evidence['runs'];
}

/** True for a function that a framework runs for all rows at once: what one of them waits for sets no pace for the others. */
export function isRunAtOnce({ iteration }: FoundScope): boolean {
  return iteration.callback !== undefined && iteration.node === iteration.callback;
}

/** Longest list that a message quotes. */
const LONGEST = 40;

/** Names of one piece of a list, and of lists of such pieces. */
const PIECE = /^(?:.*_)?(?:chunk|batch|page|slice|window|piece|bucket|segment)(?:Of\w+|Ids|Items|Rows|Records)?$|(?:Chunk|Batch|Page|Slice|Bucket)$/;
const PIECES = /(?:chunk|batch|page|slice|bucket|segment)(?:e?s)$/i;
const RETRY = /retr(?:y|ies)|attempt|\btries\b|backoff/i;

/**
 * The innermost code around a call that runs once per row, given the iterations around it, or what is seen instead: loops over what
 * is fixed in the code go by themselves, and pages, chunks and retries end the search, for the query inside is one per piece. Undefined
 * where nothing runs more than once.
 */
export function searchScope(module: JsModule, tracer: RowTracer, iterations: readonly Iteration[], call: Node): FoundScope | Observation | undefined {
  let passed: Observation | undefined;
  for (const iteration of iterations) {
    const { iterable, kind, node } = iteration;
    const line = module.lineOf(node);
    if (kind === 'counted') {
      passed ??= { what: 'counted', line };
      continue;
    }
    if (iterable === undefined || kind === 'while' || kind === 'step') return { what: 'pieces', line };
    const content = tracer.contentOf(iterable);
    if (content === 'fixed' || isPartOfFixed(module, tracer, iterations, iterable)) {
      passed ??= { what: 'fixed-list', line };
      continue;
    }
    if (content === 'chunks' || isPiecewise(module, iteration, content, call)) return { what: 'pieces', line };
    if (kind === 'for-in' && content.origin !== 'query' && !isIndexed(module, iteration)) return { what: 'fields-of-record', line };
    return { scope: describe(module, iteration, content), iteration, rows: content };
  }
  return passed;
}

/** `for (const views of Object.values(DEFAULTS)) for (const view of views)`: what is taken out of something fixed is fixed. */
function isPartOfFixed(module: JsModule, tracer: RowTracer, iterations: readonly Iteration[], iterable: Node): boolean {
  const value = unwrap(iterable);
  const { root } = chainOf(value);
  const binding = (value.type === 'Identifier' || value.type === 'MemberExpression') && root.type === 'Identifier' ? module.resolve(root) : undefined;
  return binding !== undefined && iterations.some(({ element, iterable: outer }) => element !== undefined && contains(element, binding.identifier) && outer !== undefined && outer !== iterable && tracer.contentOf(outer) === 'fixed');
}

/** As `searchScope`, for those who need the scope and nothing else. */
export function rowScopeOf(module: JsModule, tracer: RowTracer, iterations: readonly Iteration[], call: Node): FoundScope | undefined {
  const found = searchScope(module, tracer, iterations, call);
  return found !== undefined && 'scope' in found ? found : undefined;
}

/** True where one element is a list of rows itself: its name says so, or the call takes it as one. A table may be called so too. */
function isPiecewise(module: JsModule, { element, iterable }: Iteration, rows: Rows, call: Node): boolean {
  const isRow = (rows.exact && rows.call !== undefined) || isRecord(module, element);
  const listName = iterable === undefined ? '' : (chainOf(unwrap(iterable)).names.at(-1) ?? module.textOf(iterable));
  if ((!isRow && PIECES.test(listName)) || RETRY.test(listName)) return true;
  if (element?.type !== 'Identifier') return false;
  return (!isRow && PIECE.test(element.name)) || RETRY.test(element.name) || isTakenAsList(module, element.name, call);
}

/** The name of what tells one row from the others. */
const IDENTITY = /^(?:_?id|uu?id|\w+(?:Id|_id|Uuid|_uuid))$/;

/** What a list has, or a page of an answer: its rows, and where it stands among the others. */
const OF_PIECE = /^(?:length|size|map|flatMap|forEach|filter|find|some|every|slice|reduce|join|push|concat|includes|sort|entries|keys|values|items|rows|data|results?|records|docs|nodes|edges|hits|content|body|meta\w*|total\w*|count|next\w*|prev\w*|has\w+|cursor\w*|page\w*|index|offset|skip|take|limit|start\w*|end\w*|from|to|first|last|min|max)$/;

/** Other names that an element has where it is a row. */
const FEWEST_COLUMNS = 2;

/** True where the code takes an id out of the element, or columns: a piece of a list has none, and a table may be called `AnimalBatch` or `LandingPage`. */
function isRecord(module: JsModule, element: Node | undefined): boolean {
  const namesIn = (pattern: Node): string[] => (pattern.type === 'ObjectPattern' ? pattern.properties.flatMap((property) => (property.type === 'Property' ? (keyName(property) ?? []) : [])) : []);
  const binding = element?.type === 'Identifier' ? module.resolve(element) : undefined;
  const taken = binding === undefined ? (element === undefined ? [] : namesIn(element)) : module.referencesTo(binding).flatMap((use) => {
    const around = module.parentOf(use);
    if (around?.type === 'MemberExpression') return around.object === use ? (memberName(around) ?? []) : [];
    return around?.type === 'VariableDeclarator' && around.init === use ? namesIn(around.id) : [];
  });
  return taken.some((name) => IDENTITY.test(name)) || new Set(taken.filter((name) => !OF_PIECE.test(name))).size >= FEWEST_COLUMNS;
}

/** `createMany({ data: rows.map(…) })`, `save([...rows])`: the element is a list. */
function isTakenAsList(module: JsModule, name: string, call: Node): boolean {
  const isElement = (node: Node | undefined): boolean => node?.type === 'Identifier' && node.name === name;
  return some(call, (node) => {
    if (node.type === 'SpreadElement') return isElement(unwrap(node.argument)) && module.parentOf(node)?.type === 'ArrayExpression';
    return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && /^(?:map|flatMap)$/.test(chainOf(node.callee).names.at(-1) ?? '') && isElement(unwrap(node.callee.object));
  });
}

/** What only lists have, and what gives one. */
const OF_LIST = /^(?:length|map|flatMap|forEach|filter|push|slice|join)$/;

/** `for (const index in ids)` where the code takes the list for one: `ids = given.map(String)`, `ids.length`, `page.rows.length`. */
function isIndexed(module: JsModule, { iterable, node }: Iteration): boolean {
  const list = unwrap(iterable);
  if (list?.type === 'MemberExpression') {
    const text = module.textOf(list);
    return some(module.functionAround(node) ?? module.program, (other) => other.type === 'MemberExpression' && OF_LIST.test(memberName(other) ?? '') && module.textOf(unwrap(other.object)) === text);
  }
  const binding = list?.type === 'Identifier' ? module.resolve(list) : undefined;
  if (list === undefined || binding === undefined) return false;
  const isMade = sourcesOf(module, list).some(({ node, path }) => path.length === 0 && node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && OF_LIST.test(calledName(node)));
  return isMade || module.referencesTo(binding).some((use) => {
    const around = module.parentOf(use);
    return around?.type === 'MemberExpression' && around.object === use && OF_LIST.test(memberName(around) ?? '');
  });
}

function describe(module: JsModule, iteration: Iteration, { origin }: Rows): RowScope {
  return { kind: 'loop', head: iteration.head, subject: `for each of ${describeList(module, iteration)}`, origin: origin === 'query' ? 'table' : origin, rows: undefined, picked: namesPicked(listText(module, iteration)) };
}

/** The list as the code names it, without what stands in for a missing one, or the line of the loop where that is too long to quote. */
function describeList(module: JsModule, iteration: Iteration): string {
  const text = listText(module, iteration);
  return text === '' || text.length > LONGEST || text.includes('\n') ? `the rows of the loop on line ${String(module.lineOf(iteration.node))}` : `\`${text}\``;
}

function listText(module: JsModule, { iterable }: Iteration): string {
  const value = unwrap(iterable);
  const list = value?.type === 'LogicalExpression' && isNothing(value.right) ? value.left : value;
  return list === undefined ? '' : module.textOf(list).trim();
}

/** True where the client itself is one of the round, or the table that is asked: another connection per tenant, which no query of another round can share. */
export function hasOwnClient(module: JsModule, { iteration }: FoundScope, { client, data, ofRow, context = [] }: OrmCall): boolean {
  if (context.some((node) => mentionsRow(module, iteration, node))) return true;
  // A row that saves itself is no connection.
  return client !== data && ofRow !== true && isOfRound(module, iteration, client, STEPS);
}

/** How many names are followed to the connection: `count` of `books` of `source` of `await connect(tenant)`. */
const STEPS = 4;

function isOfRound(module: JsModule, iteration: Iteration, client: Node, steps: number): boolean {
  if (steps === 0) return false;
  const { root } = chainOf(unwrap(client));
  const opened = root.type === 'CallExpression' ? firstCallOf(root) : undefined;
  if (opened?.arguments.some((argument) => mentionsRow(module, iteration, argument)) === true) return !/Repository|createQueryBuilder|query/i.test(module.textOf(opened.callee));
  const begun = beginningOf(root);
  if (begun.type === 'AwaitExpression') return isOfRound(module, iteration, begun.argument, steps - 1);
  const binding = begun.type === 'Identifier' ? module.resolve(begun) : undefined;
  if (binding?.kind !== 'variable' || !contains(iteration.node, binding.identifier) || binding.node.init === null) return false;
  const { init } = binding.node;
  if (!mentionsRow(module, iteration, init)) return false;
  // what asks by the row may be made of a connection of the round as well
  return some(init, isBuilder) ? isOfRound(module, iteration, init, steps - 1) : true;
}

/** `getRepository`, `createQueryBuilder` */
function isBuilder(node: Node): boolean {
  return node.type === 'MemberExpression' && /^create\w*QueryBuilder$|Repository$/.test(chainOf(node).names.at(-1) ?? '');
}

/** What a chain of calls begins with: `open(tenant)` of `open(tenant).where('id = :id', { id })`, whose further calls say what is asked, not whom. */
function firstCallOf(call: TSESTree.CallExpression): TSESTree.CallExpression {
  const { root } = chainOf(unwrap(call.callee));
  return root.type === 'CallExpression' ? firstCallOf(root) : call;
}

/** True where the filter already names many rows by a list: the call is one per group, not per row. */
export function takesList(module: JsModule, found: FoundScope, call: OrmCall): boolean {
  const { iteration, rows } = found;
  const { data, many, operation, orm } = call;
  const isRead = OF_ROWS.test(operation);
  // A list of each row's own, read row by row, is no group.
  if (isRead && rows.exact) return false;
  if (conditionsIn(orm.filterOf(call)).some(({ operator, value }) => operator === 'in' && value !== undefined && comesOfRow(module, iteration, value) && !(isRead && isRelationOfRow(module, found, value)))) return true;
  const value = unwrap(data);
  if (many && value?.type === 'Identifier' && isCollected(module, iteration, value)) return true;
  return many && value?.type === 'CallExpression' && mentionsRow(module, iteration, value) && propertyOf(value, 'data') === undefined && isListMethod(value.callee);
}

/** Reads whose rows can be told apart once they are read for all lists together. */
const OF_ROWS = /^(?:readMany|readOne|exists|rawRead)$/;

/** Names of functions that put rows into groups. */
const GROUPING = /group|chunk|batches|partition|bucket|By[A-Z]\w*$/i;

/** What a group calls its members. */
const MEMBERS = /^(?:_?ids?|keys?|values?|rows|items|records|docs|documents|entries|members|group|list|data|results?|entities|children|\w*Ids)$/;

/** `report.recipients.map((one) => one.id)` of rows that a function of elsewhere has got: what belongs to one row, where no code at hand has put rows together. */
function isRelationOfRow(module: JsModule, { iteration, rows: { returned } }: FoundScope, list: Node): boolean {
  if (returned === undefined || module.parentOf(returned)?.type !== 'AwaitExpression' || GROUPING.test(calledName(returned))) return false;
  const [name, ...deeper] = rowPath(module, iteration, listMapped(module, iteration, list)) ?? [];
  return name !== undefined && deeper.length === 0 && !MEMBERS.test(name);
}

/** `row.items` of `row.items.map((item) => item.id)`, under a name of the round or not. */
function listMapped(module: JsModule, iteration: Iteration, list: Node): Node {
  const value = unwrap(list);
  const init = value.type === 'Identifier' ? constantInit(module, value) : undefined;
  if (init !== undefined && contains(iteration.body, init)) return listMapped(module, iteration, init);
  const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
  return callee?.type === 'MemberExpression' && /^(?:map|flatMap|filter)$/.test(memberName(callee) ?? '') ? listMapped(module, iteration, callee.object) : value;
}

/** True for what is made of the row: a list that each round makes of what is outside is none. */
function comesOfRow(module: JsModule, iteration: Iteration, value: Node): boolean {
  return mentionsRow(module, iteration, value) && some(value, (node) => {
    const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
    const copied = binding?.kind === 'variable' && binding.constant && contains(iteration.body, binding.node) ? unwrap(binding.node.init) : undefined;
    return binding !== undefined && mentionsRow(module, iteration, node) && !(copied !== undefined && !isToBeFilled(copied) && !mentionsRow(module, iteration, copied) && !some(copied, ({ type }) => type === 'AwaitExpression'));
  });
}

/** `[]`, `new Set()` */
function isToBeFilled(made: Node): boolean {
  return (made.type === 'ArrayExpression' && made.elements.length === 0) || (made.type === 'NewExpression' && made.arguments.length === 0);
}

/** True for a list from outside the loop that its rounds fill, and that is written when it is full: `batch.push(row); if (batch.length === 500) await …(batch)`. */
function isCollected(module: JsModule, { node }: Iteration, list: TSESTree.Identifier): boolean {
  const binding = module.resolve(list);
  if (binding?.kind !== 'variable' || contains(node, binding.identifier)) return false;
  return module.referencesTo(binding).some((use) => {
    const member = contains(node, use) ? module.parentOf(use) : undefined;
    const call = member?.type === 'MemberExpression' && member.object === use && memberName(member) === 'push' ? module.parentOf(member) : undefined;
    return call?.type === 'CallExpression' && call.callee === member;
  });
}

function isListMethod(callee: Node): boolean {
  return /^(?:map|filter|flatMap)$/.test(chainOf(callee).names.at(-1) ?? '');
}

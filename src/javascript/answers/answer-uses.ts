import type { TSESTree } from '@typescript-eslint/utils';
import { answerTo, type Part, partsTaken } from '../queries/answer-parts.ts';
import { isPropertyName } from '../syntax/dependence.ts';
import type { OrmCall } from '../queries/orm.ts';
import { calledName, isFunction, isNullish, keyName, memberName, type Node, parameterPattern, some, unwrap } from '../syntax/nodes.ts';
import { iterationsAround } from '../syntax/rounds.ts';
import type { JsModule } from '../syntax/module.ts';
import { columnListed, columnSummed, isOnlySummed } from './sums.ts';
import { isWrapper, outside } from '../syntax/outside.ts';
import { type Tally, tallyOfCall, tallyOfLoop } from './tallies.ts';

/** One thing that the code does with rows. */
export type Place = { readonly kind: 'length' | 'any' | 'first' | 'loop' | 'given' } | Dropped | Computed;

/** The code leaves out rows by what stands in these columns. */
export interface Dropped {
  readonly kind: 'dropped';
  readonly columns: readonly string[];
  /** Of the others it takes the number, or sums. */
  readonly computes?: Computed;
}

/** The code makes numbers of what stands in these columns, and wants nothing else of the rows. */
export interface Computed {
  readonly kind: 'computed';
  readonly columns: readonly string[];
  /** It goes over them to make a number for each of several values. */
  readonly tally?: Tally;
}

/** What a comparison of a number of rows with a constant says of whether there are any, as it stands with the number on its left. */
const MEANINGS: ReadonlySet<string> = new Set(['> 0', '>= 1', '!= 0', '!== 0', '== 0', '=== 0', '< 1', '<= 0']);

const TURNED: Readonly<Record<string, string>> = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' };

/** True where the code around `number` asks whether it is 0 and nothing else: `rows.length > 0`, `0 === (await orders.count())`, `if (rows.length)`. */
export function asksForAny(module: JsModule, number: Node): boolean {
  const { below, at } = outside(module, number);
  if (at?.type !== 'BinaryExpression') return isTested(module, number);
  const constant = comparedWith(at, below);
  return constant !== undefined && MEANINGS.has(`${at.left === below ? at.operator : (TURNED[at.operator] ?? at.operator)} ${String(constant)}`);
}

/** The constant that the other side of a comparison is. */
function comparedWith({ left, right }: TSESTree.BinaryExpression, side: Node): number | undefined {
  const other = left === side ? right : left;
  return other.type === 'Literal' && typeof other.value === 'number' ? other.value : undefined;
}

const COMPARING = /^(?:[!=]==?|[<>]=?)$/;

/** `rows.length === 1`, `rows.length >= 200`: the code has a number in mind that there are hardly more of. */
function expectsNumber(module: JsModule, number: Node): boolean {
  const { below, at } = outside(module, number);
  return at?.type === 'BinaryExpression' && COMPARING.test(at.operator) && (comparedWith(at, below) ?? 0) > 0;
}

/** True where nothing but the truth of `node` is asked for. */
function isTested(module: JsModule, node: Node): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression' || at.type === 'WhileStatement') return at.test === below;
    if (at.type === 'UnaryExpression') return at.operator === '!';
    if (at.type === 'CallExpression') return at.callee.type === 'Identifier' && at.callee.name === 'Boolean';
    if (at.type !== 'LogicalExpression' && !isWrapper(at)) return false;
  }
  return false;
}

/** True where the code asks of a row nothing but whether it is there. */
export function asksWhetherAny(module: JsModule, { node, operation }: OrmCall): boolean {
  if (operation === 'exists') return true;
  const answer = operation === 'readOne' ? answerTo(module, node, /^Promise\.all$/) : undefined;
  if (answer === undefined) return false;
  return answer.type === 'AwaitExpression' ? isOnlyTested(module, answer) : isNameTested(module, answer);
}

/** What is asked of the row `node`, or of the list of one that it stands in, is whether it is there. */
function isOnlyTested(module: JsModule, node: Node): boolean {
  const { below, at } = outside(module, node);
  if (at?.type === 'VariableDeclarator') return at.init === below && isNameTested(module, at.id);
  if (at?.type === 'BinaryExpression') return isNullish(at.left) || isNullish(at.right);
  if (at?.type !== 'MemberExpression' || at.object !== below) return isTested(module, below);
  if (memberName(at) === 'length') return asksForAny(module, at);
  return at.computed && at.property.type === 'Literal' && at.property.value === 0 && isOnlyTested(module, at);
}

function isNameTested(module: JsModule, pattern: Node): boolean {
  const [first, ...others] = pattern.type === 'ArrayPattern' ? pattern.elements : [pattern];
  const binding = first?.type === 'Identifier' && others.length === 0 ? module.resolve(first) : undefined;
  const uses = binding?.kind === 'variable' ? module.referencesTo(binding).filter((use) => use !== first) : [];
  return uses.length > 0 && uses.every((use) => isOnlyTested(module, use));
}

/** Names that rows are handed on to. */
const MOST_NAMES = 3;

/** Everything that the code does with the rows that a query gives, or with their number; undefined where that isn't all known, or nobody waits for it. */
export function placesOfRows(module: JsModule, { node, answer }: OrmCall): readonly Place[] | undefined {
  if (answer === undefined) return placesOfList(module, node);
  const places = partsTaken(module, node)?.map((part) => placesOfPart(module, part, answer));
  return places?.every((one) => one !== undefined) === true ? places.flat() : undefined;
}

function placesOfPart(module: JsModule, { name, node }: Part, { rows, count }: { readonly rows: string; readonly count: string }): readonly Place[] | undefined {
  if (name === count) return usesOfNumber(module, node).map((use) => ({ kind: asksForAny(module, use) ? ('any' as const) : ('length' as const) }));
  if (name !== rows) return undefined;
  return node.type === 'MemberExpression' ? placesAt(module, node, MOST_NAMES) : placesBound(module, node, MOST_NAMES);
}

function usesOfNumber(module: JsModule, node: Node): readonly Node[] {
  const binding = node.type === 'Identifier' ? module.resolve(node) : undefined;
  return binding === undefined ? [node] : module.referencesTo(binding).filter((use) => use !== node);
}

/** True where the number of all rows is all that the code takes out of an answer. */
export function takesNumberAlone(module: JsModule, { node, answer }: OrmCall): boolean {
  return takesAlone(module, node, [answer?.count]);
}

/** The same, be it by the number of the pages that they make. */
export function takesNumbersAlone(module: JsModule, { node, answer }: OrmCall): boolean {
  return takesAlone(module, node, [answer?.count, answer?.pages]);
}

function takesAlone(module: JsModule, call: Node, names: readonly (string | undefined)[]): boolean {
  const parts = partsTaken(module, call);
  return parts !== undefined && parts.length > 0 && parts.every(({ name }) => names.includes(name));
}

function placesOfList(module: JsModule, call: Node): readonly Place[] | undefined {
  const answer = answerTo(module, call, /^(?:Promise\.all|[\w.]+\.\$transaction)$/);
  return answer?.type === 'AwaitExpression' ? placesAt(module, answer, MOST_NAMES) : answer && placesBound(module, answer, MOST_NAMES);
}

/** What is done with the rows by whatever binds them. */
function placesBound(module: JsModule, pattern: Node, names: number): readonly Place[] | undefined {
  if (pattern.type === 'Identifier') return placesOfName(module, pattern, names);
  return pattern.type === 'ArrayPattern' ? placesOfPattern(pattern) : pattern.type === 'ObjectPattern' ? placesOfLength(module, pattern) : undefined;
}

/** `const { length: count } = …` */
function placesOfLength(module: JsModule, { properties: [only, ...others] }: TSESTree.ObjectPattern): readonly Place[] | undefined {
  if (only?.type !== 'Property' || keyName(only) !== 'length' || others.length > 0) return undefined;
  return usesOfNumber(module, only.value).map((use) => placeOfLength(module, use));
}

function placeOfLength(module: JsModule, number: Node): Place {
  return { kind: asksForAny(module, number) ? 'any' : expectsNumber(module, number) ? 'given' : 'length' };
}

function placesAt(module: JsModule, node: Node, names: number): readonly Place[] | undefined {
  const { below, at } = outside(module, node);
  switch (at?.type) {
    case 'VariableDeclarator':
      return at.init !== below || names === 0 ? undefined : placesBound(module, at.id, names - 1);
    case 'MemberExpression':
      return at.object === below ? placesOfMember(module, at) : undefined;
    case 'UnaryExpression':
      // a list is true, however empty
      return at.operator === '!' ? [] : undefined;
    case 'LogicalExpression':
      return at.operator !== '??' && at.left === below ? [] : undefined;
    case 'IfStatement':
      return [];
    case 'ForOfStatement':
      return at.right === below ? [loopOver(module, at)] : undefined;
    case 'ReturnStatement':
      return [{ kind: 'given' }];
    case 'ArrowFunctionExpression':
      return at.body === below ? [{ kind: 'given' }] : undefined;
    case 'CallExpression':
      return isAnswering(at, below) ? [{ kind: 'given' }] : undefined;
    default:
      return undefined;
  }
}

function loopOver(module: JsModule, loop: TSESTree.ForOfStatement): Place {
  return tallied(module, loop, tallyOfLoop(module, loop)) ?? { kind: 'loop' };
}

/** Numbers that code makes going over rows; what it goes over once for each of several things is used for all of them together. */
function tallied(module: JsModule, loop: Node, tally: Tally | undefined): Computed | undefined {
  return tally === undefined || iterationsAround(module, loop).length > 0 ? undefined : { kind: 'computed', columns: tally.columns, tally };
}

/** `const [first] = rows` */
function placesOfPattern(pattern: TSESTree.ArrayPattern): readonly Place[] | undefined {
  const [first, ...others] = pattern.elements;
  return others.length === 0 && first !== undefined && first !== null && first.type !== 'RestElement' ? [{ kind: 'first' }] : undefined;
}

/** `res.json(rows)`, `reply.send(rows)`, `NextResponse.json(rows)` */
function isAnswering({ callee, arguments: given }: TSESTree.CallExpression, rows: Node): boolean {
  return given[0] === rows && callee.type === 'MemberExpression' && /^(?:json|send)$/.test(memberName(callee) ?? '');
}

/** All uses of a name that holds the rows and nothing else: to set it anew is none that is known. */
function placesOfName(module: JsModule, name: TSESTree.Identifier, names: number): readonly Place[] | undefined {
  const binding = module.resolve(name);
  if (binding?.kind !== 'variable') return undefined;
  const found: Place[] = [];
  for (const use of module.referencesTo(binding)) {
    const places = use === name ? [] : placesAt(module, use, names);
    if (places === undefined) return undefined;
    found.push(...places);
  }
  return found;
}

function placesOfMember(module: JsModule, member: TSESTree.MemberExpression): readonly Place[] | undefined {
  if (member.computed) return member.property.type === 'Literal' && member.property.value === 0 ? [{ kind: 'first' }] : undefined;
  const name = memberName(member) ?? '';
  if (name === 'length') return [placeOfLength(module, member)];
  const { at: call } = outside(module, member);
  if (call?.type !== 'CallExpression' || unwrap(call.callee) !== member) return undefined;
  const [argument] = call.arguments;
  if (name === 'at') return argument?.type === 'Literal' && argument.value === 0 ? [{ kind: 'first' }] : undefined;
  const summed = name === 'map' ? listedForSum(module, call) : columnSummed(call);
  if (summed !== undefined) return [{ kind: 'computed', columns: [summed] }];
  const made = /^(?:forEach|reduce)$/.test(name) ? tallied(module, call, tallyOfCall(module, call)) : undefined;
  if (made !== undefined) return [made];
  if (name === 'forEach' || (name === 'map' && isFunction(argument) && argument.async)) return [{ kind: 'loop' }];
  // what is looked through once for each of several things is used for all of them together
  const columns = /^(?:filter|find|some)$/.test(name) && isFunction(argument) && iterationsAround(module, call).length === 0 ? columnsCompared(module, argument) : [];
  if (columns.length === 0) return undefined;
  const computes = name === 'filter' ? computedOf(module, call, columns) : undefined;
  return [{ kind: 'dropped', columns, ...(computes === undefined ? {} : { computes }) }];
}

/** The column whose values the code lists to add them up, and for nothing else but their number. */
function listedForSum(module: JsModule, map: TSESTree.CallExpression): string | undefined {
  const column = columnListed(map);
  return column !== undefined && isOnlySummed(module, map) ? column : undefined;
}

/** Of the rows that are left the code takes the number or sums alone. */
function computedOf(module: JsModule, rows: Node, columns: readonly string[]): Computed | undefined {
  const { below, at } = outside(module, rows);
  const places = at?.type === 'MemberExpression' && at.object === below ? placesOfMember(module, at) : undefined;
  const made = places?.map((place) => (place.kind === 'computed' ? place.columns : place.kind === 'length' ? [] : undefined));
  return made?.every((one) => one !== undefined) === true ? { kind: 'computed', columns: [...new Set([...columns, ...made.flat()])] } : undefined;
}

/** The columns that a callback compares and looks at nothing else of the row: `(row) => row.status === wanted && !row.closed`. */
export function columnsCompared(module: JsModule, { params: [parameter], body }: TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration): readonly string[] {
  const row = parameter === undefined ? undefined : parameterPattern(parameter);
  return row?.type === 'Identifier' ? (comparedBy(module, row.name, body) ?? []) : [];
}

function comparedBy(module: JsModule, row: string, test: Node): readonly string[] | undefined {
  const node = unwrap(test);
  const isOther = (value: Node): boolean => !some(value, (inner) => (inner.type === 'CallExpression' && !/^(?:toString|String|Number)$/.test(calledName(inner))) || (inner.type === 'Identifier' && inner.name === row && !isPropertyName(module, inner)));
  switch (node.type) {
    case 'LogicalExpression': {
      const [left, right] = [comparedBy(module, row, node.left), comparedBy(module, row, node.right)];
      return left === undefined || right === undefined ? undefined : [...new Set([...left, ...right])];
    }
    case 'UnaryExpression':
      return node.operator === '!' ? comparedBy(module, row, node.argument) : undefined;
    case 'BinaryExpression':
      // what is compared with `undefined` tells types apart, no rows
      if ([node.left, node.right].some((side) => side.type === 'Identifier' && side.name === 'undefined')) return undefined;
      if (isOther(node.right)) return comparedBy(module, row, node.left);
      return isOther(node.left) ? comparedBy(module, row, node.right) : undefined;
    case 'MemberExpression':
      return !node.computed && node.object.type === 'Identifier' && node.object.name === row ? [memberName(node) ?? ''] : undefined;
    default:
      return undefined;
  }
}

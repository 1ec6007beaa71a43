import type { TSESTree } from '@typescript-eslint/utils';
import { addedTo as collectionAddedTo, type Collection, mapMadeOf } from './collected.ts';
import { isComparedAlone, isStateOf, memoAround } from './remembered.ts';
import { givesSameRows } from './syntax/iterations.ts';
import { outside } from './syntax/outside.ts';
import type { Binding } from './syntax/bindings.ts';
import type { JsModule } from './syntax/module.ts';
import { calledName, type FunctionNode, isFunction, isNullish, keyName, memberName, type Node, unwrap } from './syntax/nodes.ts';
import { numberValue } from './syntax/values.ts';

/** A property that the code takes out of an answer: the member access, or what a pattern binds it to. */
export interface Part {
  readonly name: string;
  readonly node: Node;
}

/** The same wherever it is taken, be it by those who call the function that gives the answer back. */
export interface PlacedPart extends Part {
  readonly module: JsModule;
  readonly ways: Ways;
}

/** All that the code takes out of the object that `call` gives a promise of; undefined where it goes anywhere as a whole, or nobody waits for it. */
export function partsTaken(module: JsModule, call: Node): readonly Part[] | undefined {
  return partsTakenAnywhere(module, call, NOWHERE);
}

/** The same, also of what a function gives back to those who call it. */
export function partsTakenAnywhere(module: JsModule, call: Node, ways: Ways): readonly PlacedPart[] | undefined {
  const answer = answerTo(module, call, /^Promise\.all$/);
  const parts = answer?.type === 'AwaitExpression' ? takenFrom(module, answer) : answer && boundTo(module, answer);
  if (parts !== undefined) return parts.map((part) => ({ ...part, module, ways }));
  const given = givenBack(module, answer?.type === 'AwaitExpression' ? answer : call, ways)?.flatMap((further) => further.uses.map((use) => partsTakenAnywhere(further.module, use, further.ways)));
  return given?.every((taken) => taken !== undefined) === true ? given.flat() : undefined;
}

/** All calls of the function that gives `node` back; undefined where none does, or there may be others. */
function givenBack(module: JsModule, node: Node, { callsOf }: Ways): readonly Further[] | undefined {
  const { below, at } = outside(module, node);
  const fn = at?.type === 'ReturnStatement' ? module.functionAround(at) : at?.type === 'ArrowFunctionExpression' && at.body === below ? at : undefined;
  return isFunction(fn) ? callsOf(fn) : undefined;
}

/** `const [order] = await …`, `(await …)[0]`: of the rows that a query gives the code takes the first alone. */
export function isFirstTaken(module: JsModule, node: Node): boolean {
  const holder = holderOf(module, node);
  if (holder?.type === 'VariableDeclarator') return holder.id.type === 'ArrayPattern' && holder.id.elements.length === 1 && holder.id.elements[0]?.type !== 'RestElement';
  return holder?.type === 'MemberExpression' && holder.computed && numberValue(module, holder.property) === 0;
}

/** What the `await` of a call stands in: `const rows = await …`, `(await …)[0]`; undefined where the call isn't waited for on the spot. */
export function holderOf(module: JsModule, call: Node): Node | undefined {
  const awaited = module.parentOf(call);
  return awaited?.type === 'AwaitExpression' ? module.parentOf(awaited) : undefined;
}

/** The variable that the awaited answer of a call is put into as a whole. */
export function answerBoundTo(module: JsModule, call: Node): Binding | undefined {
  const holder = holderOf(module, call);
  return holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? module.resolve(holder.id) : undefined;
}

/**
 * Where the answer of `call` is first had: the `await` of it, or what binds it of those that are waited for together; undefined where nobody waits for it, or it is kept
 * in another way.
 *
 * @param joining what is called with a list to wait for all in it
 */
export function answerTo(module: JsModule, call: Node, joining: RegExp): Node | undefined {
  const { below, at } = outside(module, call);
  if (at?.type === 'AwaitExpression') return at;
  const joined = at?.type === 'ArrayExpression' ? module.parentOf(at) : undefined;
  const holder = joined?.type === 'CallExpression' && joining.test(module.textOf(joined.callee)) ? holderOf(module, joined) : undefined;
  if (at?.type !== 'ArrayExpression' || holder?.type !== 'VariableDeclarator' || holder.id.type !== 'ArrayPattern') return undefined;
  return holder.id.elements[at.elements.indexOf(below as TSESTree.Expression)] ?? undefined;
}

/** `user ? await find() : { docs: [] }`, `answer ?? {}`: what is made of two is what one of them is. */
function isOneOf(below: Node, at: Node): boolean {
  return at.type === 'ConditionalExpression' ? at.test !== below : at.type === 'LogicalExpression' && (at.operator !== '&&' || at.right === below);
}

/** `if (row)`, `!row`, `row && …`, `row ? … : …`, `row !== null`, `typeof row`, `Array.isArray(rows)`: whether there is any, or what it is; and what nobody takes up. */
function isTest(below: Node, at: Node): boolean {
  if (at.type === 'IfStatement' || at.type === 'ConditionalExpression') return at.test === below;
  if (at.type === 'UnaryExpression') return at.operator === '!' || at.operator === 'typeof';
  if (at.type === 'BinaryExpression') return /^[!=]==?$/.test(at.operator) && isNullish(at.left === below ? at.right : at.left);
  if (at.type === 'CallExpression') return calledName(at) === 'isArray' && at.arguments[0] === below;
  return at.type === 'ExpressionStatement' || (at.type === 'LogicalExpression' && at.operator === '&&' && at.left === below);
}

/** `rows = …;`, with nothing around that gets the value as well. */
function isSetAlone(module: JsModule, at: TSESTree.AssignmentExpression): boolean {
  return at.operator === '=' && at.left.type === 'Identifier' && module.parentOf(at)?.type === 'ExpressionStatement';
}

function takenFrom(module: JsModule, node: Node, seen: ReadonlySet<Node> = new Set()): readonly Part[] | undefined {
  const { below, at } = outside(module, node);
  if (at !== undefined && isOneOf(below, at)) return takenFrom(module, at, seen);
  if (isSet(module, below)) return [];
  if (at?.type === 'VariableDeclarator') return boundTo(module, at.id, seen);
  if (at?.type === 'AssignmentExpression') return isSetAlone(module, at) ? boundTo(module, at.left, seen) : undefined;
  if (at?.type !== 'MemberExpression' || at.object !== below) return undefined;
  const name = memberName(at);
  return name === undefined ? undefined : [{ name, node: at }];
}

function boundTo(module: JsModule, pattern: Node, seen: ReadonlySet<Node> = new Set()): readonly Part[] | undefined {
  if (pattern.type === 'ObjectPattern') {
    const parts = pattern.properties.flatMap((property): Part[] => {
      const name = property.type === 'Property' ? keyName(property) : undefined;
      return property.type !== 'Property' || name === undefined ? [] : [{ name, node: property.value.type === 'AssignmentPattern' ? property.value.left : property.value }];
    });
    return parts.length === pattern.properties.length ? parts : undefined;
  }
  const binding = pattern.type === 'Identifier' ? module.resolve(pattern) : undefined;
  if (binding?.kind !== 'variable' || seen.has(binding.identifier)) return undefined;
  const taken = module.referencesTo(binding).filter((use) => use !== pattern).map((use) => takenFrom(module, use, new Set([...seen, binding.identifier])));
  return taken.every((parts) => parts !== undefined) ? taken.flat() : undefined;
}

/** Where rows go on from the code at hand, in whichever file. */
export interface Ways {
  /** Where a component gets what an attribute hands it. */
  readonly into: (container: Node) => Further | undefined;
  /** What a component binds to all that it gets, by the attributes that an object is spread into: `<Card {...post} />`. */
  readonly spread: (spread: TSESTree.JSXSpreadAttribute) => Bound | undefined;
  /** All calls of a function that gives them back; undefined where there may be others. */
  readonly callsOf: (fn: FunctionNode) => readonly Further[] | undefined;
  /** What a function of the project binds one of its arguments to, by the expression that names it. */
  readonly bound: (callee: Node, index: number) => Bound | undefined;
}

/** What a function binds an argument to: nothing where it looks at none. */
export interface Bound {
  readonly module: JsModule;
  readonly pattern: Node | undefined;
  readonly ways: Ways;
}

/** Where something goes on: each use of it, all in one file. */
export interface Further {
  readonly module: JsModule;
  readonly uses: readonly Node[];
  readonly ways: Ways;
}

const NOWHERE: Ways = { into: () => undefined, spread: () => undefined, callsOf: () => undefined, bound: () => undefined };

/** What is found as rows are followed: the columns that are read, those of which more than a length is, and the names that rows were followed through. */
interface Found {
  readonly columns: Set<string>;
  readonly beyondLength: Set<string>;
  readonly seen: Set<Node>;
}

function nothingFound(): Found {
  return { columns: new Set(), beyondLength: new Set(), seen: new Set() };
}

/** What the code reads of each row of a list, by the names of columns: a relation whose number of rows is all that it takes stands in both. */
export interface RowReads {
  readonly columns: ReadonlySet<string>;
  readonly counted: ReadonlySet<string>;
}

/** What the code reads of each row of a list, by the names of columns; undefined where a row goes anywhere as a whole. `rows` is a member access or a name in a pattern. */
export function columnsRead(module: JsModule, rows: Node, ways: Ways = NOWHERE): ReadonlySet<string> | undefined {
  const found = nothingFound();
  return partRead(module, rows, found, ways) ? found.columns : undefined;
}

function partRead(module: JsModule, rows: Node, found: Found, ways: Ways): boolean {
  return rows.type === 'MemberExpression' ? readAt(module, rows, found, ways) : boundRead(module, rows, found, (use) => readAt(module, use, found, ways));
}

/** The same of each row that `call` gives a promise of a list of; undefined where nobody waits for it as well. */
export function rowColumnsRead(module: JsModule, call: Node, ways: Ways = NOWHERE): RowReads | undefined {
  const found = nothingFound();
  if (!promiseRead(module, call, found, ways)) return undefined;
  return { columns: found.columns, counted: new Set([...found.columns].filter((name) => !found.beyondLength.has(name))) };
}

/** What the code reads of the one row that `call` gives a promise of, by the names of columns; undefined where it goes anywhere as a whole, or nobody waits for it. */
export function columnsOfOneRead(module: JsModule, call: Node, ways: Ways = NOWHERE): ReadonlySet<string> | undefined {
  const found = nothingFound();
  const answer = answerTo(module, call, /^Promise\.all$/);
  const isRead = answer?.type === 'AwaitExpression' ? rowRead(module, answer, found, ways) : answer !== undefined && rowBound(module, answer, found, ways);
  return isRead ? found.columns : undefined;
}

/** What becomes of a promise of rows. */
function promiseRead(module: JsModule, promise: Node, found: Found, ways: Ways): boolean {
  const answer = answerTo(module, promise, /^(?:Promise\.all|[\w.]+\.\$transaction)$/);
  if (answer?.type === 'AwaitExpression') return readAt(module, answer, found, ways);
  if (answer !== undefined) return boundRead(module, answer, found, (use) => readAt(module, use, found, ways));
  return readByCallers(module, promise, found, ways);
}

/** The function around gives its callers what `node` is, and all of these are known. */
function readByCallers(module: JsModule, node: Node, found: Found, ways: Ways): boolean {
  return givenBack(module, node, ways)?.every((further) => further.uses.every((call) => promiseRead(further.module, call, found, further.ways))) === true;
}

/** `return { posts: docs, pages }`: callers take the rows out of what they are given by that name. */
function readUnderName(module: JsModule, property: TSESTree.Property, found: Found, ways: Ways): boolean {
  const [object, name] = [module.parentOf(property), keyName(property)];
  const given = object?.type !== 'ObjectExpression' || name === undefined ? undefined : givenBack(module, object, ways);
  return given?.every((further) => further.uses.every((call) => {
    const parts = partsTakenAnywhere(further.module, call, further.ways);
    return parts?.every((part) => part.name !== name || partRead(part.module, part.node, found, part.ways)) === true;
  })) === true;
}

/** All uses of what a pattern binds are ones that `test` can read; where it is set to something else as well, what is read of that is told too. */
function boundRead(module: JsModule, pattern: Node, { seen }: Found, test: (use: Node) => boolean): boolean {
  const binding = pattern.type === 'Identifier' ? module.resolve(pattern) : undefined;
  if (binding === undefined) return false;
  if (seen.has(binding.identifier)) return true;
  seen.add(binding.identifier);
  return module.referencesTo(binding).every((use) => use === pattern || isSet(module, use) || test(use));
}

/** A name where it is set: at its declaration, or later. */
function isSet(module: JsModule, name: Node): boolean {
  const at = module.parentOf(name);
  return at?.type === 'VariableDeclarator' ? at.id === name : at?.type === 'AssignmentExpression' && at.left === name && isSetAlone(module, at);
}

/** Methods of a list whose callback gets a row, or two of them to compare. */
const PER_ROW = /^(?:map|forEach|filter|find|findLast|some|every|flatMap|findIndex)$/;
const COMPARING = /^(?:sort|toSorted)$/;

/** Methods of a list that give one of its rows. */
const ONE_ROW = /^(?:find|findLast|at|pop|shift)$/;

/** Methods that put others into a list, and look at none of it. */
const ADDING = /^(?:push|unshift)$/;

/** One use of a list of rows. */
function readAt(module: JsModule, list: Node, found: Found, ways: Ways): boolean {
  const { below, at } = outside(module, list);
  switch (at?.type) {
    case 'VariableDeclarator':
      if (at.init !== below) return false;
      if (at.id.type === 'ArrayPattern') return at.id.elements.every((element) => element === null || rowBound(module, element, found, ways));
      return boundRead(module, at.id, found, (use) => readAt(module, use, found, ways));
    case 'ForOfStatement':
      return at.right === below && at.left.type === 'VariableDeclaration' && rowBound(module, at.left.declarations[0].id, found, ways);
    case 'MemberExpression': {
      if (at.object !== below) return false;
      if (at.computed) return rowRead(module, at, found, ways);
      if (memberName(at) === 'length') return true;
      const { at: call } = outside(module, at);
      return call?.type === 'CallExpression' && unwrap(call.callee) === at && methodRead(module, call, memberName(at) ?? '', found, ways);
    }
    case 'AssignmentExpression':
      return at.right === below && isSetAlone(module, at) && boundRead(module, at.left, found, (use) => readAt(module, use, found, ways));
    case 'JSXExpressionContainer': {
      const handed = ways.into(at);
      return handed?.uses.every((use) => readAt(handed.module, use, found, handed.ways)) === true;
    }
    case 'CallExpression':
      return isTest(below, at) || listHanded(module, at, below, found, ways);
    case 'SpreadElement': {
      const around = module.parentOf(at);
      const added = around?.type === 'CallExpression' ? collectionAddedTo(module, around, at) : undefined;
      return added === undefined ? around?.type === 'ArrayExpression' && readAt(module, around, found, ways) : collectedRead(module, added, found, ways);
    }
    case 'ArrayExpression':
      return isComparedAlone(module, at);
    case 'ReturnStatement':
    case 'ArrowFunctionExpression': {
      const memo = memoAround(module, at);
      return memo === undefined ? readByCallers(module, list, found, ways) : readAt(module, memo, found, ways);
    }
    case 'Property':
      return at.value === below && readUnderName(module, at, found, ways);
    default:
      return at !== undefined && (isTest(below, at) || (isOneOf(below, at) && readAt(module, at, found, ways)));
  }
}

/** What a call reads of a list that it is handed. */
function listHanded(module: JsModule, call: TSESTree.CallExpression, list: Node, found: Found, ways: Ways): boolean {
  const state = isStateOf(module, call, list);
  if (state !== undefined) return boundRead(module, state, found, (use) => readAt(module, use, found, ways));
  if (module.textOf(call.callee) === 'Array.from' && call.arguments[0] === list) {
    const [, callback] = call.arguments;
    return callback === undefined ? readAt(module, call, found, ways) : callbackRead(module, callback, 0, found, ways);
  }
  const handed = handedTo(call, list, ways);
  return handed !== undefined && (handed.pattern === undefined || boundRead(handed.module, handed.pattern, found, (use) => readAt(handed.module, use, found, handed.ways)));
}

/** What is read of the rows that a list or a map of the code's own holds. */
function collectedRead(module: JsModule, { name, isMap }: Collection, found: Found, ways: Ways): boolean {
  return boundRead(module, name, found, (use) => (isMap ? mapRead : readAt)(module, use, found, ways));
}

/** One use of a map of rows by some key. */
function mapRead(module: JsModule, map: Node, found: Found, ways: Ways): boolean {
  const { below, at } = outside(module, map);
  if (at?.type === 'CallExpression') {
    const handed = handedTo(at, below, ways);
    return handed !== undefined && (handed.pattern === undefined || boundRead(handed.module, handed.pattern, found, (use) => mapRead(handed.module, use, found, handed.ways)));
  }
  if (at?.type !== 'MemberExpression' || at.object !== below) return at?.type === 'ArrayExpression' && isComparedAlone(module, at);
  // an object that was made of pairs
  if (at.computed) return rowRead(module, at, found, ways);
  const name = memberName(at) ?? '';
  const { at: call } = outside(module, at);
  if (call?.type !== 'CallExpression' || unwrap(call.callee) !== at) return name === 'size';
  if (name === 'get') return rowRead(module, call, found, ways);
  if (name === 'values') return readAt(module, call, found, ways);
  if (name === 'forEach') return call.arguments[0] !== undefined && callbackRead(module, call.arguments[0], 0, found, ways);
  return /^(?:has|set|delete|clear|keys)$/.test(name);
}

/** What a call of a method of the list reads of its rows. */
function methodRead(module: JsModule, call: TSESTree.CallExpression, name: string, found: Found, ways: Ways): boolean {
  const [callback] = call.arguments;
  const isRead = COMPARING.test(name)
    ? callback === undefined || [0, 1].every((index) => callbackRead(module, callback, index, found, ways))
    : name === 'reduce' ? call.arguments.length === 2 && callback !== undefined && callbackRead(module, callback, 1, found, ways)
      : PER_ROW.test(name) ? callback !== undefined && callbackRead(module, callback, 0, found, ways) : givesSameRows(name) || ONE_ROW.test(name) || ADDING.test(name);
  return isRead && (givesSameRows(name) ? readAt(module, call, found, ways) : !ONE_ROW.test(name) || rowRead(module, call, found, ways));
}

/** What a callback reads of the row that it gets as its parameter of this number, be it written here or a function of the project that is named. */
function callbackRead(module: JsModule, callback: Node, index: number, found: Found, ways: Ways): boolean {
  if (callback.type === 'Identifier' && callback.name === 'Boolean') return true;
  if (!isFunction(callback)) {
    const handed = ways.bound(callback, index);
    return handed !== undefined && boundBelow(handed, found);
  }
  const row = callback.params[index];
  // what gets the list itself besides may do anything with it
  return callback.params.length <= MOST_PARAMETERS + index && (row === undefined || rowBound(module, row, found, ways));
}

/** A row and its number. */
const MOST_PARAMETERS = 2;

/** Where a function that is called gets what it is handed. */
function handedTo(call: TSESTree.CallExpression, given: Node, ways: Ways): Bound | undefined {
  const index = call.arguments.indexOf(given as TSESTree.Expression);
  return index < 0 || call.arguments.slice(0, index).some(({ type }) => type === 'SpreadElement') ? undefined : ways.bound(call.callee, index);
}

/** What a function takes of a row that it is handed. */
function boundBelow({ module, pattern, ways }: Bound, found: Found): boolean {
  return pattern === undefined || rowBound(module, pattern, found, ways);
}

/** What a pattern that stands for a row takes of it. */
function rowBound(module: JsModule, pattern: Node, found: Found, ways: Ways): boolean {
  if (pattern.type === 'ObjectPattern') {
    return pattern.properties.every((property) => {
      // what is left is looked at by nobody
      if (property.type === 'RestElement') return boundRead(module, property.argument, found, () => false);
      const name = keyName(property);
      if (name !== undefined) addTo(found, name, false);
      return name !== undefined;
    });
  }
  return boundRead(module, pattern, found, (use) => rowRead(module, use, found, ways));
}

/** One use of a row. */
function rowRead(module: JsModule, row: Node, found: Found, ways: Ways): boolean {
  const { below, at } = outside(module, row);
  if (at?.type === 'VariableDeclarator') return at.init === below && rowBound(module, at.id, found, ways);
  if (at !== undefined && isTest(below, at)) return true;
  if (at !== undefined && isOneOf(below, at)) return rowRead(module, at, found, ways);
  switch (at?.type) {
    case 'CallExpression': {
      const added = collectionAddedTo(module, at, below);
      if (added !== undefined) return collectedRead(module, added, found, ways);
      const handed = handedTo(at, below, ways);
      return handed !== undefined && boundBelow(handed, found);
    }
    case 'ArrayExpression': {
      const map = mapMadeOf(module, at, below);
      return isComparedAlone(module, at) || (map !== undefined && boundRead(module, map, found, (use) => mapRead(module, use, found, ways)));
    }
    case 'AssignmentExpression':
      return at.right === below && isSetAlone(module, at) && boundRead(module, at.left, found, (use) => rowRead(module, use, found, ways));
    case 'JSXExpressionContainer': {
      const handed = ways.into(at);
      return handed?.uses.every((use) => rowRead(handed.module, use, found, handed.ways)) === true;
    }
    case 'JSXSpreadAttribute': {
      const handed = ways.spread(at);
      return handed !== undefined && boundBelow(handed, found);
    }
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return givenBack(module, row, ways)?.every((further) => further.uses.every((call) => rowGiven(further.module, call, found, further.ways))) === true;
    case 'BinaryExpression':
      return at.right === below && isNameLookedFor(at, found);
    default:
      return at?.type === 'MemberExpression' && at.object === below && memberRead(module, at, found);
  }
}

/** A row that a call gives, be it by a promise. */
function rowGiven(module: JsModule, call: Node, found: Found, ways: Ways): boolean {
  const { at } = outside(module, call);
  return rowRead(module, at?.type === 'AwaitExpression' ? at : call, found, ways);
}

/** `'title' in row` */
function isNameLookedFor({ operator, left }: TSESTree.BinaryExpression, found: Found): boolean {
  if (operator !== 'in' || left.type !== 'Literal' || typeof left.value !== 'string') return false;
  addTo(found, left.value, false);
  return true;
}

/** A column of a row, by its name. */
function memberRead(module: JsModule, at: TSESTree.MemberExpression, found: Found): boolean {
  const name = memberName(at);
  const { below: read, at: further } = outside(module, at);
  if (name !== undefined) addTo(found, name, further?.type === 'MemberExpression' && further.object === read && memberName(further) === 'length');
  return name !== undefined;
}

function addTo({ columns, beyondLength }: Found, name: string, isLength: boolean): void {
  columns.add(name);
  if (!isLength) beyondLength.add(name);
}

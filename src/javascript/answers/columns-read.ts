import type { TSESTree } from '@typescript-eslint/utils';
import { answerTo, type Bound, givenBack, isOneOf, isSet, isSetAlone, NOWHERE, partsTakenAnywhere, type Ways } from '../queries/answer-parts.ts';
import { columnsCompared } from './answer-uses.ts';
import { addedTo as collectionAddedTo, type Collection, mapMadeOf } from '../rows/collected.ts';
import { isComparedAlone, isStateOf, memoAround } from './remembered.ts';
import { givesSameRows } from '../syntax/iterations.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, isFunction, isNullish, keyName, memberName, type Node, unwrap } from '../syntax/nodes.ts';
import { outside } from '../syntax/outside.ts';

// What the code reads of each row that a query gives it, by the names of columns.

/** What is found as rows are followed: the columns that are read, those of which more than a length is, those of which some elements are counted, and the names that rows were followed through. */
interface Found {
  readonly columns: Set<string>;
  readonly beyondLength: Set<string>;
  readonly inPart: Set<string>;
  readonly seen: Set<Node>;
}

function nothingFound(): Found {
  return { columns: new Set(), beyondLength: new Set(), inPart: new Set(), seen: new Set() };
}

/** What the code reads of each row of a list, by the names of columns: a relation whose number of rows is all that it takes stands in both. */
export interface RowReads {
  readonly columns: ReadonlySet<string>;
  readonly counted: ReadonlySet<string>;
  /** Those among the counted of which it counts some rows by what stands in them. */
  readonly countedInPart: ReadonlySet<string>;
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
  return { columns: found.columns, counted: new Set([...found.columns].filter((name) => !found.beyondLength.has(name))), countedInPart: found.inPart };
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

/** `if (row)`, `!row`, `row && …`, `row ? … : …`, `row !== null`, `typeof row`, `Array.isArray(rows)`: whether there is any, or what it is; and what nobody takes up. */
function isTest(below: Node, at: Node): boolean {
  if (at.type === 'IfStatement' || at.type === 'ConditionalExpression') return at.test === below;
  if (at.type === 'UnaryExpression') return at.operator === '!' || at.operator === 'typeof';
  if (at.type === 'BinaryExpression') return /^[!=]==?$/.test(at.operator) && isNullish(at.left === below ? at.right : at.left);
  if (at.type === 'CallExpression') return calledName(at) === 'isArray' && at.arguments[0] === below;
  return at.type === 'ExpressionStatement' || (at.type === 'LogicalExpression' && at.operator === '&&' && at.left === below);
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

/** A column of a row, by its name. A method of the row may read any. */
function memberRead(module: JsModule, at: TSESTree.MemberExpression, found: Found): boolean {
  const name = memberName(at);
  const { below, at: call } = outside(module, at);
  if (name === undefined || (call?.type === 'CallExpression' && call.callee === below)) return false;
  const isInPart = isCountedInPart(module, at);
  if (isInPart) found.inPart.add(name);
  addTo(found, name, isInPart || isLengthTaken(module, at));
  return true;
}

function isLengthTaken(module: JsModule, list: Node): boolean {
  const { below, at } = outside(module, list);
  return at?.type === 'MemberExpression' && at.object === below && memberName(at) === 'length';
}

/** `row.lines.filter((line) => line.open).length` */
function isCountedInPart(module: JsModule, list: Node): boolean {
  const { below, at } = outside(module, list);
  const { at: call } = at?.type === 'MemberExpression' && at.object === below && memberName(at) === 'filter' ? outside(module, at) : { at: undefined };
  const [test] = call?.type === 'CallExpression' ? call.arguments : [];
  return call !== undefined && isFunction(test) && columnsCompared(module, test).length > 0 && isLengthTaken(module, call);
}

function addTo({ columns, beyondLength }: Found, name: string, isLength: boolean): void {
  columns.add(name);
  if (!isLength) beyondLength.add(name);
}

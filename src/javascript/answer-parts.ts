import type { TSESTree } from '@typescript-eslint/utils';
import type { JsModule } from './syntax/module.ts';
import { type FunctionNode, isFunction, keyName, memberName, type Node, unwrap } from './syntax/nodes.ts';
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
  const awaited = module.parentOf(node);
  const holder = awaited?.type === 'AwaitExpression' ? module.parentOf(awaited) : undefined;
  if (holder?.type === 'VariableDeclarator') return holder.id.type === 'ArrayPattern' && holder.id.elements.length === 1 && holder.id.elements[0]?.type !== 'RestElement';
  return holder?.type === 'MemberExpression' && holder.computed && holder.object === awaited && numberValue(module, holder.property) === 0;
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
  const awaited = joined?.type === 'CallExpression' && joining.test(module.textOf(joined.callee)) ? module.parentOf(joined) : undefined;
  const holder = awaited?.type === 'AwaitExpression' ? module.parentOf(awaited) : undefined;
  if (at?.type !== 'ArrayExpression' || holder?.type !== 'VariableDeclarator' || holder.id.type !== 'ArrayPattern') return undefined;
  return holder.id.elements[at.elements.indexOf(below as TSESTree.Expression)] ?? undefined;
}

/** The outermost expression that is `node` itself, and what it stands in. */
export function outside(module: JsModule, node: Node): { readonly below: Node; readonly at: Node | undefined } {
  let below = node;
  let at = module.parentOf(node);
  while (at !== undefined && isWrapper(at)) [below, at] = [at, module.parentOf(at)];
  return { below, at };
}

/** What changes nothing of a value around which it stands. */
export function isWrapper({ type }: Node): boolean {
  return type === 'ChainExpression' || type === 'TSNonNullExpression' || type === 'TSAsExpression' || type === 'TSSatisfiesExpression';
}

function takenFrom(module: JsModule, node: Node): readonly Part[] | undefined {
  const { below, at } = outside(module, node);
  // `user ? await find() : { docs: [] }`
  if (at?.type === 'ConditionalExpression' && at.test !== below) return takenFrom(module, at);
  if (at?.type === 'VariableDeclarator') return at.init === below ? boundTo(module, at.id) : undefined;
  if (at?.type !== 'MemberExpression' || at.object !== below) return undefined;
  const name = memberName(at);
  return name === undefined ? undefined : [{ name, node: at }];
}

function boundTo(module: JsModule, pattern: Node): readonly Part[] | undefined {
  if (pattern.type === 'ObjectPattern') {
    const parts = pattern.properties.flatMap((property): Part[] => {
      const name = property.type === 'Property' ? keyName(property) : undefined;
      return property.type !== 'Property' || name === undefined ? [] : [{ name, node: property.value.type === 'AssignmentPattern' ? property.value.left : property.value }];
    });
    return parts.length === pattern.properties.length ? parts : undefined;
  }
  const binding = pattern.type === 'Identifier' ? module.resolve(pattern) : undefined;
  if (binding?.kind !== 'variable') return undefined;
  const taken = module.referencesTo(binding).filter((use) => use !== pattern).map((use) => takenFrom(module, use));
  return taken.every((parts) => parts !== undefined) ? taken.flat() : undefined;
}

/** Where rows go on from the code at hand, in whichever file. */
export interface Ways {
  /** Where a component gets what an attribute hands it. */
  readonly into: (container: Node) => Further | undefined;
  /** All calls of a function that gives them back; undefined where there may be others. */
  readonly callsOf: (fn: FunctionNode) => readonly Further[] | undefined;
}

/** Where something goes on: each use of it, all in one file. */
export interface Further {
  readonly module: JsModule;
  readonly uses: readonly Node[];
  readonly ways: Ways;
}

const NOWHERE: Ways = { into: () => undefined, callsOf: () => undefined };

/** What the code reads of each row of a list, by the names of columns; undefined where a row goes anywhere as a whole. `rows` is a member access or a name in a pattern. */
export function columnsRead(module: JsModule, rows: Node, ways: Ways = NOWHERE): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  const isRead = rows.type === 'MemberExpression' ? readAt(module, rows, found, ways) : boundRead(module, rows, (use) => readAt(module, use, found, ways));
  return isRead ? found : undefined;
}

/** The same of each row that `call` gives a promise of a list of; undefined where nobody waits for it as well. */
export function rowColumnsRead(module: JsModule, call: Node, ways: Ways = NOWHERE): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  return promiseRead(module, call, found, ways) ? found : undefined;
}

/** What becomes of a promise of rows. */
function promiseRead(module: JsModule, promise: Node, found: Set<string>, ways: Ways): boolean {
  const answer = answerTo(module, promise, /^(?:Promise\.all|[\w.]+\.\$transaction)$/);
  if (answer?.type === 'AwaitExpression') return readAt(module, answer, found, ways);
  if (answer !== undefined) return boundRead(module, answer, (use) => readAt(module, use, found, ways));
  return readByCallers(module, promise, found, ways);
}

/** The function around gives its callers what `node` is, and all of these are known. */
function readByCallers(module: JsModule, node: Node, found: Set<string>, ways: Ways): boolean {
  return givenBack(module, node, ways)?.every((further) => further.uses.every((call) => promiseRead(further.module, call, found, further.ways))) === true;
}

/** All uses of what a pattern binds are ones that `test` can read: to set it anew is none. */
function boundRead(module: JsModule, pattern: Node, test: (use: Node) => boolean): boolean {
  const binding = pattern.type === 'Identifier' ? module.resolve(pattern) : undefined;
  if (binding === undefined) return false;
  return module.referencesTo(binding).every((use) => use === pattern || test(use));
}

/** Methods of a list whose callback gets a row. */
const PER_ROW = /^(?:map|forEach|filter|find|some|every|flatMap|findIndex)$/;

/** One use of a list of rows. */
function readAt(module: JsModule, list: Node, found: Set<string>, ways: Ways): boolean {
  const { below, at } = outside(module, list);
  switch (at?.type) {
    case 'VariableDeclarator':
      if (at.init !== below) return false;
      if (at.id.type === 'ArrayPattern') return at.id.elements.every((element) => element === null || rowBound(module, element, found, ways));
      return boundRead(module, at.id, (use) => readAt(module, use, found, ways));
    case 'ForOfStatement':
      return at.right === below && at.left.type === 'VariableDeclaration' && rowBound(module, at.left.declarations[0].id, found, ways);
    case 'MemberExpression': {
      if (at.object !== below) return false;
      if (at.computed) return rowRead(module, at, found, ways);
      if (memberName(at) === 'length') return true;
      const { at: call } = outside(module, at);
      if (call?.type !== 'CallExpression' || unwrap(call.callee) !== at || !PER_ROW.test(memberName(at) ?? '')) return false;
      const [callback] = call.arguments;
      if (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression') return false;
      const [row] = callback.params;
      if (callback.params.length > 2 || (row !== undefined && !rowBound(module, row, found, ways))) return false;
      // what these give holds rows again
      const name = memberName(at);
      return name === 'filter' ? readAt(module, call, found, ways) : name === 'find' ? rowRead(module, call, found, ways) : true;
    }
    case 'IfStatement':
      return at.test === below;
    case 'UnaryExpression':
      return at.operator === '!';
    case 'JSXExpressionContainer': {
      const handed = ways.into(at);
      return handed?.uses.every((use) => readAt(handed.module, use, found, handed.ways)) === true;
    }
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return readByCallers(module, list, found, ways);
    default:
      return false;
  }
}

/** What a pattern that stands for a row takes of it. */
function rowBound(module: JsModule, pattern: Node, found: Set<string>, ways: Ways): boolean {
  if (pattern.type === 'ObjectPattern') {
    return pattern.properties.every((property) => {
      const name = property.type === 'Property' ? keyName(property) : undefined;
      if (name !== undefined) found.add(name);
      return name !== undefined;
    });
  }
  return boundRead(module, pattern, (use) => rowRead(module, use, found, ways));
}

/** One use of a row. */
function rowRead(module: JsModule, row: Node, found: Set<string>, ways: Ways): boolean {
  const { below, at } = outside(module, row);
  if (at?.type === 'VariableDeclarator') return at.init === below && rowBound(module, at.id, found, ways);
  if (at?.type === 'IfStatement') return at.test === below;
  if (at?.type === 'UnaryExpression') return at.operator === '!';
  if (at?.type === 'JSXExpressionContainer') {
    const handed = ways.into(at);
    return handed?.uses.every((use) => rowRead(handed.module, use, found, handed.ways)) === true;
  }
  if (at?.type !== 'MemberExpression' || at.object !== below) return false;
  const name = memberName(at);
  if (name !== undefined) found.add(name);
  return name !== undefined;
}

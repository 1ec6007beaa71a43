import type { Span } from '../../model/text.ts';
import { oncePer } from '../../project/memo.ts';
import type { AsyncFor, Call, Comprehension, ExprNode, For, Lambda, PythonNode, StmtNode, While } from '../nodes.ts';
import { bindingsAt, type ComprehensionNode, isComprehension, positionalOf } from './bindings.ts';
import { blockWith } from './blocks.ts';
import { isFunction, type PyModule } from './module.ts';
import { walk } from './walk.ts';

/** A `for` statement, one clause of a comprehension, or a lambda that a call runs for each element. */
export interface Loop {
  readonly kind: 'for' | 'comprehension' | 'lambda';
  /** The statement, the clause or the lambda: what binds the loop's variable. */
  readonly node: For | AsyncFor | Comprehension | Lambda;
  readonly target: ExprNode;
  readonly iter: ExprNode;
  /** What runs once per element. */
  readonly body: readonly (StmtNode | ExprNode)[];
  readonly comprehension: ComprehensionNode | undefined;
}

/** By statement: the loops around it. A chain of `elif` nests deep, and every call in it asks. */
const loopsOfStatements = new WeakMap<PythonNode, readonly (Loop | While)[]>();

/** The loops around `node` in its function, innermost first; a loop's own head doesn't count as inside. */
export function loopsAround(module: PyModule, node: PythonNode): readonly (Loop | While)[] {
  const found: (Loop | While)[] = [];
  const open: { statement: PythonNode; from: number }[] = [];
  let below = node;
  for (let at = module.parent(node); at !== undefined && !isFunction(at) && at.nodeType !== 'ClassDef'; below = at, at = module.parent(at)) {
    if (at.nodeType === 'Lambda') {
      const loop = loopOfLambda(module, at);
      if (loop === undefined) break;
      found.push(loop);
    } else if (isBranch(at)) {
      const known = loopsOfStatements.get(at);
      if (known !== undefined) {
        found.push(...known);
        break;
      }
      open.push({ statement: at, from: found.length });
    } else if ((at.nodeType === 'For' || at.nodeType === 'AsyncFor') && blockWith(at, below) === at.body) found.push(forLoop(at));
    else if (at.nodeType === 'While' && (at.test === below || blockWith(at, below) === at.body)) found.push(at);
    else if (isComprehension(at)) found.push(...clausesAround(module, at, node));
  }
  for (const { statement, from } of open) loopsOfStatements.set(statement, found.slice(from));
  return found;
}

function isBranch({ nodeType }: PythonNode): boolean {
  return nodeType === 'If' || nodeType === 'Try' || nodeType === 'With' || nodeType === 'Match';
}

/** True for `for` loops and comprehension clauses, false for `while`. */
export function isLoop(loop: Loop | While): loop is Loop {
  return 'iter' in loop;
}

/** One Loop a statement, so that what is found out of a loop can be kept by it. */
const forLoop = oncePer((node: For | AsyncFor): Loop => ({ kind: 'for', node, target: node.target, iter: node.iter, body: node.body, comprehension: undefined }));

function clausesAround(module: PyModule, node: ComprehensionNode, inner: PythonNode): Loop[] {
  const { generators } = node;
  const own = generators.findIndex((clause) => module.contains(clause.iter, inner) || clause.ifs.some((test) => module.contains(test, inner)));
  // what a later clause runs over is evaluated once per element of the earlier ones; a clause's conditions once per element of its own
  const inIter = own !== -1 && module.contains((generators[own] as Comprehension).iter, inner);
  const last = own === -1 ? generators.length : inIter ? own : own + 1;
  return generators.slice(0, last).map((clause) => clauseLoop(clause, node)).reverse();
}

const clauseLoop = oncePer((clause: Comprehension, node: ComprehensionNode): Loop => {
  const later = node.generators.slice(node.generators.indexOf(clause) + 1);
  const results = node.nodeType === 'DictComp' ? [node.key, node.value] : [node.elt];
  const body = [...clause.ifs, ...later.flatMap(({ iter, ifs }) => [iter, ...ifs]), ...results];
  return { kind: 'comprehension', node: clause, target: clause.target, iter: clause.iter, body, comprehension: node };
});

/** Functions that run another one for each element of what they are given, and where both stand: the elements by their place, the other by its place or name. */
const EACH: Readonly<Record<string, readonly [rows: number, each: number | string]>> = {
  sorted: [0, 'key'], min: [0, 'key'], max: [0, 'key'], groupby: [0, 'key'], map: [1, 0], filter: [1, 0], filterfalse: [1, 0], takewhile: [1, 0], dropwhile: [1, 0],
};

/** `sorted(orders, key=lambda order: …)`, `map(lambda order: …, orders)`, `orders.sort(key=lambda order: …)`: what a call runs for each element of what it is given. */
const lambdaLoop = oncePer((call: Call): Loop | undefined => {
  const { func, args, keywords } = call;
  const name = func.nodeType === 'Name' ? func.id : func.nodeType === 'Attribute' && (func.attr === 'sort' || func.attr === 'groupby') ? func.attr : '';
  const [rows, each] = name === 'sort' ? [-1, 'key'] : (EACH[name] ?? []);
  if (rows === undefined || each === undefined) return undefined;
  // `max(a, b, key=…)` compares what stands there
  if ((name === 'min' || name === 'max') && args.length !== 1) return undefined;
  const given = typeof each === 'number' ? args[each] : (keywords.find(({ arg }) => arg === each)?.value ?? (name === 'groupby' ? args[1] : undefined));
  const iter = name === 'sort' && func.nodeType === 'Attribute' ? func.value : args[rows];
  const [parameter, ...others] = given?.nodeType === 'Lambda' ? positionalOf(given.args) : [];
  if (given?.nodeType !== 'Lambda' || iter === undefined || parameter === undefined || others.length > 0 || (name === 'map' && args.length > 2)) return undefined;
  const { arg, ...place } = parameter;
  const target = { ...place, nodeType: 'Name', id: arg, ctx: { nodeType: 'Store' } } as const;
  return { kind: 'lambda', node: given, target, iter, body: [given.body], comprehension: undefined };
});

/** What a lambda is run for, where a call runs it for each element of something. */
export function loopOfLambda(module: PyModule, lambda: Lambda): Loop | undefined {
  const user = module.parent(lambda);
  const call = user?.nodeType === 'Keyword' ? module.parent(user) : user;
  const loop = call?.nodeType === 'Call' ? lambdaLoop(call) : undefined;
  return loop?.node === lambda ? loop : undefined;
}

/** The loop's head: `for order in orders`. */
export function headSpan(module: PyModule, loop: Loop): Span {
  if (loop.kind === 'lambda') return module.range(loop.iter);
  const [, end] = module.range(loop.iter);
  return [loop.kind === 'for' ? module.range(loop.node)[0] : module.range(loop.target)[0], end];
}

/** The loops that a node is: one for a statement, one a clause for a comprehension, one for a call that runs a lambda. */
export function loopsAt(node: PythonNode): Loop[] {
  if (node.nodeType === 'For' || node.nodeType === 'AsyncFor') return [forLoop(node)];
  const loop = node.nodeType === 'Call' ? lambdaLoop(node) : undefined;
  if (loop !== undefined) return [loop];
  return isComprehension(node) ? node.generators.map((clause) => clauseLoop(clause, node)) : [];
}

/** Names that take another value with every element: the loop's variables, and what its body computes from them or fills with them. */
export function variantNames(module: PyModule, loop: Loop): ReadonlySet<string> {
  return namesByLoop(loop, module);
}

const namesByLoop = oncePer((loop: Loop, module: PyModule) => (loop.kind === 'comprehension' ? variantInClauses(loop) : loop.kind === 'lambda' ? new Set(namesOf(loop.target)) : variantInBody(loop, module)));

function variantInClauses({ node, target, comprehension }: Loop): Set<string> {
  const names = new Set(namesOf(target));
  for (const clause of comprehension?.generators ?? []) if (clause !== node && mentions(clause.iter, names)) for (const name of namesOf(clause.target)) names.add(name);
  return names;
}

function variantInBody({ node: loop, target, body }: Loop, module: PyModule): Set<string> {
  const setting = [...walk(loop)].filter((node) => node !== loop);
  return namesMadeOf(module, setting, [...walk(body)], namesOf(target));
}

/**
 * Names whose value comes from one of `first`: what code computes from them, or fills with them.
 *
 * @param setting the nodes of the code that may bind names
 * @param filling those of the code that may fill what is bound
 */
export function namesMadeOf(module: PyModule, setting: readonly PythonNode[], filling: readonly PythonNode[], first: Iterable<string>): Set<string> {
  const bound = new Set<string>();
  const madeOf = new Map<string, string[]>();
  const note = (name: string, source: PythonNode): void => {
    for (const from of namesOf(source, true)) {
      const made = madeOf.get(from);
      if (made === undefined) madeOf.set(from, [name]);
      else made.push(name);
    }
  };
  for (const node of setting) {
    for (const { name, node: binding, value } of bindingsAt(node)) {
      bound.add(name);
      note(name, value ?? binding);
    }
  }
  for (const node of filling) for (const { name, by } of fillingsAt(module, node)) if (bound.has(name)) for (const source of by) note(name, source);
  const names = new Set(first);
  const pending = [...names];
  for (let source = pending.pop(); source !== undefined; source = pending.pop()) {
    for (const name of madeOf.get(source) ?? []) {
      if (names.has(name)) continue;
      names.add(name);
      pending.push(name);
    }
  }
  return names;
}

interface Filling {
  readonly name: string;
  readonly by: readonly ExprNode[];
}

/** What a statement puts into something under a name: `label.text = book.title`, `fields["code"] = row`, `codes.update(row)`, `fill(label, row)`. */
function fillingsAt(module: PyModule, node: PythonNode): Filling[] {
  const targets = node.nodeType === 'Assign' ? node.targets : node.nodeType === 'AugAssign' ? [node.target] : [];
  if (node.nodeType === 'Assign' || node.nodeType === 'AugAssign') {
    const { value } = node;
    return targets.flatMap((target) => (target.nodeType === 'Attribute' || target.nodeType === 'Subscript' ? rootsOf(target, [value, target]) : []));
  }
  if (node.nodeType !== 'Call' || module.parent(node)?.nodeType !== 'Expr') return [];
  const given = [...node.args, ...node.keywords.map(({ value }) => value)];
  const owner = node.func.nodeType === 'Attribute' ? rootsOf(node.func.value, given) : [];
  return [...owner, ...given.flatMap((argument) => (argument.nodeType === 'Name' ? [{ name: argument.id, by: given }] : []))];
}

function rootsOf(place: ExprNode, by: readonly ExprNode[]): Filling[] {
  let at = place;
  while (at.nodeType === 'Attribute' || at.nodeType === 'Subscript') at = at.value;
  return at.nodeType === 'Name' ? [{ name: at.id, by }] : [];
}

/** True where the code reads one of these names. */
export function mentions(node: PythonNode | StmtNode, names: ReadonlySet<string>): boolean {
  for (const inner of walk(node, { nested: true })) if (inner.nodeType === 'Name' && names.has(inner.id)) return true;
  return false;
}

function namesOf(start: PythonNode, nested = false): string[] {
  const found: string[] = [];
  for (const node of walk(start, { nested })) if (node.nodeType === 'Name') found.push(node.id);
  return found;
}

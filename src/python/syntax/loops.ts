import type { Span } from '../../model/text.ts';
import { oncePer } from '../../project/memo.ts';
import type { AsyncFor, Call, Comprehension, ExprNode, For, Lambda, PythonNode, StmtNode, While } from '../nodes.ts';
import { bindingsAt, type ComprehensionNode, isComprehension, positionalOf } from './bindings.ts';
import { blockWith } from './blocks.ts';
import { isFunction, type PyModule } from './module.ts';
import { argumentsOf, lastName } from './static.ts';
import { walk } from './walk.ts';

/** A `for` statement, one clause of a comprehension, or a lambda that a function of Python's own runs for each element. */
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
      const loop = lambdaLoop(module, at);
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

/** A call that runs a function for each element of something: `map(function, iter)`, `sorted(iter, key=function)`, `rows.sort(key=function)`. */
export interface PerElement {
  readonly iter: ExprNode;
  readonly fn: ExprNode;
}

/** What a call of Python's own functions runs for each element of what it is given. */
export function perElement({ func, args, keywords }: Call): PerElement | undefined {
  const name = lastName(func);
  const [first, second] = args;
  if (/^(?:filterfalse|takewhile|dropwhile)$/.test(name) || (func.nodeType === 'Name' && (name === 'map' || name === 'filter'))) return first === undefined || second === undefined || args.length > 2 ? undefined : { iter: second, fn: first };
  const key = keywords.find(({ arg }) => arg === 'key')?.value ?? (name === 'groupby' ? second : undefined);
  if (key === undefined) return undefined;
  if (func.nodeType === 'Attribute' && name === 'sort' && args.length === 0) return { iter: func.value, fn: key };
  const isKeyed = name === 'groupby' || (/^(?:sorted|min|max)$/.test(name) && args.length === 1);
  const iter = isKeyed ? first : /^(?:nlargest|nsmallest)$/.test(name) ? second : undefined;
  return iter === undefined ? undefined : { iter, fn: key };
}

/** The loop that a lambda is, where a function of Python's own runs it for each element. */
export function lambdaLoop(module: PyModule, node: Lambda): Loop | undefined {
  const parent = module.parent(node);
  const call = parent?.nodeType === 'Keyword' ? module.parent(parent) : parent;
  const per = call?.nodeType === 'Call' ? perElement(call) : undefined;
  return per?.fn === node ? loopOf(node, per.iter) : undefined;
}

const loopOf = oncePer((node: Lambda, iter: ExprNode): Loop | undefined => {
  const [arg, ...others] = positionalOf(node.args);
  if (arg === undefined || others.length > 0) return undefined;
  const { arg: id, lineno, col_offset, end_lineno = lineno, end_col_offset = col_offset + id.length } = arg;
  return { kind: 'lambda', node, target: { nodeType: 'Name', id, ctx: { nodeType: 'Store' }, lineno, col_offset, end_lineno, end_col_offset }, iter, body: [node.body], comprehension: undefined };
});

/** The loop's head: `for order in orders`. */
export function headSpan(module: PyModule, loop: Loop): Span {
  if (loop.kind === 'lambda') return module.range(loop.node);
  const [, end] = module.range(loop.iter);
  return [loop.kind === 'for' ? module.range(loop.node)[0] : module.range(loop.target)[0], end];
}

/** The loops that a node is: one for a statement, one a clause for a comprehension, one for a call that runs a lambda for each element. */
export function loopsAt(node: PythonNode): Loop[] {
  const per = node.nodeType === 'Call' ? perElement(node) : undefined;
  if (per?.fn.nodeType === 'Lambda') return [loopOf(per.fn, per.iter)].filter((loop) => loop !== undefined);
  if (node.nodeType === 'For' || node.nodeType === 'AsyncFor') return [forLoop(node)];
  return isComprehension(node) ? node.generators.map((clause) => clauseLoop(clause, node)) : [];
}

/** Names that take another value with every element: the loop's variables, and what its body computes from them or fills with them. */
export function variantNames(module: PyModule, loop: Loop): ReadonlySet<string> {
  return namesByLoop(loop, module);
}

const namesByLoop = oncePer((loop: Loop, module: PyModule) => (loop.kind === 'for' ? variantInBody(loop, module) : variantInClauses(loop)));

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
  const given = argumentsOf(node);
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

import type { Span } from '../../model/text.ts';
import type { AsyncFor, Comprehension, ExprNode, For, PythonNode, StmtNode, While } from '../nodes.ts';
import { type Binding, bindingsOf, type ComprehensionNode, contains, isComprehension, scopeOf } from './flow.ts';
import { isFunction, type PyModule } from './module.ts';
import { walk } from './walk.ts';

/** A `for` statement or one clause of a comprehension. */
export interface Loop {
  readonly kind: 'for' | 'comprehension';
  /** The statement, or the clause: what binds the loop's variable. */
  readonly node: For | AsyncFor | Comprehension;
  readonly target: ExprNode;
  readonly iter: ExprNode;
  /** What runs once per element. */
  readonly body: readonly (StmtNode | ExprNode)[];
  readonly comprehension: ComprehensionNode | undefined;
}

/** The loops around `node` in its function, innermost first; a loop's own head doesn't count as inside. */
export function loopsAround(module: PyModule, node: PythonNode): (Loop | While)[] {
  const found: (Loop | While)[] = [];
  let below = node;
  for (let at = module.parent(node); at !== undefined && !isFunction(at) && at.nodeType !== 'Lambda' && at.nodeType !== 'ClassDef'; below = at, at = module.parent(at)) {
    if ((at.nodeType === 'For' || at.nodeType === 'AsyncFor') && at.body.includes(below as StmtNode)) found.push(forLoop(at));
    else if (at.nodeType === 'While' && (at.test === below || at.body.includes(below as StmtNode))) found.push(at);
    else if (isComprehension(at)) found.push(...clausesAround(module, at, node));
  }
  return found;
}

/** True for `for` loops and comprehension clauses, false for `while`. */
export function isLoop(loop: Loop | While): loop is Loop {
  return 'iter' in loop;
}

function forLoop(node: For | AsyncFor): Loop {
  return { kind: 'for', node, target: node.target, iter: node.iter, body: node.body, comprehension: undefined };
}

function clausesAround(module: PyModule, node: ComprehensionNode, inner: PythonNode): Loop[] {
  const { generators } = node;
  const own = generators.findIndex((clause) => contains(module, clause.iter, inner) || clause.ifs.some((test) => contains(module, test, inner)));
  // what a later clause runs over is evaluated once per element of the earlier ones; a clause's conditions once per element of its own
  const inIter = own !== -1 && contains(module, (generators[own] as Comprehension).iter, inner);
  const last = own === -1 ? generators.length : inIter ? own : own + 1;
  return generators.slice(0, last).map((clause) => clauseLoop(node, clause)).reverse();
}

function clauseLoop(node: ComprehensionNode, clause: Comprehension): Loop {
  const later = node.generators.slice(node.generators.indexOf(clause) + 1);
  const results = node.nodeType === 'DictComp' ? [node.key, node.value] : [node.elt];
  const body = [...clause.ifs, ...later.flatMap(({ iter, ifs }) => [iter, ...ifs]), ...results];
  return { kind: 'comprehension', node: clause, target: clause.target, iter: clause.iter, body, comprehension: node };
}

/** The loop's head: `for order in orders`. */
export function headSpan(module: PyModule, loop: Loop): Span {
  const [, end] = module.range(loop.iter);
  return [loop.kind === 'for' ? module.range(loop.node)[0] : module.range(loop.target)[0], end];
}

/** The loops that a node is: one for a statement, one a clause for a comprehension. */
export function loopsAt(node: PythonNode): Loop[] {
  if (node.nodeType === 'For' || node.nodeType === 'AsyncFor') return [forLoop(node)];
  return isComprehension(node) ? node.generators.map((clause) => clauseLoop(node, clause)) : [];
}

/** Names that take another value with every element: the loop's variables, and what its body computes from them or fills with them. */
export function variantNames(module: PyModule, loop: Loop): ReadonlySet<string> {
  const known = variantByLoop.get(loop.node);
  if (known !== undefined) return known;
  const names = findVariantNames(module, loop);
  variantByLoop.set(loop.node, names);
  return names;
}

const variantByLoop = new WeakMap<PythonNode, ReadonlySet<string>>();

function findVariantNames(module: PyModule, loop: Loop): ReadonlySet<string> {
  const names = new Set(namesOf(loop.target));
  if (loop.kind === 'comprehension') {
    const { comprehension } = loop;
    for (const clause of comprehension?.generators ?? []) if (clause !== loop.node && mentions(clause.iter, names)) for (const name of namesOf(clause.target)) names.add(name);
    return names;
  }
  const made: [name: string, bindings: readonly Binding[]][] = [];
  for (const [name, bindings] of bindingsOf(scopeOf(module, loop.node))) {
    const own = bindings.filter(({ node }) => node !== loop.node && contains(module, loop.node, node));
    if (own.length > 0) made.push([name, own]);
  }
  const fillings = [...walk(loop.body)].flatMap((node) => fillingsAt(module, node));
  for (let grown = true; grown; ) {
    grown = false;
    for (const [name, bindings] of made) {
      if (names.has(name)) continue;
      if (!bindings.some(({ node, value }) => mentions(value ?? node, names)) && !fillings.some((filling) => filling.name === name && filling.by.some((node) => mentions(node, names)))) continue;
      names.add(name);
      grown = true;
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

function namesOf(target: ExprNode): string[] {
  const found: string[] = [];
  for (const node of walk(target)) if (node.nodeType === 'Name') found.push(node.id);
  return found;
}

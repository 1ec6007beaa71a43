import type { Comprehension, ExprNode, PythonNode, StmtNode } from '../nodes.ts';
import { type Binding, bindingsAt, bindingsOf, bindingsOfClause, isComprehension, scopeOf } from './bindings.ts';
import { blockWith, leaves } from './blocks.ts';
import { isFunction, type PyModule } from './module.ts';
import { follows, leadsTo } from './order.ts';
import { walk } from './walk.ts';

// What a local name may hold where it is used.

/**
 * The bindings of a name that may hold where `use` stands, the latest first: back to the one that certainly ran before. Bindings
 * in the other branch of a condition, and those further down in a loop's body, are left out. Empty where nothing is known.
 */
export function reaching(module: PyModule, use: PythonNode, name: string): readonly Binding[] {
  const clause = clauseBinding(module, use, name);
  if (clause !== undefined) return [clause];
  for (let scope = scopeOf(module, use), at = use; ; at = scope, scope = scopeOf(module, scope)) {
    const bindings = bindingsOf(scope).get(name);
    if (bindings !== undefined) return at === use ? latest(module, bindings, use) : only(bindings);
    if (scope.nodeType === 'Module') return [];
  }
}

/** What a name was set to where it stands; undefined where that may be several things, or a part of one. */
export function soleValue(module: PyModule, use: PythonNode, name: string): ExprNode | undefined {
  const [binding, ...others] = reaching(module, use, name);
  return others.length === 0 && binding?.kind === 'value' && binding.path.length === 0 ? binding.value : undefined;
}

/** What a closure sees: known only where the outer function binds the name once. */
function only(bindings: readonly Binding[]): readonly Binding[] {
  return bindings.length === 1 ? bindings : [];
}

function clauseBinding(module: PyModule, use: PythonNode, name: string): Binding | undefined {
  let below = use;
  for (let at = module.parent(use); at !== undefined && !isFunction(at) && at.nodeType !== 'Lambda'; below = at, at = module.parent(at)) {
    if (!isComprehension(at)) continue;
    const inside = at.generators.findIndex((clause) => clause === below || module.contains(clause, use));
    const visible = inside === -1 ? at.generators : at.generators.slice(0, isIter(module, at.generators[inside], use) ? inside : inside + 1);
    for (const clause of [...visible].reverse()) {
      const found = bindingsOfClause(clause).find((binding) => binding.name === name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function isIter(module: PyModule, clause: Comprehension | undefined, use: PythonNode): boolean {
  return clause !== undefined && module.contains(clause.iter, use);
}

/** Places that may have bound a name, beyond which none of them counts. */
const MOST_BINDINGS = 100;

function latest(module: PyModule, bindings: readonly Binding[], use: PythonNode): readonly Binding[] {
  const found: Binding[] = [];
  for (let index = bindings.length - 1; index >= 0; index -= 1) {
    const binding = bindings[index] as Binding;
    if (!holdsAt(module, binding, use)) continue;
    found.push(binding);
    if (isCertain(module, binding, use)) break;
    // what may be any of so many is nothing in particular
    if (found.length > MOST_BINDINGS) return [];
  }
  return found;
}

function holdsAt(module: PyModule, { kind, node, value }: Binding, use: PythonNode): boolean {
  if (kind === 'parameter') return true;
  // a loop's variable holds from the end of what it runs over; everything else from the end of its statement
  const from = kind === 'element' && value !== undefined ? value : headOf(node);
  return follows(use, from) && leadsTo(module, node, use);
}

function headOf(node: PythonNode): PythonNode {
  if (node.nodeType !== 'With' && node.nodeType !== 'AsyncWith') return node;
  return node.items.at(-1)?.optional_vars ?? node;
}

/** Whoever reaches `use` has run the binding. */
function isCertain(module: PyModule, { kind, node, name }: Binding, use: PythonNode): boolean {
  if (kind === 'parameter' || kind === 'element') return kind === 'parameter' || module.contains(node, use);
  let below = node;
  for (let at = module.parent(node); at !== undefined; below = at, at = module.parent(at)) {
    if (module.contains(at, use) && sameBlock(module, at, below, use)) return true;
    if (!isTransparent(at, below, name)) return false;
  }
  return true;
}

function sameBlock(module: PyModule, parent: PythonNode, statement: PythonNode, use: PythonNode): boolean {
  const block = blockWith(parent, statement);
  if (block === undefined) return true;
  return block.some((other) => module.contains(other, use));
}

function isTransparent(parent: PythonNode, below: PythonNode, name: string): boolean {
  switch (parent.nodeType) {
    case 'With':
    case 'AsyncWith':
    case 'Expr':
      return true;
    case 'Try':
    case 'TryStar':
      if (parent.finalbody.includes(below as StmtNode) || parent.orelse.includes(below as StmtNode)) return true;
      return parent.body.includes(below as StmtNode) && parent.handlers.every((handler) => leaves(handler.body) || bindsIn(handler.body, name));
    default:
      return false;
  }
}

function bindsIn(block: readonly StmtNode[], name: string): boolean {
  for (const node of walk(block)) if (bindingsAt(node).some((binding) => binding.name === name)) return true;
  return false;
}

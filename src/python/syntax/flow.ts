import { oncePer } from '../../project/memo.ts';
import type { Arg, Arguments, Comprehension, ExprNode, Lambda, Module, Name, PythonNode, StmtNode } from '../nodes.ts';
import { type FunctionNode, isFunction, type PyModule } from './module.ts';
import { walk } from './walk.ts';

/** What opens a scope of local names. Class bodies are none for the code of their methods. */
export type Scope = FunctionNode | Lambda | Module;

/** One place that binds a local name. */
export interface Binding {
  readonly name: string;
  /** The statement, comprehension clause or parameter that binds it. */
  readonly node: PythonNode;
  readonly kind:
    /** the name is `value` itself, or the part of it that `path` names */
    | 'value'
    /** the name is an element of `value` (loop variable), or the part of the element that `path` names */
    | 'element'
    | 'parameter'
    /** something else: `with … as`, `except … as`, `del`, an augmented assignment, an import, a nested `def` */
    | 'opaque';
  readonly value: ExprNode | undefined;
  /** Positions in unpacked tuples, outermost first: `for i, (a, b) in …` gives `b` the path [1, 1]. */
  readonly path: readonly number[];
  /** The parameter and its place, where `kind` is `parameter`. */
  readonly parameter: { readonly arg: Arg; readonly index: number } | undefined;
}

/** Every binding of every local name of `scope`, in source order. Comprehension variables belong to their comprehension. */
export const bindingsOf = oncePer((scope: Scope): ReadonlyMap<string, readonly Binding[]> => {
  const bindings = new Map<string, Binding[]>();
  const add = (binding: Binding): void => {
    const list = bindings.get(binding.name);
    if (list === undefined) bindings.set(binding.name, [binding]);
    else list.push(binding);
  };
  if (scope.nodeType !== 'Module') for (const binding of parametersOf(scope.args)) add(binding);
  if (scope.nodeType !== 'Lambda') for (const node of walk(scope.body)) for (const binding of bindingsAt(node)) add(binding);
  return bindings;
});

/** The parameters of a function as bindings, in the order in which positional arguments fill them. */
export function parametersOf(args: Arguments): Binding[] {
  const positional = [...args.posonlyargs, ...args.args];
  const found = [...positional, ...args.kwonlyargs].map((arg, index) => parameterBinding(arg, index));
  for (const arg of [args.vararg, args.kwarg]) if (arg !== undefined) found.push(opaque(arg.arg, arg));
  return found;
}

/** What a parameter holds where nobody gives it anything. */
export function defaultOf(scope: Scope, name: string): ExprNode | undefined {
  if (!isFunction(scope)) return undefined;
  const { posonlyargs, args, kwonlyargs, defaults, kw_defaults: named } = scope.args;
  const positional = [...posonlyargs, ...args];
  const index = positional.findIndex(({ arg }) => arg === name);
  return index >= 0 ? defaults[index - (positional.length - defaults.length)] : (named[kwonlyargs.findIndex(({ arg }) => arg === name)] ?? undefined);
}

function parameterBinding(arg: Arg, index: number): Binding {
  return { name: arg.arg, node: arg, kind: 'parameter', value: undefined, path: [], parameter: { arg, index } };
}

function opaque(name: string, node: PythonNode): Binding {
  return { name, node, kind: 'opaque', value: undefined, path: [], parameter: undefined };
}

/** The names that a node by itself binds in its scope. */
export function bindingsAt(node: PythonNode): Binding[] {
  switch (node.nodeType) {
    case 'Assign':
      return node.targets.flatMap((target) => unpack(target, node, 'value', node.value));
    case 'AnnAssign':
      return node.value === undefined ? [] : unpack(node.target, node, 'value', node.value);
    case 'NamedExpr':
      return unpack(node.target, node, 'value', node.value);
    case 'For':
    case 'AsyncFor':
      return unpack(node.target, node, 'element', node.iter);
    case 'AugAssign':
      return namesIn(node.target).map((name) => opaque(name, node));
    case 'With':
    case 'AsyncWith':
      return node.items.flatMap((item) => (item.optional_vars === undefined ? [] : namesIn(item.optional_vars).map((name) => opaque(name, node))));
    case 'ExceptHandler':
      return node.name === undefined ? [] : [opaque(node.name, node)];
    case 'Import':
    case 'ImportFrom':
      return node.names.map(({ name, asname }) => opaque(asname ?? name.split('.', 1)[0] ?? name, node));
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
      return [opaque(node.name, node)];
    case 'Delete':
      return node.targets.flatMap((target) => namesIn(target).map((name) => opaque(name, node)));
    case 'Global':
    case 'Nonlocal':
      return node.names.map((name) => opaque(name, node));
    case 'MatchAs':
    case 'MatchStar':
      return node.name === undefined ? [] : [opaque(node.name, node)];
    default:
      return [];
  }
}

function unpack(target: ExprNode, node: PythonNode, kind: 'value' | 'element', value: ExprNode, path: readonly number[] = []): Binding[] {
  switch (target.nodeType) {
    case 'Name':
      return [{ name: target.id, node, kind, value, path, parameter: undefined }];
    case 'Tuple':
    case 'List':
      return target.elts.flatMap((element, index) => unpack(element, node, kind, value, [...path, index]));
    case 'Starred':
      return namesIn(target.value).map((name) => opaque(name, node));
    default:
      return [];
  }
}

/** By name: where code of a scope reads or binds it, in source order, nested functions included. */
export const usesIn = oncePer((scope: Scope): ReadonlyMap<string, readonly Name[]> => {
  const found = new Map<string, Name[]>();
  for (const node of walk(scope, { nested: true })) {
    if (node.nodeType !== 'Name') continue;
    const known = found.get(node.id);
    if (known === undefined) found.set(node.id, [node]);
    else known.push(node);
  }
  return found;
});

/** Names that a target binds. */
function namesIn(target: ExprNode): string[] {
  if (target.nodeType === 'Name') return [target.id];
  if (target.nodeType === 'Tuple' || target.nodeType === 'List') return target.elts.flatMap((element) => namesIn(element));
  return target.nodeType === 'Starred' ? namesIn(target.value) : [];
}

/** Comprehension clauses bind names too. */
function bindingsOfClause(clause: Comprehension): Binding[] {
  return unpack(clause.target, clause, 'element', clause.iter);
}

/** The function, lambda or module whose local names the code at `node` sees first. */
export function scopeOf(module: PyModule, node: PythonNode): Scope {
  for (let at = module.parent(node); at !== undefined; at = module.parent(at)) {
    if (isFunction(at) || at.nodeType === 'Lambda') return at;
  }
  return module.ast;
}

/** The innermost class whose body holds `node`, also from inside its methods. */
export function classAround(module: PyModule, node: PythonNode): Extract<PythonNode, { nodeType: 'ClassDef' }> | undefined {
  for (let at = module.parent(node); at !== undefined; at = module.parent(at)) if (at.nodeType === 'ClassDef') return at;
  return undefined;
}

/** True where `outer` is `inner` or holds it. */
export function contains(module: PyModule, outer: PythonNode | StmtNode, inner: PythonNode): boolean {
  return module.contains(outer, inner);
}

type Place = readonly [line: number, column: number];

function startOf(node: PythonNode): Place {
  const { lineno = 0, col_offset = 0 } = node as { lineno?: number; col_offset?: number };
  return [lineno, col_offset];
}

function endOf(node: PythonNode): Place {
  const { lineno = 0, col_offset = 0, end_lineno = lineno, end_col_offset = col_offset } = node as { lineno?: number; col_offset?: number; end_lineno?: number; end_col_offset?: number };
  return [end_lineno, end_col_offset];
}

function isAfter(a: Place, b: Place): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] >= b[1]);
}

/** True where `b` stands behind the end of `a` in the text. */
export function follows(b: PythonNode, a: PythonNode): boolean {
  return isAfter(startOf(b), endOf(a));
}

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
    const inside = at.generators.findIndex((clause) => clause === below || contains(module, clause, use));
    const visible = inside === -1 ? at.generators : at.generators.slice(0, isIter(module, at.generators[inside], use) ? inside : inside + 1);
    for (const clause of [...visible].reverse()) {
      const found = bindingsOfClause(clause).find((binding) => binding.name === name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function isIter(module: PyModule, clause: Comprehension | undefined, use: PythonNode): boolean {
  return clause !== undefined && contains(module, clause.iter, use);
}

export type ComprehensionNode = Extract<PythonNode, { nodeType: 'ListComp' | 'SetComp' | 'DictComp' | 'GeneratorExp' }>;

export function isComprehension(node: PythonNode): node is ComprehensionNode {
  return node.nodeType === 'ListComp' || node.nodeType === 'SetComp' || node.nodeType === 'DictComp' || node.nodeType === 'GeneratorExp';
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

/** True where `use` stands behind `node` and may run after it: not in the other branch of a condition, nor behind a block that is left for good. */
export function mayFollow(module: PyModule, use: PythonNode, node: PythonNode): boolean {
  return follows(use, node) && leadsTo(module, node, use);
}

function leadsTo(module: PyModule, node: PythonNode, use: PythonNode): boolean {
  return !inOtherBranch(module, node, use) && !endsBefore(module, node, use);
}

function headOf(node: PythonNode): PythonNode {
  if (node.nodeType !== 'With' && node.nodeType !== 'AsyncWith') return node;
  return node.items.at(-1)?.optional_vars ?? node;
}

function inOtherBranch(module: PyModule, binding: PythonNode, use: PythonNode): boolean {
  let below = binding;
  for (let at = module.parent(binding); at !== undefined; below = at, at = module.parent(at)) {
    if (at.nodeType !== 'If' && at.nodeType !== 'Match') continue;
    const branch = branchOf(module, at, below);
    // what stands in the condition itself comes before both branches
    if (contains(module, at, use)) return branch !== undefined && branch !== branchOf(module, at, use);
  }
  return false;
}

function branchOf(module: PyModule, node: PythonNode, inner: PythonNode): unknown {
  if (node.nodeType === 'If') {
    if (contains(module, node.test, inner)) return undefined;
    return node.orelse.some((statement) => contains(module, statement, inner)) ? 'orelse' : 'body';
  }
  return node.nodeType === 'Match' ? node.cases.find((branch) => contains(module, branch, inner)) : undefined;
}

/** The binding stands in a block that is left for good before `use`: `if …: x = 1; return`. */
function endsBefore(module: PyModule, binding: PythonNode, use: PythonNode): boolean {
  let below = binding;
  for (let at = module.parent(binding); at !== undefined && !contains(module, at, use); below = at, at = module.parent(at)) {
    const block = blockWith(at, below);
    if (at.nodeType !== 'For' && at.nodeType !== 'While' && block !== undefined && leaves(block)) return true;
  }
  return false;
}

/** The statements among which `statement` stands in `parent`. */
export function blockWith(parent: PythonNode, statement: PythonNode): readonly StmtNode[] | undefined {
  return blocksOf(parent).get(statement);
}

/** The list in which each child stands. */
const blocksOf = oncePer((parent: PythonNode): ReadonlyMap<unknown, readonly StmtNode[]> => {
  const blocks = new Map<unknown, readonly StmtNode[]>();
  for (const block of Object.values(parent) as unknown[]) {
    if (Array.isArray(block)) for (const child of block as unknown[]) if (!blocks.has(child)) blocks.set(child, block as StmtNode[]);
  }
  return blocks;
});

const LEAVING: ReadonlySet<string> = new Set(['Return', 'Raise', 'Continue', 'Break']);

/** True where control never runs past the end of the block. */
export function leaves(block: readonly StmtNode[]): boolean {
  return leavesBy(block, LEAVING);
}

/** By the statements that count as leaving: the blocks that are known to leave or not. */
const leavingBlocks = oncePer<ReadonlySet<string>, [], WeakMap<readonly StmtNode[], boolean>>(() => new WeakMap());

/** True where every way through the block ends in one of these statements. An own loop for `elif`, whose chains nest deep. */
export function leavesBy(block: readonly StmtNode[], kinds: ReadonlySet<string>): boolean {
  const known = leavingBlocks(kinds);
  const chain: (readonly StmtNode[])[] = [];
  let result: boolean | undefined;
  for (let at = block; result === undefined; ) {
    result = known.get(at);
    if (result !== undefined) break;
    chain.push(at);
    const last = at.at(-1);
    if (last?.nodeType !== 'If') result = last !== undefined && kinds.has(last.nodeType);
    else if (!leavesBy(last.body, kinds)) result = false;
    else at = last.orelse;
  }
  for (const each of chain) known.set(each, result);
  return result;
}

/** A question about one step of the way up: `below` stands right below `at`. */
export type StepTest = (module: PyModule, at: PythonNode, below: PythonNode) => boolean;

/** By end of the way and question: the answer for every node on ways that were asked for. */
const answersAt = oncePer<PythonNode, [], (test: StepTest) => WeakMap<PythonNode, { readonly at: PythonNode | undefined }>>(() => oncePer(() => new WeakMap()));

/**
 * The first node around `node` of which the question holds, below `end`, which is a node around it, and within the function. Ways share
 * most of their steps, above all in chains of `elif`, where each test is nested in the one before: every step is asked for once.
 *
 * @param test a function that is always the same one, for its answers are kept
 */
export function firstAround(module: PyModule, node: PythonNode, end: PythonNode, test: StepTest): PythonNode | undefined {
  const known = answersAt(end)(test);
  const steps: PythonNode[] = [];
  let answer: { readonly at: PythonNode | undefined } | undefined;
  for (let below = node; answer === undefined; ) {
    answer = known.get(below);
    if (answer !== undefined) break;
    steps.push(below);
    const at = module.parent(below);
    if (at === undefined || at === end || isFunction(at)) answer = { at: undefined };
    else if (test(module, at, below)) answer = { at };
    else below = at;
  }
  for (const step of steps) known.set(step, answer);
  return answer.at;
}

/** Whoever reaches `use` has run the binding. */
function isCertain(module: PyModule, { kind, node, name }: Binding, use: PythonNode): boolean {
  if (kind === 'parameter' || kind === 'element') return kind === 'parameter' || contains(module, node, use);
  let below = node;
  for (let at = module.parent(node); at !== undefined; below = at, at = module.parent(at)) {
    if (contains(module, at, use) && sameBlock(module, at, below, use)) return true;
    if (!isTransparent(at, below, name)) return false;
  }
  return true;
}

function sameBlock(module: PyModule, parent: PythonNode, statement: PythonNode, use: PythonNode): boolean {
  const block = blockWith(parent, statement);
  if (block === undefined) return true;
  return block.some((other) => contains(module, other, use));
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

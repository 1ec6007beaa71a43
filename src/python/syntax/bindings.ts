import { oncePer } from '../../project/memo.ts';
import type { Arg, Arguments, Comprehension, ExprNode, Lambda, Module, Name, PythonNode } from '../nodes.ts';
import { type FunctionNode, isFunction, type PyModule } from './module.ts';
import { walk } from './walk.ts';

// What binds local names, and the scopes that they belong to. Which of the bindings holds at a place is said in `flow.ts`.

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
  const found = [...positionalOf(args), ...args.kwonlyargs].map((arg, index) => parameterBinding(arg, index));
  for (const arg of [args.vararg, args.kwarg]) if (arg !== undefined) found.push(opaque(arg.arg, arg));
  return found;
}

/** The parameters that positional arguments fill, in their order. */
export function positionalOf({ posonlyargs, args }: Arguments): readonly Arg[] {
  return [...posonlyargs, ...args];
}

/** What a parameter holds where nobody gives it anything. */
export function defaultOf(scope: Scope, name: string): ExprNode | undefined {
  if (scope.nodeType === 'Module') return undefined;
  const { kwonlyargs, defaults, kw_defaults: named } = scope.args;
  const positional = positionalOf(scope.args);
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
export function bindingsOfClause(clause: Comprehension): Binding[] {
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

export type ComprehensionNode = Extract<PythonNode, { nodeType: 'ListComp' | 'SetComp' | 'DictComp' | 'GeneratorExp' }>;

export function isComprehension(node: PythonNode): node is ComprehensionNode {
  return node.nodeType === 'ListComp' || node.nodeType === 'SetComp' || node.nodeType === 'DictComp' || node.nodeType === 'GeneratorExp';
}

import type { PythonNode } from './nodes.ts';

/**
 * The properties of each node type that hold child nodes, in source order (where Python's evaluation order differs, as in
 * comprehensions, source order wins; `keys` and `values` of a dict come one list after the other).
 *
 * `ctx`, `op` and `ops` aren't among them: they hold `Load`, `Add` and the like, which CPython itself shares as singletons.
 * They have no place in the source, and visiting them would make every traversal a third longer. Selectors reach them as
 * attributes: `BinOp[op.nodeType="Mod"]`.
 */
export const visitorKeys: Record<PythonNode['nodeType'], string[]> = {
  Module: ['body'],
  FunctionDef: ['decorator_list', 'type_params', 'args', 'returns', 'body'],
  AsyncFunctionDef: ['decorator_list', 'type_params', 'args', 'returns', 'body'],
  ClassDef: ['decorator_list', 'type_params', 'bases', 'keywords', 'body'],
  Return: ['value'],
  Delete: ['targets'],
  Assign: ['targets', 'value'],
  TypeAlias: ['name', 'type_params', 'value'],
  AugAssign: ['target', 'value'],
  AnnAssign: ['target', 'annotation', 'value'],
  For: ['target', 'iter', 'body', 'orelse'],
  AsyncFor: ['target', 'iter', 'body', 'orelse'],
  While: ['test', 'body', 'orelse'],
  If: ['test', 'body', 'orelse'],
  With: ['items', 'body'],
  AsyncWith: ['items', 'body'],
  Match: ['subject', 'cases'],
  Raise: ['exc', 'cause'],
  Try: ['body', 'handlers', 'orelse', 'finalbody'],
  TryStar: ['body', 'handlers', 'orelse', 'finalbody'],
  Assert: ['test', 'msg'],
  Import: ['names'],
  ImportFrom: ['names'],
  Global: [],
  Nonlocal: [],
  Expr: ['value'],
  Pass: [],
  Break: [],
  Continue: [],
  BoolOp: ['values'],
  NamedExpr: ['target', 'value'],
  BinOp: ['left', 'right'],
  UnaryOp: ['operand'],
  Lambda: ['args', 'body'],
  IfExp: ['body', 'test', 'orelse'],
  Dict: ['keys', 'values'],
  Set: ['elts'],
  ListComp: ['elt', 'generators'],
  SetComp: ['elt', 'generators'],
  DictComp: ['key', 'value', 'generators'],
  GeneratorExp: ['elt', 'generators'],
  Await: ['value'],
  Yield: ['value'],
  YieldFrom: ['value'],
  Compare: ['left', 'comparators'],
  Call: ['func', 'args', 'keywords'],
  FormattedValue: ['value', 'format_spec'],
  Interpolation: ['value', 'format_spec'],
  JoinedStr: ['values'],
  TemplateStr: ['values'],
  Constant: [],
  Attribute: ['value'],
  Subscript: ['value', 'slice'],
  Starred: ['value'],
  Name: [],
  List: ['elts'],
  Tuple: ['elts'],
  Slice: ['lower', 'upper', 'step'],
  Comprehension: ['target', 'iter', 'ifs'],
  ExceptHandler: ['type', 'body'],
  Arguments: ['posonlyargs', 'args', 'defaults', 'vararg', 'kwonlyargs', 'kw_defaults', 'kwarg'],
  Arg: ['annotation'],
  Keyword: ['value'],
  Alias: [],
  WithItem: ['context_expr', 'optional_vars'],
  MatchCase: ['pattern', 'guard', 'body'],
  MatchValue: ['value'],
  MatchSingleton: [],
  MatchSequence: ['patterns'],
  MatchMapping: ['keys', 'patterns'],
  MatchClass: ['cls', 'patterns', 'kwd_patterns'],
  MatchStar: [],
  MatchAs: ['pattern'],
  MatchOr: ['patterns'],
  TypeVar: ['bound', 'default_value'],
  ParamSpec: ['default_value'],
  TypeVarTuple: ['default_value'],
  Load: [],
  Store: [],
  Del: [],
  And: [],
  Or: [],
  Add: [],
  Sub: [],
  Mult: [],
  MatMult: [],
  Div: [],
  Mod: [],
  Pow: [],
  LShift: [],
  RShift: [],
  BitOr: [],
  BitXor: [],
  BitAnd: [],
  FloorDiv: [],
  Invert: [],
  Not: [],
  UAdd: [],
  USub: [],
  Eq: [],
  NotEq: [],
  Lt: [],
  LtE: [],
  Gt: [],
  GtE: [],
  Is: [],
  IsNot: [],
  In: [],
  NotIn: [],
};

/** Appends the child nodes of `node` to `found`, in the order of the visitor keys. */
export function collectChildren(node: PythonNode, found: PythonNode[]): void {
  const fields = node as unknown as Record<string, PythonNode | (PythonNode | null)[] | null | undefined>;
  for (const key of visitorKeys[node.nodeType]) {
    const value = fields[key];
    if (Array.isArray(value)) {
      // The `keys` of a dict and the `kw_defaults` of a function have holes.
      for (const item of value) if (item) found.push(item);
    } else if (value) found.push(value);
  }
}

/** The child nodes of `node`, in the order of the visitor keys. */
export function childrenOf(node: PythonNode): PythonNode[] {
  const found: PythonNode[] = [];
  collectChildren(node, found);
  return found;
}

/** Calls `visit` for `root` and every node below it, parents first. Iterative: chained calls nest thousands deep. */
export function eachNode(root: PythonNode, visit: (node: PythonNode) => void): void {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    visit(node);
    const first = pending.length;
    collectChildren(node, pending);
    reverseFrom(pending, first);
  }
}

/** Reverses the items from `first` on, so that popping yields them in their order. */
export function reverseFrom(items: unknown[], first: number): void {
  for (let low = first, high = items.length - 1; low < high; low += 1, high -= 1) {
    const item = items[low];
    items[low] = items[high];
    items[high] = item;
  }
}

/**
 * A function that gives the parent of each node below `root`; undefined for `root` itself and for nodes of another tree.
 * The tree is walked at the first question, once.
 */
export function parentLookup(root: PythonNode): (node: PythonNode) => PythonNode | undefined {
  let parents: Map<PythonNode, PythonNode> | undefined;
  return (node) => (parents ??= parentsBelow(root)).get(node);
}

function parentsBelow(root: PythonNode): Map<PythonNode, PythonNode> {
  const parents = new Map<PythonNode, PythonNode>();
  eachNode(root, (node) => {
    for (const child of childrenOf(node)) parents.set(child, node);
  });
  return parents;
}

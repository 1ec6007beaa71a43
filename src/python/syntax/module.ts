import type { Span } from '../../model/text.ts';
import type { ClassDef, ExprNode, FunctionNode, Module, PythonNode, StmtNode } from '../nodes.ts';
import { PositionIndex } from './positions.ts';
import { childrenOf } from '../visitor-keys.ts';

/** What an `import` binds a local name to: the module, or one name of it. */
export interface ImportBinding {
  /** As written, leading dots of relative imports kept: `django.contrib.admin`, `.models`, `..`. */
  readonly module: string;
  /** The imported name; undefined where the module itself is bound. */
  readonly name: string | undefined;
}

export type { FunctionNode } from '../nodes.ts';

/** The parser's statement type has comments among its members, which no tree of ours holds. */
type AnyNode = PythonNode | StmtNode;

/** One parsed Python file with the tables that everything else asks for. Nothing of it is resolved across files. */
export interface PyModule {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  readonly ast: Module;
  /** Range of a node in UTF-16 offsets. */
  range(node: AnyNode): Span;
  source(node: AnyNode): string;
  /** 1-based line on which a node begins. */
  line(node: AnyNode): number;
  /** 1-based line on which a node ends. */
  endLine(node: AnyNode): number;
  /** The text of a line, counted from 1; empty beyond the last one. */
  lineAt(line: number): string;
  parent(node: AnyNode): PythonNode | undefined;
  /** True where `outer` is `inner` or holds it: no search, for code nests deep. */
  contains(outer: AnyNode, inner: AnyNode): boolean;
  /** Imports by local name. Those of the module itself win over those inside functions. */
  readonly imports: ReadonlyMap<string, ImportBinding>;
  /** Modules imported with `*`, in order. */
  readonly starImports: readonly string[];
  /** Classes at module level, also inside `if` and `try`; the first of a name. */
  readonly classes: ReadonlyMap<string, ClassDef>;
  /** Functions at module level, sync and async; the first of a name. */
  readonly functions: ReadonlyMap<string, FunctionNode>;
  /** Module-level names that are assigned exactly once and never changed. */
  readonly constants: ReadonlyMap<string, ExprNode>;
}

const modules = new WeakMap<Module, PyModule>();

/** The module of a text that was parsed already: one per tree, so that modules can be compared. Cheap: tables are built when first asked for. */
export function moduleOf(path: string, text: string, ast: Module): PyModule {
  const known = modules.get(ast);
  if (known?.path === path) return known;
  const module = new ParsedModule(path, text, ast);
  modules.set(ast, module);
  return module;
}

/**
 * The dotted path that a name or attribute stands for, through the file's imports: `admin.ModelAdmin` after
 * `from django.contrib import admin` is `django.contrib.admin.ModelAdmin`. Relative imports keep their dots
 * (`.models.Order`). Undefined for what isn't imported.
 */
export function dottedPath(module: PyModule, expr: PythonNode): string | undefined {
  if (expr.nodeType === 'Attribute') {
    const value = dottedPath(module, expr.value);
    return value === undefined ? undefined : join(value, expr.attr);
  }
  if (expr.nodeType !== 'Name' || isDefinedHere(module, expr.id)) return undefined;
  const binding = module.imports.get(expr.id);
  if (binding === undefined) return undefined;
  return binding.name === undefined ? binding.module : join(binding.module, binding.name);
}

function join(module: string, name: string): string {
  return /^\.*$/.test(module) ? module + name : `${module}.${name}`;
}

function isDefinedHere(module: PyModule, name: string): boolean {
  return module.classes.has(name) || module.functions.has(name) || module.constants.has(name);
}

class ParsedModule implements PyModule {
  readonly path: string;
  readonly text: string;
  readonly ast: Module;
  #positions: PositionIndex | undefined;
  #places: Map<PythonNode, TreePlace> | undefined;
  #names: Names | undefined;

  constructor(path: string, text: string, ast: Module) {
    this.path = path;
    this.text = text;
    this.ast = ast;
  }

  range(node: AnyNode): Span {
    this.#positions ??= new PositionIndex(this.text);
    return this.#positions.range(node as PythonNode);
  }

  source(node: AnyNode): string {
    return this.text.slice(...this.range(node));
  }

  lineAt(line: number): string {
    this.#positions ??= new PositionIndex(this.text);
    return this.#positions.lineAt(line);
  }

  line(node: AnyNode): number {
    return (node as { lineno?: number }).lineno ?? 1;
  }

  endLine(node: AnyNode): number {
    return (node as { end_lineno?: number }).end_lineno ?? this.line(node);
  }

  parent(node: AnyNode): PythonNode | undefined {
    return this.#placeOf(node)?.parent;
  }

  contains(outer: AnyNode, inner: AnyNode): boolean {
    if (outer === inner) return true;
    const [around, within] = [this.#placeOf(outer), this.#placeOf(inner)];
    return around !== undefined && within !== undefined && around.first <= within.first && within.first <= around.last;
  }

  #placeOf(node: AnyNode): TreePlace | undefined {
    this.#places ??= placesIn(this.ast);
    return this.#places.get(node as PythonNode);
  }

  get imports(): ReadonlyMap<string, ImportBinding> {
    return this.#table.imports;
  }

  get starImports(): readonly string[] {
    return this.#table.starImports;
  }

  get classes(): ReadonlyMap<string, ClassDef> {
    return this.#table.classes;
  }

  get functions(): ReadonlyMap<string, FunctionNode> {
    return this.#table.functions;
  }

  get constants(): ReadonlyMap<string, ExprNode> {
    return this.#table.constants;
  }

  get #table(): Names {
    this.#names ??= namesOf(this.ast);
    return this.#names;
  }
}

/** Where a node is in its tree: what is below it has the numbers from `first` to `last`. */
interface TreePlace {
  readonly parent: PythonNode | undefined;
  readonly above: TreePlace | undefined;
  readonly first: number;
  last: number;
}

function placesIn(root: PythonNode): Map<PythonNode, TreePlace> {
  const places = new Map<PythonNode, TreePlace>();
  const order: TreePlace[] = [];
  const pending: { node: PythonNode; parent: PythonNode | undefined; above: TreePlace | undefined }[] = [{ node: root, parent: undefined, above: undefined }];
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { node, parent, above } = entry;
    const place = { parent, above, first: order.length, last: order.length };
    places.set(node, place);
    order.push(place);
    for (const child of childrenOf(node)) pending.push({ node: child, parent: node, above: place });
  }
  for (const { above, last } of order.reverse()) if (above !== undefined && above.last < last) above.last = last;
  return places;
}

class Names {
  readonly imports = new Map<string, ImportBinding>();
  readonly starImports: string[] = [];
  readonly classes = new Map<string, ClassDef>();
  readonly functions = new Map<string, FunctionNode>();
  readonly constants = new Map<string, ExprNode>();
  /** Names that something other than one plain assignment binds. */
  readonly changed = new Set<string>();
}

function namesOf(ast: Module): Names {
  const names = new Names();
  const bodies: StmtNode[] = [];
  const plain = new Set<StmtNode>(ast.body);
  for (const statement of statementsIn(ast.body)) {
    collect(statement, names, plain.has(statement));
    if (statement.nodeType === 'ClassDef' || isFunction(statement)) for (const inner of statement.body) bodies.push(inner);
  }
  for (const name of names.changed) names.constants.delete(name);
  preferWhatRuns(ast, names);
  for (const statement of statementsIn(bodies, true)) collectLocalImport(statement, names);
  return names;
}

/**
 * `try: from x import Y / except ImportError: class Y` binds Y twice; the import is what runs in practice. `if TYPE_CHECKING: class Y(X) / else: Y = X` does
 * too, and the class never runs.
 */
function preferWhatRuns(ast: Module, names: Names): void {
  let tries = false;
  for (const statement of statementsIn(ast.body)) {
    if (statement.nodeType === 'If' && isForTypes(statement.test)) dropDefinitions(statement.body, names, (name) => names.imports.has(name) || names.constants.has(name));
    if (statement.nodeType !== 'Try') continue;
    tries = true;
    dropDefinitions(statement.handlers.flatMap(({ body }) => body), names, (name) => names.imports.has(name));
  }
  if (tries) for (const name of names.constants.keys()) if (names.imports.has(name)) names.constants.delete(name);
}

/** Takes out the classes and functions of a block that something else stands for when the code runs. */
function dropDefinitions(block: readonly StmtNode[], names: Names, isBoundOtherwise: (name: string) => boolean): void {
  for (const definition of statementsIn(block)) {
    const name = definition.nodeType === 'ClassDef' || isFunction(definition) ? definition.name : undefined;
    if (name === undefined || !isBoundOtherwise(name)) continue;
    if (names.classes.get(name) === definition) names.classes.delete(name);
    if (names.functions.get(name) === definition) names.functions.delete(name);
  }
}

/** `TYPE_CHECKING`, `typing.TYPE_CHECKING` */
function isForTypes(test: ExprNode): boolean {
  return (test.nodeType === 'Name' && test.id === 'TYPE_CHECKING') || (test.nodeType === 'Attribute' && test.attr === 'TYPE_CHECKING');
}

/** True for `def` and `async def`. */
export function isFunction(node: AnyNode): node is FunctionNode {
  return node.nodeType === 'FunctionDef' || node.nodeType === 'AsyncFunctionDef';
}

/** Statements of a body in order, those inside `if`, `try`, `with`, `for`, … included; with `nested`, also those of functions and classes. */
export function* statementsIn(body: readonly StmtNode[], nested = false): Generator<StmtNode> {
  const pending = [...body].reverse();
  for (let statement = pending.pop(); statement !== undefined; statement = pending.pop()) {
    yield statement;
    const below = nested || !(statement.nodeType === 'ClassDef' || isFunction(statement)) ? blocksOf(statement) : [];
    // one by one: a block may be longer than a call may have arguments
    for (const block of below.reverse()) for (let index = block.length - 1; index >= 0; index -= 1) pending.push(block[index] as StmtNode);
  }
}

function blocksOf(statement: StmtNode): (readonly StmtNode[])[] {
  switch (statement.nodeType) {
    case 'If':
    case 'For':
    case 'AsyncFor':
    case 'While':
      return [statement.body, statement.orelse];
    case 'With':
    case 'AsyncWith':
    case 'ClassDef':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return [statement.body];
    case 'Try':
    case 'TryStar':
      return [statement.body, ...statement.handlers.map((handler) => handler.body), statement.orelse, statement.finalbody];
    case 'Match':
      return statement.cases.map((branch) => branch.body);
    default:
      return [];
  }
}

/** @param isPlain it stands in the module itself: of two definitions the later one is what the name means. Of two in branches, the first is taken. */
function collect(statement: StmtNode, names: Names, isPlain: boolean): void {
  switch (statement.nodeType) {
    case 'Import':
    case 'ImportFrom':
      // of two in a `try`, the first is what runs where everything is installed
      collectImport(statement, names, (name, binding) => {
        if (!names.imports.has(name)) names.imports.set(name, binding);
      });
      break;
    case 'ClassDef':
      if (isPlain || !names.classes.has(statement.name)) names.classes.set(statement.name, statement);
      break;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      if (isPlain || !names.functions.has(statement.name)) names.functions.set(statement.name, statement);
      break;
    case 'Assign':
      for (const target of statement.targets) bind(target, statement.value, names);
      break;
    case 'AnnAssign':
      if (statement.value !== undefined) bind(statement.target, statement.value, names);
      break;
    case 'AugAssign':
    case 'For':
    case 'AsyncFor':
      markChanged(statement.target, names);
      break;
    default:
      break;
  }
}

function bind(target: ExprNode, value: ExprNode, names: Names): void {
  if (target.nodeType !== 'Name' || names.constants.has(target.id)) markChanged(target, names);
  else names.constants.set(target.id, value);
}

function markChanged(target: ExprNode, names: Names): void {
  if (target.nodeType === 'Name') names.changed.add(target.id);
  else if (target.nodeType === 'Tuple' || target.nodeType === 'List') for (const element of target.elts) markChanged(element, names);
}

function collectLocalImport(statement: StmtNode, names: Names): void {
  collectImport(statement, undefined, (name, binding) => {
    const taken = names.imports.has(name) || names.classes.has(name) || names.functions.has(name) || names.constants.has(name);
    if (!taken) names.imports.set(name, binding);
  });
}

function collectImport(statement: StmtNode, stars: Names | undefined, add: (name: string, binding: ImportBinding) => void): void {
  if (statement.nodeType === 'Import') {
    for (const { name, asname } of statement.names) {
      if (asname === undefined) add(name.split('.', 1)[0] ?? name, { module: name.split('.', 1)[0] ?? name, name: undefined });
      else add(asname, { module: name, name: undefined });
    }
  } else if (statement.nodeType === 'ImportFrom') {
    const module = '.'.repeat(statement.level ?? 0) + (statement.module ?? '');
    for (const { name, asname } of statement.names) {
      if (name === '*') stars?.starImports.push(module);
      else add(asname ?? name, { module, name });
    }
  }
}

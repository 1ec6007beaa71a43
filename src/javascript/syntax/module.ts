import type { TSESTree } from '@typescript-eslint/utils';
import { type Binding, bind, type Bindings, type ImportBinding, namesIn, type Scope } from './bindings.ts';
import { type ClassNode, type FunctionNode, isClass, isFunction, keyName, memberName, type Node, spanOf, unwrap, within } from './nodes.ts';

/**
 * One JavaScript or TypeScript file with its names bound, from any ESTree program (espree, typescript-eslint, oxlint, oxc):
 * needs neither `parent` links nor a scope manager nor types.
 */
export interface JsModule extends Bindings {
  readonly program: TSESTree.Program;
  readonly text: string;
  readonly imports: readonly ImportBinding[];
  /** What the name stands for where it is used; undefined for globals. */
  resolve(identifier: TSESTree.Identifier): Binding | undefined;
  /** What `name` stands for at `node`: for names in types, which are not walked. */
  resolveName(name: string, node: Node): Binding | undefined;
  parentOf(node: Node): Node | undefined;
  textOf(node: Node): string;
  /** The line of an offset or a node's start, from 1. */
  lineOf(place: Node | number): number;
  /** The text of a line, counted from 1; empty beyond the last one. */
  lineAt(line: number): string;
  /** The innermost function around `node` (not `node` itself). */
  functionAround(node: Node): FunctionNode | undefined;
  /** The class that `this` means at `node`. */
  thisClass(node: Node): ClassNode | undefined;
  /** Every use of a name that is bound by `binding`, its declaration left out. */
  referencesTo(binding: Binding): readonly TSESTree.Identifier[];
}

class Module implements JsModule {
  readonly parents: Bindings['parents'];
  readonly scopes: Bindings['scopes'];
  readonly imports: Bindings['imports'];
  readonly calls: Bindings['calls'];
  readonly awaits: Bindings['awaits'];
  readonly classes: Bindings['classes'];
  readonly elements: Bindings['elements'];
  readonly identifiers: Bindings['identifiers'];
  readonly program: TSESTree.Program;
  readonly text: string;
  private lineStarts: number[] | undefined;
  /** By name: the uses of each binding of that name. */
  private readonly references = new Map<string, ReadonlyMap<Binding, readonly TSESTree.Identifier[]>>();

  constructor(program: TSESTree.Program, text: string, bindings: Bindings) {
    this.program = program;
    this.text = text;
    this.parents = bindings.parents;
    this.scopes = bindings.scopes;
    this.imports = bindings.imports;
    this.calls = bindings.calls;
    this.awaits = bindings.awaits;
    this.classes = bindings.classes;
    this.elements = bindings.elements;
    this.identifiers = bindings.identifiers;
  }

  resolve(identifier: TSESTree.Identifier): Binding | undefined {
    return this.resolveName(identifier.name, identifier);
  }

  resolveName(name: string, node: Node): Binding | undefined {
    for (let scope = this.scopeAt(node); scope !== undefined; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }

  private scopeAt(node: Node): Scope | undefined {
    for (let at: Node | undefined = node; at !== undefined; at = this.parents.get(at)) {
      const scope = this.scopes.get(at);
      if (scope !== undefined) return scope;
    }
    return undefined;
  }

  parentOf(node: Node): Node | undefined {
    return this.parents.get(node);
  }

  textOf(node: Node): string {
    return this.text.slice(...spanOf(node));
  }

  lineOf(place: Node | number): number {
    const offset = typeof place === 'number' ? place : spanOf(place)[0];
    const starts = (this.lineStarts ??= startsOfLines(this.text));
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  lineAt(line: number): string {
    const starts = (this.lineStarts ??= startsOfLines(this.text));
    return this.text.slice(starts[line - 1] ?? this.text.length, starts[line]).trimEnd();
  }

  functionAround(node: Node): FunctionNode | undefined {
    for (let at = this.parents.get(node); at !== undefined; at = this.parents.get(at)) if (isFunction(at)) return at;
    return undefined;
  }

  thisClass(node: Node): ClassNode | undefined {
    let at: Node | undefined = node;
    for (let parent = this.parents.get(at); parent !== undefined; at = parent, parent = this.parents.get(at)) {
      if (parent.type === 'ClassBody') {
        const owner = this.parents.get(parent);
        return isClass(owner) ? owner : undefined;
      }
      if (at.type === 'FunctionDeclaration') return undefined;
      if (at.type === 'FunctionExpression' && parent.type !== 'MethodDefinition') return undefined;
    }
    return undefined;
  }

  referencesTo(binding: Binding): readonly TSESTree.Identifier[] {
    const known = this.references.get(binding.name) ?? this.referencesByName(binding.name);
    this.references.set(binding.name, known);
    return known.get(binding) ?? [];
  }

  private referencesByName(name: string): Map<Binding, TSESTree.Identifier[]> {
    const found = new Map<Binding, TSESTree.Identifier[]>();
    for (const identifier of this.identifiers.get(name) ?? []) {
      const binding = this.isReference(identifier) ? this.resolve(identifier) : undefined;
      if (binding === undefined || binding.identifier === identifier) continue;
      const uses = found.get(binding);
      if (uses === undefined) found.set(binding, [identifier]);
      else uses.push(identifier);
    }
    return found;
  }

  private isReference(identifier: TSESTree.Identifier): boolean {
    const parent = this.parents.get(identifier);
    switch (parent?.type) {
      case 'Property':
        return parent.value === identifier || parent.computed;
      case 'PropertyDefinition':
      case 'MethodDefinition':
      case 'TSEnumMember':
        return parent.type !== 'TSEnumMember' && (parent.key !== identifier || parent.computed);
      case 'LabeledStatement':
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'ImportSpecifier':
        return false;
      default:
        return true;
    }
  }
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  const pattern = /\r\n|[\n\r\u2028\u2029]/g;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) starts.push(pattern.lastIndex);
  return starts;
}

/** Binds the names of a parsed file. */
export function createModule(program: TSESTree.Program, text: string): JsModule {
  return new Module(program, text, bind(program));
}

/** The calls at and below `node`, in the order of the text: no search through all of the file's. */
export function callsIn({ calls }: JsModule, node: Node): TSESTree.CallExpression[] {
  return within(calls, node, (call) => call);
}

/** The packages and files that the top level of a program imports: all that the gate looks at before a file is walked. */
export function importSources(program: TSESTree.Program): string[] {
  const found: string[] = [];
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') found.push(statement.source.value);
    else if (statement.type === 'VariableDeclaration') found.push(...requiredBy(statement));
    else if (statement.type === 'TSImportEqualsDeclaration' && statement.moduleReference.type === 'TSExternalModuleReference') {
      found.push(statement.moduleReference.expression.value);
    } else if ((statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportAllDeclaration') && statement.source != null) {
      found.push(statement.source.value);
    }
  }
  return found;
}

function requiredBy(statement: TSESTree.VariableDeclaration): string[] {
  return statement.declarations.flatMap(({ init }) => {
    const call = init?.type === 'MemberExpression' ? init.object : init;
    if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'require') return [];
    const [source] = call.arguments;
    return source?.type === 'Literal' && typeof source.value === 'string' ? [source.value] : [];
  });
}

/** True where the file calls an import of one of `packages` so. */
export function isImportOf({ imports }: JsModule, name: string, packages: RegExp): boolean {
  return imports.some((binding) => binding.name === name && packages.test(binding.source));
}

/** The import that a name stands for, of one of `packages`; undefined for whatever is no such name. */
export function importFrom(module: JsModule, node: Node | null | undefined, packages: RegExp): ImportBinding | undefined {
  const binding = node?.type === 'Identifier' ? module.resolve(node) : undefined;
  return binding?.kind === 'import' && packages.test(binding.source) ? binding : undefined;
}

/** The class that a call decorates. */
export function decoratedBy(module: JsModule, call: Node | undefined): ClassNode | undefined {
  const decorator = call && module.parentOf(call);
  const owner = decorator?.type === 'Decorator' ? module.parentOf(decorator) : undefined;
  return isClass(owner) ? owner : undefined;
}

/** One step of the way from a pattern's value to a name in it. */
export type PatternPath = readonly string[];

/** The properties that lead from the value of `pattern` to `identifier` (`['data', '0']`); undefined behind a rest or a computed key. */
export function pathIn(pattern: Node, identifier: TSESTree.Identifier): PatternPath | undefined {
  switch (pattern.type) {
    case 'Identifier':
      return pattern === identifier ? [] : undefined;
    case 'AssignmentPattern':
      return pathIn(pattern.left, identifier);
    case 'ArrayPattern': {
      const index = pattern.elements.findIndex((element) => namesIn(element).includes(identifier));
      const element = pattern.elements[index];
      const rest = element == null || element.type === 'RestElement' ? undefined : pathIn(element, identifier);
      return rest && [String(index), ...rest];
    }
    case 'ObjectPattern': {
      const property = pattern.properties.find((candidate) => candidate.type === 'Property' && namesIn(candidate.value).includes(identifier));
      if (property?.type !== 'Property') return undefined;
      const name = keyName(property);
      const rest = pathIn(property.value, identifier);
      return name === undefined ? undefined : rest && [name, ...rest];
    }
    default:
      return undefined;
  }
}

export type Member = TSESTree.PropertyDefinition | TSESTree.MethodDefinition | TSESTree.AccessorProperty | TSESTree.TSParameterProperty;

/** The member that `this.name` reaches: a field, a method, or a parameter property of the constructor. */
export function memberOf(owner: ClassNode, name: string): Member | undefined {
  for (const member of owner.body.body) {
    if (member.type !== 'PropertyDefinition' && member.type !== 'MethodDefinition' && member.type !== 'AccessorProperty') continue;
    // The signatures of an overloaded method have no body.
    const isSignature = member.type === 'MethodDefinition' && (member.kind === 'constructor' || member.value.body === null);
    if (keyName(member) === name && !isSignature) return member;
  }
  return constructorOf(owner)?.value.params.find((parameter): parameter is TSESTree.TSParameterProperty => {
    return parameter.type === 'TSParameterProperty' && namesIn(parameter.parameter)[0]?.name === name;
  });
}

export function constructorOf(owner: ClassNode): TSESTree.MethodDefinition | undefined {
  return owner.body.body.find((member): member is TSESTree.MethodDefinition => member.type === 'MethodDefinition' && member.kind === 'constructor');
}

/** The dotted names of a member chain down to its root: `this.prisma.user` gives root `this` and `['prisma', 'user']`. */
export function chainOf(node: Node): { root: Node; names: string[] } {
  const names: string[] = [];
  let root = node;
  for (;;) {
    if (root.type === 'MemberExpression') {
      const name = memberName(root);
      if (name === undefined) return { root, names: names.reverse() };
      names.push(name);
      root = root.object;
    } else if (root.type === 'TSNonNullExpression' || root.type === 'ChainExpression' || root.type === 'TSAsExpression') {
      root = root.expression;
    } else {
      return { root, names: names.reverse() };
    }
  }
}

/** What a chain of calls begins with: `res` of `res.status(200).json`. */
export function beginningOf(node: Node): Node {
  const { root } = chainOf(unwrap(node));
  return root.type === 'CallExpression' ? beginningOf(root.callee) : unwrap(root);
}

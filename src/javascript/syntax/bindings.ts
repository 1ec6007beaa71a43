import type { TSESTree } from '@typescript-eslint/utils';
import { childrenOf, type ClassNode, type FunctionNode, isFunction, keyName, memberName, type Node, parameterPattern, unwrap } from './nodes.ts';

interface Named {
  readonly name: string;
  /** The identifier that binds the name. */
  readonly identifier: TSESTree.Identifier;
}

/** A name that another module gives: ESM import, `import x = require()`, `require()` or `await import()` into a variable. */
export interface ImportBinding extends Named {
  readonly kind: 'import';
  readonly source: string;
  /** The exported name; `default`; `*` for the module as a whole. */
  readonly imported: string;
  readonly typeOnly: boolean;
  readonly node: Node;
}

export interface VariableBinding extends Named {
  readonly kind: 'variable';
  readonly node: TSESTree.VariableDeclarator;
  readonly declaration: TSESTree.VariableDeclaration;
  /** Declared with `const` (or `using`): never assigned again. */
  readonly constant: boolean;
}

export interface ParameterBinding extends Named {
  readonly kind: 'parameter';
  readonly node: FunctionNode;
  readonly index: number;
}

export interface FunctionBinding extends Named {
  readonly kind: 'function';
  readonly node: FunctionNode;
}

export interface ClassBinding extends Named {
  readonly kind: 'class';
  readonly node: ClassNode;
}

export interface EnumBinding extends Named {
  readonly kind: 'enum';
  readonly node: TSESTree.TSEnumDeclaration;
}

/** `namespace Orders { … }` */
export interface NamespaceBinding extends Named {
  readonly kind: 'namespace';
  readonly node: TSESTree.TSModuleDeclaration;
}

export interface CatchBinding extends Named {
  readonly kind: 'catch';
  readonly node: TSESTree.CatchClause;
}

export type Binding = ImportBinding | VariableBinding | ParameterBinding | FunctionBinding | ClassBinding | EnumBinding | NamespaceBinding | CatchBinding;

export interface Scope {
  readonly names: Map<string, Binding>;
  readonly parent: Scope | undefined;
  /** The scope that `var` declares in. */
  readonly hoist: Scope;
}

/** What one walk over a program collects. */
export interface Bindings {
  readonly parents: ReadonlyMap<Node, Node>;
  readonly scopes: ReadonlyMap<Node, Scope>;
  readonly imports: readonly ImportBinding[];
  /** Every call, in the order of the text. */
  readonly calls: readonly TSESTree.CallExpression[];
  readonly awaits: readonly TSESTree.AwaitExpression[];
  readonly classes: readonly ClassNode[];
  /** Every element of JSX, in the order of the text. */
  readonly elements: readonly TSESTree.JSXElement[];
  /** Identifiers that read, write or bind a name, by name. */
  readonly identifiers: ReadonlyMap<string, readonly TSESTree.Identifier[]>;
}

class Builder implements Bindings {
  readonly parents = new Map<Node, Node>();
  readonly scopes = new Map<Node, Scope>();
  readonly imports: ImportBinding[] = [];
  readonly calls: TSESTree.CallExpression[] = [];
  readonly awaits: TSESTree.AwaitExpression[] = [];
  readonly classes: ClassNode[] = [];
  readonly elements: TSESTree.JSXElement[] = [];
  readonly identifiers = new Map<string, TSESTree.Identifier[]>();

  /** The one walk: an own stack, so that long chains can't overflow the engine's. */
  run(program: TSESTree.Program): this {
    const pending: { node: Node; scope: Scope }[] = [{ node: program, scope: newScope(undefined, true) }];
    for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
      const inner = this.enter(entry.node, entry.scope);
      const below = childrenOf(entry.node);
      for (let index = below.length - 1; index >= 0; index -= 1) {
        const child = below[index] as Node;
        if (!this.parents.has(child)) this.parents.set(child, entry.node);
        pending.push({ node: child, scope: inner });
      }
    }
    return this;
  }

  /** Declares what `node` declares and gives the scope of what is below it. */
  private enter(node: Node, scope: Scope): Scope {
    switch (node.type) {
      case 'Program':
        this.scopes.set(node, scope);
        return scope;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.enterFunction(node, scope);
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.classes.push(node);
        if (node.id !== null) declare(scope, { kind: 'class', name: node.id.name, identifier: node.id, node });
        return scope;
      case 'BlockStatement':
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'SwitchStatement':
        return this.open(node, scope, false);
      case 'StaticBlock':
      case 'TSModuleBlock':
        return this.open(node, scope, true);
      case 'CatchClause':
        return this.enterCatch(node, scope);
      case 'VariableDeclaration':
        this.declareVariables(node, scope);
        return scope;
      case 'ImportDeclaration':
        this.declareImports(node, scope);
        return scope;
      case 'TSImportEqualsDeclaration':
        this.declareImportEquals(node, scope);
        return scope;
      case 'TSEnumDeclaration':
        declare(scope, { kind: 'enum', name: node.id.name, identifier: node.id, node });
        return scope;
      case 'TSModuleDeclaration':
        if (node.id.type === 'Identifier' && node.kind !== 'global') declare(scope, { kind: 'namespace', name: node.id.name, identifier: node.id, node });
        return scope;
      case 'CallExpression':
        this.calls.push(node);
        return scope;
      case 'AwaitExpression':
        this.awaits.push(node);
        return scope;
      case 'JSXElement':
        this.elements.push(node);
        return scope;
      case 'Identifier':
        this.note(node);
        return scope;
      default:
        return scope;
    }
  }

  private open(node: Node, parent: Scope, hoists: boolean): Scope {
    const scope = newScope(parent, hoists);
    this.scopes.set(node, scope);
    return scope;
  }

  private enterFunction(node: FunctionNode, scope: Scope): Scope {
    const inner = this.open(node, scope, true);
    if (node.type !== 'ArrowFunctionExpression' && node.id !== null) {
      declare(node.type === 'FunctionDeclaration' ? scope : inner, { kind: 'function', name: node.id.name, identifier: node.id, node });
    }
    for (const [index, parameter] of node.params.entries()) {
      for (const identifier of namesIn(parameterPattern(parameter))) {
        declare(inner, { kind: 'parameter', name: identifier.name, identifier, node, index });
      }
    }
    return inner;
  }

  private enterCatch(node: TSESTree.CatchClause, scope: Scope): Scope {
    const inner = this.open(node, scope, false);
    for (const identifier of namesIn(node.param)) declare(inner, { kind: 'catch', name: identifier.name, identifier, node });
    return inner;
  }

  private declareVariables(declaration: TSESTree.VariableDeclaration, scope: Scope): void {
    const constant = declaration.kind !== 'let' && declaration.kind !== 'var';
    const target = declaration.kind === 'var' ? scope.hoist : scope;
    for (const node of declaration.declarations) {
      const loaded = loadedModule(node.init);
      const member = loaded === undefined && node.id.type === 'Identifier' ? loadedMember(node.init) : undefined;
      const source = loaded ?? member?.source;
      for (const identifier of namesIn(node.id)) {
        const { name } = identifier;
        const imported = source === undefined ? undefined : (member?.imported ?? importedBy(node.id, identifier));
        if (source === undefined || imported === undefined) {
          declare(target, { kind: 'variable', name, identifier, node, declaration, constant });
        } else {
          this.declareImport(target, { kind: 'import', name, identifier, source, imported, typeOnly: false, node });
        }
      }
    }
  }

  private declareImports(node: TSESTree.ImportDeclaration, scope: Scope): void {
    for (const specifier of node.specifiers) {
      const { local: identifier } = specifier;
      this.declareImport(scope, {
        kind: 'import',
        name: identifier.name,
        identifier,
        source: node.source.value,
        imported: importedName(specifier),
        typeOnly: node.importKind === 'type' || (specifier.type === 'ImportSpecifier' && specifier.importKind === 'type'),
        node: specifier,
      });
    }
  }

  private declareImportEquals(node: TSESTree.TSImportEqualsDeclaration, scope: Scope): void {
    const { moduleReference, id: identifier } = node;
    if (moduleReference.type !== 'TSExternalModuleReference') return;
    const source = moduleReference.expression.value;
    this.declareImport(scope, { kind: 'import', name: identifier.name, identifier, source, imported: '*', typeOnly: node.importKind === 'type', node });
  }

  private declareImport(scope: Scope, binding: ImportBinding): void {
    declare(scope, binding);
    this.imports.push(binding);
  }

  private note(node: TSESTree.Identifier): void {
    const parent = this.parents.get(node);
    if (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) return;
    const sameName = this.identifiers.get(node.name);
    if (sameName === undefined) this.identifiers.set(node.name, [node]);
    else sameName.push(node);
  }
}

/** Binds every name of a program in one walk. */
export function bind(program: TSESTree.Program): Bindings {
  return new Builder().run(program);
}

function newScope(parent: Scope | undefined, hoists: boolean): Scope {
  const scope = { names: new Map<string, Binding>(), parent } as { names: Map<string, Binding>; parent: Scope | undefined; hoist: Scope };
  scope.hoist = hoists || parent === undefined ? scope : parent.hoist;
  return scope;
}

/** The first one wins: overload signatures and repeated `var`s come after what says most. */
function declare(scope: Scope, binding: Binding): void {
  if (!scope.names.has(binding.name)) scope.names.set(binding.name, binding);
}

function importedName(specifier: TSESTree.ImportClause): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  return specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value;
}

/** The identifiers that a pattern binds. */
export function namesIn(pattern: Node | null | undefined): TSESTree.Identifier[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => namesIn(element));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => namesIn(property.type === 'Property' ? property.value : property.argument));
    default:
      return [];
  }
}

/** The module that an expression loads: `require('x')`, `await import('x')`. */
export function loadedModule(init: Node | null): string | undefined {
  const expression = unwrap(init);
  if (expression?.type === 'AwaitExpression') {
    const loaded = unwrap(expression.argument);
    return loaded.type === 'ImportExpression' ? textOfLiteral(loaded.source) : undefined;
  }
  if (expression?.type !== 'CallExpression' || expression.callee.type !== 'Identifier' || expression.callee.name !== 'require') return undefined;
  return textOfLiteral(expression.arguments[0]);
}

/** What an expression takes out of the module that it loads: `require('x').Order`. */
function loadedMember(init: Node | null): { readonly source: string; readonly imported: string } | undefined {
  const expression = unwrap(init);
  const source = expression?.type === 'MemberExpression' ? loadedModule(expression.object) : undefined;
  const imported = expression?.type === 'MemberExpression' ? memberName(expression) : undefined;
  return source === undefined || imported === undefined ? undefined : { source, imported };
}

function textOfLiteral(node: Node | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** The export that `identifier` stands for in `const pattern = require(…)`: one level of destructuring, or the module. */
function importedBy(pattern: Node, identifier: TSESTree.Identifier): string | undefined {
  if (pattern === identifier) return '*';
  if (pattern.type !== 'ObjectPattern') return undefined;
  const property = pattern.properties.find((candidate) => candidate.type === 'Property' && namesIn(candidate.value)[0] === identifier);
  return property?.type === 'Property' && property.value.type !== 'ObjectPattern' ? keyName(property) : undefined;
}

/** True for nodes that end what is inline: the program and every function. */
export function isFunctionBoundary(node: Node): boolean {
  return node.type === 'Program' || isFunction(node);
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { QueryCall } from '../../model/query-call.ts';
import type { RowScope } from '../../model/row-scope.ts';
import type { Remedy, Span } from '../../model/text.ts';
import { contains, isPropertyName } from '../syntax/dependence.ts';
import { declarationNamed, type SourceFile } from '../project/modules.ts';
import { callsIn, type JsModule } from '../syntax/module.ts';
import { calledName, type FunctionNode, isFunction, keyName, memberName, type Node, parameterPattern, some, spanOf, unwrap } from '../syntax/nodes.ts';

/** A component that is shown once per row, in whichever file it is written. */
export interface RowComponent {
  readonly file: SourceFile;
  readonly fn: FunctionNode;
}

/** The function of the component `name` of a file, through `memo(…)` and `forwardRef(…)`, in this file or in one that it imports. */
export function componentNamed(file: SourceFile, name: string): RowComponent | undefined {
  const declared = declarationNamed(file, name);
  if (declared === undefined) return undefined;
  const { node, ...there } = declared;
  const value = unwrap(node);
  const inner = value.type === 'CallExpression' && /^(?:memo|forwardRef|observer)$/.test(calledName(value)) ? unwrap(value.arguments[0]) : value;
  return isFunction(inner) ? { file: there, fn: inner } : undefined;
}

/**
 * The hooks called in a component by which it asks for something of its row. What asks the same in every row is asked once, for the answers are kept by what is asked.
 *
 * @param handed the properties by which the component gets something of the row, where it isn't a library that tells it of its row
 */
export function rowHooks({ file: { module }, fn }: RowComponent, isHook: (name: string, source: string) => boolean, handed?: ReadonlySet<string>): TSESTree.CallExpression[] {
  return callsIn(module, fn).filter(({ callee, arguments: given }) => {
    const binding = callee.type === 'Identifier' ? module.resolve(callee) : undefined;
    return binding?.kind === 'import' && isHook(binding.imported, binding.source) && !isOnDemand(module, given) && given.some((argument) => comesFromRow(module, fn, argument, handed));
  });
}

/** `{ enabled: isOpen }`: nothing is sent before somebody asks for it. A test of the row itself, or of what is handed in, holds for every row. */
function isOnDemand(module: JsModule, given: readonly Node[]): boolean {
  return given.some((argument) => some(argument, (node) => {
    if (node.type !== 'Property' || keyName(node) !== 'enabled') return false;
    const value = unwrap(node.value);
    return value.type === 'Literal' ? value.value === false : !/record|data|value|\bids?\b|Id\b/i.test(module.textOf(value));
  }));
}

/** Variables between the row and what is asked with it. */
const DEPTH = 4;

/** True where an expression in a component names something that is handed to it, or that it takes from its row. */
function comesFromRow(module: JsModule, fn: FunctionNode, node: Node, handed?: ReadonlySet<string>, depth = DEPTH): boolean {
  return some(node, (inner) => {
    const binding = inner.type === 'Identifier' && !isPropertyName(module, inner) ? module.resolve(inner) : undefined;
    if (binding === undefined || contains(node, binding.identifier) || !contains(fn, binding.identifier)) return false;
    if (binding.kind === 'parameter') return binding.node === fn && (handed === undefined || handed.has(propertyHanded(module, fn, inner, binding.identifier) ?? ''));
    const init = binding.kind === 'variable' ? unwrap(binding.node.init) : undefined;
    if (init === undefined) return false;
    if (handed === undefined && init.type === 'CallExpression' && /^use\w*(?:Record|Field)\w*$/.test(calledName(init))) return true;
    return depth > 0 && comesFromRow(module, fn, init, handed, depth - 1);
  });
}

/** The property of what a component is handed that `use` is: by the pattern of its parameter, or as a member of it. */
function propertyHanded(module: JsModule, { params: [first] }: FunctionNode, use: Node, identifier: Node): string | undefined {
  const pattern = first && parameterPattern(first);
  if (pattern?.type === 'ObjectPattern') {
    const property = pattern.properties.find((one) => contains(one, identifier));
    return property?.type === 'Property' ? keyName(property) : undefined;
  }
  const member = module.parentOf(use);
  return member?.type === 'MemberExpression' && member.object === use ? memberName(member) : undefined;
}

/** A request that is sent once per row of a list. */
export interface RowRequest {
  /** Where it is said: the element or the hook. */
  readonly span: Span;
  readonly callee: string;
  readonly scope: RowScope;
  readonly task?: 'read' | 'write';
  /** Requests that it costs. */
  readonly statements?: number;
  /** No form of the library sends less. */
  readonly isNeeded?: boolean;
  readonly via?: QueryCall['via'];
  readonly advice: string;
  readonly remedies?: readonly Remedy[];
}

/** A request per row as the fact that it is: a query of a page. */
export function requestFact(library: string, { span, callee, scope, task = 'read', statements = 1, isNeeded = false, via, advice, remedies = [] }: RowRequest): QueryCall {
  return {
    span, callee, library, model: undefined, operation: task === 'read' ? 'readMany' : 'update', statements, via, offset: undefined, advice, remedies,
    evidence: { task, scope: { ...scope, unit: 'request' }, runs: 'admin-page', around: [], spares: isNeeded ? 'nothing' : 'statements' },
  };
}

/** The component through which a hook in another file runs; undefined where it is the linted file's own. */
export function viaComponent(file: SourceFile, name: string, { file: there }: RowComponent, hook: Node): QueryCall['via'] {
  return there.path === file.path ? undefined : { name, line: there.module.lineOf(hook), path: there.path };
}

/** The span from the end of what stands before `node` to its own end: what goes with it. */
export function spanWithSpace({ text }: JsModule, node: Node): Span {
  const [start, end] = spanOf(node);
  return [text.slice(0, start).trimEnd().length, end];
}

/** The component in which a node stands, as the name of a list of which nothing says whose it is. */
export function componentAround(module: JsModule, node: Node): string | undefined {
  for (let at = module.parentOf(node); at !== undefined; at = module.parentOf(at)) {
    if (at.type === 'FunctionDeclaration' && at.id !== null) return at.id.name;
    if (at.type === 'VariableDeclarator' && at.id.type === 'Identifier' && isFunction(unwrap(at.init))) return at.id.name;
  }
  return undefined;
}

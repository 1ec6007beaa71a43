import type { TSESTree } from '@typescript-eslint/utils';
import type { Span } from '../../model/text.ts';
import { VISITOR_KEYS } from './visitor-keys.ts';

export type Node = TSESTree.Node;
export type FunctionNode = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;
export type LoopNode = TSESTree.ForStatement | TSESTree.ForOfStatement | TSESTree.ForInStatement | TSESTree.WhileStatement | TSESTree.DoWhileStatement;

/** The node's place in the text, whether the parser writes `range` (ESLint's) or `start` and `end` (oxc's). */
export function spanOf(node: Node): Span {
  const { range } = node as { range?: [number, number] };
  if (range !== undefined) return [range[0], range[1]];
  // Asked for last: ESLint's RuleTester forbids to look at them.
  const { start = 0, end = 0 } = node as { start?: number; end?: number };
  return [start, end];
}

export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return node?.type === 'FunctionDeclaration' || node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression';
}

export function isClass(node: Node | null | undefined): node is ClassNode {
  return node?.type === 'ClassDeclaration' || node?.type === 'ClassExpression';
}

/** The decorators of a class or member; ESLint's own parser writes no such property. */
export function decoratorsOf(node: { readonly decorators: readonly TSESTree.Decorator[] }): readonly TSESTree.Decorator[] {
  return (node as { readonly decorators?: readonly TSESTree.Decorator[] }).decorators ?? [];
}

/** The decorators of whatever it is: a parameter holds its own, its pattern may too. */
export function decoratorsOn(node: Node): readonly TSESTree.Decorator[] {
  return 'decorators' in node ? decoratorsOf(node) : [];
}

/** The name of a decorator, as of a function that is called: `Column` of `@Column()`, `@Column` and `@orm.Column()`. */
export function decoratorName(expression: Node): string {
  return lastName(expression.type === 'CallExpression' ? expression.callee : expression) ?? '';
}

/** The interfaces that a class says it has; ESLint's own parser writes no such property. */
export function interfacesOf(node: ClassNode): readonly TSESTree.TSClassImplements[] {
  return (node as { readonly implements?: readonly TSESTree.TSClassImplements[] }).implements ?? [];
}

export function isLoop(node: Node | null | undefined): node is LoopNode {
  switch (node?.type) {
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return true;
    default:
      return false;
  }
}

/** The code goes no further behind the statement, or behind the block: it returns, throws, or goes on with the next round. */
export function goesNoFurther(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ReturnStatement' || last?.type === 'ContinueStatement' || last?.type === 'ThrowStatement';
}

/** The expression without what changes nothing at run time: `as`, `satisfies`, `!`, type arguments, the wrapper of `?.`. */
export function unwrap(node: Node): Node;
export function unwrap(node: Node | null | undefined): Node | undefined;
export function unwrap(node: Node | null | undefined): Node | undefined {
  let inner = node ?? undefined;
  for (;;) {
    switch (inner?.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ChainExpression':
        inner = inner.expression;
        break;
      default:
        return inner;
    }
  }
}

/** The expression that is awaited, or the expression itself where nothing is. */
export function withoutAwait(node: Node | null | undefined): Node | undefined {
  let inner = unwrap(node);
  while (inner?.type === 'AwaitExpression') inner = unwrap(inner.argument);
  return inner;
}

/** The name of what is called: `eq` of `eq(…)` and of `operators.eq(…)`; empty where it has none. */
export function calledName({ callee }: TSESTree.CallExpression): string {
  return lastName(callee) ?? '';
}

/** `orders`, and `orders` of `schema.orders`; undefined for what is no name. */
export function lastName(node: Node): string | undefined {
  const value = unwrap(node);
  return value.type === 'Identifier' ? value.name : value.type === 'MemberExpression' ? memberName(value) : undefined;
}

/** `null`, `undefined` */
export function isNullish(node: Node): boolean {
  return (node.type === 'Identifier' && node.name === 'undefined') || (node.type === 'Literal' && node.value === null);
}

/** What a test asks whether it is there, and whether the test holds where it isn't: `order` of `!order`, `order === undefined`, `order != null`, `typeof order === 'undefined'`. */
export function absenceAsked(test: Node): { readonly asked: Node; readonly holdsWithout: boolean } | undefined {
  const value = unwrap(test);
  if (value.type === 'UnaryExpression') return value.operator === '!' ? { asked: unwrap(value.argument), holdsWithout: true } : undefined;
  if (value.type !== 'BinaryExpression' || !/^[!=]={1,2}$/.test(value.operator)) return undefined;
  const [left, right] = [unwrap(value.left), unwrap(value.right)];
  const isAskedByType = left.type === 'UnaryExpression' && left.operator === 'typeof';
  const isAskedForNothing = isAskedByType ? right.type === 'Literal' && right.value === 'undefined' : isNullish(right);
  return isAskedForNothing ? { asked: isAskedByType ? unwrap(left.argument) : left, holdsWithout: value.operator.startsWith('=') } : undefined;
}

/** The name under which a member access reads: `a.b`, `a['b']`, `a.#b`; undefined where it is computed. */
export function memberName(node: TSESTree.MemberExpression): string | undefined {
  const { property, computed } = node;
  if (!computed) return property.name;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

/** The name of an object's property, a class member or a pattern's property; undefined where it is computed. */
export function keyName({ key, computed }: { key: Node; computed?: boolean }): string | undefined {
  if (computed !== true && (key.type === 'Identifier' || key.type === 'PrivateIdentifier')) return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

/** The properties of an object literal that have a name, with it: spreads and computed keys left out. */
export function namedProperties(node: Node | undefined): readonly { readonly name: string; readonly property: TSESTree.Property }[] {
  return node?.type === 'ObjectExpression' ? node.properties.flatMap((property) => {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    return property.type !== 'Property' || name === undefined ? [] : [{ name, property }];
  }) : [];
}

/** The own properties of an object literal, by name; undefined where a spread or a computed key hides some. */
export function propertiesOf(node: TSESTree.ObjectExpression): Map<string, TSESTree.Property> | undefined {
  const found = new Map<string, TSESTree.Property>();
  for (const property of node.properties) {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    if (name === undefined || property.type !== 'Property') return undefined;
    found.set(name, property);
  }
  return found;
}

/** The property `name` of an object literal, spreads or not. */
export function propertyOf(node: Node | undefined, name: string): TSESTree.Property | undefined {
  if (node?.type !== 'ObjectExpression') return undefined;
  return node.properties.find((property): property is TSESTree.Property => property.type === 'Property' && keyName(property) === name);
}

/** Whether an object literal has a property of one of the names, spreads left out. */
export function hasAnyOf(node: Node | undefined, names: readonly string[]): boolean {
  return names.some((name) => propertyOf(node, name) !== undefined);
}

/** True for an object of which a part stands elsewhere: what it doesn't name may still be there. */
export function hasSpread(node: Node | undefined): boolean {
  return node?.type === 'ObjectExpression' && node.properties.some(({ type }) => type === 'SpreadElement');
}

/** The parameter's pattern without default value, rest and accessibility modifiers. */
export function parameterPattern(parameter: TSESTree.Parameter): Node {
  let pattern: Node = parameter;
  if (pattern.type === 'TSParameterProperty') pattern = pattern.parameter;
  if (pattern.type === 'AssignmentPattern') pattern = pattern.left;
  return pattern.type === 'RestElement' ? pattern.argument : pattern;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** The nodes right below `node`, in the order of the text, without types. Nodes of kinds that no standard knows have none. */
export function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  const keys = VISITOR_KEYS[node.type];
  if (keys === undefined) return found;
  const record = node as unknown as Record<string, unknown>;
  for (const key of keys) {
    const value = record[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) found.push(item);
    } else if (isNode(value)) {
      found.push(value);
    }
  }
  return found;
}

/** Walks `root` and what is below it in the order of the text; `enter` gives false to stay out of a node. */
export function walk(root: Node, enter: (node: Node) => boolean | undefined): void {
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (enter(node) === false) continue;
    const below = childrenOf(node);
    for (let index = below.length - 1; index >= 0; index -= 1) pending.push(below[index] as Node);
  }
}

/** True where `test` holds for a node at or below `root`. */
export function some(root: Node | null | undefined, test: (node: Node) => boolean): boolean {
  if (root === null || root === undefined) return false;
  let found = false;
  walk(root, (node) => {
    found ||= test(node);
    return !found;
  });
  return found;
}

/** Those of a list in the order of the text whose nodes stand within `outer`: no search through all of them. */
export function within<T>(sorted: readonly T[], outer: Node, nodeOf: (one: T) => Node): T[] {
  const [start, end] = spanOf(outer);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spanOf(nodeOf(sorted[middle] as T))[0] < start) low = middle + 1;
    else high = middle;
  }
  const found: T[] = [];
  for (let one = sorted[low]; one !== undefined && spanOf(nodeOf(one))[0] < end; low += 1, one = sorted[low]) if (spanOf(nodeOf(one))[1] <= end) found.push(one);
  return found;
}

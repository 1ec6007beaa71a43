import type { TSESTree } from '@typescript-eslint/utils';
import type { JsModule } from './module.ts';
import { type Node, propertyOf, unwrap } from './nodes.ts';

/** How many consts and spreads are followed before a value counts as unknown. */
const DEPTH = 8;

/** The string that an expression is: a literal, a template without holes, a const of these. */
export function stringValue(module: JsModule, node: Node | null | undefined, depth = DEPTH): string | undefined {
  const value = unwrap(node);
  if (value?.type === 'Literal') return typeof value.value === 'string' ? value.value : undefined;
  if (value?.type === 'TemplateLiteral') return value.expressions.length === 0 ? (value.quasis[0]?.value.cooked ?? undefined) : undefined;
  const init = depth > 0 && value?.type === 'Identifier' ? constantInit(module, value) : undefined;
  return init && stringValue(module, init, depth - 1);
}

/** The number that an expression is: a literal, a negated one, a const of these. */
export function numberValue(module: JsModule, node: Node | null | undefined, depth = DEPTH): number | undefined {
  const value = unwrap(node);
  if (value?.type === 'Literal') return typeof value.value === 'number' ? value.value : undefined;
  if (value?.type === 'UnaryExpression' && value.operator === '-') {
    const positive = numberValue(module, value.argument, depth - 1);
    return positive === undefined ? undefined : -positive;
  }
  const init = depth > 0 && value?.type === 'Identifier' ? constantInit(module, value) : undefined;
  return init && numberValue(module, init, depth - 1);
}

/** How many are asked for: a number, one in quotes, or `Infinity` however the code writes that; undefined where it isn't written out. */
export function countValue(module: JsModule, node: Node | null | undefined): number | undefined {
  const value = unwrap(node);
  if (value?.type === 'Identifier' && value.name === 'Infinity' && module.resolve(value) === undefined) return Infinity;
  if (value?.type === 'MemberExpression' && /^Number\.(?:MAX_SAFE_INTEGER|MAX_VALUE|POSITIVE_INFINITY)$/.test(module.textOf(value))) return Infinity;
  const text = stringValue(module, value);
  return text === undefined ? numberValue(module, value) : /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The initial value of the const that a name stands for; undefined for what isn't a plain `const name = value`. */
export function constantInit(module: JsModule, identifier: TSESTree.Identifier): Node | undefined {
  const binding = module.resolve(identifier);
  if (binding?.kind !== 'variable' || !binding.constant || binding.node.id.type !== 'Identifier') return undefined;
  return binding.node.init ?? undefined;
}

/** The object literal that an expression is, through consts. */
export function objectValue(module: JsModule, node: Node | null | undefined): TSESTree.ObjectExpression | undefined {
  let value = unwrap(node);
  for (let depth = 0; value?.type === 'Identifier' && depth < DEPTH; depth += 1) value = unwrap(constantInit(module, value));
  return value?.type === 'ObjectExpression' ? value : undefined;
}

/** The property `name` of an object literal, looked for in spreads of consts too (the last one wins, as at run time). */
export function propertyThroughSpreads(module: JsModule, node: TSESTree.ObjectExpression, name: string, depth = DEPTH): TSESTree.Property | undefined {
  const own = propertyOf(node, name);
  if (own !== undefined || depth === 0) return own;
  for (const property of [...node.properties].reverse()) {
    if (property.type !== 'SpreadElement') continue;
    const spread = objectValue(module, property.argument);
    const found = spread && propertyThroughSpreads(module, spread, name, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

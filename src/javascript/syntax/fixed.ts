import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../../project/memo.ts';
import type { Binding } from './bindings.ts';
import { isEmptyCollection, sourcesOf, writtenAt } from './flow.ts';
import { changedPath } from './growth.ts';
import { chainOf, type JsModule, type PatternPath, pathIn } from './module.ts';
import { type Node, unwrap } from './nodes.ts';

/** How many names and spreads are followed before a value counts as unknown. */
const DEPTH = 8;

/** Functions whose result is as fixed as what they are given. */
const PURE_GLOBALS = /^(?:Object\.(?:keys|values|entries|freeze|fromEntries)|Array\.(?:from|of))$/;
const PURE_METHODS: ReadonlySet<string> = new Set([
  'filter', 'map', 'flatMap', 'slice', 'concat', 'split', 'sort', 'toSorted', 'reverse', 'toReversed', 'flat', 'keys', 'values', 'entries', 'trim', 'toLowerCase', 'toUpperCase',
]);

/** `SUPPORTED_LOCALES`: how constants are named that come from another file. */
const CONSTANT_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;
const CLASS_NAME = /^[A-Z]\w*$/;

/**
 * True where the value is fixed in the code: literals, enums, consts and what the top level of a module computes once, whichever
 * module that is. What such a list holds doesn't grow with any table.
 */
export function isFixed(module: JsModule, node: Node | null | undefined, depth = DEPTH): boolean {
  const value = unwrap(node);
  if (value === undefined || depth === 0) return false;
  const fixed = (inner: Node | null): boolean => isFixed(module, inner, depth - 1);
  switch (value.type) {
    case 'Literal':
      return true;
    case 'TemplateLiteral':
      return value.expressions.every((expression) => fixed(expression));
    case 'ArrayExpression':
      return value.elements.every((element) => element?.type !== 'SpreadElement' || fixed(element.argument));
    case 'ObjectExpression':
      return value.properties.every((property) => property.type === 'Property' || fixed(property.argument));
    case 'UnaryExpression':
      return fixed(value.argument);
    case 'ConditionalExpression':
      return fixed(value.consequent) && fixed(value.alternate);
    case 'LogicalExpression':
    case 'BinaryExpression':
      return value.left.type !== 'PrivateIdentifier' && fixed(value.left) && fixed(value.right);
    case 'Identifier':
      return isFixedName(module, value, depth);
    case 'MemberExpression':
      return isFixedMember(module, value, depth);
    case 'NewExpression':
      return /^(?:Set|Map)$/.test(module.textOf(value.callee)) && value.arguments.length > 0 && value.arguments.every((argument) => fixed(argument));
    case 'CallExpression':
      return isFixedCall(module, value, depth);
    default:
      return false;
  }
}

function isFixedName(module: JsModule, identifier: TSESTree.Identifier, depth: number): boolean {
  const binding = module.resolve(identifier);
  switch (binding?.kind) {
    case 'import':
    case 'enum':
      return true;
    case 'class':
      return true;
    case 'variable':
      return isFixedVariable(module, binding, [], depth);
    default:
      return binding === undefined && (identifier.name === 'undefined' || CONSTANT_NAME.test(identifier.name));
  }
}

/** @param path what of the variable's value is meant */
function isFixedVariable(module: JsModule, binding: Binding & { kind: 'variable' }, path: PatternPath, depth: number): boolean {
  const { node, constant } = binding;
  const init = unwrap(node.init);
  if (!constant || init === undefined || isEmptyCollection(init)) return false;
  const steps = pathIn(node.id, binding.identifier);
  const written = steps && writtenAt(module, init, [...steps, ...path]);
  if (isFixed(module, written ?? init, depth - 1)) return !isGrown(binding, module);
  // What the top level computes is computed once, at load; what it awaits may be a table.
  return isTopLevel(module, node) && init.type !== 'AwaitExpression' && init.type !== 'NewExpression' && CONSTANT_NAME.test(binding.name);
}

/** True where the code adds to the collection later: it is no fixed list then. */
const isGrown = oncePer((binding: Binding, module: JsModule): boolean => module.referencesTo(binding).some((use) => changedPath(module, use) !== undefined));

function isTopLevel(module: JsModule, node: Node): boolean {
  return module.functionAround(node) === undefined;
}

function isFixedMember(module: JsModule, node: TSESTree.MemberExpression, depth: number): boolean {
  const { root, names } = chainOf(node);
  if (root.type === 'ThisExpression') {
    const set = names.length === 1 ? sourcesOf(module, root, names) : [];
    return set.length > 0 && set.every(({ node: value }) => !isEmptyCollection(unwrap(value)) && isFixed(module, value, depth - 1));
  }
  if (root.type !== 'Identifier') return false;
  const binding = module.resolve(root);
  if (binding?.kind === 'variable') return isFixedVariable(module, binding, names, depth);
  return binding?.kind === 'import' ? CONSTANT_NAME.test(names.at(-1) ?? '') || CLASS_NAME.test(root.name) : binding?.kind === 'enum' || binding?.kind === 'class';
}

function isFixedCall(module: JsModule, node: TSESTree.CallExpression, depth: number): boolean {
  const { callee } = node;
  const argumentsFixed = (): boolean => {
    const [first] = node.arguments;
    return first !== undefined && isFixed(module, first, depth - 1);
  };
  if (PURE_GLOBALS.test(module.textOf(callee))) return argumentsFixed();
  if (callee.type === 'Identifier' && /^(?:Array|String|Number)$/.test(callee.name)) return argumentsFixed();
  if (callee.type !== 'MemberExpression' || !PURE_METHODS.has(chainOf(callee).names.at(-1) ?? '')) return false;
  return isFixed(module, callee.object, depth - 1);
}

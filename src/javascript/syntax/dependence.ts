import type { TSESTree } from '@typescript-eslint/utils';
import type { Span } from '../../model/text.ts';
import { oncePer } from '../../project/memo.ts';
import type { Iteration } from './iterations.ts';
import { KEYED, type Source, sourcesOf } from './flow.ts';
import { changedPath, readsChanged } from './growth.ts';
import { beginningOf, type JsModule, pathIn } from './module.ts';
import { isFunction, type Node, propertyOf, some, spanOf, unwrap, walk } from './nodes.ts';

/** True where `inner` stands within `outer`. */
export function contains(outer: Node, inner: Node): boolean {
  return holdsSpan(outer, spanOf(inner));
}

/** True where a place in the text stands within `outer`. */
export function holdsSpan(outer: Node, [from, to]: Span): boolean {
  const [start, end] = spanOf(outer);
  return start <= from && to <= end;
}

/** True where an expression names something that is declared in the iteration: its row, or what was made of it. */
export function mentionsRow(module: JsModule, { node: loop, shared = [] }: Iteration, expression: Node): boolean {
  return some(expression, (node) => {
    if (node.type !== 'Identifier' || isPropertyName(module, node)) return false;
    const binding = module.resolve(node);
    return binding !== undefined && contains(loop, binding.identifier) && !contains(expression, binding.identifier) && !shared.some((pattern) => contains(pattern, binding.identifier));
  });
}

/** True where an expression names the row itself, or a const of the round that was made of it. */
export function takesOfRow(module: JsModule, iteration: Iteration, expression: Node, depth = 6): boolean {
  const { element, body } = iteration;
  return some(expression, (node) => {
    const binding = node.type !== 'Identifier' || isPropertyName(module, node) ? undefined : module.resolve(node);
    if (binding === undefined || contains(expression, binding.identifier)) return false;
    if (element !== undefined && contains(element, binding.identifier)) return true;
    return binding.kind === 'variable' && depth > 0 && binding.node.init !== null && contains(body, binding.node) && takesOfRow(module, iteration, binding.node.init, depth - 1);
  });
}

/** True for names of properties, which no binding stands for: `id` in `row.id` and `{ id: 1 }`. */
export function isPropertyName(module: JsModule, node: TSESTree.Identifier): boolean {
  const parent = module.parentOf(node);
  if (parent?.type === 'MemberExpression') return parent.property === node && !parent.computed;
  return parent?.type === 'Property' && parent.key === node && parent.value !== node && !parent.computed;
}

/**
 * True where an expression gives the same value in every round and can be written outside the loop: it names nothing that the loop
 * declares, assigns or fills, and calls nothing but the clock.
 */
export function isSameForAll(module: JsModule, iteration: Iteration, expression: Node): boolean {
  if (mentionsRow(module, iteration, expression)) return false;
  return !some(expression, (node) => {
    switch (node.type) {
      case 'CallExpression':
        return !/^(?:Date\.now\(\)|new Date\(\)\.(?:to(?:ISO|JSON)(?:String)?|getTime|valueOf)\(\))$/.test(module.textOf(node));
      case 'NewExpression':
        return module.textOf(node.callee) !== 'Date';
      case 'AwaitExpression':
      case 'YieldExpression':
      case 'UpdateExpression':
      case 'AssignmentExpression':
      case 'TaggedTemplateExpression':
        return true;
      case 'Identifier':
        return isChangedIn(module, iteration, node);
      default:
        return isFunction(node);
    }
  });
}

/** As `isSameForAll`, but seeing through consts that the loop computes from nothing of the round: a reason for advice, not for an edit. */
export function isSameInEveryRound(module: JsModule, iteration: Iteration, expression: Node, depth = 4): boolean {
  if (isSameForAll(module, iteration, expression)) return true;
  if (depth === 0 || some(expression, ({ type }) => /^(?:Await|Yield|Call|New|Assignment|Update|TaggedTemplate)Expression$/.test(type))) return false;
  return !some(expression, (node) => {
    if (node.type !== 'Identifier' || isPropertyName(module, node)) return false;
    if (isChangedIn(module, iteration, node)) return true;
    const binding = module.resolve(node);
    if (binding === undefined || !contains(iteration.node, binding.identifier) || contains(expression, binding.identifier)) return false;
    const isConst = binding.kind === 'variable' && binding.constant && binding.node.init !== null && contains(iteration.body, binding.node);
    return !isConst || !isSameInEveryRound(module, iteration, binding.node.init as Node, depth - 1);
  });
}

/**
 * True for values that depend on what the row held before: `{ increment: 1 }`, `{ push: tag }`. A row that a list names twice is changed
 * twice by them, and once by one statement for all rows.
 */
export function isRelative(data: Node): boolean {
  return data.type === 'ObjectExpression' && data.properties.some((property) => {
    const value = property.type === 'Property' ? unwrap(property.value) : undefined;
    return ['increment', 'decrement', 'multiply', 'divide', 'push'].some((operator) => propertyOf(value, operator) !== undefined);
  });
}

/** `this.id = id; await this.load()`, `Entry.table = name; await Entry.query()`: what is called goes by what the round has set. */
export function setsOwner(iteration: Iteration, callee: Node): boolean {
  return setOnOwner(iteration, callee).length > 0;
}

/** What the round sets on that by which the chain of a call begins, in the order of the text. */
export function setOnOwner({ body }: Iteration, callee: Node): readonly MemberSetting[] {
  const owner = rootName(callee);
  return membersSetIn(body).filter(({ target }) => rootName(target) === owner);
}

interface MemberSetting {
  readonly node: TSESTree.AssignmentExpression;
  readonly target: TSESTree.MemberExpression;
}

/** The assignments to members of something in a round, which each of its queries asks for. */
const membersSetIn = oncePer((body: Node): readonly MemberSetting[] => {
  const found: MemberSetting[] = [];
  walk(body, (node) => {
    const target = node.type === 'AssignmentExpression' ? unwrap(node.left) : undefined;
    if (node.type === 'AssignmentExpression' && target?.type === 'MemberExpression') found.push({ node, target });
    return undefined;
  });
  return found;
});

/** The name that a chain begins with, or `this`. */
function rootName(node: Node): string | undefined {
  const root = beginningOf(node);
  return root.type === 'Identifier' ? root.name : root.type === 'ThisExpression' ? 'this' : undefined;
}

/** True where the loop sets what a name reads, or fills it. */
function isChangedIn(module: JsModule, { node: loop }: Iteration, read: TSESTree.Identifier): boolean {
  const binding = isPropertyName(module, read) ? undefined : module.resolve(read);
  return binding !== undefined && module.referencesTo(binding).some((use) => {
    if (!contains(loop, use)) return false;
    const parent = module.parentOf(use);
    if ((parent?.type === 'AssignmentExpression' && parent.left === use) || parent?.type === 'UpdateExpression') return true;
    const changed = changedPath(module, use);
    return changed !== undefined && readsChanged(module, read, changed);
  });
}

/**
 * The way from the iteration's row to the value of `expression`: `['customerId']` for `order.customerId`, `[]` for the row itself.
 * Undefined where it isn't simply a property of the row.
 */
export function rowPath(module: JsModule, { body, element }: Iteration, expression: Node): readonly string[] | undefined {
  let at: Source = { node: expression, path: [] };
  for (let depth = 6; depth > 0; depth -= 1) {
    const value = unwrap(at.node);
    const binding = value.type === 'Identifier' ? module.resolve(value) : undefined;
    if (binding !== undefined && element !== undefined && contains(element, binding.identifier)) {
      const own = pathIn(element, binding.identifier);
      return own === undefined || at.path.includes(KEYED) ? undefined : [...own, ...at.path];
    }
    const isFollowed = binding === undefined ? value.type === 'MemberExpression' : binding.kind === 'variable' && binding.constant && contains(body, binding.node);
    const [only, ...others] = isFollowed ? sourcesOf(module, value, at.path) : [];
    if (only === undefined || others.length > 0) return undefined;
    at = only;
  }
  return undefined;
}

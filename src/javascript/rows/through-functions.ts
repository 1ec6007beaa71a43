import type { TSESTree } from '@typescript-eslint/utils';
import { contains, isPropertyName } from '../syntax/dependence.ts';
import type { SourceFile } from '../project/modules.ts';
import type { ParameterBinding } from '../syntax/bindings.ts';
import { stepsFrom } from '../syntax/callee.ts';
import type { JsModule } from '../syntax/module.ts';
import { type FunctionNode, type Node, some } from '../syntax/nodes.ts';

/** A function on the way from a loop to a query, and the call in it that goes on, or the query itself. */
export interface Step {
  readonly there: Pick<SourceFile, 'module'>;
  readonly node: FunctionNode;
  readonly at: Node;
}

/** What is handed to the methods that code calls on a name, one after the other: a builder is given its conditions so (`if (repo) query.andWhere('repo = :repo', { repo })`). */
function argumentsOn(module: JsModule, identifier: TSESTree.Identifier): readonly Node[] {
  const binding = module.resolve(identifier);
  return (binding === undefined ? [] : module.referencesTo(binding)).flatMap((use) => stepsFrom(module, use).flatMap(({ call }) => call.arguments));
}

/** What a function puts into its parameter: by default, or where nothing is handed in (`if (!ids) ids = order.lines.map(({ id }) => id)`). */
function givenInstead(module: JsModule, binding: ParameterBinding): readonly Node[] {
  const parameter = binding.node.params[binding.index];
  const set = module.referencesTo(binding).flatMap((use) => {
    const at = module.parentOf(use);
    return at?.type === 'AssignmentExpression' && at.left === use ? [at.right] : [];
  });
  return parameter?.type === 'AssignmentPattern' ? [parameter.right, ...set] : set;
}

/** Variables that are followed within one function. */
const DEPTH = 6;

/**
 * Tells whether an expression of the last step takes something of the row, whatever the functions on the way are handed beside: the privilege of whoever is
 * signed in doesn't. What can't be followed does.
 *
 * @param call the call in the loop that the steps begin with
 * @param isOfRow tells whether an expression of the loop takes something of the row
 */
export function ofRowThrough(steps: readonly Step[], call: Node, isOfRow: (expression: Node) => boolean): (expression: Node) => boolean {
  const comesOfRow = (index: number, expression: Node, depth: number): boolean => {
    const step = steps[index];
    if (step === undefined) return isOfRow(expression);
    const { module } = step.there;
    const before = steps[index - 1]?.at ?? call;
    return some(expression, (node) => {
      if (node.type === 'ThisExpression') return before.type !== 'CallExpression' || comesOfRow(index - 1, before.callee, DEPTH);
      const binding = node.type !== 'Identifier' || isPropertyName(module, node) ? undefined : module.resolve(node);
      if (binding === undefined || !contains(step.node, binding.identifier) || contains(expression, binding.identifier)) return false;
      if (binding.kind === 'parameter' && binding.node === step.node) {
        if (before.type !== 'CallExpression' || before.arguments.some(({ type }) => type === 'SpreadElement')) return true;
        const given = before.arguments[binding.index];
        if (depth > 0 && givenInstead(module, binding).some((part) => !contains(part, expression) && comesOfRow(index, part, depth - 1))) return true;
        return given !== undefined && comesOfRow(index - 1, given, DEPTH);
      }
      if (binding.kind !== 'variable' || !binding.constant || binding.node.init === null || depth === 0) return true;
      return [binding.node.init, ...argumentsOn(module, binding.identifier)].some((part) => !contains(part, expression) && comesOfRow(index, part, depth - 1));
    });
  };
  return (expression) => comesOfRow(steps.length - 1, expression, DEPTH);
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { BuilderCall } from './builder-reader.ts';
import type { RowLoop } from '../queries/orm.ts';
import type { Step } from '../syntax/callee.ts';
import type { JsModule } from '../syntax/module.ts';
import { keyName, type Node, spanOf, unwrap } from '../syntax/nodes.ts';
import { stringValue } from '../syntax/values.ts';

/** The step that finds the row of a round, with its column as the code writes it and what it is compared with. */
export interface KeyStep {
  readonly step: Step;
  readonly column: string;
  readonly value: Node;
}

/** The one step that depends on the row, where it compares a column with something of it: `where('id', row.id)`, `where({ id: row.id })`. */
export function keyStepOf(module: JsModule, { built: { steps } }: BuilderCall, loop: RowLoop, besides: Step | undefined): KeyStep | undefined {
  const [step, ...others] = steps.filter((one) => one !== besides && one.call.arguments.some((argument) => loop.dependsOnRow(argument)));
  if (step === undefined || others.length > 0 || !/^(?:and)?where$/i.test(step.name)) return undefined;
  const [first, second, third] = step.call.arguments.map((argument) => unwrap(argument));
  const [property, ...more] = first?.type === 'ObjectExpression' ? first.properties : [];
  if (property !== undefined) {
    const name = property.type === 'Property' && more.length === 0 && step.call.arguments.length === 1 ? keyName(property) : undefined;
    return name === undefined || property.type !== 'Property' || property.computed ? undefined : { step, column: `'${name}'`, value: unwrap(property.value) };
  }
  const value = third === undefined ? second : stringValue(module, second) === '=' ? third : undefined;
  return first === undefined || value === undefined || stringValue(module, first) === undefined || loop.dependsOnRow(first) ? undefined : { step, column: module.textOf(first), value };
}

/** The text of a query with other texts in the place of some of its steps. */
export function withSteps(module: JsModule, node: TSESTree.CallExpression, changes: readonly { readonly step: Step; readonly text: string }[]): string | undefined {
  const [start] = spanOf(node);
  let text = module.textOf(node);
  for (const { step: { call }, text: own } of [...changes].sort((a, b) => spanOf(b.step.call)[1] - spanOf(a.step.call)[1])) {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression' || spanOf(call)[0] < start) return undefined;
    text = text.slice(0, spanOf(callee.property)[0] - start) + own + text.slice(spanOf(call)[1] - start);
  }
  return text;
}

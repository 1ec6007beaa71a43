import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { Receivers } from '../../javascript/receivers/receivers.ts';
import type { Receiver } from '../../javascript/receivers/type-model.ts';
import { typeOf } from '../../javascript/syntax/annotations.ts';
import { beginningOf, type JsModule } from '../../javascript/syntax/module.ts';
import { memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import type { Project } from '../../project/project.ts';
import { FOREST_TYPES, dependsOnAgent } from './receivers.ts';

/** One call of a collection's customizer: `collection.addField('name', { … })`. */
export interface Customization {
  readonly node: TSESTree.CallExpression;
  readonly method: string;
  /** The field, action or segment that it is about, where the code says. */
  readonly name: string | undefined;
  /** The object of options behind the name. */
  readonly options: TSESTree.ObjectExpression | undefined;
  /** The collection, as the code names it. */
  readonly collection: string | undefined;
  /** What the chain begins with. */
  readonly root: Node;
}

const METHODS = /^(?:add(?:Field|Action|Segment|Hook)|emulateField(?:Sorting|Filtering|Operator)|replaceField(?:Sorting|Operator)|disableCount)$/;

/** Every customization of a collection that a file makes, in the order of the text. */
export function customizationsOf(file: SourceFile, { settings }: Project): Customization[] {
  const { module } = file;
  const receivers = new Receivers(file, FOREST_TYPES, settings.aliases);
  return module.calls.flatMap((node) => {
    const callee = unwrap(node.callee);
    const method = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || method === undefined || !METHODS.test(method)) return [];
    const receiver = receivers.of(callee.object) ?? untyped(file, callee.object, method, node);
    if (receiver?.kind !== 'customizer') return [];
    const root = beginningOf(callee);
    const [first, second] = node.arguments;
    return [{ node, method, name: stringValue(module, first), options: objectValue(module, second), collection: receiver.model ?? typedAs(module, root), root }];
  });
}

/** A parameter without a type, in a project of the agent: nothing else has methods of these names. */
function untyped(file: SourceFile, node: Node, method: string, { arguments: [, options] }: TSESTree.CallExpression): Receiver | undefined {
  const root = beginningOf(node);
  const binding = root.type === 'Identifier' ? file.module.resolve(root) : undefined;
  if (binding?.kind !== 'parameter' || typeOf(binding.identifier) !== undefined || !dependsOnAgent(file.path)) return undefined;
  const isTelling = method.startsWith('emulate') || (method === 'addField' && propertyOf(objectValue(file.module, options), 'getValues') !== undefined);
  return isTelling || method.startsWith('add') ? { kind: 'customizer' } : undefined;
}

/** `order` of `(collection: OrderCustomizer)`; names of several words may be written in another way. */
function typedAs(module: JsModule, root: Node): string | undefined {
  const binding = root.type === 'Identifier' ? module.resolve(root) : undefined;
  const name = binding?.kind === 'parameter' ? /^([A-Z][a-z]+)Customizer$/.exec(typeOf(binding.identifier)?.name ?? '')?.[1] : undefined;
  return name?.toLowerCase();
}

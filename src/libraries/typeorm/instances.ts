import type { TSESTree } from '@typescript-eslint/utils';
import type { Recognise } from '../../javascript/rows/rows.ts';
import { typeOf } from '../../javascript/syntax/annotations.ts';
import type { Binding } from '../../javascript/syntax/bindings.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { Receivers } from '../../javascript/receivers/receivers.ts';
import { EACH, type Source, sourcesOf } from '../../javascript/syntax/flow.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { givesSameRows } from '../../javascript/syntax/iterations.ts';
import { memberName, type Node, propertyOf, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';
import { isEntity } from './receivers.ts';

/** Expressions on a row's way back to its query. */
const MOST_STEPS = 40;

/** Finds out which expressions are instances of entities: rows of a query, `new Order()`, `repo.create()`, parameters typed as entities. */
export class EntityInstances {
  private readonly module: JsModule;
  private readonly file: SourceFile;
  private readonly receivers: Receivers;
  private readonly recognise: Recognise;

  constructor(file: SourceFile, receivers: Receivers, recognise: Recognise) {
    this.file = file;
    this.module = file.module;
    this.receivers = receivers;
    this.recognise = recognise;
  }

  /** The entity whose instance (or list of instances) an expression is. */
  entityOf(node: Node | undefined): string | undefined {
    return node && this.at({ node, path: [] }, new Set());
  }

  /** @param seen declarations and expressions that were followed already for the same question */
  private at({ node, path }: Source, seen: Set<Node>): string | undefined {
    const value = unwrap(node);
    const binding = value.type === 'Identifier' ? this.module.resolve(value) : undefined;
    const place = binding?.kind === 'variable' || binding?.kind === 'parameter' ? binding.identifier : value;
    if (seen.has(place) || seen.size > MOST_STEPS) return undefined;
    seen.add(place);
    const own = path.every((step) => EACH.has(step)) ? this.itself(value, binding, seen) : undefined;
    return own ?? firstOf(sourcesOf(this.module, value, path), (source) => this.at(source, seen));
  }

  private itself(value: Node, binding: Binding | undefined, seen: Set<Node>): string | undefined {
    switch (value.type) {
      case 'Identifier':
        return binding === undefined ? undefined : this.annotatedEntity(binding, value);
      case 'NewExpression':
        return value.callee.type === 'Identifier' && this.isEntityName(value.callee) ? value.callee.name : undefined;
      case 'ArrayExpression':
        return value.elements[0] == null ? undefined : this.at({ node: value.elements[0], path: [] }, seen);
      case 'CallExpression':
        return this.entityOfCall(value, seen);
      default:
        return undefined;
    }
  }

  private entityOfCall(node: TSESTree.CallExpression, seen: Set<Node>): string | undefined {
    const callee = unwrap(node.callee);
    if (callee.type !== 'MemberExpression') return undefined;
    const name = memberName(callee) ?? '';
    if (givesSameRows(name) || name === 'concat') return this.at({ node: callee.object, path: [] }, seen);
    const receiver = this.receivers.of(callee.object);
    if (receiver === undefined) return undefined;
    if (/^(?:create|merge|save)$/.test(name)) return receiver.model ?? this.givenEntity(node);
    const call = this.recognise(node);
    return call?.operation === 'readMany' || call?.operation === 'readOne' ? (name.includes('Raw') ? undefined : call.model) : undefined;
  }

  private givenEntity(node: TSESTree.CallExpression): string | undefined {
    const first = unwrap(node.arguments[0]);
    return first?.type === 'Identifier' && /^[A-Z]/.test(first.name) ? first.name : undefined;
  }

  private annotatedEntity(binding: Binding, at: TSESTree.Identifier): string | undefined {
    const type = typeOf(binding.identifier);
    if (type === undefined) return undefined;
    const named = this.module.resolveName(type.name, at);
    return named !== undefined && isEntity(this.file, named) ? type.name : undefined;
  }

  private isEntityName(identifier: TSESTree.Identifier): boolean {
    const binding = this.module.resolve(identifier);
    return binding !== undefined && isEntity(this.file, binding);
  }

  /** `{ ...order, status }` has the key of the row that it is a copy of. */
  private isRow(node: Node): boolean {
    return this.entityOf(node) !== undefined && !this.isNew(node);
  }

  /** What was made here and now has no row yet: `save` sends an INSERT and reads nothing before. */
  isNew(node: Node): boolean {
    const value = withoutAwait(node);
    if (value?.type === 'ObjectExpression') return propertyOf(value, 'id') === undefined && !value.properties.some((property) => property.type === 'SpreadElement' && this.isRow(property.argument));
    if (value?.type === 'NewExpression') return true;
    if (value?.type === 'CallExpression') {
      const callee = unwrap(value.callee);
      if (callee.type === 'MemberExpression' && isObjectAssign(this.module, callee)) return value.arguments[0] !== undefined && this.isNew(value.arguments[0]);
      return callee.type === 'MemberExpression' && memberName(callee) === 'create';
    }
    const binding = value?.type === 'Identifier' ? this.module.resolve(value) : undefined;
    return binding?.kind === 'variable' && binding.node.init !== null && binding.node.id.type === 'Identifier' && binding.node.init.type !== 'AwaitExpression' && binding.node.init !== value && this.isNew(binding.node.init);
  }
}

/** `Object.assign(new Order(), values)` gives its first argument back. */
function isObjectAssign(module: JsModule, callee: TSESTree.MemberExpression): boolean {
  return module.textOf(callee) === 'Object.assign';
}

function firstOf<S, T>(items: readonly S[], find: (item: S) => T | undefined): T | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

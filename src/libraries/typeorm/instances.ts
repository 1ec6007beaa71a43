import type { TSESTree } from '@typescript-eslint/utils';
import type { Recognise } from '../../javascript/rows.ts';
import { typeOf } from '../../javascript/syntax/annotations.ts';
import type { Binding } from '../../javascript/syntax/bindings.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import type { Receivers } from '../../javascript/receivers.ts';
import { assignmentsTo, type JsModule } from '../../javascript/syntax/module.ts';
import { memberName, type Node, propertyOf, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';
import { isEntity } from './receivers.ts';

/** Steps of a row's way back to its query. */
const DEPTH = 6;

const ROW_METHODS = /^(?:filter|slice|sort|reverse|toSorted|toReversed|concat)$/;

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
  entityOf(node: Node | undefined, depth = DEPTH): string | undefined {
    const value = withoutAwait(node);
    if (value === undefined || depth === 0) return undefined;
    switch (value.type) {
      case 'Identifier':
        return this.entityOfName(value, depth - 1);
      case 'NewExpression':
        return value.callee.type === 'Identifier' && this.isEntityName(value.callee) ? value.callee.name : undefined;
      case 'MemberExpression':
        return value.computed ? this.entityOf(value.object, depth - 1) : undefined;
      case 'LogicalExpression':
        return this.entityOf(value.left, depth - 1) ?? this.entityOf(value.right, depth - 1);
      case 'ArrayExpression':
        return value.elements[0] == null ? undefined : this.entityOf(value.elements[0], depth - 1);
      case 'CallExpression':
        return this.entityOfCall(value, depth);
      default:
        return undefined;
    }
  }

  private entityOfCall(node: TSESTree.CallExpression, depth: number): string | undefined {
    const callee = unwrap(node.callee);
    if (callee.type !== 'MemberExpression') return undefined;
    const name = memberName(callee) ?? '';
    if (isObjectAssign(this.module, callee)) return this.entityOf(node.arguments[0], depth - 1);
    if (ROW_METHODS.test(name)) return this.entityOf(callee.object, depth - 1);
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

  private entityOfName(identifier: TSESTree.Identifier, depth: number): string | undefined {
    const binding = this.module.resolve(identifier);
    if (binding?.kind === 'parameter') return this.annotatedEntity(binding, identifier) ?? this.entityOfElement(binding, depth);
    if (binding?.kind !== 'variable') return undefined;
    const annotated = this.annotatedEntity(binding, identifier);
    if (annotated !== undefined) return annotated;
    const { init, id } = binding.node;
    if (init === null) {
      const loop = this.module.parentOf(binding.declaration);
      return loop?.type === 'ForOfStatement' && id.type === 'Identifier' ? this.entityOf(loop.right, depth) : this.entityOf(assignmentsTo(this.module, binding)[0], depth);
    }
    if (id.type === 'Identifier') return this.entityOf(init, depth);
    // `const [rows, total] = await repo.findAndCount()`
    return id.type === 'ArrayPattern' && id.elements[0] === binding.identifier ? this.entityOf(init, depth) : undefined;
  }

  private annotatedEntity(binding: Binding, at: TSESTree.Identifier): string | undefined {
    const type = typeOf(binding.identifier);
    if (type === undefined) return undefined;
    const named = this.module.resolveName(type.name, at);
    return named !== undefined && isEntity(this.file, named) ? type.name : undefined;
  }

  /** `rows.forEach((row) => …)` */
  private entityOfElement(binding: Binding & { kind: 'parameter' }, depth: number): string | undefined {
    const call = this.module.parentOf(binding.node);
    const callee = call?.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    if (binding.index !== 0 || callee?.type !== 'MemberExpression' || !/^(?:map|forEach|filter|flatMap|some|every)$/.test(memberName(callee) ?? '')) return undefined;
    return this.entityOf(callee.object, depth);
  }

  private isEntityName(identifier: TSESTree.Identifier): boolean {
    const binding = this.module.resolve(identifier);
    return binding !== undefined && isEntity(this.file, binding);
  }

  /** What was made here and now has no row yet: `save` sends an INSERT and reads nothing before. */
  isNew(node: Node): boolean {
    const value = withoutAwait(node);
    if (value?.type === 'ObjectExpression') return propertyOf(value, 'id') === undefined;
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

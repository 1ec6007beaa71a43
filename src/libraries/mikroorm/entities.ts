import type { TSESTree } from '@typescript-eslint/utils';
import { elementTypeNameOf, typeOf } from '../../javascript/syntax/annotations.ts';
import type { Receivers } from '../../javascript/receivers/receivers.ts';
import { ELEMENT, type Source, sourcesOf } from '../../javascript/syntax/flow.ts';
import { constantInit } from '../../javascript/syntax/values.ts';
import { callsIn, type JsModule } from '../../javascript/syntax/module.ts';
import { calledName, memberName, type Node, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';

/** Expressions on the way from a name to what says what it is. */
const MOST_STEPS = 24;

/** Statements before a flush that are looked through for what it is about. */
const BEFORE_FLUSH = 12;

/** Methods of managers and repositories that give the entity that they are told to make, or handed. */
const GIVING = /^(?:create|assign|merge|map|getReference)$/;

/** The entity of what the code makes, or says by a type to be one: `new Order()`, `em.create(Order, …)`, `order: Order`, `orders: Order[]`. */
export class TypedEntities {
  readonly #module: JsModule;
  readonly #receivers: Receivers;
  readonly #isEntity: (name: string) => boolean;

  constructor(module: JsModule, receivers: Receivers, isEntity: (name: string) => boolean) {
    this.#module = module;
    this.#receivers = receivers;
    this.#isEntity = isEntity;
  }

  /** The name that the file has for the entity. */
  of(node: Node | undefined): string | undefined {
    return node === undefined ? undefined : this.#at({ node, path: [] }, new Set());
  }

  #at({ node, path }: Source, seen: Set<Node>): string | undefined {
    const value = unwrap(node);
    const binding = value.type === 'Identifier' ? this.#module.resolve(value) : undefined;
    const place = binding?.kind === 'variable' || binding?.kind === 'parameter' ? binding.identifier : value;
    if (seen.has(place) || seen.size > MOST_STEPS) return undefined;
    seen.add(place);
    const said = place.type === 'Identifier' ? this.#annotated(place, path) : undefined;
    if (said !== undefined) return said;
    if (path.length === 0) {
      const made = value.type === 'NewExpression' ? this.#named(value.callee) : value.type === 'CallExpression' ? this.#given(value) : undefined;
      if (made !== undefined) return made;
    }
    for (const source of sourcesOf(this.#module, value, path)) {
      const found = this.#at(source, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `order: Order`, and an element of `orders: Order[]`. */
  #annotated(identifier: TSESTree.Identifier, path: readonly string[]): string | undefined {
    const [first, ...more] = path;
    if (first === undefined) return this.#known(typeOf(identifier)?.name);
    if (first !== ELEMENT || more.length > 0) return undefined;
    const type = typeOf(identifier);
    return this.#known(elementTypeNameOf(identifier) ?? (type?.name === 'Collection' ? type.args[0] : undefined));
  }

  #given(call: TSESTree.CallExpression): string | undefined {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression' || !GIVING.test(memberName(callee) ?? '')) return undefined;
    const receiver = this.#receivers.of(callee.object);
    return receiver?.kind === 'repository' ? receiver.model : receiver?.kind === 'manager' ? this.#named(call.arguments[0]) : undefined;
  }

  #named(node: Node | undefined): string | undefined {
    const value = unwrap(node);
    return value?.type === 'Identifier' ? this.#known(value.name) : undefined;
  }

  #known(name: string | undefined): string | undefined {
    return name !== undefined && this.#isEntity(name) ? name : undefined;
  }
}

/** True for what was made here and has no row yet. */
export function isMade(module: JsModule, node: Node): boolean {
  const value = withoutAwait(node);
  const init = value?.type === 'Identifier' ? withoutAwait(constantInit(module, value)) : value;
  return init?.type === 'NewExpression' || (init?.type === 'CallExpression' && calledName(init) === 'create');
}

/** The entities that are made in the statements right before a flush, by their names. */
export function madeBefore(module: JsModule, flush: Node, entityOf: (node: Node) => string | undefined): readonly TSESTree.Identifier[] {
  let statement: Node | undefined = flush;
  while (statement !== undefined && !statement.type.endsWith('Statement')) statement = module.parentOf(statement);
  const block = statement && module.parentOf(statement);
  if (block?.type !== 'BlockStatement') return [];
  const at = block.body.indexOf(statement as TSESTree.Statement);
  return block.body.slice(Math.max(0, at - BEFORE_FLUSH), at).flatMap((before) => madeIn(module, before, entityOf));
}

/** `em.persist(order)` of one that was made, and `const order = em.create(Order, …)`, which persists by itself from 6 on. */
function madeIn(module: JsModule, statement: Node, entityOf: (node: Node) => string | undefined): TSESTree.Identifier[] {
  if (statement.type === 'VariableDeclaration') {
    return statement.declarations.flatMap(({ id, init }) => {
      const made = withoutAwait(init);
      return id.type === 'Identifier' && made?.type === 'CallExpression' && calledName(made) === 'create' && entityOf(made) !== undefined ? [id] : [];
    });
  }
  if (statement.type !== 'ExpressionStatement') return [];
  return callsIn(module, statement).flatMap((call) => {
    const [first] = calledName(call) === 'persist' ? call.arguments : [];
    return first?.type === 'Identifier' && isMade(module, first) ? [first] : [];
  });
}

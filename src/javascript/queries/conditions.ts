import type { TSESTree } from '@typescript-eslint/utils';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { isFunction, keyName, memberName, type Node, unwrap } from '../syntax/nodes.ts';
import { constantInit, objectValue } from '../syntax/values.ts';

/** How a condition compares: with one value, with each of a list, with bounds or a pattern, or in a way that no list of keys stands for. */
export type Operator = 'equals' | 'in' | 'range' | 'other';

/** One condition of a filter, whatever the library's spelling. */
export interface Condition {
  /** The column, behind the relations that lead to it; empty where it can't be told. */
  readonly path: readonly string[];
  readonly operator: Operator;
  /** What is compared with; undefined where the code doesn't show it. */
  readonly value: Node | undefined;
  /** Another key says how it compares, so that a list of values would not find the same: `mode: 'insensitive'`. */
  readonly modified?: boolean;
  /** The property that states it, at the top of the filter. */
  readonly property?: TSESTree.Property | undefined;
}

/** Several filters, one of which has to hold. */
export interface Alternatives {
  readonly any: readonly Filter[];
  /** The list that they are made of: `ids.map((id) => ({ id }))`. */
  readonly each?: Node | undefined;
  readonly value: Node;
}

/** Conditions each of which has to hold. */
export type Filter = readonly (Condition | Alternatives)[];

/** How a library writes filters, as data. */
export interface FilterDialect {
  /** Operators by name: keys of the object that a column is compared with, or functions. */
  readonly operators: Readonly<Record<string, Operator>>;
  /** The words between filters, where there are some. */
  readonly all?: string;
  readonly any?: string;
  readonly none?: string;
  /** Keys between a relation and the filter of its rows: `{ items: { some: { … } } }`. */
  readonly within?: readonly string[];
  /** Keys that say how another one compares, and compare nothing themselves: `mode: 'insensitive'`. */
  readonly modifiers?: readonly string[];
  /** The operator that a key of an object is, where a name alone doesn't make it one: `[Op.in]`. */
  readonly operatorOf?: (property: TSESTree.Property) => string | undefined;
  /** The column that the first argument of an operator's call is, where filters are calls: `eq(orders.id, id)`. */
  readonly columnOf?: (node: Node) => string | undefined;
  /** True where a value without an operator is a list, each of whose elements will do: `{ id: ids }`. */
  readonly isList?: (module: JsModule, value: Node) => boolean;
}

/** Objects, calls and consts that are followed into one another. */
const DEPTH = 8;

/** What a filter asks for; undefined where it can't be read at all. */
export function filterIn(module: JsModule, where: Node | undefined, dialect: FilterDialect): Filter | undefined {
  return where === undefined ? [] : new Reader(module, dialect).read(where, [], DEPTH);
}

/** Every condition of a filter, those of its alternatives among them. */
export function conditionsIn(filter: Filter | undefined): readonly Condition[] {
  return (filter ?? []).flatMap((one) => ('any' in one ? one.any.flatMap((inner) => conditionsIn(inner)) : [one]));
}

class Reader {
  readonly #module: JsModule;
  readonly #dialect: FilterDialect;

  constructor(module: JsModule, dialect: FilterDialect) {
    this.#module = module;
    this.#dialect = dialect;
  }

  read(node: Node, path: readonly string[], depth: number): Filter | undefined {
    const value = objectValue(this.#module, node) ?? unwrap(node);
    if (depth === 0) return undefined;
    switch (value.type) {
      case 'ObjectExpression':
        return value.properties.flatMap((property) => this.#property(property, path, depth));
      case 'ArrayExpression':
        return [this.#alternatives(value, path, depth)];
      case 'ConditionalExpression':
        return [{ any: [value.consequent, value.alternate].map((one) => this.#orUnknown(one, path, depth)), value }];
      case 'Identifier': {
        if (value.name === 'undefined') return [];
        const init = constantInit(this.#module, value);
        return init === undefined ? undefined : this.read(init, path, depth - 1);
      }
      case 'CallExpression':
        return this.#dialect.columnOf === undefined ? this.#mapped(value) : this.#call(value, this.#dialect.columnOf, depth);
      case 'TaggedTemplateExpression': {
        const equal = this.#inText(value);
        return equal && [equal];
      }
      default:
        // `where: (orders, { eq }) => eq(orders.id, id)`
        return isFunction(value) && value.body.type !== 'BlockStatement' ? this.read(value.body, path, depth - 1) : undefined;
    }
  }

  #orUnknown(node: Node, path: readonly string[], depth: number): Filter {
    return this.read(node, path, depth - 1) ?? [{ path: [], operator: 'other', value: node }];
  }

  /** `ids.map((id) => ({ id }))` */
  #mapped(call: TSESTree.CallExpression): Filter | undefined {
    const callee = unwrap(call.callee);
    return callee.type === 'MemberExpression' && /^(?:map|flatMap)$/.test(memberName(callee) ?? '') ? [{ any: [], each: callee.object, value: call }] : undefined;
  }

  #alternatives(node: Node, path: readonly string[], depth: number): Alternatives {
    const value = unwrap(node);
    if (value.type !== 'ArrayExpression') {
      const [mapped] = value.type === 'CallExpression' ? (this.#mapped(value) ?? []) : [];
      return mapped !== undefined && 'any' in mapped ? mapped : { any: [this.#orUnknown(value, path, depth)], value };
    }
    return { any: value.elements.map((element) => (element === null || element.type === 'SpreadElement' ? [{ path: [], operator: 'other', value: element ?? value }] : this.#orUnknown(element, path, depth))), value };
  }

  #property(property: TSESTree.Property | TSESTree.SpreadElement, path: readonly string[], depth: number): Filter {
    if (property.type === 'SpreadElement') return objectValue(this.#module, property.argument) === undefined ? [{ path: [], operator: 'other', value: property }] : this.#orUnknown(property.argument, path, depth);
    const { all, any } = this.#dialect;
    const value = unwrap(property.value);
    const operator = this.#betweenFilters(property);
    const name = keyName(property);
    if (operator === undefined) return name === undefined ? [{ path: [], operator: 'other', value }] : this.#compared([...path, name], value, path.length === 0 ? property : undefined, depth);
    if (operator === any) return [this.#alternatives(value, path, depth)];
    if (operator === all) return value.type === 'ArrayExpression' ? value.elements.flatMap((element) => (element === null ? [] : this.#orUnknown(element, path, depth))) : this.#orUnknown(value, path, depth);
    return [{ path: [], operator: 'other', value }];
  }

  /** The operator that a key between columns is: `AND`, `[Op.or]`. */
  #betweenFilters(property: TSESTree.Property): string | undefined {
    const { all, any, none, operatorOf } = this.#dialect;
    if (operatorOf !== undefined) return operatorOf(property);
    const name = keyName(property);
    return [all, any, none].includes(name) ? name : undefined;
  }

  /** How a key of a column's object compares. */
  #comparing(property: TSESTree.Property): Operator | undefined {
    const { operators, operatorOf } = this.#dialect;
    return known(operators, operatorOf === undefined ? keyName(property) : operatorOf(property));
  }

  /** What a column is compared with: a value, an object of operators, or the filter of a relation. */
  #compared(path: readonly string[], value: Node, property: TSESTree.Property | undefined, depth: number): Filter {
    const { operators, isList, columnOf, operatorOf, modifiers = [], within = [] } = this.#dialect;
    const called = value.type === 'CallExpression' && columnOf === undefined ? known(operators, this.#calledName(value)) : undefined;
    if (called !== undefined && value.type === 'CallExpression') return [{ path, operator: called, value: called === 'range' || called === 'other' ? value : value.arguments[0], property }];
    if (value.type !== 'ObjectExpression') return [{ path, operator: isList?.(this.#module, value) === true ? 'in' : 'equals', value, property }];
    const modified = value.properties.some((inner) => inner.type === 'Property' && modifiers.includes(keyName(inner) ?? ''));
    return value.properties.flatMap((inner): Filter => {
      if (inner.type === 'SpreadElement') return [{ path, operator: 'other', value: inner, property }];
      const operator = this.#comparing(inner);
      const name = keyName(inner);
      if (operator !== undefined) return [{ path, operator, value: unwrap(inner.value), property, modified }];
      if (name !== undefined && modifiers.includes(name)) return [];
      if (name !== undefined && within.includes(name)) return this.#orUnknown(inner.value, path, depth);
      return operatorOf === undefined ? this.#property(inner, path, depth - 1) : [{ path, operator: 'other', value: unwrap(inner.value), property }];
    });
  }

  /** `In` of `In(ids)`, of `operators.In(ids)`, and of what the file has imported it as. */
  #calledName({ callee }: TSESTree.CallExpression): string {
    const { root, names } = chainOf(unwrap(callee));
    const last = names.at(-1);
    if (last !== undefined || root.type !== 'Identifier') return last ?? '';
    const binding = this.#module.resolve(root);
    return binding?.kind === 'import' && /^\w+$/.test(binding.imported) && binding.imported !== 'default' ? binding.imported : root.name;
  }

  /** `` sql`lower(${users.email}) = ${email}` `` */
  #inText({ quasi: { quasis, expressions } }: TSESTree.TaggedTemplateExpression): Condition | undefined {
    const [left, right, ...more] = expressions;
    const column = left && this.#dialect.columnOf?.(left);
    const [before, between, after] = quasis.map((part) => part.value.raw.trim());
    if (column === undefined || right === undefined || more.length > 0 || !/^(?:(?:lower|upper|trim)\()?$/i.test(before ?? '') || !/^\)?\s*=(?:\s*(?:lower|upper|trim)\()?$/i.test(between ?? '') || !/^\)?$/.test(after ?? '')) return undefined;
    return { path: [column], operator: 'equals', value: right, modified: true };
  }

  /** `const conditions = [eq(orders.shopId, id)]`: what a list begins with holds, whatever is added to it later. */
  #listed(list: Node, depth: number): Filter {
    const value = unwrap(list);
    const init = value.type === 'Identifier' ? unwrap(constantInit(this.#module, value)) : value;
    return init?.type === 'ArrayExpression' ? init.elements.flatMap((element) => (element === null || element.type === 'SpreadElement' ? [] : this.#orUnknown(element, [], depth))) : [];
  }

  /** `and(eq(orders.shopId, id), inArray(orders.status, open))` */
  #call(call: TSESTree.CallExpression, columnOf: (node: Node) => string | undefined, depth: number): Filter {
    const { all, any, operators } = this.#dialect;
    const name = this.#calledName(call);
    const inner = (node: Node): Filter => (node.type === 'SpreadElement' ? [{ path: [], operator: 'other', value: node }] : this.#orUnknown(node, [], depth));
    if (name === all) return call.arguments.flatMap((argument) => [...(argument.type === 'SpreadElement' ? this.#listed(argument.argument, depth) : []), ...inner(argument)]);
    if (name === any) return [{ any: call.arguments.map(inner), value: call }];
    const [first, second] = call.arguments;
    const column = first && columnOf(first);
    const operator = known(operators, name);
    return column === undefined || operator === undefined ? [{ path: [], operator: 'other', value: call }] : [{ path: [column], operator, value: second }];
  }
}

function known(operators: FilterDialect['operators'], name: string | undefined): Operator | undefined {
  return name !== undefined && Object.hasOwn(operators, name) ? operators[name] : undefined;
}


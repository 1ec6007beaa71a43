import type { ExprNode, PythonNode, StmtNode } from '../../../python/nodes.ts';
import { blockWith, leaves } from '../../../python/syntax/blocks.ts';
import { soleValue } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { isSelf, lastName, sequenceOf, stringConstant, stringOf, valueAt } from '../../../python/syntax/static.ts';
import { resolverIn } from '../admin/classes.ts';
import type { ClassRef } from '../project/classes.ts';
import { returnsOf } from '../querysets/managers.ts';
import type { DjangoProject } from '../project.ts';

/** What local names are set to. */
export type Names = ReadonlyMap<string, ExprNode>;

/** A dictionary as the code writes it, and the module whose names it uses. */
export interface DictPlace {
  readonly module: PyModule;
  readonly node: Extract<ExprNode, { nodeType: 'Dict' }>;
}

/** Names on the way to a condition. */
const MAX_HOPS = 3;

/** Conditions of a view on which of its actions runs, where one is taken to. */
export class ActionConditions {
  readonly #django: DjangoProject;
  readonly #cls: ClassRef;
  readonly #action: string;

  /** @param action name of the action, `list` or that of an `@action` method */
  constructor(django: DjangoProject, cls: ClassRef, action: string) {
    this.#django = django;
    this.#cls = cls;
    this.#action = action;
  }

  /** Whether a condition holds; undefined where that isn't known. */
  truth(test: ExprNode, module: PyModule, names: Names = new Map(), hops = 0): boolean | undefined {
    if (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') {
      const inner = this.truth(test.operand, module, names, hops);
      return inner === undefined ? undefined : !inner;
    }
    if (test.nodeType === 'BoolOp') {
      const values = test.values.map((value) => this.truth(value, module, names, hops));
      const deciding = test.op.nodeType === 'Or';
      if (values.includes(deciding)) return deciding;
      return values.includes(undefined) ? undefined : !deciding;
    }
    const held = test.nodeType === 'Name' && hops < MAX_HOPS ? (names.get(test.id) ?? soleValue(module, test, test.id)) : undefined;
    if (held !== undefined) return this.truth(held, module, names, hops + 1);
    // documentation generators look at a view without a request
    if (test.nodeType === 'Call' && lastName(test.func) === 'getattr' && test.args.some((one) => one.nodeType === 'Constant' && one.value === 'swagger_fake_view')) return false;
    if (test.nodeType === 'Call' && lastName(test.func) === 'hasattr') return this.#has(test.args);
    // routers set it for what is asked of one row
    if (test.nodeType === 'Attribute' && test.attr === 'detail' && isSelf(test.value)) return this.#action === 'list' ? false : undefined;
    return test.nodeType === 'Compare' ? this.#comparison(test, module, names) : undefined;
  }

  /** `hasattr(self, "action_serializers")`: the class has it, or else nobody does. */
  #has([owner, name]: readonly ExprNode[]): boolean | undefined {
    const text = stringConstant(name);
    if (owner === undefined || text === undefined || !isSelf(owner)) return undefined;
    return text === 'action' || this.#django.names.memberOf(this.#cls, text) !== undefined;
  }

  /** False where a way out or a branch, as the action decides them, keeps a method from coming to `node`. */
  comesTo(node: PythonNode, method: PythonNode, module: PyModule): boolean {
    let below = node;
    for (let at = module.parent(node); at !== undefined && below !== method; below = at, at = module.parent(at)) {
      if (at.nodeType === 'If' && at.test !== below && this.truth(at.test, module) === !at.body.includes(below as StmtNode)) return false;
      const block = blockWith(at, below);
      const before = block?.slice(0, block.indexOf(below as StmtNode)) ?? [];
      if (before.some((statement) => statement.nodeType === 'If' && leaves(statement.body) && this.truth(statement.test, module) === true)) return false;
    }
    return true;
  }

  /** The dictionary that an expression is or names: `self.serializers` of the class, a local name. */
  dictAt(expr: ExprNode, module: PyModule, names: Names): DictPlace | undefined {
    const option = expr.nodeType === 'Attribute' && isSelf(expr.value) ? this.#django.classAttribute(this.#cls, expr.attr) : undefined;
    const node = option?.value ?? (expr.nodeType === 'Name' ? names.get(expr.id) : undefined) ?? expr;
    return node.nodeType === 'Dict' ? { module: option?.module ?? module, node } : undefined;
  }

  #comparison({ left, ops, comparators }: Extract<ExprNode, { nodeType: 'Compare' }>, module: PyModule, names: Names): boolean | undefined {
    const [op, ...others] = ops;
    const [right] = comparators;
    // the address of a list names no row
    if (others.length === 0 && this.#action === 'list' && namesRow(left) && right !== undefined && lastName(right) === 'kwargs' && /^(?:Not)?In$/.test(op?.nodeType ?? '')) return op?.nodeType === 'NotIn';
    const asked = left.nodeType === 'Name' ? (names.get(left.id) ?? left) : left;
    const known = others.length > 0 ? undefined : this.isAction(asked) ? this.#action : asked.nodeType === 'Attribute' && asked.attr === 'method' && this.#action === 'list' ? 'GET' : undefined;
    if (op === undefined || right === undefined || known === undefined) return undefined;
    if (op.nodeType === 'Eq' || op.nodeType === 'NotEq') {
      const text = stringOf({ module, node: right }, resolverIn(this.#django, this.#cls));
      return text === undefined ? undefined : (text === known) === (op.nodeType === 'Eq');
    }
    if (op.nodeType !== 'In' && op.nodeType !== 'NotIn') return undefined;
    if (lastName(right) === 'SAFE_METHODS') return (known === 'GET') === (op.nodeType === 'In');
    const keyed = this.dictAt(right.nodeType === 'Call' && lastName(right.func) === 'keys' && right.func.nodeType === 'Attribute' ? right.func.value : right, module, names);
    // what `**` brings in may have it as well
    if (keyed !== undefined) return keyed.node.keys.includes(null) && valueAt(keyed, known) === undefined ? undefined : (valueAt(keyed, known) !== undefined) === (op.nodeType === 'In');
    const resolve = resolverIn(this.#django, this.#cls);
    const sequence = sequenceOf({ module, node: right }, resolve);
    if (sequence?.complete !== true) return undefined;
    return sequence.elements.some((element) => stringOf(element, resolve) === known) === (op.nodeType === 'In');
  }

  /** `self.action`, `getattr(self, "action", None)`, and a property of the class that gives it. */
  isAction(expr: ExprNode, isNamed = false): boolean {
    if (expr.nodeType === 'Attribute' && isSelf(expr.value)) {
      const method = expr.attr === 'action' || isNamed ? undefined : this.#django.method(this.#cls, expr.attr);
      const [value, ...others] = method === undefined || lastName(method.node.decorator_list[0] ?? expr) !== 'property' ? [] : returnsOf(method.node);
      return expr.attr === 'action' || (value !== undefined && others.length === 0 && this.isAction(value, true));
    }
    const [owner, name] = expr.nodeType === 'Call' && lastName(expr.func) === 'getattr' ? expr.args : [];
    return owner !== undefined && isSelf(owner) && name?.nodeType === 'Constant' && name.value === 'action';
  }
}

/** What the address of one row names it by: `"pk"`, `self.lookup_field`, `self.lookup_url_kwarg or self.lookup_field`. */
function namesRow(expr: ExprNode): boolean {
  if (expr.nodeType === 'BoolOp') return expr.values.every(namesRow);
  return stringConstant(expr) === 'pk' || (expr.nodeType === 'Attribute' && isSelf(expr.value) && /^lookup_(?:field|url_kwarg)$/.test(expr.attr));
}

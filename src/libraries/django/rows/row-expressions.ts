import type { ExprNode, PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { nameOf, stringConstant } from '../../../python/syntax/static.ts';
import type { Use } from '../values/counting.ts';
import { type Answer, bothTrue, denied } from './row-answers.ts';
import { RowCalls } from './row-calls.ts';
import type { RowReader } from './row-reader.ts';
import { choiceOf, type Environment, type Value } from './row-values.ts';
import { asksForFlag } from '../serializers/flags.ts';

const MANAGERS = /^(?:objects|_default_manager|_base_manager|\w+_objects)$/;

/** What a test evaluates to, and what it says of the rows. */
interface Asked {
  readonly value: Value | undefined;
  readonly answer: Answer | undefined;
}

/** Says what expressions give over tracked local names, and of which rows a test is true. Reads what they read. */
export class RowExpressions {
  readonly #reader: RowReader;
  readonly #module: PyModule;
  readonly #names: Environment;
  readonly #calls: RowCalls;
  /** What a generator gives one by one. */
  yielded: Value | undefined;

  constructor(reader: RowReader, module: PyModule, names: Environment) {
    this.#reader = reader;
    this.#module = module;
    this.#names = names;
    this.#calls = new RowCalls(reader, module, names, this);
  }

  /** The same over further names. */
  knowing(name: string, value: Value): RowExpressions {
    return new RowExpressions(this.#reader, this.#module, new Map([...this.#names, [name, value]]));
  }

  /** What an expression gives, where that is tracked. */
  evaluate(expr: ExprNode | undefined): Value | undefined {
    if (expr === undefined) return undefined;
    this.#reader.meet(expr);
    switch (expr.nodeType) {
      case 'Name':
        return this.#names.get(expr.id);
      case 'Attribute':
        return this.attribute(expr, this.evaluate(expr.value), expr.attr);
      case 'Call':
        return this.#calls.call(expr);
      case 'Subscript':
        return this.#subscript(this.evaluate(expr.value), expr);
      case 'JoinedStr':
        for (const part of expr.values) if (part.nodeType === 'FormattedValue') this.#reader.label(this.evaluate(part.value));
        return undefined;
      case 'BinOp':
        this.#binary(expr.left, expr.op.nodeType, expr.right);
        return undefined;
      case 'BoolOp':
        return this.#either(expr).value;
      case 'IfExp': {
        const { answer } = this.ask(expr.test);
        if (asksForFlag(this.#module, expr.test)) return undefined;
        return choiceOf([this.where(answer, () => this.evaluate(expr.body)), this.where(denied(answer), () => this.evaluate(expr.orelse))]);
      }
      case 'UnaryOp':
        this.ask(expr.operand);
        return undefined;
      case 'NamedExpr': {
        const value = this.evaluate(expr.value);
        this.bind(expr.target, value);
        return value;
      }
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        return this.#comprehension(expr.generators, [expr.elt]);
      case 'DictComp':
        return this.#comprehension(expr.generators, [expr.key, expr.value]);
      case 'Compare':
        this.#compare(expr);
        return undefined;
      case 'List':
      case 'Tuple':
      case 'Set':
        return { kind: 'list', element: this.#first(expr.elts) };
      case 'Dict':
        for (const part of [...expr.keys, ...expr.values]) this.evaluate(part ?? undefined);
        return undefined;
      case 'Starred': {
        const value = this.evaluate(expr.value);
        return value?.kind === 'related' || value?.kind === 'list' ? this.elementOf(value, expr) : value;
      }
      case 'Await':
        return this.evaluate(expr.value);
      case 'Yield':
        this.yielded = choiceOf([this.yielded, this.evaluate(expr.value)]);
        return undefined;
      case 'YieldFrom':
        this.yielded = choiceOf([this.yielded, this.elementOf(this.evaluate(expr.value), expr)]);
        return undefined;
      default:
        return undefined;
    }
  }

  /** What an object has under a name. */
  attribute(node: PythonNode, owner: Value | undefined, name: string): Value | undefined {
    if (owner?.kind === 'choice') return choiceOf(owner.values.map((value) => this.attribute(node, value, name)));
    if (owner?.kind === 'instance') return this.#reader.attribute(this.#module, node, owner, name, this.#readOf(node));
    if (owner?.kind === 'related') return { kind: 'related-method', related: owner, name };
    if (owner === undefined && node.nodeType === 'Attribute' && this.#isManager(node.value, name)) this.#reader.query();
    if (owner?.kind !== 'self') return undefined;
    const method = this.#reader.django.method(owner.cls, name);
    return method === undefined ? undefined : { kind: 'method', fn: method, self: owner, name };
  }

  /** `pk` of `order.customer.pk`, for what stands before it. */
  #readOf(node: PythonNode): string | undefined {
    const parent = this.#module.parent(node);
    return parent?.nodeType === 'Attribute' && parent.value === node && parent.ctx.nodeType === 'Load' ? parent.attr : undefined;
  }

  /** `Order.objects` */
  #isManager(owner: ExprNode, name: string): boolean {
    return MANAGERS.test(name) && /^_*[A-Z]/.test(nameOf(owner) ?? '') && this.#reader.django.modelOf(this.#module, owner) !== undefined;
  }

  #binary(left: ExprNode, operator: string, right: ExprNode): void {
    this.evaluate(left);
    const shown = operator === 'Mod' && (stringConstant(left) !== undefined || left.nodeType === 'Call' || left.nodeType === 'Name');
    const parts = shown && right.nodeType === 'Tuple' ? right.elts : shown && right.nodeType === 'Dict' ? right.values : [right];
    for (const part of parts) {
      const value = this.evaluate(part);
      if (shown) this.#reader.label(value);
    }
  }

  #subscript(value: Value | undefined, expr: ExprNode & { nodeType: 'Subscript' }): Value | undefined {
    const isSlice = expr.slice.nodeType === 'Slice';
    if (!isSlice) this.evaluate(expr.slice);
    if (value?.kind === 'list') return isSlice ? value : value.element;
    if (value?.kind !== 'related') return undefined;
    const element = this.elementOf(value, expr);
    return isSlice ? { kind: 'list', element } : element;
  }

  #compare({ left, ops, comparators }: ExprNode & { nodeType: 'Compare' }): void {
    this.#truth(left);
    for (const [index, part] of comparators.entries()) {
      // what is looked for among rows is compared with each of them
      if (/^(?:Not)?In$/.test(ops[index]?.nodeType ?? '')) this.#consume(this.evaluate(part), part, 'rows');
      else this.#truth(part);
    }
  }

  #comprehension(generators: readonly { target: ExprNode; iter: ExprNode; ifs: ExprNode[] }[], elements: readonly ExprNode[]): Value {
    const outer = new Map(this.#names);
    for (const { target, iter, ifs } of generators) {
      this.bind(target, this.elementOf(this.evaluate(iter), iter));
      for (const test of ifs) this.ask(test);
    }
    const element = this.#first(elements);
    this.#names.clear();
    for (const [name, value] of outer) this.#names.set(name, value);
    return { kind: 'list', element };
  }

  /** All of them may be the value. */
  #first(exprs: readonly ExprNode[]): Value | undefined {
    return choiceOf(exprs.map((expr) => this.evaluate(expr)));
  }

  /** Sets what a target names to a value, or to what it holds. */
  bind(target: ExprNode, value: Value | undefined): void {
    if (target.nodeType === 'Name') {
      if (value === undefined) this.#names.delete(target.id);
      else this.#names.set(target.id, value);
    } else if (target.nodeType === 'Tuple' || target.nodeType === 'List') {
      this.#consume(value, target, 'rows');
      for (const [index, element] of target.elts.entries()) this.bind(element, value?.kind === 'list' && index === target.elts.length - 1 ? value.element : undefined);
    } else if (target.nodeType === 'Attribute') {
      const owner = this.evaluate(target.value);
      if (owner?.kind === 'instance') this.#reader.assign(owner, target.attr);
    }
  }

  /** One of the rows of a value, which are read for it. */
  elementOf(value: Value | undefined, node: PythonNode, use: Use = 'rows'): Value | undefined {
    if (value?.kind === 'choice') return choiceOf(value.values.map((one) => this.elementOf(one, node, use)));
    if (value?.kind === 'list') return value.element;
    if (value?.kind !== 'related') return undefined;
    this.#consume(value, node, use);
    return { kind: 'instance', model: value.model, steps: value.steps };
  }

  #consume(value: Value | undefined, node: PythonNode, use: Use): void {
    if (value?.kind === 'related') this.#reader.record(this.#module, node, value.steps, use);
  }

  /** Asking a related queryset for its truth reads it. */
  #truth(test: ExprNode): Value | undefined {
    const value = this.evaluate(test);
    if (value?.kind === 'related') this.#consume(value, test, 'exists');
    return value;
  }

  /** What a test evaluates to, and of which rows it is true. Reads what is asked for. */
  ask(test: ExprNode): Asked {
    if (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') return { value: undefined, answer: denied(this.ask(test.operand).answer) };
    if (test.nodeType === 'BoolOp') return this.#either(test);
    if (!isComparedWithNone(test)) return this.#presence(test);
    const { answer } = this.#presence(test.left);
    return { value: undefined, answer: /^(?:Is|Eq)$/.test(test.ops[0]?.nodeType ?? '') ? denied(answer) : answer };
  }

  /** `order`, `order.pk`: true of all rows that are saved; `order.customer`, `order.customer_id`: of those that have one. */
  #presence(test: ExprNode): Asked {
    if (test.nodeType !== 'Attribute') {
      const value = this.#truth(test);
      if (this.#isAnnotation(test)) return { value, answer: 'annotated' };
      if (value?.kind === 'flag') return { value: undefined, answer: value.holds ? 'all' : 'none' };
      return { value, answer: value?.kind === 'instance' ? this.#reader.asksFor(value) : undefined };
    }
    this.#reader.meet(test);
    const owner = this.evaluate(test.value);
    const value = this.attribute(test, owner, test.attr);
    if (value?.kind === 'related') this.#consume(value, test, 'exists');
    const asked = value?.kind === 'instance' ? value : owner?.kind === 'instance' ? this.#reader.behindKey(owner, test.attr) : undefined;
    return { value, answer: asked === undefined ? undefined : this.#reader.asksFor(asked) };
  }

  /** `a and b`, `a or b`: the first of them is asked of each row, each of the others of the rows that those before it leave. */
  #either({ op, values: [first, ...rest] }: ExprNode & { nodeType: 'BoolOp' }): Asked {
    if (first === undefined) return { value: undefined, answer: undefined };
    const asked = this.ask(first);
    if (rest.length === 0) return asked;
    const goesOn = op.nodeType === 'And' ? asked.answer : denied(asked.answer);
    const others = this.where(goesOn, () => this.#either({ nodeType: 'BoolOp', op, values: rest } as ExprNode & { nodeType: 'BoolOp' }));
    const together = bothTrue(goesOn, op.nodeType === 'And' ? others?.answer : denied(others?.answer));
    return { value: choiceOf([asked.value, others?.value]), answer: op.nodeType === 'And' ? together : denied(together) };
  }

  /** `hasattr(order, "total")` of a model that has none: the code knows rows that the query has annotated, and has another way for all others. */
  #isAnnotation(test: ExprNode): boolean {
    const [row, name] = test.nodeType === 'Call' && nameOf(test.func) === 'hasattr' ? test.args : [];
    const owner = row?.nodeType === 'Name' ? this.#names.get(row.id) : undefined;
    const attribute = stringConstant(name);
    return owner?.kind === 'instance' && attribute !== undefined && this.#reader.isUnknown(owner, attribute);
  }

  /** Runs what comes behind a question: for the rows of which the answer is true. */
  where<T>(answer: Answer | undefined, run: () => T): T | undefined {
    if (answer === 'none') return undefined;
    if (answer === 'all' || answer === 'annotated') return run();
    if (answer === 'plain') return this.#reader.perhaps(() => this.#reader.unread(run));
    return answer === 'there' ? this.#reader.whereThere(run) : this.#reader.perhaps(run);
  }
}

/** `order.customer is not None`, `order.customer != None` and what they deny. */
function isComparedWithNone(test: ExprNode): test is ExprNode & { nodeType: 'Compare' } {
  const [other, ...others] = test.nodeType === 'Compare' ? test.comparators : [];
  return others.length === 0 && other?.nodeType === 'Constant' && other.value === null;
}

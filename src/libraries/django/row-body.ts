import type { Call, ExprNode, PythonNode, StmtNode } from '../../python/nodes.ts';
import type { PyModule } from '../../python/syntax/module.ts';
import { hasDecorator, stringConstant } from '../../python/syntax/static.ts';
import type { Use } from './counting.ts';
import { KEPT_TYPES } from './managers.ts';
import { isRefining } from './queryset.ts';
import { asksForFlag, leavesWithoutFlag } from './serializers/flags.ts';
import { type Answer, bothTrue, denied } from './row-answers.ts';
import type { RowReader } from './row-reader.ts';
import type { Environment, RelatedValue, Value } from './row-values.ts';

/**
 * Methods of a related manager that the prefetch cache answers, as measured on Django 3.2, 4.2 and 5.2. Everything else
 * (`filter`, `first`, `order_by`, `values_list`, …) runs a query of its own although the relation was prefetched.
 */
const SERVED: ReadonlySet<string> = new Set(['count', 'exists']);

/** Functions that iterate over what they are given, or ask for its length. */
const CONSUMERS: ReadonlySet<string> = new Set(['len', 'list', 'tuple', 'set', 'sorted', 'enumerate', 'reversed', 'iter', 'any', 'all', 'sum', 'min', 'max', 'bool', 'map', 'filter', 'next']);

/** What is asked of the rows that are read, where it isn't for themselves. */
const USES: Readonly<Record<string, Use | undefined>> = { count: 'count', len: 'count', exists: 'exists', bool: 'exists', any: 'exists' };

/** Consumers whose result has the same elements. */
const KEEPING: ReadonlySet<string> = new Set(['list', 'tuple', 'set', 'sorted', 'reversed', 'iter']);

/** Functions that turn what they are given into text. */
const SHOWING = /^(str|escape|conditional_escape|format|format_html|format_html_join|format_html_lazy|mark_safe|force_str|force_text|smart_str|smart_text|unicode|truncatechars|Truncator|capfirst|print)$/;

/** Methods of querysets that take a row as a condition. */
const ASKING: ReadonlySet<string> = new Set(['get', 'get_or_create', 'update_or_create', 'create', 'Q', 'append', 'add']);

/** `order.delete()` */
const WRITING = /^a?(?:save|delete)$/;

const MANAGERS = /^(?:objects|_default_manager|_base_manager|\w+_objects)$/;

/** What a test evaluates to, and what it says of the rows. */
interface Asked {
  readonly value: Value | undefined;
  readonly answer: Answer | undefined;
}

/** Runs the statements of one function body over tracked local names. */
export class RowBody {
  readonly #reader: RowReader;
  readonly #module: PyModule;
  readonly #names: Environment;
  #returned: Value | undefined;
  /** What a generator gives one by one. */
  #yielded: Value | undefined;

  constructor(reader: RowReader, module: PyModule, names: Environment) {
    this.#reader = reader;
    this.#module = module;
    this.#names = names;
  }

  /** Gives what the body returns, where that is tracked. */
  execute(body: readonly StmtNode[]): Value | undefined {
    this.#run(body);
    return this.#yielded === undefined ? this.#returned : { kind: 'list', element: this.#yielded };
  }

  /** What stands behind a way out that some rows take isn't read for each of them. */
  #run(body: readonly StmtNode[]): void {
    for (const [index, statement] of body.entries()) {
      const answer = statement.nodeType === 'If' ? this.#if(statement) : undefined;
      if (statement.nodeType !== 'If') this.#statement(statement);
      if (leavesWithoutFlag(this.#module, statement)) return;
      if (!isWayOut(statement) || (answer === undefined && isDenial(statement.test))) continue;
      this.#where(denied(answer), () => { this.#run(body.slice(index + 1)); });
      return;
    }
  }

  /** Runs both branches; gives what the test says of the rows. */
  #if({ test, body, orelse }: StmtNode & { nodeType: 'If' }): Answer | undefined {
    const { answer } = this.#ask(test);
    this.#where(answer, () => { this.#all(asksForFlag(this.#module, test) ? [] : body); });
    this.#where(denied(answer), () => { this.#all(orelse); });
    return answer;
  }

  #statement(statement: StmtNode): void {
    switch (statement.nodeType) {
      case 'Return': {
        const value = this.evaluate(statement.value);
        this.#returned = choiceOf([this.#returned, value]);
        break;
      }
      case 'Assign':
        this.#assign(statement);
        break;
      case 'AnnAssign':
        this.#bind(statement.target, this.evaluate(statement.value));
        break;
      case 'For':
      case 'AsyncFor':
        this.#bind(statement.target, this.#elementOf(this.evaluate(statement.iter), statement.iter));
        this.#all(statement.body, statement.orelse);
        break;
      case 'While':
        this.#while(statement);
        break;
      case 'With':
      case 'AsyncWith':
        for (const { context_expr } of statement.items) this.evaluate(context_expr);
        this.#all(statement.body);
        break;
      case 'Try':
      case 'TryStar':
        this.#all(statement.body);
        this.#reader.perhaps(() => { this.#all(...statement.handlers.map((handler) => handler.body)); });
        this.#all(statement.orelse, statement.finalbody);
        break;
      case 'AugAssign':
        this.evaluate(statement.target);
        this.evaluate(statement.value);
        break;
      case 'Expr':
        this.evaluate(statement.value);
        break;
      case 'Match':
        this.evaluate(statement.subject);
        this.#reader.perhaps(() => { this.#all(...statement.cases.map((branch) => branch.body)); });
        break;
      default:
        break;
    }
  }

  /** `while node.parent: node = node.parent` climbs from row to row. */
  #while({ test, body, orelse }: StmtNode & { nodeType: 'While' }): void {
    const round = (): void => { this.#where(this.#ask(test).answer, () => { this.#all(body); }); };
    round();
    const before = new Map(this.#names);
    // where the first one has come to is where the second one goes on
    this.#reader.perhaps(round);
    for (const [name, value] of this.#names) {
      const from = before.get(name);
      if (from?.kind === 'instance' && value.kind === 'instance') this.#reader.climbs(from, value);
    }
    this.#all(orelse);
  }

  #all(...bodies: readonly (readonly StmtNode[])[]): void {
    for (const body of bodies) this.#run(body);
  }

  /** Runs what comes behind a question: for the rows of which the answer is true. */
  #where<T>(answer: Answer | undefined, run: () => T): T | undefined {
    if (answer === 'none') return undefined;
    if (answer === 'all' || answer === 'annotated') return run();
    if (answer === 'plain') return this.#reader.perhaps(() => this.#reader.unread(run));
    return answer === 'there' ? this.#reader.whereThere(run) : this.#reader.perhaps(run);
  }

  /** What a test evaluates to, and of which rows it is true. Reads what is asked for. */
  #ask(test: ExprNode): Asked {
    if (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') return { value: undefined, answer: denied(this.#ask(test.operand).answer) };
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
      return { value, answer: value?.kind === 'instance' ? this.#reader.asksFor(value) : undefined };
    }
    this.#reader.meet(test);
    const owner = this.evaluate(test.value);
    const value = this.#attribute(test, owner, test.attr);
    if (value?.kind === 'related') this.#consume(value, test, 'exists');
    const asked = value?.kind === 'instance' ? value : owner?.kind === 'instance' ? this.#reader.behindKey(owner, test.attr) : undefined;
    return { value, answer: asked === undefined ? undefined : this.#reader.asksFor(asked) };
  }

  #assign({ targets: [target, ...others], value }: StmtNode & { nodeType: 'Assign' }): void {
    if (target?.nodeType === 'Tuple' && others.length === 0 && value.nodeType === 'Tuple' && isPairwise(target.elts, value.elts)) {
      const values = value.elts.map((element) => this.evaluate(element));
      for (const [index, element] of target.elts.entries()) this.#bind(element, values[index]);
      return;
    }
    const assigned = this.evaluate(value);
    for (const one of target === undefined ? [] : [target, ...others]) this.#bind(one, assigned);
  }

  #bind(target: ExprNode, value: Value | undefined): void {
    if (target.nodeType === 'Name') {
      if (value === undefined) this.#names.delete(target.id);
      else this.#names.set(target.id, value);
    } else if (target.nodeType === 'Tuple' || target.nodeType === 'List') {
      this.#consume(value, target, 'rows');
      for (const [index, element] of target.elts.entries()) this.#bind(element, value?.kind === 'list' && index === target.elts.length - 1 ? value.element : undefined);
    } else if (target.nodeType === 'Attribute') {
      const owner = this.evaluate(target.value);
      if (owner?.kind === 'instance') this.#reader.assign(owner, target.attr);
    }
  }

  /** Asking a related queryset for its truth reads it. */
  #truth(test: ExprNode): Value | undefined {
    const value = this.evaluate(test);
    if (value?.kind === 'related') this.#consume(value, test, 'exists');
    return value;
  }

  #consume(value: Value | undefined, node: PythonNode, use: Use): void {
    if (value?.kind === 'related') this.#reader.record(this.#module, node, value.steps, use);
  }

  #elementOf(value: Value | undefined, node: PythonNode, use: Use = 'rows'): Value | undefined {
    if (value?.kind === 'choice') return choiceOf(value.values.map((one) => this.#elementOf(one, node, use)));
    if (value?.kind === 'list') return value.element;
    if (value?.kind !== 'related') return undefined;
    this.#consume(value, node, use);
    return { kind: 'instance', model: value.model, steps: value.steps };
  }

  evaluate(expr: ExprNode | undefined): Value | undefined {
    if (expr === undefined) return undefined;
    this.#reader.meet(expr);
    switch (expr.nodeType) {
      case 'Name':
        return this.#names.get(expr.id);
      case 'Attribute':
        return this.#attribute(expr, this.evaluate(expr.value), expr.attr);
      case 'Call':
        return this.#call(expr);
      case 'Subscript':
        return this.#subscript(this.evaluate(expr.value), expr);
      case 'JoinedStr':
        for (const part of expr.values) if (part.nodeType === 'FormattedValue') this.#reader.label(this.evaluate(part.value));
        return undefined;
      case 'BinOp':
        { this.#binary(expr.left, expr.op.nodeType, expr.right); return; }
      case 'BoolOp':
        return this.#either(expr).value;
      case 'IfExp': {
        const { answer } = this.#ask(expr.test);
        if (asksForFlag(this.#module, expr.test)) return undefined;
        return choiceOf([this.#where(answer, () => this.evaluate(expr.body)), this.#where(denied(answer), () => this.evaluate(expr.orelse))]);
      }
      case 'UnaryOp':
        this.#ask(expr.operand);
        return undefined;
      case 'NamedExpr': {
        const value = this.evaluate(expr.value);
        this.#bind(expr.target, value);
        return value;
      }
      case 'ListComp':
      case 'SetComp':
      case 'GeneratorExp':
        return this.#comprehension(expr.generators, [expr.elt]);
      case 'DictComp':
        return this.#comprehension(expr.generators, [expr.key, expr.value]);
      case 'Compare':
        this.#truth(expr.left);
        for (const [index, part] of expr.comparators.entries()) {
          // what is looked for among rows is compared with each of them
          if (/^(?:Not)?In$/.test(expr.ops[index]?.nodeType ?? '')) this.#consume(this.evaluate(part), part, 'rows');
          else this.#truth(part);
        }
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
        return value?.kind === 'related' || value?.kind === 'list' ? this.#elementOf(value, expr) : value;
      }
      case 'Await':
        return this.evaluate(expr.value);
      case 'Yield':
        this.#yielded = choiceOf([this.#yielded, this.evaluate(expr.value)]);
        return undefined;
      case 'YieldFrom':
        this.#yielded = choiceOf([this.#yielded, this.#elementOf(this.evaluate(expr.value), expr)]);
        return undefined;
      default:
        return undefined;
    }
  }

  /** `hasattr(order, "total")` of a model that has none: the code knows rows that the query has annotated, and has another way for all others. */
  #isAnnotation(test: ExprNode): boolean {
    const [row, name] = test.nodeType === 'Call' && nameOf(test.func) === 'hasattr' ? test.args : [];
    const owner = row?.nodeType === 'Name' ? this.#names.get(row.id) : undefined;
    const attribute = stringConstant(name);
    return owner?.kind === 'instance' && attribute !== undefined && this.#reader.isUnknown(owner, attribute);
  }

  /** `a and b`, `a or b`: the first of them is asked of each row, each of the others of the rows that those before it leave. */
  #either({ op, values: [first, ...rest] }: ExprNode & { nodeType: 'BoolOp' }): Asked {
    if (first === undefined) return { value: undefined, answer: undefined };
    const asked = this.#ask(first);
    if (rest.length === 0) return asked;
    const goesOn = op.nodeType === 'And' ? asked.answer : denied(asked.answer);
    const others = this.#where(goesOn, () => this.#either({ nodeType: 'BoolOp', op, values: rest } as ExprNode & { nodeType: 'BoolOp' }));
    const together = bothTrue(goesOn, op.nodeType === 'And' ? others?.answer : denied(others?.answer));
    return { value: choiceOf([asked.value, others?.value]), answer: op.nodeType === 'And' ? together : denied(together) };
  }

  /** All of them may be the value. */
  #first(exprs: readonly ExprNode[]): Value | undefined {
    return choiceOf(exprs.map((expr) => this.evaluate(expr)));
  }

  #attribute(node: PythonNode, owner: Value | undefined, name: string): Value | undefined {
    if (owner?.kind === 'choice') return choiceOf(owner.values.map((value) => this.#attribute(node, value, name)));
    if (owner?.kind === 'instance') return this.#reader.attribute(this.#module, node, owner, name);
    if (owner?.kind === 'related') return { kind: 'related-method', related: owner, name };
    if (owner === undefined && node.nodeType === 'Attribute' && this.#isManager(node.value, name)) this.#reader.query();
    if (owner?.kind !== 'self') return undefined;
    const method = this.#reader.django.method(owner.cls, name);
    return method === undefined ? undefined : { kind: 'method', fn: method, self: owner, name };
  }

  /** `Order.objects` */
  #isManager(owner: ExprNode, name: string): boolean {
    return MANAGERS.test(name) && /^_*[A-Z]/.test(nameOf(owner) ?? '') && this.#reader.django.modelOf(this.#module, owner) !== undefined;
  }

  #binary(left: ExprNode, operator: string, right: ExprNode): undefined {
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
    const element = this.#elementOf(value, expr);
    return isSlice ? { kind: 'list', element } : element;
  }

  #comprehension(generators: readonly { target: ExprNode; iter: ExprNode; ifs: ExprNode[] }[], elements: readonly ExprNode[]): Value {
    const outer = new Map(this.#names);
    for (const { target, iter, ifs } of generators) {
      this.#bind(target, this.#elementOf(this.evaluate(iter), iter));
      for (const test of ifs) this.#ask(test);
    }
    const element = this.#first(elements);
    this.#names.clear();
    for (const [name, value] of outer) this.#names.set(name, value);
    return { kind: 'list', element };
  }

  #call(call: Call): Value | undefined {
    const { func, args, keywords } = call;
    const name = nameOf(func) ?? '';
    const isKept = func.nodeType === 'Attribute' && KEPT_TYPES.test(func.attr) && func.value.nodeType === 'Attribute' && nameOf(func.value.value) === 'ContentType';
    const callee = func.nodeType === 'Attribute' && !isKept ? this.evaluate(func) : undefined;
    if (callee?.kind === 'related-method') return this.#relatedCall(callee.related, callee.name, call);
    const values = args.map((arg) => this.evaluate(arg));
    if (isKept) return undefined;
    const written = func.nodeType === 'Attribute' && func.value.nodeType === 'Name' && WRITING.test(func.attr) ? this.#names.get(func.value.id) : undefined;
    if (written?.kind === 'instance') this.#reader.wrote(written);
    const named: Environment = new Map();
    for (const { arg, value } of keywords) {
      const tracked = this.evaluate(value);
      if (tracked !== undefined && arg !== undefined) named.set(arg, tracked);
    }
    if (SHOWING.test(name)) for (const value of [...values, ...named.values()]) this.#reader.label(value);
    if (callee?.kind === 'method') return this.#reader.run(callee.fn, hasDecorator(callee.fn.node, 'staticmethod') ? values : [callee.self, ...values], callee.name, named);
    if (func.nodeType === 'Name' && this.#names.get(func.id) === undefined) {
      const builtIn = this.#builtIn(func.id, values, call);
      if (builtIn !== 'unknown') return builtIn;
    }
    return this.#own(func, values, named, call);
  }

  /** A call of the project's own function, where something tracked goes in. */
  #own(func: ExprNode, values: readonly (Value | undefined)[], named: Environment, call?: Call): Value | undefined {
    if (values.every((value) => value === undefined) && named.size === 0) return undefined;
    if (call !== undefined && this.#reader.write(this.#module, call, values[0] ?? named.get('instance'))) return undefined;
    const fn = this.#reader.django.resolveFunction(this.#module, func);
    const name = nameOf(func) ?? '';
    // `", ".join(…)` takes texts, which were made already
    const isOfText = func.nodeType === 'Attribute' && stringConstant(func.value) !== undefined;
    if (fn === undefined && !isOfText && !SHOWING.test(name) && !isRefining(name) && !ASKING.has(name)) this.#reader.leave();
    return fn === undefined ? undefined : this.#reader.run(fn, values, fn.node.name, named);
  }

  #builtIn(name: string, values: readonly (Value | undefined)[], call: Call): Value | undefined | 'unknown' {
    const [first] = values;
    if (name === 'isinstance' || name === 'type' || name === 'id') return undefined;
    if (name === 'getattr' || name === 'hasattr') {
      const attribute = stringConstant(call.args[1]);
      if (attribute === undefined) this.#reader.leave();
      return attribute === undefined ? undefined : this.#attribute(call, first, attribute);
    }
    if (!CONSUMERS.has(name)) return SHOWING.test(name) ? undefined : 'unknown';
    let kept: Value | undefined;
    for (const value of values) {
      const element = this.#elementOf(value, call, USES[name]);
      kept ??= element;
    }
    const [, rows] = values;
    if (name === 'map' && rows !== undefined) return { kind: 'list', element: this.#mapped(call.args[0], this.#elementOf(rows, call)) };
    if (name === 'filter') return { kind: 'list', element: kept };
    if (name === 'next' || name === 'min' || name === 'max') return kept;
    return KEEPING.has(name) || name === 'enumerate' ? { kind: 'list', element: kept } : undefined;
  }

  /** What a function makes of each of the rows that `map` hands it. */
  #mapped(fn: ExprNode | undefined, element: Value | undefined): Value | undefined {
    if (fn === undefined || element === undefined) return undefined;
    if (fn.nodeType === 'Lambda') {
      const [parameter] = fn.args.args;
      return parameter === undefined ? undefined : new RowBody(this.#reader, this.#module, new Map([...this.#names, [parameter.arg, element]])).evaluate(fn.body);
    }
    if (SHOWING.test(nameOf(fn) ?? '')) this.#reader.label(element);
    return SHOWING.test(nameOf(fn) ?? '') ? undefined : this.#own(fn, [element], new Map());
  }

  #relatedCall(related: RelatedValue, name: string, call: Call): Value | undefined {
    for (const argument of [...call.args, ...call.keywords.map(({ value }) => value)]) this.evaluate(argument);
    if (name === 'all' || name === 'get_queryset') return related;
    if (SERVED.has(name)) this.#reader.record(this.#module, call, related.steps, USES[name]);
    else this.#reader.query(related.steps, name === 'first');
    return undefined;
  }
}

/** `node, names = self, []` */
function isPairwise(targets: readonly ExprNode[], values: readonly ExprNode[]): boolean {
  return targets.length === values.length && [...targets, ...values].every(({ nodeType }) => nodeType !== 'Starred');
}

/** `if self.shop: return …` */
function isWayOut(statement: StmtNode): statement is StmtNode & { nodeType: 'If' } {
  return statement.nodeType === 'If' && statement.orelse.length === 0 && statement.body.at(-1)?.nodeType === 'Return';
}

/** `if not self.lines: return` turns away only rows that have nothing to show. */
function isDenial(test: ExprNode): boolean {
  return (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') || (test.nodeType === 'Compare' && test.ops[0]?.nodeType === 'Is');
}

/** `order.customer is not None`, `order.customer != None` and what they deny. */
function isComparedWithNone(test: ExprNode): test is ExprNode & { nodeType: 'Compare' } {
  const [other, ...others] = test.nodeType === 'Compare' ? test.comparators : [];
  return others.length === 0 && other?.nodeType === 'Constant' && other.value === null;
}

function choiceOf(values: readonly (Value | undefined)[]): Value | undefined {
  const tracked = values.filter((value) => value !== undefined);
  return tracked.length <= 1 ? tracked[0] : { kind: 'choice', values: tracked };
}

/** The last name of what is called or named. */
export function nameOf(expr: ExprNode): string | undefined {
  if (expr.nodeType === 'Call') return nameOf(expr.func);
  if (expr.nodeType === 'Name') return expr.id;
  return expr.nodeType === 'Attribute' ? expr.attr : undefined;
}

import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { argumentsOf, hasDecorator, nameOf, stringConstant } from '../../../python/syntax/static.ts';
import type { Use } from '../values/counting.ts';
import { KEPT_TYPES } from '../querysets/managers.ts';
import { isRefining } from '../querysets/queryset.ts';
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

/** What calls ask of the expressions in which they stand. */
interface Expressions {
  evaluate(expr: ExprNode | undefined): Value | undefined;
  attribute(node: PythonNode, owner: Value | undefined, name: string): Value | undefined;
  elementOf(value: Value | undefined, node: PythonNode, use?: Use): Value | undefined;
  knowing(name: string, value: Value): Expressions;
}

/** Says what calls give over tracked local names: those of related managers, of functions that come with Python, of the project's own. */
export class RowCalls {
  readonly #reader: RowReader;
  readonly #module: PyModule;
  readonly #names: Environment;
  readonly #expressions: Expressions;

  constructor(reader: RowReader, module: PyModule, names: Environment, expressions: Expressions) {
    this.#reader = reader;
    this.#module = module;
    this.#names = names;
    this.#expressions = expressions;
  }

  /** What a call gives, where that is tracked. */
  call(call: Call): Value | undefined {
    const { func, args, keywords } = call;
    const name = nameOf(func) ?? '';
    const isKept = func.nodeType === 'Attribute' && KEPT_TYPES.test(func.attr) && func.value.nodeType === 'Attribute' && nameOf(func.value.value) === 'ContentType';
    const callee = func.nodeType === 'Attribute' && !isKept ? this.#expressions.evaluate(func) : undefined;
    if (callee?.kind === 'related-method') return this.#relatedCall(callee.related, callee.name, call);
    const values = args.map((arg) => this.#expressions.evaluate(arg));
    if (isKept) return undefined;
    const written = func.nodeType === 'Attribute' && func.value.nodeType === 'Name' && WRITING.test(func.attr) ? this.#names.get(func.value.id) : undefined;
    if (written?.kind === 'instance') this.#reader.wrote(written);
    const named: Environment = new Map();
    for (const { arg, value } of keywords) {
      const tracked = this.#expressions.evaluate(value);
      if (tracked !== undefined && arg !== undefined) named.set(arg, tracked);
    }
    if (SHOWING.test(name)) for (const value of [...values, ...named.values()]) this.#reader.label(value);
    if (callee?.kind === 'method') return this.#reader.run(callee.fn, hasDecorator(callee.fn.node, 'staticmethod') ? values : [callee.self, ...values], callee.name, named, handedBy(call));
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
    return fn === undefined ? undefined : this.#reader.run(fn, values, fn.node.name, named, call && handedBy(call));
  }

  #builtIn(name: string, values: readonly (Value | undefined)[], call: Call): Value | undefined | 'unknown' {
    const [first] = values;
    if (name === 'isinstance' || name === 'type' || name === 'id') return undefined;
    if (name === 'getattr' || name === 'hasattr') {
      const attribute = stringConstant(call.args[1]);
      if (attribute === undefined) this.#reader.leave();
      return attribute === undefined ? undefined : this.#expressions.attribute(call, first, attribute);
    }
    if (!CONSUMERS.has(name)) return SHOWING.test(name) ? undefined : 'unknown';
    let kept: Value | undefined;
    for (const value of values) {
      const element = this.#expressions.elementOf(value, call, USES[name]);
      kept ??= element;
    }
    const [, rows] = values;
    if (name === 'map' && rows !== undefined) return { kind: 'list', element: this.#mapped(call.args[0], this.#expressions.elementOf(rows, call)) };
    if (name === 'filter') return { kind: 'list', element: kept };
    if (name === 'next' || name === 'min' || name === 'max') return kept;
    return KEEPING.has(name) || name === 'enumerate' ? { kind: 'list', element: kept } : undefined;
  }

  /** What a function makes of each of the rows that `map` hands it. */
  #mapped(fn: ExprNode | undefined, element: Value | undefined): Value | undefined {
    if (fn === undefined || element === undefined) return undefined;
    if (fn.nodeType === 'Lambda') {
      const [parameter] = fn.args.args;
      return parameter === undefined ? undefined : this.#expressions.knowing(parameter.arg, element).evaluate(fn.body);
    }
    if (SHOWING.test(nameOf(fn) ?? '')) this.#reader.label(element);
    return SHOWING.test(nameOf(fn) ?? '') ? undefined : this.#own(fn, [element], new Map());
  }

  #relatedCall(related: RelatedValue, name: string, call: Call): Value | undefined {
    for (const argument of argumentsOf(call)) this.#expressions.evaluate(argument);
    if (name === 'all' || name === 'get_queryset') return related;
    if (SERVED.has(name)) this.#reader.record(this.#module, call, related.steps, USES[name]);
    else this.#reader.query(related.steps, name === 'first');
    return undefined;
  }
}

/** The names by which a call hands something in; undefined where it spreads what may be anything. */
function handedBy({ args, keywords }: Call): ReadonlySet<string> | undefined {
  const names = keywords.map(({ arg }) => arg);
  return args.some(({ nodeType }) => nodeType === 'Starred') || names.includes(undefined) ? undefined : new Set(names.filter((name) => name !== undefined));
}

import type { Call, ExprNode, FunctionNode, PythonNode } from '../../../python/nodes.ts';
import { defaultOf, positionalOf } from '../../../python/syntax/bindings.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { nameOf, type Place, singletonOf } from '../../../python/syntax/static.ts';
import { anyTestOf } from '../../../python/syntax/truth.ts';
import { isAnnotatedOver } from '../values/annotated.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import { joinUses, type Use } from '../values/counting.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { hasKeyAs } from '../models/own-keys.ts';
import { isRowItself } from '../querysets/path-loads.ts';
import type { DjangoProject } from '../project.ts';
import { isOnWay } from '../querysets/queryset.ts';
import type { Answer } from './row-answers.ts';
import { RowBody } from './row-body.ts';
import { RowExpressions } from './row-expressions.ts';
import type { RowRead, RowReads } from './row-reads.ts';
import type { Environment, InstanceValue, Value } from './row-values.ts';

const GUARDED = /prefetch_related_objects|_prefetched_objects_cache|_state\.fields_cache|is_cached\(|is_prefetched\(|cache\.get|lru_cache/;

/** Code that looks at caches itself knows what it does. */
export function looksAtCaches({ module, node }: FunctionRef): boolean {
  return GUARDED.test(module.source(node));
}

/** Writes a row, or the rows of a relation, out by a class that is called with it; false for classes of other kinds. */
export type Write = (reader: RowReader, module: PyModule, call: Call, value: Value) => boolean;

const MAX_DEPTH = 10;
const MAX_READS = 200;

/**
 * Follows one row through the code that runs on it: attributes, local names, loops, the project's own functions, properties and
 * `__str__`. Not every branch runs for every row; what one branch reaches counts.
 */
export class RowReader {
  readonly #django: DjangoProject;
  readonly #self: ClassRef | undefined;
  readonly #write: Write | undefined;
  readonly #reads: RowRead[] = [];
  readonly #through: string[] = [];
  /** Functions that are being followed, and what they were given first. */
  readonly #running = new Map<string, Value | undefined>();
  /** Relations by which the code goes on from row to row of one model. */
  readonly #climbed = new Set<string>();
  /** Functions and relations that they send queries of their own for. */
  readonly #asked = new Set<string>();
  /** Relations that the code has set itself before it reads them. */
  readonly #assigned = new Set<string>();
  /** Models of which the code has written rows: a relation to many of them has other rows now than before. */
  readonly #written = new Set<DjangoModel>();
  #complete = true;
  #conditions = 0;
  /** Questions around what is run that rows without a related row deny. */
  #presences = 0;
  #unread = 0;
  /** Keys that the code asks for, and relations behind them: where there is none, they cost nothing. */
  readonly #askedFor = new Set<string>();
  #queries = 0;
  /** Relations of which the first row is asked for. */
  readonly #firsts: (readonly DjangoField[])[] = [];
  #exact = true;
  readonly #awaited: PythonNode | undefined;
  /** Which rows have come to what is awaited so far. */
  #comes: 'all' | 'some' | undefined;

  /** @param awaited an expression of which `comes` is to say which rows come to it */
  constructor(django: DjangoProject, self: ClassRef | undefined, write?: Write, awaited?: PythonNode) {
    this.#django = django;
    this.#self = self;
    this.#write = write;
    this.#awaited = awaited;
  }

  /** Which rows come to what is awaited; undefined where the code was not followed so far. */
  get comes(): 'all' | 'some' | undefined {
    return this.#comes;
  }

  /** The code comes to an expression. */
  meet(node: PythonNode): void {
    if (node === this.#awaited && this.#comes !== 'all') this.#comes = this.#conditions + this.#presences === 0 ? 'all' : 'some';
  }

  result(): RowReads {
    const known = this.#reads.filter(({ steps }) => !steps.some((_, index) => index > 0 && this.#climbed.has(pathOf(steps.slice(0, index)))));
    const reads = known.map((read) => ({ ...read, guarded: read.guarded || this.#isAskedFor(read.steps), climbs: this.#climbed.has(pathOf(read.steps)), mixed: this.#asked.has(askedKey(read.through, read.steps)) }));
    return { reads, complete: this.#complete, queries: this.#queries, firsts: this.#firsts, exact: this.#exact && this.#complete };
  }

  /**
   * Runs a function on tracked arguments; gives what it returns, where that is tracked too.
   *
   * @param handed the parameters that it is handed by name, where these and `args` are all: what it has by default decides about the others
   */
  run(fn: FunctionRef, args: readonly (Value | undefined)[], name: string, named: Environment = new Map(), handed?: ReadonlySet<string>): Value | undefined {
    // a label that reaches rows of its own model (trees) has no path that could be loaded as a whole
    const key = `${fn.module.path}:${String(fn.node.lineno)}`;
    const isEndless = this.#running.has(key) || this.#running.size > MAX_DEPTH || this.#reads.length > MAX_READS;
    if (isEndless || looksAtCaches(fn) || isMemoised(fn.node)) {
      const from = this.#running.get(key);
      if (from?.kind === 'instance' && args[0]?.kind === 'instance') this.climbs(from, args[0]);
      this.#exact = false;
      return undefined;
    }
    this.#running.set(key, args[0]);
    this.#through.push(name);
    const environment: Environment = new Map(named);
    const parameters = positionalOf(fn.node.args);
    for (const [index, { arg }] of parameters.entries()) {
      const value = args[index];
      if (value !== undefined) environment.set(arg, value);
    }
    if (handed !== undefined) setFlags(environment, fn.node, new Set([...parameters.slice(0, args.length).map(({ arg }) => arg), ...handed]));
    const returned = new RowBody(this, fn.module, environment).execute(fn.node.body);
    this.#through.pop();
    this.#running.delete(key);
    return returned;
  }

  lambda(module: PyModule, node: PythonNode & { nodeType: 'Lambda' }, row: Value): void {
    const [parameter] = positionalOf(node.args);
    if (parameter !== undefined) this.label(new RowExpressions(this, module, new Map([[parameter.arg, row]])).evaluate(node.body));
  }

  /**
   * The value is shown as text.
   *
   * @param steps methods that give methods, which may go round in a circle
   */
  label(value: Value | undefined, steps = MAX_DEPTH): void {
    if (value?.kind === 'method') {
      if (steps > 0) this.label(this.run(value.fn, [value.self], value.name), steps - 1);
      return;
    }
    if (value?.kind === 'choice') for (const one of value.values) this.label(one, steps);
    if (value?.kind === 'list' && steps > 0) this.label(value.element, steps - 1);
    if (value?.kind !== 'instance') return;
    const { model } = value;
    if (model === undefined) {
      this.#complete = false;
      return;
    }
    const method = this.#django.method(model, '__str__');
    if (method !== undefined) this.run(method, [value], `${method.owner.node.name}.__str__`);
    else if (!model.complete) this.#complete = false;
  }

  shownAttribute(instance: InstanceValue, name: string): void {
    const module = instance.model?.module;
    if (module !== undefined && instance.model !== undefined) this.label(this.attribute(module, instance.model.node, instance, name));
  }

  /** The attribute is read, and called where it is a method; nothing is done with what it gives. */
  member(instance: InstanceValue, name: string, called: boolean): void {
    const { model } = instance;
    const value = model === undefined ? undefined : this.attribute(model.module, model.node, instance, name);
    if (called && value?.kind === 'method') this.run(value.fn, [value.self], value.name);
  }

  /**
   * `instance.name` in a place where the value is used.
   *
   * @param next the attribute that is read of the value, where that is all that is done with it
   */
  attribute(module: PyModule, node: PythonNode, instance: InstanceValue, name: string, next?: string): Value | undefined {
    const { model, steps } = instance;
    if (model === undefined) return undefined;
    const field = model.fields.get(name);
    if (field?.kind !== undefined) return this.#relation(module, node, steps, field, hasKeyAs(field, next));
    if (field !== undefined) return undefined;
    const member = this.#django.names.memberOf(model, name);
    if (member === undefined && !model.complete) this.#complete = false;
    if (member === undefined) return undefined;
    const label = `${member.owner.node.name}.${name}`;
    if (member.kind === 'value') return this.#property(member, instance, label);
    if (isAnnotatedOver(this.#django, model, member)) return undefined;
    return isProperty(member.node) ? this.run(member, [instance], label) : { kind: 'method', fn: member, self: instance, name: label };
  }

  /** `reader_name = property(get_reader_name, set_reader_name)`, `property(lambda self: …)` */
  #property({ module, node, owner }: Place & { readonly owner: ClassRef }, instance: InstanceValue, label: string): Value | undefined {
    const getter = node.nodeType === 'Call' && /property$/i.test(nameOf(node.func) ?? '') ? (node.args[0] ?? node.keywords.find(({ arg }) => arg === 'fget')?.value) : undefined;
    if (getter?.nodeType === 'Lambda') {
      const [parameter] = getter.args.args;
      if (parameter === undefined) return undefined;
      this.#through.push(label);
      const value = new RowExpressions(this, module, new Map([[parameter.arg, instance]])).evaluate(getter.body);
      this.#through.pop();
      return value;
    }
    const fn = getter?.nodeType === 'Name' ? this.#django.method(owner, getter.id) : undefined;
    if (fn === undefined && node.nodeType === 'Call') this.#exact = false;
    return fn === undefined ? undefined : this.run(fn, [instance], label);
  }

  #relation(module: PyModule, node: PythonNode, before: readonly DjangoField[], field: DjangoField, keyAlone: boolean): Value {
    if (isRowItself(this.#django, before.at(-1), field)) return { kind: 'instance', model: field.target, steps: before.slice(0, -1) };
    const steps = [...before, field];
    const toMany = field.relation?.cardinality === 'to-many';
    if (toMany) return { kind: 'related', model: field.target, steps };
    if (!isOnWay(this.#assigned, pathOf(steps))) this.record(module, node, steps, 'rows', keyAlone && before.length === 0);
    return { kind: 'instance', model: field.kind === 'generic-foreign-key' ? undefined : field.target, steps };
  }

  /** `order.customer = customer`: what is set needs no query any more. */
  assign({ model, steps }: InstanceValue, name: string): void {
    const field = model?.fields.get(name);
    if (field?.relation !== undefined) this.#assigned.add(pathOf([...steps, field]));
  }

  /** `OrderSerializer(order.items.all(), many=True)`: true where the class writes the rows out, which then are read. */
  write(module: PyModule, call: Call, value: Value | undefined): boolean {
    return value !== undefined && this.#write?.(this, module, call, value) === true;
  }

  /**
   * A query that no loading of relations spares, but for that of a first row; `steps` lead to the relation whose manager sends it.
   *
   * @param isFirst it asks for the first of its rows
   */
  query(steps?: readonly DjangoField[], isFirst = false): void {
    if (this.#unread > 0) return;
    if (isFirst && steps !== undefined) this.#firsts.push(steps);
    else this.#queries += 1;
    if (steps !== undefined) this.#asked.add(askedKey(this.#through, steps));
  }

  /** A row is handed to code that isn't followed. */
  leave(): void {
    this.#exact = false;
  }

  /** `item.delete()` */
  wrote({ model }: InstanceValue): void {
    if (model !== undefined) this.#written.add(model);
  }

  /** What `run` reads isn't read for every row. */
  perhaps<T>(run: () => T): T {
    this.#conditions += 1;
    const value = run();
    this.#conditions -= 1;
    return value;
  }

  /** What is read now is read for every row. */
  get isCertain(): boolean {
    return this.#conditions + this.#presences === 0;
  }

  /** What `run` reads is for rows of other queries than the one that the code is written for. */
  unread<T>(run: () => T): T {
    this.#unread += 1;
    const value = run();
    this.#unread -= 1;
    return value;
  }

  /** What `run` reads is read for the rows whose related row is there. */
  whereThere<T>(run: () => T): T {
    this.#presences += 1;
    const value = run();
    this.#presences -= 1;
    return value;
  }

  /** The code asks whether there is such a row: the row itself is there once it is saved, and so is what a key leads to that can't be null. */
  asksFor({ steps }: InstanceValue): Answer {
    const last = steps.at(-1);
    if (last === undefined) return 'all';
    // to look from the other side for a row that isn't there costs the query as well
    if (!last.reverse && last.kind !== 'generic-foreign-key' && !last.nullable && !last.uncertain) return 'all';
    if (!last.reverse) this.#askedFor.add(pathOf(steps));
    return 'there';
  }

  /** The code does with the row `to` what it has done with `from`: where keys lead there, level after level of a tree. */
  climbs(from: InstanceValue, to: InstanceValue): void {
    const levels = to.steps.slice(from.steps.length);
    const goesUp = levels.length > 0 && levels.every(({ relation, reverse }) => relation?.cardinality === 'to-one' && !reverse);
    if (!goesUp || to.model === undefined || to.model !== from.model || !pathOf(to.steps).startsWith(pathOf(from.steps))) return;
    let { steps } = from;
    while (steps.length >= levels.length && pathOf(steps.slice(-levels.length)) === pathOf(levels)) steps = steps.slice(0, -levels.length);
    this.#climbed.add(pathOf([...steps, ...levels]));
    this.#exact = false;
  }

  /** The model has no such attribute: rows get it from their query, or not at all. */
  isUnknown({ model }: InstanceValue, name: string): boolean {
    return model?.complete === true && !model.fields.has(name) && this.#django.names.memberOf(model, name) === undefined && this.behindKey({ kind: 'instance', model, steps: [] }, name) === undefined;
  }

  /** The row whose key an attribute is: `order.pk`, `order.customer_id`. */
  behindKey({ model, steps }: InstanceValue, name: string): InstanceValue | undefined {
    if (model === undefined || name === 'pk' || model.fields.get(name)?.primaryKey === true || (name === 'id' && !model.fields.has('id'))) return { kind: 'instance', model, steps };
    const field = [...model.forward.values()].find(({ attname }) => attname === name);
    return field?.kind === undefined ? undefined : { kind: 'instance', model: field.target, steps: [...steps, field] };
  }

  #isAskedFor(steps: readonly DjangoField[]): boolean {
    return steps.some((_, index) => this.#askedFor.has(pathOf(steps.slice(0, index + 1))));
  }

  record(module: PyModule, node: PythonNode, steps: readonly DjangoField[], asked: Use = 'rows', keyAlone = false): void {
    if (this.#unread > 0) return;
    // a number of which is asked no more than whether it is 0
    const use = asked === 'count' && anyTestOf(module, node as ExprNode) !== undefined ? 'exists' : asked;
    const last = steps.at(-1);
    if (last?.relation?.cardinality === 'to-many' && last.target !== undefined && this.#written.has(last.target)) {
      this.#exact = false;
      return;
    }
    const path = pathOf(steps);
    const read: RowRead = { steps, module, node, through: [...this.#through], always: this.#conditions === 0, guarded: this.#presences > 0, climbs: false, use, mixed: false, keyAlone };
    const known = this.#reads.findIndex((other) => other.steps.length === steps.length && pathOf(other.steps) === path);
    const before = this.#reads[known];
    if (before === undefined) this.#reads.push(read);
    else this.#reads[known] = { ...(saysMore(read, before) ? read : before), use: joinUses(before.use, use), guarded: read.guarded && before.guarded, keyAlone: keyAlone && before.keyAlone === true };
  }

  get django(): DjangoProject {
    return this.#django;
  }

  get self(): ClassRef | undefined {
    return this.#self;
  }
}

/** True where a method, property or `__str__` of a model reads it, which sees nothing of what the query of the rows annotates. */
export function isOfModel({ through }: RowRead): boolean {
  return through.some((name) => name.includes('.'));
}

/** Of two places that read the same, the one that every row comes to; else the one that asks for it here: what a branch of the model's own code asks for may be for rows of another kind. */
function saysMore(read: RowRead, before: RowRead): boolean {
  return !before.always && (read.always || (isOfModel(before) && !isOfModel(read)));
}

function pathOf(steps: readonly DjangoField[]): string {
  return steps.map((step) => step.name).join('__');
}

function askedKey(through: readonly string[], steps: readonly DjangoField[]): string {
  return `${through.at(-1) ?? ''}\0${pathOf(steps)}`;
}

function isProperty(node: FunctionNode): boolean {
  return node.decorator_list.some((decorator) => /property$/i.test(nameOf(decorator) ?? ''));
}

function isMemoised(node: FunctionNode): boolean {
  return node.decorator_list.some((decorator) => /^(lru_cache|cache|cached|cached_as|memoize)$/.test(nameOf(decorator) ?? ''));
}

/** `editable=False`: what a flag is where nobody hands it in. */
function setFlags(environment: Environment, fn: FunctionNode, handed: ReadonlySet<string>): void {
  for (const { arg } of [...positionalOf(fn.args), ...fn.args.kwonlyargs]) {
    const usual = handed.has(arg) ? undefined : defaultOf(fn, arg);
    const flag = usual === undefined ? undefined : singletonOf(usual);
    if (flag === 'True' || flag === 'False') environment.set(arg, { kind: 'flag', holds: flag === 'True' });
  }
}

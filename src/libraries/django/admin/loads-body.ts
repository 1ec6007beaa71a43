import type { Call, ExprNode, FunctionNode, Name, StmtNode } from '../../../python/nodes.ts';
import { positionalOf } from '../../../python/syntax/bindings.ts';
import { leaves } from '../../../python/syntax/blocks.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { chainRoot, hasDecorator, isSelf, isSequence, isSuper, lastName, sequenceOf, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import { isRefining, newQueryset, refine } from '../querysets/queryset.ts';
import { methodAfter, resolverIn } from './classes.ts';
import { permittedRows } from '../querysets/permitted.ts';
import { calleeIn, givesRows, wrapperOf } from '../querysets/wrappers.ts';
import type { LoadsReader } from './loads.ts';
import { asOne, join, type ListLoads, NOTHING, ofWays, UNKNOWN, type Way, withPaths } from './ways.ts';

/** Code that asks which page it runs for, and so may load for the list alone. */
const ASKS_FOR_PAGE = /resolver_match|\.path(?:_info)?\b|\w*url_name|view_name|changelist|object_id|popup|\.GET\b|\.POST\b|\.method\b|autocomplete|\baction\b|\bget_list_display\(/;

/** Methods and functions that are followed into one another. */
export const MAX_DEPTH = 12;

/** Models under the names that a function has for them. */
export type ModelNames = ReadonlyMap<string, DjangoModel>;

/** Runs the statements of one function over the querysets that its local names hold. */
export class LoadsBody {
  readonly #reader: LoadsReader;
  readonly #module: PyModule;
  readonly #owner: ClassRef | undefined;
  readonly #depth: number;
  readonly #classes: ModelNames;
  #names: Map<string | typeof OWN_QUERYSET, ListLoads>;
  #returned: ListLoads | undefined;

  /** @param classes models under local names: `cls` in a method of a model's class */
  constructor(reader: LoadsReader, module: PyModule, owner: ClassRef | undefined, names: ReadonlyMap<string, ListLoads>, depth: number, classes: ModelNames = new Map()) {
    this.#reader = reader;
    this.#module = module;
    this.#owner = owner;
    this.#names = new Map(names);
    this.#depth = depth;
    this.#classes = classes;
  }

  execute(node: FunctionNode): ListLoads {
    this.#all(node.body);
    const returned = this.#returned ?? UNKNOWN;
    return ASKS_FOR_PAGE.test(this.#module.source(node)) ? asOne(returned) : returned;
  }

  #all(body: readonly StmtNode[]): void {
    for (const statement of body) {
      const taken = statement.nodeType === 'If' ? this.#taken(statement) : undefined;
      if (taken === undefined) {
        this.#statement(statement);
        continue;
      }
      this.#all(taken);
      // what stands behind a way out that is always taken is never reached
      if (leaves(taken)) return;
    }
  }

  #statement(statement: StmtNode): void {
    if (statement.nodeType === 'Return') {
      this.#return(statement.value);
    } else if (statement.nodeType === 'Assign' || statement.nodeType === 'AnnAssign') {
      const value = this.#value(statement.value);
      for (const target of statement.nodeType === 'Assign' ? statement.targets : [statement.target]) this.#bind(target, value);
    } else if (statement.nodeType === 'If') {
      this.#branches(this.#isOff(statement.test) ? [] : statement.body, this.#isHeld(statement.test, 'IsNot') ? [] : statement.orelse);
    } else if (statement.nodeType === 'For' || statement.nodeType === 'While') {
      this.#branches([...statement.body, ...statement.orelse], []);
      this.#mingle();
    } else if (statement.nodeType === 'With') {
      this.#all(statement.body);
    } else if (statement.nodeType === 'Try') {
      this.#all(statement.body);
      for (const { body } of statement.handlers) this.#branches(body, []);
      this.#all([...statement.orelse, ...statement.finalbody]);
      this.#mingle();
    }
  }

  #return(expr: ExprNode | undefined): void {
    if (expr === undefined || isNone(expr)) return;
    const value = this.#value(expr) ?? UNKNOWN;
    const at = { module: this.#module, node: expr };
    const own = this.#reader.cls.module;
    const isInherited = this.#isInherited();
    // what the class itself begins with is extended there, and not in what it inherits for all its kin
    this.#returned = join(this.#returned, { ...value, ways: value.ways.map((way) => ({ ...way, at: way.ofEach === true && isInherited ? undefined : way.at?.module === own && at.module !== own ? way.at : at })) });
  }

  /** The code is that of a class from which the one that is read inherits. */
  #isInherited(): boolean {
    return this.#owner !== undefined && this.#owner.node !== this.#reader.cls.node;
  }

  #bind(target: ExprNode, value: ListLoads | undefined): void {
    if (isOwnQueryset(target)) this.#names.set(OWN_QUERYSET, value ?? UNKNOWN);
    else if (target.nodeType === 'Attribute' && isSelf(target.value) && value !== undefined) this.#names.set(ownName(target.attr), value);
    if (target.nodeType !== 'Name') return;
    if (value === undefined) this.#names.delete(target.id);
    else this.#names.set(target.id, value);
  }

  #branches(body: readonly StmtNode[], orelse: readonly StmtNode[]): void {
    const before: Held = new Map(this.#names);
    this.#all(body);
    const one: Held = endsThere(body) ? NOBODY : this.#names;
    this.#names = new Map(before);
    this.#all(orelse);
    const other: Held = endsThere(orelse) ? NOBODY : this.#names;
    this.#names = new Map([...new Set([...one.keys(), ...other.keys()])].map((name) => [name, join(one.get(name), other.get(name)) ?? UNKNOWN]));
  }

  /** After a loop or a handler: whichever way led here. */
  #mingle(): void {
    this.#names = new Map([...this.#names].map(([name, loads]) => [name, asOne(loads)]));
  }

  /** The branch that is run, where the reader knows which. */
  #taken({ test, body, orelse }: StmtNode & { nodeType: 'If' }): readonly StmtNode[] | undefined {
    const holds = this.#reader.decides?.(this.#module, test);
    return holds === undefined ? undefined : holds ? body : orelse;
  }

  /** `if self.option:`, also beside other conditions, where the class sets the option to None or False. */
  #isOff(test: ExprNode): boolean {
    if (this.#isHeld(test, 'Is')) return true;
    if (test.nodeType === 'BoolOp') return test.op.nodeType === 'And' && test.values.some((value) => this.#isOff(value));
    if (test.nodeType !== 'Attribute' || test.value.nodeType !== 'Name' || test.value.id !== 'self') return false;
    const option = this.#reader.django.classAttribute(this.#reader.cls, test.attr);
    const literal = singletonOf(option?.value);
    return literal === 'None' || literal === 'False';
  }

  /** `orders is None`, `orders is not None` of a name that holds rows: a parameter that may be left out. */
  #isHeld(test: ExprNode, operator: 'Is' | 'IsNot'): boolean {
    return test.nodeType === 'Compare' && test.ops[0]?.nodeType === operator && test.left.nodeType === 'Name' && this.#names.has(test.left.id) && isNone(test.comparators[0]);
  }

  /** What the rows bring along that an expression gives by itself: the value of a class attribute. */
  valueOf(expr: ExprNode): ListLoads | undefined {
    return this.#value(expr);
  }

  /** Undefined for what is no queryset that could be followed. */
  #value(expr: ExprNode | undefined): ListLoads | undefined {
    if (expr?.nodeType === 'Name') return this.#names.get(expr.id);
    if (expr?.nodeType === 'IfExp') return join(this.#isOff(expr.test) ? undefined : this.#value(expr.body), this.#isHeld(expr.test, 'IsNot') ? undefined : this.#value(expr.orelse));
    if (expr?.nodeType === 'Attribute') return (isSelf(expr.value) ? this.#names.get(isOwnQueryset(expr) ? OWN_QUERYSET : ownName(expr.attr)) : undefined) ?? this.#manager(expr.value, expr.attr) ?? (givesRows(expr.attr) ? this.#value(expr.value) : undefined) ?? this.#reader.elsewhere?.(this.#module, expr);
    // the first hundred of them
    if (expr?.nodeType === 'Subscript') return expr.slice.nodeType === 'Slice' ? this.#value(expr.value) : undefined;
    if (expr?.nodeType === 'BinOp') return /^Bit(?:Or|And)$/.test(expr.op.nodeType) ? this.#combined(expr.left, expr.right) : undefined;
    return expr?.nodeType === 'Call' ? this.#call(expr) : undefined;
  }

  /** Rows of `a | b` come by the query that `a` is, with what that loads, unless it is `none()` (`QuerySet.__or__` in db/models/query.py, Django 3.2 to 5.2). */
  #combined(left: ExprNode, right: ExprNode): ListLoads | undefined {
    const loads = this.#value(left);
    return loads?.ways.length === 0 ? join(loads, this.#value(right)) : loads;
  }

  #manager(owner: ExprNode, name: string): ListLoads | undefined {
    if (isSelf(owner) && !this.#isClass(owner)) return this.#reader.attribute(name);
    const model = this.#modelAt(owner);
    const loads = model === undefined ? undefined : this.#reader.manager(model, name);
    const isOfEach = owner.nodeType === 'Attribute' && isSelf(owner.value) && this.#isInherited();
    return loads !== undefined && isOfEach ? { ...loads, ways: loads.ways.map((way) => ({ ...way, ofEach: true })) } : loads;
  }

  /** The model that an expression names: `Order`, `self.model`, `self.serializer_class.Meta.model`, what the class has as `self.model_class`, `cls` of a model, `queryset.model`. */
  #modelAt(expr: ExprNode): DjangoModel | undefined {
    const { django, cls, model } = this.#reader;
    if (this.#isClass(expr)) return this.#classes.get(expr.id);
    if (isOwnModel(expr) || (expr.nodeType === 'Attribute' && expr.attr === 'model' && this.#value(expr.value) !== undefined)) return model;
    const option = expr.nodeType === 'Attribute' && isSelf(expr.value) ? django.classAttribute(cls, expr.attr) : undefined;
    return option === undefined ? django.modelOf(this.#module, expr) : django.modelOf(option.module, option.value);
  }

  #isClass(expr: ExprNode): expr is Name {
    return expr.nodeType === 'Name' && this.#classes.has(expr.id);
  }

  #call(call: Call): ListLoads | undefined {
    const { func } = call;
    const wrapped = wrapperOf(this.#reader.django, calleeIn(this.#reader.django, this.#module, call, () => this.#reader.cls), call);
    if (wrapped !== undefined) return this.#value(wrapped.rows);
    const permitted = permittedRows(this.#reader.django, this.#module, call);
    if (permitted !== undefined) return 'rows' in permitted ? this.#rowsOf(permitted.rows) : this.#reader.manager(permitted.model, '_default_manager');
    if (func.nodeType === 'Name' && COPIES.has(func.id)) return this.#value(call.args[0]);
    if (func.nodeType !== 'Attribute') return this.#function(call);
    if (isSuper(func.value)) return this.#inherited(func.attr, call);
    if (isSelf(func.value) && !this.#isClass(func.value)) return this.#ownMethod(func.attr, call);
    const model = this.#modelAt(func.value);
    if (model !== undefined) return this.#modelMethod(model, func.attr, call);
    if (func.attr === 'get_queryset') {
      const unbound = this.#unbound(func.value);
      if (unbound !== undefined) return unbound;
    }
    const before = this.#value(func.value);
    if (before === undefined) return this.#classMethod(func.value, func.attr, call) ?? this.#reader.elsewhere?.(this.#module, call);
    if (OTHER_ROWS.has(func.attr)) return UNKNOWN;
    // no rows, on whatever way
    if (func.attr === 'none') return ofWays([], before.unknown);
    if (func.attr === 'select_related' || func.attr === 'prefetch_related') return this.#loading(before, call, func.attr);
    return isRefining(func.attr) || givesRows(func.attr) ? before : this.#reader.custom(before, call, this.#module, func.attr);
  }

  /** Rows that a queryset gives, or all of a model. */
  #rowsOf(expr: ExprNode): ListLoads | undefined {
    const model = this.#modelAt(expr);
    return model === undefined ? this.#value(expr) : this.#reader.manager(model, '_default_manager');
  }

  /** `admin.ModelAdmin.get_queryset(self, request)`, `Base.get_queryset(self, request)` */
  #unbound(expr: ExprNode): ListLoads | undefined {
    const cls = this.#reader.django.resolveClass(this.#module, expr);
    const method = cls === undefined ? undefined : this.#reader.django.method(cls, 'get_queryset');
    if (method !== undefined && this.#depth < MAX_DEPTH) return this.#reader.run(method, new Map(), method.owner, this.#depth + 1);
    const path = this.#reader.django.names.externalPath(this.#module, expr) ?? '';
    return cls !== undefined || /^django\.contrib\..*Admin$/.test(path) ? this.#reader.base() : undefined;
  }

  /** `super().get_queryset()`, `super().filter_queryset(orders)` */
  #inherited(name: string, call: Call): ListLoads | undefined {
    // of what the class of a model inherits
    if (this.#classes.size > 0) return undefined;
    const next = methodAfter(this.#reader.django, this.#reader.cls, name, this.#owner);
    // that of REST framework runs the filters, which are asked what they load where the view is read
    if (next === undefined && name === 'filter_queryset') return this.#value(call.args[0]);
    if (next === undefined || this.#depth >= MAX_DEPTH) return this.#reader.method(name, this.#owner, this.#depth + 1, this.#names.get(OWN_QUERYSET));
    return this.#reader.run(next, this.#passed(next, call, 1), next.owner, this.#depth + 1);
  }

  /** `OrderSerializer.with_customers(orders)` of a class that is no model; undefined where the project has no such class. */
  #classMethod(owner: ExprNode, name: string, call: Call): ListLoads | undefined {
    const { django } = this.#reader;
    const cls = this.#depth >= MAX_DEPTH ? undefined : django.resolveClass(this.#module, owner);
    const method = cls === undefined ? undefined : django.method(cls, name);
    if (method === undefined || !['staticmethod', 'classmethod'].some((one) => hasDecorator(method.node, one))) return undefined;
    return this.#reader.run(method, this.#passed(method, call, hasDecorator(method.node, 'staticmethod') ? 0 : 1), undefined, this.#depth + 1);
  }

  #ownMethod(name: string, call: Call): ListLoads | undefined {
    const method = this.#reader.django.method(this.#reader.cls, name);
    // that of REST framework runs the filters, which are asked what they load where the view is read
    if (method === undefined && name === 'filter_queryset') return this.#value(call.args[0]);
    if (method === undefined) return isQuerysetMade(name, call) ? NOTHING : undefined;
    return this.#depth >= MAX_DEPTH ? undefined : this.#reader.run(method, this.#passed(method, call, 1), method.owner, this.#depth + 1);
  }

  /** `Order.visible_to(user)`, `self.model.visible_to(user, queryset)`; undefined where the model has no such method, since that way can't be taken then. */
  #modelMethod(model: DjangoModel, name: string, call: Call): ListLoads | undefined {
    const method = this.#reader.django.method(model, name);
    if (method === undefined || this.#depth >= MAX_DEPTH) return undefined;
    const [first] = hasDecorator(method.node, 'staticmethod') ? [] : positionalOf(method.node.args);
    const classes = new Map(first === undefined ? [] : [[first.arg, model]]);
    return this.#reader.run(method, this.#passed(method, call, classes.size), undefined, this.#depth + 1, classes);
  }

  #function(call: Call): ListLoads | undefined {
    const fn = this.#reader.django.resolveFunction(this.#module, call.func);
    const known = fn === undefined || this.#depth >= MAX_DEPTH ? undefined : this.#reader.run(fn, this.#passed(fn, call, 0), undefined, this.#depth + 1, this.#passedModels(fn, call));
    if (known !== undefined) return known;
    // `OrderQuerySet(self.model, using=self._db)` in a manager
    return /QuerySet$/i.test(lastName(call.func)) ? NOTHING : undefined;
  }

  #passed(fn: FunctionRef, { args, keywords }: Call, skip: number): Map<string, ListLoads> {
    const parameters = positionalOf(fn.node.args).slice(skip);
    const passed = new Map<string, ListLoads>();
    const pass = (name: string | undefined, argument: ExprNode): void => {
      const value = this.#value(argument);
      if (value !== undefined && name !== undefined) passed.set(name, value);
    };
    for (const [index, argument] of args.entries()) pass(parameters[index]?.arg, argument);
    for (const { arg, value } of keywords) pass(arg, value);
    return passed;
  }

  /** `visible(Order, user)`, `visible(cls, user)` in a method of a model's class */
  #passedModels(fn: FunctionRef, { args }: Call): ModelNames {
    const found = new Map<string, DjangoModel>();
    for (const [index, { arg }] of positionalOf(fn.node.args).entries()) {
      const argument = args[index];
      const model = argument?.nodeType === 'Name' ? this.#modelAt(argument) : undefined;
      if (model !== undefined) found.set(arg, model);
    }
    return found;
  }

  #loading(before: ListLoads, call: Call, name: string): ListLoads {
    const expanded = this.#expanded(call);
    const loaded = before.ways.map((way) => (expanded === undefined ? this.#refined(way, call, name) : { way: withPaths(way, name, expanded.paths), unknown: expanded.unknown }));
    return ofWays(loaded.map(({ way }) => way), before.unknown || loaded.some(({ unknown }) => unknown));
  }

  #refined(way: Way, call: Call, name: string): { way: Way; unknown: boolean } {
    const place = { module: this.#module, node: call };
    const before = newQueryset(undefined, undefined, place, { loads: { selectRelated: way.selectRelated, prefetched: way.prefetched, unknown: false } });
    const loads = refine(before, { name, ...place, prefetches: (argument) => this.#reader.prefetches?.(this.#module, argument) })?.loads ?? before.loads;
    return { way: { ...way, selectRelated: loads.selectRelated, prefetched: loads.prefetched }, unknown: loads.unknown };
  }

  /** `select_related(*self.related)`, `select_related("a", *OTHERS)`: paths that a sequence holds. */
  #expanded(call: Call): { paths: string[]; unknown: boolean } | undefined {
    if (!call.args.some((argument) => argument.nodeType === 'Starred' || isSequence(argument) || (argument.nodeType === 'Attribute' && isSelf(argument.value)))) return undefined;
    const resolve = resolverIn(this.#reader.django, this.#reader.cls);
    const sequence = sequenceOf({ module: this.#module, node: { ...call, nodeType: 'Tuple', elts: call.args, ctx: { nodeType: 'Load' } } as never }, resolve);
    const paths = sequence?.elements.map((place) => stringOf(place, resolve)) ?? [undefined];
    const known = paths.filter((path) => path !== undefined);
    return { paths: known, unknown: sequence?.complete !== true || known.length < paths.length };
  }
}

/** What makes rows of another kind, or of unknown loads. */
const OTHER_ROWS: ReadonlySet<string> = new Set(['values', 'values_list', 'union', 'intersection', 'difference', 'dates', 'datetimes']);

/** Built-in functions that give the same rows as a list. */
const COPIES: ReadonlySet<string> = new Set(['list', 'tuple', 'sorted', 'reversed']);

/** `self.queryset_class(self.model)` of a manager: the class that it holds under that name makes rows that come as they are. */
function isQuerysetMade(name: string, { args: [first] }: Call): boolean {
  return /^_?queryset_(?:class|cls)$/.test(name) && first !== undefined && isOwnModel(first);
}

/** `self.model`, `self.get_serializer_class().Meta.model`, `self.get_serializer().Meta.model` */
function isOwnModel(expr: ExprNode): boolean {
  if (expr.nodeType !== 'Attribute' || expr.attr !== 'model') return false;
  const { value } = expr;
  return isSelf(value) || (value.nodeType === 'Attribute' && value.attr === 'Meta' && /^(?:serializer_class|get_serializer_class|get_serializer)$/.test(lastName(value.value.nodeType === 'Call' ? value.value.func : value.value)) && isSelf(chainRoot(value)));
}

/** Under which name an attribute of `self` is held, which no local one has. */
function ownName(attribute: string): string {
  return `self.${attribute}`;
}

/** What `self.queryset` was set to is held beside what local names are, and no name is this. */
const OWN_QUERYSET = Symbol('self.queryset');

type Held = ReadonlyMap<string | typeof OWN_QUERYSET, ListLoads>;

/** What is held where nobody comes from. */
const NOBODY: Held = new Map();

function isOwnQueryset(expr: ExprNode): boolean {
  return expr.nodeType === 'Attribute' && expr.attr === 'queryset' && isSelf(expr.value);
}

function isNone(expr: ExprNode | undefined): boolean {
  return expr === undefined || (expr.nodeType === 'Constant' && expr.value === null);
}

/** The branch leaves the function, so that nothing of it reaches what follows. */
function endsThere(body: readonly StmtNode[]): boolean {
  const last = body.at(-1);
  return last?.nodeType === 'Return' || last?.nodeType === 'Raise' || last?.nodeType === 'Continue';
}


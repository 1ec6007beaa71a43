import type { Filter } from '../../../model/admin.ts';
import type { TableSize } from '../../../model/data-model.ts';
import type { Remedy, Span } from '../../../model/text.ts';
import type { Attribute, Call, ExprNode, FunctionNode, PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { chainRoot, hasDecorator, nameOf, singletonOf } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import { customMethod } from '../querysets/managers.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { isRefining, newQueryset } from '../querysets/queryset.ts';

/** A query that reads any number of rows, where it stands or where the linted function calls it. */
interface Query {
  readonly node: PythonNode;
  readonly model: DjangoModel | undefined;
  /** Only what occurs in other rows: `model_admin.get_queryset(request)`, `filter(pk__in=rows)`, `Exists(rows)`. */
  readonly narrowed: boolean;
  /** It has conditions of its own: `filter(level="city")`, a method of the project's manager. */
  readonly conditional: boolean;
}

const MAX_HOPS = 3;

/** What is wrong with `lookups()` of a filter class, or undefined where it runs no query, a bounded one, or keeps what it read. */
export function lookupsProblem(django: DjangoProject, cls: ClassRef): Filter | undefined {
  const isFilter = django.names.ancestryOf(cls).externals.some((path) => /(?:^|\.)SimpleListFilter$/.test(path));
  const method = isFilter ? cls.node.body.find((statement) => statement.nodeType === 'FunctionDef' && statement.name === 'lookups') : undefined;
  if (method?.nodeType !== 'FunctionDef' || isKept(method)) return undefined;
  const fn = { module: cls.module, node: method as FunctionNode };
  const tested = truthTestedCache(fn);
  // An empty result that is never cached costs its query at every request, however few rows the query asks for.
  const query = queryIn(django, fn, cls, tested === undefined ? 'unbounded' : 'any');
  if (query === undefined) return undefined;
  const table = query.model === undefined ? undefined : django.tableSize(query.model);
  if (tested !== undefined) return { ...tested, name: cls.node.name, table };
  if (usesCache(fn)) return undefined;
  return {
    span: cls.module.range(query.node), name: cls.node.name, problem: 'query', table, remedies: [],
    advice: asksRequest(fn)
      ? 'Keep them in the cache; where they depend on the user or the request, put that into the key, or one user sees the options of another; or remove the filter from `list_filter` and let people search instead (`search_fields`).'
      : 'Keep the list in the cache (`cache.get_or_set`), or offer a fixed choice.',
    ...weightOf(query, table),
  };
}

/** Why nobody would act on it, where a reason is seen: what is left of a table is small as a rule, but for one that the settings say is large. */
function weightOf({ narrowed, conditional }: Query, table: TableSize | undefined): Pick<Filter, 'lighter'> {
  if (narrowed) return { lighter: 'its options are those that occur in rows that are narrowed already' };
  return conditional && table?.rows === undefined ? { lighter: 'conditions leave only some of the rows' } : {};
}

/** The options are made of something that the request holds. */
function asksRequest({ node }: FunctionRef): boolean {
  for (const inner of walk(node.body)) if (inner.nodeType === 'Name' && inner.id === 'request') return true;
  return false;
}

function isKept({ decorator_list: decorators }: { decorator_list: readonly ExprNode[] }): boolean {
  return decorators.some((decorator) => /^(?:lru_cache|cache|cached|cached_property|cached_method|cached_as|cache_page|memoize\w*|ttl_cache)$/.test(nameOf(decorator) ?? ''));
}

function usesCache({ module, node }: FunctionRef): boolean {
  return /\bcaches?\b\s*[.[]|\bget_or_set\(|\.cache\(/.test(module.source(node));
}

/** The models of the queries that `lookups()` of a filter class runs at every request, undefined where the rows are of some model; none where it keeps what it read. */
export function lookupQueries(django: DjangoProject, fn: FunctionRef, cls: ClassRef, hops = 0): (DjangoModel | undefined)[] {
  if (isKept(fn.node) || usesCache(fn)) return [];
  return [...walk(fn.node.body)].flatMap((node) => {
    const model = node.nodeType === 'Call' || node.nodeType === 'Attribute' ? askedAt(django, fn.module, node) : undefined;
    if (model !== undefined) return isPartOfAnother(fn.module, node) ? [] : [model === 'unknown' ? undefined : model];
    const inner = node.nodeType === 'Call' && hops < MAX_HOPS ? calledFunction(django, fn.module, node, cls) : undefined;
    return inner === undefined ? [] : lookupQueries(django, inner, cls, hops + 1);
  });
}

/** The queryset that begins at `start` is handed to another one, which asks for both. */
function isPartOfAnother(module: PyModule, start: PythonNode): boolean {
  const chain = chainAround(module, start);
  const around = module.parent(chain);
  return around !== undefined && isArgument(module, around, chain);
}

/** The first query that a function runs, itself or through functions of the project. */
function queryIn(django: DjangoProject, fn: FunctionRef, cls: ClassRef | undefined, wanted: 'unbounded' | 'any', hops = 0): Query | undefined {
  for (const node of walk(fn.node.body)) {
    const model = node.nodeType === 'Call' || node.nodeType === 'Attribute' ? askedAt(django, fn.module, node) : undefined;
    if (model !== undefined && (wanted === 'any' || !isBounded(fn.module, node))) return { node: chainAround(fn.module, node), model: model === 'unknown' ? undefined : model, narrowed: isNarrowed(django, fn.module, node), conditional: isConditional(fn.module, node) };
    const inner = node.nodeType === 'Call' && hops < MAX_HOPS ? calledFunction(django, fn.module, node, cls) : undefined;
    if (inner === undefined || isKept(inner.node) || usesCache(inner)) continue;
    const query = queryIn(django, inner, cls, wanted, hops + 1);
    if (query !== undefined) return { node, model: query.model, narrowed: query.narrowed, conditional: query.conditional };
  }
  return undefined;
}

/** The model of a query that begins at an expression; undefined where none does, and where a method of the manager answers without one. */
function askedAt(django: DjangoProject, module: PyModule, node: Call | Attribute): DjangoModel | 'unknown' | undefined {
  const model = startOf(django, module, node);
  return model !== undefined && model !== 'unknown' && asksNothing(django, module, node, model) ? undefined : model;
}

/** `Order.objects.choices()`: a method of the manager that never speaks of it gives what the code has. */
function asksNothing(django: DjangoProject, module: PyModule, start: Call | Attribute, model: DjangoModel): boolean {
  const step = module.parent(start);
  if (step?.nodeType !== 'Attribute' || step.value !== start) return false;
  const method = customMethod(django, newQueryset(model, model.name, { module, node: start }), step.attr);
  if (method === undefined) return false;
  const [self] = hasDecorator(method.node, 'staticmethod') ? [] : method.node.args.args;
  for (const inner of walk(method.node.body)) {
    if ((inner.nodeType === 'Name' && inner.id === self?.arg) || (inner.nodeType === 'Attribute' && startOf(django, method.module, inner) !== undefined)) return false;
  }
  return true;
}

function calledFunction(django: DjangoProject, module: PyModule, { func }: Call, cls: ClassRef | undefined): FunctionRef | undefined {
  if (func.nodeType === 'Attribute' && func.value.nodeType === 'Name' && (func.value.id === 'self' || func.value.id === 'cls')) {
    return cls === undefined ? undefined : django.method(cls, func.attr);
  }
  return func.nodeType === 'Name' ? django.resolveFunction(module, func) : undefined;
}

/** The model of an expression that begins a queryset: `Order.objects`, `model_admin.get_queryset(request)`; undefined for all else. */
function startOf(django: DjangoProject, module: PyModule, node: PythonNode): DjangoModel | 'unknown' | undefined {
  if (node.nodeType === 'Call') {
    const { func } = node;
    const ofAdmin = func.nodeType === 'Attribute' && func.attr === 'get_queryset' && func.value.nodeType === 'Name' && func.value.id.includes('admin');
    return ofAdmin ? 'unknown' : undefined;
  }
  if (node.nodeType !== 'Attribute' || !/^(?:objects|_default_manager|all_objects|\w+_objects)$/.test(node.attr)) return undefined;
  if (node.value.nodeType === 'Attribute' && node.value.attr === 'model') return 'unknown';
  return django.modelOf(module, node.value);
}

/** The chain starts with the rows of the list, or one of its conditions asks for rows of another queryset. */
function isNarrowed(django: DjangoProject, module: PyModule, start: PythonNode): boolean {
  if (start.nodeType === 'Call') return true;
  for (const node of walk(chainAround(module, start))) {
    if (node.nodeType === 'Call' && nameOf(node.func) === 'Exists') return true;
    if (node.nodeType === 'Keyword' && (node.arg ?? '').endsWith('__in') && isRows(django, module, node.value)) return true;
  }
  return false;
}

/** Some call of the chain leaves rows out: a condition, or a method that isn't Django's, which is there for that. */
function isConditional(module: PyModule, start: PythonNode): boolean {
  let at: PythonNode = chainAround(module, start);
  for (; at !== start && (at.nodeType === 'Call' || at.nodeType === 'Attribute'); at = at.nodeType === 'Call' ? at.func : at.value) {
    if (at.nodeType !== 'Call' || at.func.nodeType !== 'Attribute') continue;
    const { attr } = at.func;
    if (NARROWING.has(attr) ? at.args.length + at.keywords.length > 0 : !isRefining(attr)) return true;
  }
  return false;
}

const NARROWING: ReadonlySet<string> = new Set(['filter', 'exclude', 'complex_filter']);

/** A queryset, or a name that holds one. */
function isRows(django: DjangoProject, module: PyModule, value: ExprNode): boolean {
  for (const node of walk(value)) {
    if ((node.nodeType === 'Call' || node.nodeType === 'Attribute') && startOf(django, module, node) !== undefined) return true;
  }
  return value.nodeType === 'Name' || (value.nodeType === 'Call' && /^(?:values_list|values)$/.test(nameOf(value.func) ?? ''));
}

/** Reads one row, one number, or a part of the table whose size the code sets. */
const SINGLE: ReadonlySet<string> = new Set(['get', 'first', 'last', 'earliest', 'latest', 'count', 'exists', 'aggregate', 'contains', 'none', 'create', 'get_or_create', 'update', 'delete', 'cache', 'cached']);

function isBounded(module: PyModule, start: PythonNode): boolean {
  let below = start;
  for (let at = module.parent(start); at !== undefined; below = at, at = module.parent(at)) {
    if (at.nodeType === 'Attribute' && at.value === below) {
      if (SINGLE.has(at.attr)) return true;
    } else if (at.nodeType === 'Subscript' && at.value === below) {
      return true;
    } else if (!(at.nodeType === 'Call' && at.func === below)) {
      // an argument of another query: `filter(order__in=Order.objects…)` is part of that one
      return isArgument(module, at, below) || isSlicedLater(module, at);
    }
  }
  return false;
}

function isArgument(module: PyModule, at: PythonNode, below: PythonNode): boolean {
  const call = at.nodeType === 'Keyword' ? module.parent(at) : at;
  if (call?.nodeType !== 'Call' || call.func === below) return false;
  const name = nameOf(call.func) ?? '';
  return /^(?:filter|exclude|annotate|alias|Q|Subquery|Exists|Prefetch|OuterRef|union|intersection|difference)$/.test(name);
}

/** `queryset = Order.objects.all()` and then `queryset[:50]`, `queryset.first()`: the name tells only further down. */
function isSlicedLater(module: PyModule, at: PythonNode): boolean {
  if (at.nodeType !== 'Assign') return false;
  const [target] = at.targets;
  if (target?.nodeType !== 'Name') return false;
  let fn: PythonNode | undefined = at;
  while (fn !== undefined && fn.nodeType !== 'FunctionDef') fn = module.parent(fn);
  if (fn === undefined) return false;
  for (const node of walk(fn)) {
    const isUse = (node.nodeType === 'Subscript' && node.slice.nodeType === 'Slice') || (node.nodeType === 'Attribute' && SINGLE.has(node.attr));
    if (isUse && rootName(node.value) === target.id) return true;
  }
  return false;
}

function rootName(expr: ExprNode): string | undefined {
  const at = chainRoot(expr);
  return at.nodeType === 'Name' ? at.id : undefined;
}

/** The whole chain of calls that begins at `start`. */
function chainAround(module: PyModule, start: PythonNode): PythonNode {
  let at = start;
  for (let next = module.parent(at); next !== undefined; next = module.parent(at)) {
    const goesOn = (next.nodeType === 'Attribute' && next.value === at) || (next.nodeType === 'Call' && next.func === at);
    if (!goesOn) break;
    at = next;
  }
  return at;
}

/**
 * `options = cache.get(key)` and then `if not options:`: an empty result is computed again at every request. `is None` tells it
 * from what isn't in the cache, where `get` has no default of its own.
 */
function truthTestedCache({ module, node }: FunctionRef): Pick<Filter, 'span' | 'problem' | 'advice' | 'remedies'> | undefined {
  const cached = new Map<string, boolean>();
  for (const inner of walk(node.body)) {
    if (inner.nodeType === 'Assign') noteCached(inner.targets, inner.value, cached);
    if (inner.nodeType !== 'If') continue;
    const { test } = inner;
    const negated = test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not';
    const name = negated ? test.operand : test;
    if (name.nodeType !== 'Name' || !cached.has(name.id)) continue;
    const span: Span = module.range(test);
    const text = `${name.id} ${negated ? 'is' : 'is not'} None`;
    if (cached.get(name.id) === true) {
      const remedies: Remedy[] = [{ title: `Write \`${text}\``, edits: [{ span, text }], safety: 'safe' }];
      return { span, problem: 'empty-never-cached', advice: `Write \`${text}\`.`, remedies };
    }
    return { span, problem: 'empty-never-cached', advice: `Leave out the default of \`cache.get\` and write \`${text}\`.`, remedies: [] };
  }
  return undefined;
}

/** Names that hold what `cache.get(key)` gave; true where nothing in the cache gives None. */
function noteCached(targets: readonly ExprNode[], value: ExprNode, cached: Map<string, boolean>): void {
  const [target] = targets;
  if (target?.nodeType !== 'Name') return;
  const isGet = value.nodeType === 'Call' && value.func.nodeType === 'Attribute' && value.func.attr === 'get' && /cache/i.test(nameOf(value.func.value) ?? '');
  if (!isGet) {
    cached.delete(target.id);
    return;
  }
  const fallback = value.args[1] ?? value.keywords.find(({ arg }) => arg === 'default')?.value;
  cached.set(target.id, fallback === undefined || singletonOf(fallback) === 'None');
}

import type { Attribute, Call, ExprNode } from '../../../python/nodes.ts';
import { isFunction, type PyModule } from '../../../python/syntax/module.ts';
import { chainBack, isSelf, type Place } from '../../../python/syntax/static.ts';
import { reaching, soleValue } from '../../../python/syntax/flow.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { methodsOf } from '../admin/classes.ts';
import { LoadsReader } from '../admin/loads.ts';
import { type ListLoads, ofWays, UNKNOWN, type Way } from '../admin/ways.ts';
import type { ListWay, Loading } from '../admin/loading.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import { returnsOf } from '../querysets/managers.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey, oncePerProject } from '../project/project-memo.ts';
import { fieldAt } from '../querysets/lookups.ts';
import { pathsOfPrefetch } from '../querysets/prefetch-querysets.ts';
import { prefetchedWith, type Queryset } from '../querysets/queryset.ts';
import { ormContext, querysetOf } from '../values/values.ts';
import { rowsGivenBy } from '../orm/scopes.ts';
import { ActionConditions } from './action-conditions.ts';
import { metaList } from './classes.ts';

/** How the rows of a view's list are loaded. */
export interface ViewRows {
  readonly model: DjangoModel;
  readonly loading: Loading;
  /** The texts that the queryset is made by, for what a remedy has to mind: `only()`, `select_for_update()`. */
  readonly texts: readonly string[];
}

/** Methods between `get_queryset` and the serializer that a view may override. */
const BETWEEN = ['paginate_queryset', 'get_serializer', 'list', 'initial', 'get', 'get_context_data', 'dispatch', 'get_page_obj'] as const;

const LOADING = /select_related|prefetch_related|prefetch_related_objects|Prefetch\(/;

/**
 * What the rows of a view's list bring along: those of `get_queryset`, which gives the class's `queryset` where nothing overrides it. Undefined where something couldn't be read.
 *
 * @param model whose rows the serializer says they are, where it says so
 * @param action the action of the view that asks for them
 */
export function rowsOfView(django: DjangoProject, cls: ClassRef, model: DjangoModel | undefined, action = 'list'): ViewRows | undefined {
  const texts = textsOf(django, cls, 'get_queryset');
  if (BETWEEN.some((name) => textsOf(django, cls, name).some((text) => LOADING.test(text)))) return undefined;
  if (filtersLoad(django, cls)) return undefined;
  const seen = new Set<DjangoModel>();
  const guess = model ?? modelOfView(django, cls);
  if (guess === undefined) return undefined;
  const reader = new ViewReader(django, guess, cls, seen, action);
  const queryset = filtered(reader, reader.method('get_queryset', undefined, 0));
  if (queryset.unknown || queryset.ways.length === 0 || ![...seen].some((one) => isSame(one, guess))) return undefined;
  const mixed = loadsOfMixins(django, cls);
  if (mixed === undefined) return undefined;
  const ways = queryset.ways.map((one) => withMixins(one, mixed)).map((way): ListWay => ({ ...way, mechanism: way.selectRelated === 'none' ? 'none' : 'queryset' }));
  return { model: guess, texts, loading: { option: { kind: 'default' }, queryset, ways } };
}

/** What `filter_queryset` of a view of REST framework makes of the rows; that of another view may be called by anything. */
function filtered(reader: ViewReader, rows: ListLoads): ListLoads {
  const { django, cls } = reader;
  const method = textsOf(django, cls, 'filter_queryset').some((text) => LOADING.test(text)) ? django.method(cls, 'filter_queryset') : undefined;
  if (method === undefined) return rows;
  const [, parameter] = method.node.args.args;
  const isCalled = django.names.ancestryOf(cls).externals.some((path) => path.startsWith('rest_framework.'));
  return parameter === undefined || !isCalled ? UNKNOWN : reader.run(method, new Map([[parameter.arg, rows]]), method.owner, 0);
}

interface Mixed {
  readonly selectRelated: readonly string[];
  readonly prefetched: readonly string[];
}

/** `select_related = [...]` and `prefetch_related = [...]` of a view with the mixins of django-braces (1.4 to 1.17, `views/_queries.py`). Undefined where a list can't be read. */
function loadsOfMixins(django: DjangoProject, cls: ClassRef): Mixed | undefined {
  const { externals } = django.names.ancestryOf(cls);
  const listed = (mixin: string, attribute: string): readonly string[] | undefined => {
    if (!externals.some((path) => path.startsWith('braces.') && path.endsWith(mixin))) return [];
    const list = metaList(django, cls, attribute);
    return list === undefined || list === 'all' ? undefined : list.map(({ text }) => text);
  };
  const selectRelated = listed('SelectRelatedMixin', 'select_related');
  const prefetched = listed('PrefetchRelatedMixin', 'prefetch_related');
  return selectRelated === undefined || prefetched === undefined ? undefined : { selectRelated, prefetched };
}

function withMixins(way: Way, { selectRelated, prefetched }: Mixed): Way {
  const own = typeof way.selectRelated === 'string' ? [] : way.selectRelated;
  return { ...way, selectRelated: selectRelated.length === 0 || way.selectRelated === 'all' ? way.selectRelated : [...own, ...selectRelated], prefetched: [...way.prefetched, ...prefetched] };
}

/** Rows of a proxy or a child are rows of its base too. */
function isSame(a: DjangoModel, b: DjangoModel): boolean {
  return a.label === b.label || a.parents.some(({ label }) => label === b.label) || b.parents.some(({ label }) => label === a.label);
}

class ViewReader extends LoadsReader {
  readonly #seen: Set<DjangoModel>;

  /** @param action the action that asks for the rows, where it is known */
  constructor(django: DjangoProject, model: DjangoModel, cls: ClassRef, seen: Set<DjangoModel>, action: string | undefined) {
    super(django, model, cls);
    this.#seen = seen;
    const conditions = action === undefined ? undefined : new ActionConditions(django, cls, action);
    this.decides = conditions && ((module, test) => conditions.truth(test, module));
  }

  override readonly decides: ((module: PyModule, test: ExprNode) => boolean | undefined) | undefined;

  override manager(model: DjangoModel, name: string): ListLoads | undefined {
    const loads = super.manager(model, name);
    if (loads !== undefined) this.#seen.add(model);
    return loads;
  }

  override readonly elsewhere = (module: PyModule, expr: Attribute | Call): ListLoads | undefined => {
    const found = querysetAt(this.django, module, expr);
    if (found?.model === undefined || found.shape !== 'instances') return undefined;
    this.#seen.add(found.model);
    const { selectRelated, unknown } = found.loads;
    // whoever reads the object may prefetch what belongs to it
    const mayBePrefetched = found.related !== undefined && this.django.names.ancestryOf(this.cls).classes.some((one) => LOADING.test(one.module.source(one.node)));
    return ofWays([{ selectRelated, prefetched: prefetchedWith(found), at: undefined }], unknown || mayBePrefetched);
  };

  override readonly prefetches = (module: PyModule, argument: ExprNode): readonly string[] | undefined => pathsOfPrefetch(module, argument, (rows) => querysetAt(this.django, module, rows));

  override readonly asksOwnQueryset = true;

  override base(): ListLoads {
    if (setsQueryset(this.django, this.cls)) return UNKNOWN;
    const found = this.django.classAttribute(this.cls, 'queryset');
    const loads = found === undefined ? this.#ofModel() : this.attribute('queryset');
    if (found === undefined && loads !== undefined) return loads;
    if (found === undefined || loads === undefined) return UNKNOWN;
    const at = { module: found.module, node: found.value };
    return ofWays(loads.ways.map((way): Way => ({ ...way, at })), loads.unknown);
  }

  /** All rows of the class's `model`, as Django's own views take them. */
  #ofModel(): ListLoads | undefined {
    const option = this.django.classAttribute(this.cls, 'model');
    const model = option === undefined ? undefined : this.django.modelOf(option.module, option.value);
    return model === undefined ? undefined : this.manager(model, '_default_manager');
  }
}

/** `filter(pk=self.request.user.pk)`: whatever the view lists is one row. */
export function isOneRow({ loading: { ways }, model }: ViewRows): boolean {
  return ways.length > 0 && ways.every(({ at }) => at !== undefined && isByUnique(at.node, model));
}

function isByUnique(node: ExprNode, model: ViewRows['model']): boolean {
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute') return false;
  const names = node.func.attr === 'filter' ? node.keywords.map(({ arg }) => fieldAt(model, arg ?? '')) : [];
  return names.some((found) => found?.field.unique === true && !found.joins && (found.rest === '' || found.rest === 'exact')) || isByUnique(node.func.value, model);
}

/** `Item.objects.filter(order=self.kwargs["order_id"])`: whatever the view lists belongs to one parent, which the URL names. */
export function areOfOneParent(django: DjangoProject, { loading: { ways } }: ViewRows): boolean {
  return ways.length > 0 && ways.every(({ at }) => {
    const rows = at === undefined ? undefined : rowsGivenBy(ormContext(at.module, django), at.node);
    return rows?.own.origin === 'part' && rows.queryset?.calls.some(({ name, node, module }) => name === 'filter' && node.keywords.some(({ value }) => isOfUrl(module, value, 0))) === true;
  });
}

/** Names that are followed to what the URL holds. */
const MAX_NAMES = 3;

/** It comes from `self.kwargs`, also by a row that is found by that. */
function isOfUrl(module: PyModule, value: ExprNode, hops: number): boolean {
  for (const node of walk(value)) {
    if (node.nodeType === 'Attribute' && node.attr === 'kwargs' && isSelf(node.value)) return true;
    const held = node.nodeType === 'Name' && hops < MAX_NAMES ? soleValue(module, node, node.id) : undefined;
    if (held !== undefined && isOfUrl(module, held, hops + 1)) return true;
  }
  return false;
}

/** By expression: the rows that it gives by what the whole module says. */
const querysets = oncePerProject(() => new Map<ExprNode, Queryset | undefined>());

function querysetAt(django: DjangoProject, module: PyModule, expr: ExprNode): Queryset | undefined {
  const known = querysets(django);
  if (known.has(expr)) return known.get(expr);
  // an object may be found by what is asked for here
  known.set(expr, undefined);
  const found = querysetOf(ormContext(module, django), expr);
  known.set(expr, found);
  return found;
}

/** What `get_queryset` of a view loads as the classes have it that come after `after` in its ancestry; of the whole view where that is left out. */
export function loadsOfQueryset(django: DjangoProject, cls: ClassRef, model: DjangoModel, after?: ClassRef): ListLoads {
  return new ViewReader(django, model, cls, new Set(), undefined).method('get_queryset', after, 0);
}

/** The model of a view: what it names as `model`, that of `queryset = Order.objects.filter(…)`, else the one with which all begins that `get_queryset` gives. */
export function modelOfView(django: DjangoProject, cls: ClassRef): DjangoModel | undefined {
  const option = django.classAttribute(cls, 'model');
  const named = option === undefined ? undefined : django.modelOf(option.module, option.value);
  if (named !== undefined) return named;
  const found = django.classAttribute(cls, 'queryset');
  const getter = found === undefined ? django.method(cls, 'get_queryset') : undefined;
  const begun = found === undefined ? (getter === undefined ? [] : returnsOf(getter.node).map((node) => ({ module: getter.module, node }))) : [{ module: found.module, node: found.value }];
  const [first, ...others] = begun.map((place) => modelBehind(django, place, new Set())).filter((model) => model !== undefined);
  return others.every((other) => other === first) ? first : undefined;
}

/** Values that are followed to where a chain begins. */
const MOST_VALUES = 50;

/**
 * The model with which a chain begins, also by the names that it is set to on the way, and in what is filtered.
 *
 * @param seen what has been looked at: every branch of a long function may narrow one name
 */
function modelBehind(django: DjangoProject, { module, node }: Place, seen: Set<ExprNode>): DjangoModel | undefined {
  if (seen.has(node) || seen.size > MOST_VALUES) return undefined;
  seen.add(node);
  for (const at of chainBack(node)) {
    const model = at !== node && (at.nodeType === 'Name' || at.nodeType === 'Attribute') ? django.modelOf(module, at) : undefined;
    if (model !== undefined) return model;
    const [filtered] = at.nodeType === 'Call' && at.func.nodeType === 'Attribute' && at.func.attr === 'filter_queryset' && isSelf(at.func.value) ? at.args : [];
    if (filtered !== undefined) return modelBehind(django, { module, node: filtered }, seen);
    const values = at.nodeType === 'Name' ? reaching(module, at, at.id).flatMap(({ kind, value, path }) => (kind === 'value' && value !== undefined && path.length === 0 ? [value] : [])) : [];
    const [first, ...others] = values.map((value) => modelBehind(django, { module, node: value }, seen)).filter((model) => model !== undefined);
    if (first !== undefined && others.every((other) => other === first)) return first;
  }
  return undefined;
}

/** Some method of the class sets `self.queryset`, which may come before the rows are asked for. */
const setsQueryset = oncePerKey((cls: ClassRef) => keyOf(cls), (django, cls) =>
  django.names.ancestryOf(cls).classes.some(({ module, node }) => methodsOf(node).some((method) => /\bself\.queryset\s*=[^=]/.test(module.source(method)))));

/** The texts of a method on the class and what it inherits from, and of the attribute that it begins with. */
function textsOf(django: DjangoProject, cls: ClassRef, name: string): string[] {
  const found: string[] = [];
  for (const { module, node } of django.names.ancestryOf(cls).classes) {
    for (const statement of node.body) {
      const isMethod = isFunction(statement) && statement.name === name;
      const targets = statement.nodeType === 'Assign' ? statement.targets : statement.nodeType === 'AnnAssign' ? [statement.target] : [];
      const isStart = name === 'get_queryset' && targets.some((target) => target.nodeType === 'Name' && target.id === 'queryset');
      if (isMethod || isStart) found.push(module.source(statement));
    }
  }
  return found;
}

/** A filter of the project that loads what the rows need. */
function filtersLoad(django: DjangoProject, cls: ClassRef): boolean {
  const option = django.classAttribute(cls, 'filter_backends');
  const list = option?.value;
  if (option === undefined || (list?.nodeType !== 'List' && list?.nodeType !== 'Tuple')) return false;
  return list.elts.some((one) => {
    const backend = django.resolveClass(option.module, one);
    const method = backend === undefined ? undefined : django.method(backend, 'filter_queryset');
    return method !== undefined && LOADING.test(method.module.source(method.node));
  });
}


import type { Observation } from '../../../model/circumstance.ts';
import type { RelationRead } from '../../../model/query-call.ts';
import { namesEndless } from '../../../model/many.ts';
import type { RowScope } from '../../../model/row-scope.ts';
import { enumerated, type Remedy, type Span } from '../../../model/text.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { ownAttribute, type Place } from '../../../python/syntax/static.ts';
import { classesIn, declaresOne } from '../admin/classes.ts';
import { callIn, loadAt } from '../admin/eager-remedies.ts';
import { nameSpan } from '../project/name-span.ts';
import { waysLacking } from '../admin/loading.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import { listThrough } from '../orm/row-source.ts';
import { isUnrouted } from '../project/never-called.ts';
import type { DjangoProject } from '../project.ts';
import { placeIn } from '../project/shown-path.ts';
import { modelOfSerializer } from './classes.ts';
import { mayRouteList } from './routes.ts';
import { costMarks } from '../admin/missing.ts';
import { adviseInstead, type Lack, lacksInside, lacksOf, toldOnce } from './lacks.ts';
import { showsOwnRows } from './own-list.ts';
import { type WrittenField, writtenBy } from './reads.ts';
import { hasOpaqueBases, isListView, type Paging, pagingOf, serializersFor } from './view-classes.ts';
import { areOfOneParent, isOneRow, rowsOfView, type ViewRows } from './view-rows.ts';

/** The list of a view, with the serializers that write out its rows. */
export interface ViewList {
  readonly cls: ClassRef;
  readonly serializers: readonly ClassRef[];
  readonly paging: Paging;
}

/** The list that a view shows by REST framework's own `list`, or by one of a base class that does the same; undefined where it has none or serializers can't be told. */
export function listOf(django: DjangoProject, cls: ClassRef): ViewList | undefined {
  if (!isListView(django, cls)) return undefined;
  const own = django.method(cls, 'list');
  if (own !== undefined && !/super\([^)]*\)\.list\(/.test(own.module.source(own.node)) && !(own.owner.node !== cls.node && showsOwnRows(own))) return undefined;
  const serializers = serializersFor(django, cls, 'list');
  return serializers === undefined || !mayRouteList(django, cls) ? undefined : { cls, serializers, paging: pagingOf(django, cls) };
}

const DECIDING = ['queryset', 'get_queryset', 'serializer_class', 'get_serializer_class'];

/** Relations that the serializers of a module's views read for each row of a list although the view's queryset doesn't load them. */
export function viewReads(django: DjangoProject, module: PyModule): RelationRead[] {
  return toldOnce(classesIn(module).flatMap((cls) => {
    if (isObjectView(django, cls)) return objectReads(django, cls);
    const list = decides(django, cls) && !hasOpaqueBases(django, cls) ? listOf(django, cls) : undefined;
    return list === undefined ? [] : list.serializers.flatMap((serializer) => readsOf(django, list, serializer));
  }));
}

/** What a class inherits as it is has been told of where it stands. */
function decides(django: DjangoProject, cls: ClassRef): boolean {
  return declaresOne(cls, DECIDING) || !django.names.ancestryOf(cls).classes.slice(1).some((base) => isListView(django, base));
}

/** A view of one row by REST framework's own `retrieve`, which shows no list. */
function isObjectView(django: DjangoProject, cls: ClassRef): boolean {
  return declaresOne(cls, DECIDING) && !hasOpaqueBases(django, cls) && !isListView(django, cls) && django.names.ancestryOf(cls).externals.some((path) => RETRIEVING.test(path));
}

const RETRIEVING = /^rest_framework\.(?:generics\.Retrieve\w*APIView|mixins\.RetrieveModelMixin)$/;

function objectReads(django: DjangoProject, cls: ClassRef): RelationRead[] {
  if (django.method(cls, 'retrieve') !== undefined) return [];
  return (serializersFor(django, cls, 'retrieve') ?? []).flatMap((serializer) => {
    const rows = rowsOfObject(django, cls, modelOfSerializer(django, serializer));
    const written = rows === undefined ? undefined : writtenBy(django, serializer, rows.model);
    return rows === undefined || written === undefined ? [] : objectRelations(django, cls, written.upToAsking ? loadedAsAsked(rows) : rows, written.fields, `for each row inside what \`${serializer.node.name}\` writes out`);
  });
}

/** How the row of a view of one row is loaded: by `get_queryset`, unless `get_object` finds it elsewhere. */
export function rowsOfObject(django: DjangoProject, cls: ClassRef, model: DjangoModel | undefined): ViewRows | undefined {
  const own = django.method(cls, 'get_object');
  const text = own === undefined ? 'super(' : own.module.source(own.node);
  return /select_related|prefetch_related/.test(text) || !/super\(|get_queryset\(/.test(text) ? undefined : rowsOfView(django, cls, model, 'retrieve');
}

/**
 * What showing one row reads of each of the rows that belong to it although the view's queryset doesn't load it. What the row itself leads to is asked for once.
 *
 * @param subject what shows them, to follow "once"
 */
export function objectRelations(django: DjangoProject, cls: ClassRef, rows: ViewRows, fields: readonly WrittenField[], subject: string): RelationRead[] {
  return lacksInside(django, fields, rows.loading).map((lack) => {
    const told = relationRead(django, { cls, paging: { size: undefined, paged: false } }, rows, lack, subject);
    return { ...told, evidence: { ...told.evidence, scope: { ...told.evidence.scope, origin: 'children', rows: undefined, table: undefined, atMost: undefined } } };
  });
}

function readsOf(django: DjangoProject, list: ViewList, serializer: ClassRef): RelationRead[] {
  const rows = rowsOfView(django, list.cls, modelOfSerializer(django, serializer));
  const written = rows === undefined ? undefined : writtenBy(django, serializer, rows.model);
  if (rows === undefined || written === undefined) return [];
  return viewRelations(django, list, written.upToAsking ? loadedAsAsked(rows) : rows, written.fields, `per row that \`${serializer.node.name}\` writes out`);
}

/** Where less is written for whoever asks for less, the view may load less for them as well: what any way through its code loads counts as loaded. */
function loadedAsAsked(rows: ViewRows): ViewRows {
  const { queryset, ways } = rows.loading;
  const last = ways.at(-1);
  return last === undefined ? rows : { ...rows, loading: { ...rows.loading, ways: [{ ...last, selectRelated: queryset.selectRelated, prefetched: queryset.prefetched }] } };
}

/**
 * What showing the rows of a view reads of each although the view's queryset doesn't load it.
 *
 * @param subject what shows them, to follow "once"
 */
export function viewRelations(django: DjangoProject, view: Pick<ViewList, 'cls' | 'paging'>, rows: ViewRows, fields: readonly WrittenField[], subject: string): RelationRead[] {
  return lacksOf(django, fields, rows.loading).map((lack) => relationRead(django, view, rows, lack, subject));
}

function relationRead(django: DjangoProject, { cls, paging }: Pick<ViewList, 'cls' | 'paging'>, rows: ViewRows, lack: Lack, subject: string): RelationRead {
  const places = placesOf(rows, lack);
  const own = places.filter(({ module }) => module === cls.module);
  const [first] = own;
  const span = first === undefined ? spanOf(cls) : cls.module.range(first.node);
  const ofParent = areOfOneParent(django, rows);
  const scope: RowScope = {
    kind: 'resolver', head: span, subject, origin: ofParent ? 'part' : 'page', rows: paging.paged && !ofParent ? paging.size : undefined, table: django.tableSize(rows.model),
    ...(ofParent ? { endless: namesEndless(rows.model.name) } : {}), ...costMarks(lack.missing), ...(isOneRow(rows) ? { atMost: 1 } : {}),
  };
  const load = own.length === places.length ? remedyOf(cls, rows, lack, own) : undefined;
  const there = `in \`${cls.node.name}.get_queryset()\``;
  return {
    span, also: [], ...lack.told,
    evidence: { task: 'read', scope, runs: 'request', around: seenAround(django, cls), spares: 'statements', answers: true },
    advice: adviseInstead(lack, there) ?? adviseLoading(django, cls, lack, places),
    remedies: load === undefined ? [] : [load],
  };
}

/** Where the rows are made that lack something. */
function placesOf({ loading }: ViewRows, { missing }: Lack): Place[] {
  const ways = missing.flatMap(({ first, read }) => [...waysLacking(loading, first), ...waysLacking(loading, read.steps)]);
  // what `sorted(orders)` gives is no queryset: what it is given is
  const places = ways.flatMap(({ at }) => (at === undefined ? [] : { module: at.module, node: listThrough(at.node) }));
  return places.filter(({ node }, index) => places.findIndex((other) => other.node === node) === index);
}

/** What names the serializer, else the class. */
function spanOf(cls: ClassRef): Span {
  const named = ownAttribute(cls.node, 'serializer_class') ?? ownAttribute(cls.node, 'model');
  return named === undefined ? nameSpan(cls) : cls.module.range(named);
}

function seenAround(django: DjangoProject, cls: ClassRef): Observation[] {
  if (isUnrouted(django, cls)) return [{ what: 'never-called', line: cls.module.line(cls.node) }];
  return isCached(django, cls) ? [{ what: 'memo' }] : [];
}

/** The answer is kept for a while, so that few requests come to it. */
function isCached(django: DjangoProject, cls: ClassRef): boolean {
  const methods = ['dispatch', 'list'].flatMap((name) => django.method(cls, name)?.node.decorator_list ?? []);
  return [...cls.node.decorator_list, ...methods].some((decorator) => /cache_(?:page|response)/.test(cls.module.source(decorator)));
}

function methodOf({ missing: [{ by }] }: Lack): 'select_related' | 'prefetch_related' {
  return by === 'join' ? 'select_related' : 'prefetch_related';
}

function adviseLoading(django: DjangoProject, { module, node }: ClassRef, lack: Lack, places: readonly Place[]): string {
  const method = methodOf(lack);
  const call = `\`.${method}(${lack.told.paths.map((path) => `"${path}"`).join(', ')})\``;
  const [only, ...others] = places;
  const existing = only === undefined || others.length > 0 ? undefined : callIn(only.node, method);
  // a chain over several lines has its call further down than it begins
  const lineOf = (place: Place): string => `line ${String(existing === undefined ? module.line(place.node) : module.endLine(existing.func))}`;
  const lines = [...new Set(places.map((place) => (place.module === module ? lineOf(place) : placeIn(django, place))))];
  const where = lines.length === 0 ? `\`${node.name}\`` : enumerated(lines);
  const at = lines[0]?.startsWith('line ') === true ? 'on' : 'in';
  if (existing !== undefined) return `Add ${enumerated(lack.told.paths.map((path) => `\`"${path}"\``))} to \`${method}\` ${at} ${where}.`;
  return `Add ${call} to the queryset ${lines.length === 0 ? 'of' : at} ${where}.`;
}

const FOR_ALL = 'whatever else starts from this queryset loads it too';

/** The relations in the call that stands there, else in one more at the end of each place. */
function remedyOf(cls: ClassRef, { texts }: ViewRows, lack: Lack, places: readonly Place[]): Remedy | undefined {
  const { by } = lack.missing[0];
  if ((by !== 'join' && by !== 'prefetch') || places.length === 0) return undefined;
  const method = methodOf(lack);
  const edits = places.map(({ node }) => loadAt(cls, node, method, lack.told.paths));
  const known = edits.filter((edit) => edit !== undefined);
  if (known.length < edits.length) return undefined;
  const title = `${by === 'join' ? 'Join' : 'Prefetch'} ${enumerated(lack.told.paths.map((path) => `\`"${path}"\``))}`;
  if (by === 'prefetch') return { title, edits: known, safety: { changes: `reads these rows of the whole page at once; ${FOR_ALL}` } };
  const leavesOut = texts.some((text) => /\.(?:only|defer)\(/.test(text));
  return { title, edits: known, safety: { changes: leavesOut ? `fails where \`only()\` or \`defer()\` leaves out the foreign key; ${FOR_ALL}` : FOR_ALL } };
}

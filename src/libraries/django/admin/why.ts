import { KEY_ALONE, whyClimbing, whyMixed, whyOfModel, whyUnused } from '../values/counting.ts';
import type { DjangoField } from '../models/fields.ts';
import { isOfModel } from '../rows/row-reader.ts';
import { coveredByBareJoin, joinPath, type ListWay, type Loading, prefetchPath, waysLacking } from './loading.ts';
import { enumerated, enumeratedNames } from '../../../model/text.ts';
import { maximal, type MissingRead, type MissingReads } from './missing.ts';

/** Why relations aren't loaded with the rows of a list: the mechanism, as sentences. What is true of all of them is said once. */
export function whyMissing(missing: MissingReads, loading: Loading): string {
  const byReason = new Map<string, MissingRead[]>();
  for (const one of missing) {
    const reason = whyNotLoaded([one], loading, '');
    byReason.set(reason, [...(byReason.get(reason) ?? []), one]);
  }
  const paths = maximal(missing.map(({ path }) => path));
  const sentences = [...byReason.values()].map((group) => {
    const it = paths.length === 1 ? 'it' : group.length === missing.length ? 'them' : enumerated(maximal(group.map(({ path }) => path)).map((path) => `\`${path}\``));
    return whyNotLoaded(group as [MissingRead, ...MissingRead[]], loading, it);
  });
  return [...sentences, ...reachedThrough(missing, paths.length === 1)].filter((text) => text !== '').join(' ');
}

/** Labels that go further than their columns say, and code that isn't run to the end for every row; each is said once. */
function reachedThrough(missing: MissingReads, isOne: boolean): string[] {
  const reached = new Map<string, { readonly reader: string; readonly some: string; readonly paths: readonly string[] }>();
  for (const one of missing) {
    const verb = verbOf(one);
    if (verb === undefined) continue;
    const { through, always } = one.read;
    const some = always ? '' : ' for some rows only';
    const reader = `\`${through.at(-1) ?? ''}\` ${verb}`;
    const key = `${reader}${some}`;
    reached.set(key, { reader, some, paths: [...(reached.get(key)?.paths ?? []), one.path] });
  }
  return [...reached.values()].map(({ reader, some, paths }) => `${reader} ${isOne ? 'it' : enumeratedNames([...new Set(paths)])}${some}.`);
}

function verbOf({ column, read, by }: MissingRead): 'reaches' | 'comes to' | undefined {
  const through = read.through.at(-1);
  if (through === undefined || by === 'climb') return undefined;
  if (by === 'join' && through.endsWith('.__str__') && !column.name.startsWith('__')) return 'reaches';
  return read.always ? undefined : 'comes to';
}

/** @param it the relations as the sentence names them; empty where what counts is whether others have the same reason */
function whyNotLoaded(group: readonly [MissingRead, ...MissingRead[]], loading: Loading, it: string): string {
  const [{ column, read, by, first }] = group;
  const lacking = waysLacking(loading, read.steps);
  // what get_queryset joins itself is what the advice has to go around
  const way = lacking.find(({ mechanism }) => mechanism === 'queryset') ?? lacking[0];
  if (way === undefined) return '';
  const limits = it === '' ? '' : limitsOf(group.map((one) => one.first));
  if (by === 'count' || by === 'exists') return whyUnused(by);
  if (by === 'key') return KEY_ALONE;
  if (by === 'climb') return whyClimbing(read.through.at(-1), read.steps.at(-1)?.name ?? '');
  if (by === 'mixed') return whyMixed(read.through.at(-1), read.use);
  const member = isOfModel(read) && read.use !== 'rows' ? read.through.at(-1) : undefined;
  if (by === 'prefetch' && member !== undefined) return whyOfModel(member, read.use, it);
  return by === 'prefetch' ? whyNotPrefetched(read.steps, first, way, it) : whyNotJoined(column.isLookup, first, loading, way, it, limits);
}

function whyNotPrefetched(steps: readonly DjangoField[], first: readonly DjangoField[], { prefetched, mechanism }: ListWay, it: string): string {
  const generic = steps.find(({ kind }) => kind === 'generic-foreign-key');
  if (generic !== undefined) return `\`${generic.name}\` is a generic foreign key, which no join follows.`;
  const before = prefetchPath(first.slice(0, -1));
  if (before !== '' && prefetched.includes(before)) return `\`get_queryset\` prefetches \`${before}\` and stops there.`;
  return mechanism === 'inline' ? `Nothing prefetches ${it}.` : `Nothing prefetches ${it}, and \`list_select_related\` follows relations to one row only.`;
}

function whyNotJoined(isLookup: boolean, first: readonly DjangoField[], { option, ways }: Loading, way: ListWay, it: string, limits: string): string {
  const path = joinPath(first) ?? prefetchPath(first);
  const name = first.at(-1)?.name ?? path;
  switch (way.mechanism) {
    case 'queryset':
      return way.selectRelated === 'all'
        ? `\`select_related()\` without arguments in \`get_queryset\`${lineOf(way, ways)} ${limits}.`
        : `\`select_related\` in \`get_queryset\`${lineOf(way, ways)} doesn't name ${it}, and switches off both \`list_select_related\` and the join that Django makes by itself.`;
    case 'list':
      return whyNotListed(option.kind === 'list' ? option.paths : [], first, path, it);
    case 'True':
      return `\`list_select_related = True\` ${limits}.`;
    case 'automatic':
      return `The join that Django makes by itself ${limits}.`;
    case 'inline':
      return way.selectRelated === 'none' ? `An inline's rows come with what its \`get_queryset\` loads, and nothing there loads ${it}.` : `\`select_related\` in \`get_queryset\`${lineOf(way, ways)} doesn't name ${it}.`;
    case 'none':
      return isLookup
        ? `Django joins by itself for columns that are foreign keys, not for a lookup such as \`${path}\`.`
        : `Django joins by itself only where \`list_display\` names a foreign key, and here it names none${it !== 'it' || name === path ? '' : ` (\`${path}\`)`}.`;
  }
}

/** Where `get_queryset` returns less than it does elsewhere. */
function lineOf({ at }: ListWay, ways: readonly ListWay[]): string {
  return ways.length > 1 && at !== undefined ? ` (line ${String(at.module.line(at.node))})` : '';
}

function whyNotListed(paths: readonly string[], first: readonly DjangoField[], path: string, it: string): string {
  const before = joinPath(first.slice(0, -1));
  if (paths.length === 0) return 'An empty `list_select_related` switches off the join that Django makes by itself.';
  if (before !== undefined && before !== '' && paths.some((listed) => listed === before || listed.startsWith(`${before}__`))) return `\`list_select_related\` stops at \`${before}\`, before \`${path}\`.`;
  return `\`list_select_related\` doesn't name ${it}, and a list there switches off the join that Django makes by itself.`;
}

/** What `select_related()` without arguments doesn't follow, for the first relation of each path that stops it. */
function limitsOf(paths: readonly (readonly DjangoField[])[]): string {
  const stops = paths.map((steps) => steps.find((step) => !coveredByBareJoin(step)));
  const fields = [...new Map(stops.flatMap((stop) => (stop === undefined ? [] : [[stop.name, stop] as const]))).values()];
  const declared = fields.filter(({ reverse }) => reverse).map((stop) => `\`${stop.name}\` is declared by \`${stop.target?.name ?? 'the other model'}\``);
  const nullable = fields.filter(({ reverse }) => !reverse).map(({ name }) => name);
  const can = nullable.length === 0 ? [] : [`${enumeratedNames(nullable)} can be null`];
  const deep = stops.includes(undefined) ? ['goes five foreign keys deep at most'] : [];
  const covers = can.length === 0 ? 'covers only foreign keys of the model itself, and' : declared.length === 0 ? "covers only foreign keys that can't be null, and" : "covers only foreign keys of the model itself that can't be null:";
  return enumerated([...(fields.length === 0 ? [] : [`${covers} ${enumerated([...can, ...declared])}`]), ...deep]);
}

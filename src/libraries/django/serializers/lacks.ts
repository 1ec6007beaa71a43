import type { RelationRead } from '../../../model/query-call.ts';
import { enumerated, enumeratedNames } from '../../../model/text.ts';
import type { Loading } from '../admin/loading.ts';
import { prefetchPath } from '../admin/loading.ts';
import { keysOf, lackedBy, type MissingRead, type MissingReads, missingReads, togetherMended } from '../admin/missing.ts';
import { adviseClimbing, adviseCount, adviseExists, adviseKeys, adviseMixed, KEY_ALONE, whyClimbing, whyMixed, whyOfModel, whyUnused } from '../values/counting.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoProject } from '../project.ts';
import { isOfModel } from '../rows/row-reader.ts';
import type { WrittenField } from './reads.ts';

/** Relations that rows lack which are written out, and that one remedy loads. */
export interface Lack {
  readonly missing: MissingReads;
  readonly told: Pick<RelationRead, 'paths' | 'perRow' | 'why' | 'only'>;
}

/** What writing rows out reads of each row although they were loaded without it. */
export function lacksOf(django: DjangoProject, fields: readonly WrittenField[], loading: Loading): Lack[] {
  return togetherMended(missingReads(django, fields, loading)).map((missing) => ({ missing, told: { ...lackedBy(missing), why: whyLacking(missing) } }));
}

/** Several serializers may read the same of the rows of one queryset: what one edit mends is told of once. */
export function toldOnce(reads: readonly RelationRead[]): RelationRead[] {
  const told = new Set<string>();
  return reads.filter(({ span, paths, advice }) => {
    const key = JSON.stringify([span, paths, advice]);
    return !told.has(key) && told.add(key).size > 0;
  });
}

/** Readers that a message names. */
const MOST_READERS = 4;

function whyLacking(missing: MissingReads): string {
  const [first, ...others] = missing;
  const named = missing.slice(0, MOST_READERS);
  const paths = new Map<string, string[]>();
  // who reads several of them is said once
  for (const one of named) paths.set(readingOf(one), [...(paths.get(readingOf(one)) ?? []), one.path]);
  const reads = [...paths].map(([reading, read]) => `${reading} ${others.length === 0 ? 'it' : enumeratedNames(read)}`);
  const rest = missing.length - named.length;
  const all = enumerated(rest > 0 ? [...reads, `${String(rest)} more ${rest === 1 ? 'field reads' : 'fields read'} others`] : reads);
  return `${all}${lastOf(first, others.length > 0)}`;
}

function readingOf(one: MissingRead): string {
  return `${readerOf(one)} ${verbOf(one)}`;
}

function verbOf({ by, read }: MissingRead): string {
  const use = by === 'join' || by === 'prefetch' || by === 'key' ? 'rows' : read.use;
  return use === 'count' ? 'counts' : use === 'exists' ? 'tests' : 'reads';
}

/** What the rows lack, after who reads it. */
function lastOf(missing: MissingRead, several: boolean): string {
  const { by, read } = missing;
  if (by === 'count' || by === 'exists') return `. ${whyUnused(by)}`;
  if (by === 'key') return `. ${KEY_ALONE}`;
  if (by === 'climb') return `. ${whyClimbing(read.through.at(-1), read.steps.at(-1)?.name ?? '')}`;
  if (by === 'mixed') return `. ${whyMixed(read.through.at(-1), read.use)}`;
  const member = isOfModel(read) && read.use !== 'rows' ? read.through.at(-1) : undefined;
  if (member !== undefined && !several) return `. ${whyOfModel(member, read.use, 'it')}`;
  return `, and the rows are read without ${several ? 'them' : 'it'}.`;
}

/** The field whose code reads the relation, with its place, and the model's own method where it does so. */
function readerOf({ column, read }: MissingRead): string {
  const field = column as WrittenField;
  const reader = field.readers.get(prefetchPath(read.steps));
  const through = read.through.findLast((name) => name.includes('.'));
  const by = through === undefined || read.use !== 'rows' ? '' : ` through \`${through}\``;
  return `${reader === undefined ? `\`${field.name}\`` : reader.text}${by}`;
}

/** What to write so that the rows bring the relations along, where they are not loaded: a count, a test. Undefined where loading is the answer. */
export function adviseInstead({ missing }: Lack, there: string): string | undefined {
  const [{ by, read, path, column, amongCounts }] = missing;
  if (by === 'key') return adviseKeys(keysOf(missing));
  const shared = (column as Partial<WrittenField>).readers?.get(prefetchPath(read.steps))?.shared;
  // a template shows nothing where there is no such attribute, and says nothing of it
  const everywhere = shared === undefined ? '' : ` Other views that show \`${shared}\` need it too: without it the template silently shows nothing.`;
  if (by === 'count') return `${adviseCount(there, read.steps.map(({ queryName }) => queryName).join('__'), amongCounts)}${everywhere}`;
  if (by === 'exists') return `${adviseExists(there, read.steps.slice(0, -1).map(({ queryName }) => queryName))}${everywhere}`;
  if (by === 'climb') return adviseClimbing(read.steps.at(-1)?.target?.name);
  return by === 'mixed' ? adviseMixed(path) : undefined;
}

/** What showing one row lacks of each of the rows that belong to it. What the row itself leads to is asked for once, however many these are. */
export function lacksInside(django: DjangoProject, fields: readonly WrittenField[], loading: Loading): Lack[] {
  const inner = fields.map((field) => ({ ...field, reads: field.reads.filter(({ steps }) => firstMany(steps) < steps.length - 1) }));
  const once = inner.flatMap(({ reads }) => reads.flatMap(({ steps }) => steps.slice(0, firstMany(steps) + 1).map((_, index) => prefetchPath(steps.slice(0, index + 1)))));
  return lacksOf(django, inner, { ...loading, ways: loading.ways.map((way) => ({ ...way, prefetched: [...way.prefetched, ...once] })) });
}

/** Where a path leads to many rows for the first time; its length where it doesn't. */
function firstMany(steps: readonly DjangoField[]): number {
  const index = steps.findIndex(({ relation }) => relation?.cardinality === 'to-many');
  return index < 0 ? steps.length : index;
}

import { basename } from 'node:path';
import type { Condition } from '../../javascript/queries/conditions.ts';
import { fileFrom, lintedFrom, type SourceFile } from '../../javascript/project/modules.ts';
import { sourcesAround } from '../../javascript/project/sources.ts';
import { unservedBy } from '../../javascript/weight/unindexed.ts';
import { exemptionOf } from '../../project/exempt.ts';
import { textAt } from '../../project/files.ts';
import type { Project } from '../../project/project.ts';
import type { Settings } from '../../model/settings.ts';
import { literally } from '../../model/text.ts';
import { memberName, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import type { PayloadConfig, PayloadField } from './collections.ts';
import { readerOf } from './local-api.ts';

/** Files that are looked at for one collection. */
const MOST_FILES = 40;

/** Fields of which one value is one document's among many: of a handful of choices an index tells little. */
const TELLING: ReadonlySet<string> = new Set(['relationship', 'upload', 'text', 'email', 'number', 'date']);

/** A field by which a call of the local API looks for documents, where none of its conditions has an index. */
export interface AskedField {
  readonly field: PayloadField;
  /** "`payload.find` (posts.ts:12)" */
  readonly by: string;
}

/** The fields by which the project looks for documents of a collection and finds them by no index; each with the first call that does so. */
export function askedFields(file: SourceFile, config: PayloadConfig, isIndexed: (name: string) => boolean, project: Project): readonly AskedField[] {
  const found = new Map<string, AskedField>();
  const fields = new Map(config.fields.filter(({ type }) => TELLING.has(type)).map((field) => [field.path.join('.'), field]));
  for (const other of filesWith(file, config, project)) {
    const reader = readerOf(other.module, other, project);
    for (const node of other.module.calls) {
      const call = reader.recognise(node);
      if (call?.model !== config.slug || call.where === undefined || call.byKey === true) continue;
      // one index serves a call: that of a reference first
      const asked = unservedBy(other.module, call.orm.filterOf(call), (condition) => isServed(condition, isIndexed)).flatMap(({ path }) => fields.get(path.join('.')) ?? []);
      const field = asked.find(({ target }) => target !== undefined) ?? asked[0];
      const name = field?.path.join('.') ?? '';
      if (field !== undefined && !found.has(name)) found.set(name, { field, by: `\`${call.callee}\` (${basename(other.path)}:${String(other.module.lineOf(node))})` });
    }
  }
  return [...found.values()];
}

/** What a plugin adds may have an index, and of a status that tells drafts nearly all documents have the same; what stands behind a reference has another table's. */
function isServed({ path }: Condition, isIndexed: (name: string) => boolean): boolean {
  const name = path.join('.');
  return name !== '_status' && path.length === 1 && !name.includes('.') && isIndexed(name);
}

/** The file itself, and others that may ask for documents of the collection. */
function filesWith(file: SourceFile, { slug, config }: PayloadConfig, { cwd, settings }: Project): readonly SourceFile[] {
  const linted = lintedFrom(file).path;
  const named = unwrap(propertyOf(config, 'slug')?.value);
  // `slugs.orders`, which others may write as well
  const name = named?.type === 'MemberExpression' ? memberName(named) : undefined;
  // words are what a search by words finds
  const words = slug.match(/[\p{ID_Continue}$]{3,}/gu) ?? [];
  const code = sourcesAround(file.path, cwd)?.code;
  const [first, ...rest] = words.map((word) => code?.filesWith(word) ?? []);
  const written = (first ?? []).filter((path) => rest.every((others) => others.includes(path)));
  const paths = [...new Set([...written, ...(name === undefined ? [] : (code?.filesWith(name) ?? []))])].filter((path) => path !== linted && isCalling(path, cwd, settings));
  const own = fileFrom(file, linted) ?? file;
  // of many that have the word, those that write the collection out as one; a few of them tell as well as all
  const asking = paths.length > MOST_FILES ? paths.filter((path) => isAsking(textAt(path) ?? '', slug, name)).sort().slice(0, MOST_FILES) : paths;
  return [own, ...asking.flatMap((path) => fileFrom(file, path) ?? [])];
}

/** `collection: 'products'` or `collection: slugs.products` beside a condition. */
function isAsking(text: string, slug: string, name: string | undefined): boolean {
  const own = name === undefined ? '' : `|[\\w.]+\\.${literally(name)}\\b`;
  return /\bwhere\b/.test(text) && new RegExp(`\\bcollection\\s*:\\s*(?:['"\`]${literally(slug)}['"\`]${own})`).test(text);
}

/** It speaks of Payload's instance, and is no script or seed. */
function isCalling(filename: string, cwd: string, settings: Settings): boolean {
  const text = textAt(filename) ?? '';
  return /\bpayload\b/.test(text) && exemptionOf({ filename, cwd, settings, text }) === undefined;
}

import { dirname } from 'node:path';
import type { DataModel, Field, Model } from '../../model/data-model.ts';
import { fileFrom, lintedFrom, type SourceFile, sourceFileAt } from '../../javascript/project/modules.ts';
import { isObject, nearestPackage } from '../../javascript/project/packages.ts';
import { sourcesAround } from '../../javascript/project/sources.ts';
import { propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { cachedByFile } from '../../project/files.ts';
import { oncePer } from '../../project/memo.ts';
import { configsIn, configsOf, isTrue, type PayloadConfig, type PayloadField, type Unnamed, withSlug } from './collections.ts';
import { OWN_COLUMNS } from './facts.ts';

/** Files of configurations that are read for one project. */
const MOST_FILES = 300;

/** What one file configures, with the file. */
export interface Configured extends PayloadConfig {
  readonly file: string;
}

const configuredAt = cachedByFile((_text, path): readonly (Unnamed & { readonly from: SourceFile })[] => {
  const file = sourceFileAt(path);
  return file === undefined ? [] : configsIn(file.module, file).map((config) => ({ ...config, from: file }));
});

/** Every collection of the project that a file belongs to, by its slug; of several with one slug the last. */
export const collectionsAround = oncePer((module: SourceFile['module'], file: SourceFile, cwd: string): ReadonlyMap<string, Configured> => {
  const code = sourcesAround(file.path, cwd)?.code;
  const paths = new Set(['CollectionConfig', 'buildConfig'].flatMap((name) => code?.filesWith(name) ?? []));
  const linted = lintedFrom(file);
  const others = [...paths].filter((path) => path !== linted.path).slice(0, MOST_FILES).flatMap((path) => (configuredAt(path) ?? []).flatMap(({ from, ...config }) => withSlug(from, config).map((named) => ({ ...named, file: path }))));
  const own = (fileFrom({ ...file, module }, linted.path) ?? file);
  return new Map([...others, ...configsOf(own).map((config) => ({ ...config, file: own.path }))].filter(({ isGlobal }) => !isGlobal).map((config) => [config.slug, config]));
});

/** The collections as models. */
export function modelsOf(collections: ReadonlyMap<string, Configured>): DataModel {
  return { models: new Map([...collections].map(([slug, config]) => [slug, modelOf(config)])) };
}

/**
 * True where documents may be stored in MongoDB, which has no index on relationships unless one is asked for: by the project's adapter, or, in a plugin, by that of whoever
 * installs it.
 */
export function isOnMongo(file: SourceFile): boolean {
  const own = nearestPackage(dirname(file.path));
  if (own === undefined || own.dependencies.has('@payloadcms/db-mongodb')) return own !== undefined;
  const { peerDependencies } = own.json;
  return isObject(peerDependencies) && 'payload' in peerDependencies && ![...own.dependencies].some((name) => name.startsWith('@payloadcms/db-'));
}

function modelOf({ slug, config, fields, file }: Configured): Model {
  const own = OWN_COLUMNS.map((name) => column(name, { unique: name === 'id', indexed: true }));
  const signsIn = propertyOf(config, 'auth') === undefined ? [] : [column('email', { unique: true, indexed: true })];
  const uploads = propertyOf(config, 'upload') === undefined ? [] : [column('filename', { unique: true, indexed: true })];
  const indexed = indexedFields(config);
  const declared = fields.map((field) => fieldOf(field, indexed));
  return { name: slug, key: ['id'], file, fields: new Map([...own, ...signsIn, ...uploads, ...declared].map((field) => [field.name, field])) };
}

function column(name: string, { unique, indexed }: { unique: boolean; indexed: boolean }): Field {
  return { name, type: 'text', nullable: false, unique, indexed, relation: undefined };
}

function fieldOf({ path, type, config, target, isMany }: PayloadField, indexed: ReadonlySet<string>): Field {
  const name = path.join('.');
  const isReference = type === 'relationship' || type === 'upload';
  const isUnique = isTrue(config, 'unique') && !isMany;
  return {
    name, type, nullable: !isTrue(config, 'required'), unique: isUnique, enumerated: type === 'select' || type === 'radio',
    indexed: isUnique || isTrue(config, 'index') || indexed.has(name),
    relation: target === undefined || !(isReference || type === 'join') ? undefined : { target, cardinality: isMany ? 'to-many' : 'to-one', keys: type === 'join' ? [] : [name], references: type === 'join' ? [] : ['id'], eager: false, lazy: false },
  };
}

/** The first fields of the collection's own `indexes`. */
function indexedFields(config: Configured['config']): ReadonlySet<string> {
  const list = unwrap(propertyOf(config, 'indexes')?.value);
  const indexes = list?.type === 'ArrayExpression' ? list.elements : [];
  return new Set(indexes.flatMap((index) => {
    const names = unwrap(propertyOf(unwrap(index), 'fields')?.value);
    const first = names?.type === 'ArrayExpression' ? unwrap(names.elements[0]) : undefined;
    return first?.type === 'Literal' && typeof first.value === 'string' ? [first.value] : [];
  }));
}

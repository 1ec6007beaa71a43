import { dirname, resolve } from 'node:path';
import type { DataModel, Field, Model, Relation } from '../../model/data-model.ts';
import { cachedByFile } from '../../project/files.ts';
import { type PrismaAttribute, type PrismaBlock, type PrismaField, parsePrismaBlocks } from './schema-syntax.ts';

/** One schema file as read, not yet linked with the other files of its schema. */
export interface PrismaFile {
  readonly path: string;
  readonly blocks: readonly PrismaBlock[];
}

/** A schema.prisma, or the directory of a multi-file schema. */
export interface PrismaSchema {
  readonly dataModel: DataModel;
  readonly files: readonly string[];
  /** Absolute directories into which the client is generated, where generators name one with `output`. */
  readonly clientDirectories: readonly string[];
  /** The database, as the data source names it: `postgresql`, `mysql`. */
  readonly provider: string | undefined;
  /** What its generators switch on: `nativeDistinct`. */
  readonly features: readonly string[];
}

/** Reads one `.prisma` file; cached. Undefined where it can't be read. */
export const prismaFileAt: (path: string) => PrismaFile | undefined = cachedByFile((text, path) => ({ path, blocks: parsePrismaBlocks(text) }), 500);

/** Links the files of one schema. Where two files declare the same model, the first wins. */
export function linkPrismaSchema(files: readonly PrismaFile[]): PrismaSchema {
  const declared = files.flatMap(({ path, blocks }) => blocks.filter(isModel).map((block) => ({ block, path })));
  const names = new Set(declared.map(({ block }) => block.name));
  const enums = new Set(files.flatMap(({ blocks }) => blocks.flatMap(({ keyword, name }) => (keyword === 'enum' ? [name] : []))));
  const models = new Map<string, Model>();
  for (const { block, path } of declared) {
    if (!models.has(block.name)) models.set(block.name, modelOf(block, path, { models: names, enums }));
  }
  const clientDirectories = files.flatMap(({ path, blocks }) => blocks.flatMap((block) => outputOf(block) ?? []).map((output) => resolve(dirname(path), output)));
  const provider = files.flatMap(({ blocks }) => blocks).find(({ keyword }) => keyword === 'datasource')?.settings.provider;
  const features = files.flatMap(({ blocks }) => blocks.flatMap(({ lists }) => lists.previewFeatures ?? []));
  return { dataModel: { models }, files: files.map(({ path }) => path), clientDirectories, provider, features };
}

/** Where a generator of the client itself writes; documentation and type generators don't count. */
function outputOf({ keyword, settings: { provider, output } }: PrismaBlock): string | undefined {
  return keyword === 'generator' && provider?.startsWith('prisma-client') === true ? output : undefined;
}

/** The DataModel of the text of one schema.prisma. */
export function parsePrismaSchema(text: string, path: string): DataModel {
  return linkPrismaSchema([{ path, blocks: parsePrismaBlocks(text) }]).dataModel;
}

function isModel({ keyword }: PrismaBlock): boolean {
  return keyword === 'model' || keyword === 'view';
}

/** Attributes that index what they list; `@@fulltext` serves no equality and no order. */
const INDEXES: ReadonlySet<string> = new Set(['id', 'unique', 'index']);

function modelOf(block: PrismaBlock, file: string, { models, enums }: { readonly models: ReadonlySet<string>; readonly enums: ReadonlySet<string> }): Model {
  const unique = new Set<string>();
  const indexed = new Set<string>();
  for (const attribute of block.attributes) {
    const [first, ...rest] = indexedFields(attribute);
    if (first === undefined) continue;
    indexed.add(first);
    if (rest.length === 0 && attribute.name !== 'index') unique.add(first);
  }
  for (const { name, attributes } of block.fields) {
    if (!attributes.some((attribute) => attribute.name === 'id' || attribute.name === 'unique')) continue;
    unique.add(name);
    indexed.add(name);
  }
  const fields = new Map<string, Field>();
  for (const field of block.fields) {
    const { name, type, optional } = field;
    const relation = models.has(type) ? relationOf(field) : undefined;
    fields.set(name, { name, type, nullable: optional, unique: unique.has(name), indexed: indexed.has(name), relation, ...(enums.has(type) ? { enumerated: true } : {}) });
  }
  const together = block.attributes.filter(({ name }) => name === 'unique').map((attribute) => indexedFields(attribute)).filter(({ length }) => length > 1);
  return { name: block.name, fields, key: keyOf(block), together, file };
}

/** The field with `@id`, or those of `@@id([a, b])`. */
function keyOf({ fields, attributes }: PrismaBlock): readonly string[] {
  const single = fields.find((field) => field.attributes.some(({ name }) => name === 'id'));
  if (single !== undefined) return [single.name];
  const compound = attributes.find(({ name }) => name === 'id');
  return compound === undefined ? [] : indexedFields(compound);
}

/** Fields of `@@id([a, b])`, `@@index(fields: [a(sort: Desc)])`, `@@index(a)`; a path into a composite type stays a path. */
function indexedFields({ name, args }: PrismaAttribute): readonly string[] {
  if (!INDEXES.has(name)) return [];
  return (args.find((arg) => arg.name === 'fields') ?? args.find((arg) => arg.name === undefined))?.words ?? [];
}

function relationOf(field: PrismaField): Relation {
  const args = field.attributes.find(({ name }) => name === 'relation')?.args ?? [];
  const named = (name: string): readonly string[] => args.find((arg) => arg.name === name)?.words ?? [];
  return {
    target: field.type,
    cardinality: field.list ? 'to-many' : 'to-one',
    keys: named('fields'),
    references: named('references'),
    eager: false,
    lazy: false,
  };
}

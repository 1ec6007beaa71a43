import { dirname, join, sep } from 'node:path';
import type { DataModel, Field, Model } from '../../model/data-model.ts';
import { isObject, nearestPackage } from '../../javascript/project/packages.ts';
import { cachedByFile, remembered, walkFiles } from '../../project/files.ts';

/** Content types of one project that are read. */
const MOST_TYPES = 2000;

/** A content type's name as that of a model: `SaleOrder` of `api::sale-order.sale-order`, `User` of `plugin::users-permissions.user`. */
export function modelNamed(uid: string): string {
  return (uid.split(/::|\./).at(-1) ?? uid).split(/[-_]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** The content types of the project that a file belongs to, by their `schema.json`; of two with one name, the first. */
export function contentTypes(filename: string): DataModel {
  const root = nearestPackage(dirname(filename))?.directory;
  const models = new Map<string, Model>();
  for (const model of (root === undefined ? [] : schemaFiles(root)).flatMap((path) => contentTypeAt(path) ?? [])) if (!models.has(model.name)) models.set(model.name, model);
  return { models };
}

/** `src/api/order/content-types/order/schema.json`, those of extensions and of plugins in the project likewise. */
const schemaFiles = remembered((root: string): readonly string[] =>
  ['src', 'server', 'api'].flatMap((folder) => walkFiles(join(root, folder), { matches: (name) => name === 'schema.json', enters: (name) => name !== 'node_modules' && name !== 'dist', limit: MOST_TYPES * 10 })).filter((path) => path.includes(`${sep}content-types${sep}`)).slice(0, MOST_TYPES), 50);

const contentTypeAt = cachedByFile((text, file): Model | undefined => {
  const json: unknown = JSON.parse(text);
  if (!isObject(json) || !isObject(json.attributes) || !isObject(json.info) || typeof json.info.singularName !== 'string') return undefined;
  const plain = (name: string, type: string): Field => ({ name, type, nullable: false, unique: true, indexed: true, relation: undefined });
  const fields = Object.entries(json.attributes).flatMap(([name, attribute]) => (isObject(attribute) ? [fieldOf(name, attribute)] : []));
  return { name: modelNamed(json.info.singularName), fields: new Map([plain('id', 'integer'), ...fields].map((field) => [field.name, field])), key: [], file };
});

function fieldOf(name: string, { type, unique, required, relation, target }: Record<string, unknown>): Field {
  const isRelation = type === 'relation' && typeof relation === 'string' && typeof target === 'string';
  const isOne = isRelation && relation.endsWith('ToOne');
  return {
    name, type: typeof type === 'string' ? type : '', nullable: required !== true, unique: unique === true || type === 'uid', indexed: false,
    relation: isRelation ? { target: modelNamed(target), cardinality: isOne ? 'to-one' : 'to-many', keys: isOne ? [name] : [], references: isOne ? ['id'] : [], eager: false, lazy: false } : undefined,
  };
}

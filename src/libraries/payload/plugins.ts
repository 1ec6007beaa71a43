import { dirname } from 'node:path';
import type { Field, Model } from '../../model/data-model.ts';
import { nearestPackage } from '../../javascript/project/packages.ts';
import { OWN_COLUMNS } from './facts.ts';

/** A field of a collection that a plugin brings: its type, and what is known beside it. */
type Brought = string | { readonly type: string; readonly to?: string; readonly isOptional?: boolean; readonly unique?: boolean; readonly indexed?: boolean };

/** The collections that plugins of Payload's own bring where nothing gives them another slug, with the fields that they have by themselves (3.88, read there). */
const COLLECTIONS: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Brought>>>>>> = {
  '@payloadcms/plugin-form-builder': {
    forms: { title: 'text', fields: 'blocks', submitButtonLabel: 'text', confirmationType: 'radio', confirmationMessage: 'richText', 'redirect.url': 'text', emails: 'array' },
    'form-submissions': { form: { type: 'relationship', to: 'forms' }, submissionData: 'array' },
  },
  '@payloadcms/plugin-redirects': {
    redirects: { from: { type: 'text', unique: true, indexed: true }, 'to.type': 'radio', 'to.reference': { type: 'relationship', indexed: true }, 'to.url': 'text' },
  },
  '@payloadcms/plugin-search': {
    search: { title: 'text', priority: 'number', doc: { type: 'relationship', indexed: true } },
  },
};

/** The collections that the plugins which a file's package depends on bring, by their slugs. */
export function broughtByPlugins(path: string): readonly (readonly [string, Model])[] {
  const own = nearestPackage(dirname(path));
  return Object.entries(COLLECTIONS).flatMap(([name, collections]) => (own?.dependencies.has(name) === true ? Object.entries(collections).map(([slug, fields]) => [slug, modelOf(slug, fields, own.directory)] as const) : []));
}

function modelOf(slug: string, brought: Readonly<Record<string, Brought>>, file: string): Model {
  const own = OWN_COLUMNS.map((name) => fieldOf(name, { type: 'text', unique: name === 'id', indexed: true }));
  return { name: slug, key: ['id'], file, fields: new Map([...own, ...Object.entries(brought).map(([name, field]) => fieldOf(name, field))].map((field) => [field.name, field])) };
}

function fieldOf(name: string, field: Brought): Field {
  const { type, to, isOptional = false, unique = false, indexed = false } = typeof field === 'string' ? { type: field, isOptional: true } : field;
  const relation = to === undefined ? undefined : { target: to, cardinality: 'to-one' as const, keys: [name], references: ['id'], eager: false, lazy: false };
  return { name, type, nullable: isOptional, unique, indexed: unique || indexed, enumerated: type === 'radio' || type === 'select', relation };
}

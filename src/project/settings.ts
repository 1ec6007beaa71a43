import { resolve } from 'node:path';
import { didYouMean } from '../model/nearest.ts';
import type { Settings } from '../model/settings.ts';
import { cachedByFile } from './files.ts';
import { oncePer } from './memo.ts';
import { mismatch, type Schema } from './schema.ts';

const rowsSchema = {
  description: 'Rows per table, by model name: { "Country": 250, "Order": 4000000 }.',
  type: 'object',
  additionalProperties: { type: 'integer', minimum: 0 },
} as const;

/** JSON schema of `settings['admin-scale']`. JSON only: other linters that run ESLint plugins accept nothing else. */
export const settingsSchema = {
  type: 'object',
  properties: {
    rows: rowsSchema,
    rowsFile: { description: 'Path of a JSON file with such an object, from the working directory; `rows` wins where both name a model.', type: 'string', minLength: 1 },
    smallTable: { description: 'Rows up to which a table counts as small and is not reported.', type: 'integer', minimum: 0, default: 1000 },
    aliases: {
      description: 'Wrappers that hand out a model or a client, and what they stand for: { "orderRepo": "Order", "ctx.replica": "PrismaClient" }.',
      type: 'object',
      additionalProperties: { type: 'string', minLength: 1 },
    },
    ignore: { description: 'Globs of paths that are not read, beside tests, migrations, seeds, scripts and vendored code.', type: 'array', items: { type: 'string' } },
    include: { description: 'Globs of paths that are read although the built-in exemptions cover them.', type: 'array', items: { type: 'string' } },
    django: { description: 'The Django version as "major.minor", where the project does not say it.', type: 'string', pattern: '^\\d+\\.\\d+$' },
    maxPageSize: { description: 'The largest page size that is still in order.', type: 'integer', minimum: 1, default: 100 },
  },
  additionalProperties: false,
} as const;

const DEFAULTS: Settings = { rows: {}, smallTable: 1000, aliases: {}, ignore: [], include: [], django: undefined, maxPageSize: 100 };

export interface ParsedSettings {
  readonly settings: Settings;
  /** What is wrong with the settings, as a sentence for the user. */
  readonly problem: string | undefined;
}

/**
 * `settings['admin-scale']` checked against the schema and completed with defaults. Never throws: a problem is given back as
 * a message, which ends the run.
 *
 * @param cwd directory that `rowsFile` is resolved from
 * @param others further keys of the file that they stand in, which are no settings: named where a key is unknown
 */
export function parseSettings(raw: unknown, cwd: string, others: readonly string[] = []): ParsedSettings {
  if (raw === undefined) return { settings: DEFAULTS, problem: undefined };
  const problem = typeof raw === 'object' && raw !== null && others.length === 0 ? problemOf(raw) : problemWith(settingsSchema, withoutSchema(raw), others);
  if (problem !== undefined) return { settings: DEFAULTS, problem };
  const { rowsFile, ...given } = withoutSchema(raw) as Partial<Settings> & { rowsFile?: string };
  const settings: Settings = { ...DEFAULTS, ...given };
  if (rowsFile === undefined) return { settings, problem: undefined };
  const file = readRows(resolve(cwd, rowsFile)) ?? { problem: `rowsFile: "${rowsFile}" can't be read.` };
  return 'problem' in file
    ? { settings, problem: file.problem }
    : { settings: { ...settings, rows: { ...file.rows, ...settings.rows } }, problem: undefined };
}

/** By the user's object, which is the same one for all files of a run. */
const problemOf = oncePer((raw: object) => problemWith(settingsSchema, withoutSchema(raw)));

/** A file of settings may name its schema, by which editors complete it. */
function withoutSchema<T>(raw: T): T | object {
  if (typeof raw !== 'object' || raw === null || !('$schema' in raw)) return raw;
  const settings: { $schema?: unknown } = { ...raw };
  delete settings.$schema;
  return settings;
}

const readRows = cachedByFile((text, path): { rows: Record<string, number> } | { problem: string } => {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (error) {
    return { problem: `rowsFile: "${path}" is no JSON: ${(error as Error).message}` };
  }
  const problem = problemWith(rowsSchema, rows);
  return problem === undefined ? { rows: rows as Record<string, number> } : { problem: `rowsFile: ${problem}` };
}, 20);

/** The first thing that `value` has against `schema`, as a sentence for the user. */
function problemWith(schema: Schema, value: unknown, others: readonly string[] = []): string | undefined {
  const found = mismatch(schema, value);
  if (found === undefined) return undefined;
  if ('problem' in found) return `${found.at === '' ? '' : `"${found.at}" `}${found.problem}.`;
  const known = [...Object.keys(settingsSchema.properties), ...others];
  return `unknown key "${found.unknownKey}"; the known keys are ${known.join(', ')}.${didYouMean(found.unknownKey, known)}`;
}

/** As much of JSON Schema as the schemas of the settings say. */
export interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type: 'object' | 'array' | 'string' | 'integer';
  readonly properties?: Readonly<Record<string, Schema>>;
  /** What keys that `properties` doesn't name hold, or that there are none. */
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly pattern?: string;
}

/** What is wrong with a value, and where in it: `rows.Country`, empty for the value itself. */
export type Mismatch = { readonly at: string; readonly problem: string } | { readonly at: string; readonly unknownKey: string };

const MUST_BE: Readonly<Record<Schema['type'], string>> = { object: 'must be an object', array: 'must be a list', string: 'must be a text', integer: 'must be a whole number' };

/**
 * The first thing that `value` has against `schema`. A checker for all of JSON Schema is as large as everything else that is installed with this plugin, and takes longer to load than a file to
 * lint.
 */
export function mismatch(schema: Schema, value: unknown, at = ''): Mismatch | undefined {
  const problem = isOf(schema.type, value) ? boundBroken(schema, value) : MUST_BE[schema.type];
  if (problem !== undefined) return { at, problem };
  const inside = (key: string): string => (at === '' ? key : `${at}.${key}`);
  if (Array.isArray(value)) return first(value, (item: unknown, index) => (schema.items === undefined ? undefined : mismatch(schema.items, item, inside(String(index)))));
  if (schema.type !== 'object') return undefined;
  return first(Object.entries(value as object), ([key, held]: [string, unknown]) => {
    const known = Object.hasOwn(schema.properties ?? {}, key) ? schema.properties?.[key] : schema.additionalProperties;
    return known === false ? { at, unknownKey: key } : known === undefined ? undefined : mismatch(known, held, inside(key));
  });
}

function isOf(type: Schema['type'], value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === 'string';
}

function boundBroken({ minLength = 0, minimum = -Infinity, pattern }: Schema, value: unknown): string | undefined {
  if (typeof value === 'number') return value < minimum ? `must be at least ${String(minimum)}` : undefined;
  if (typeof value !== 'string') return undefined;
  if (value.length < minLength) return 'must not be empty';
  return pattern === undefined || new RegExp(pattern, 'u').test(value) ? undefined : `must match the pattern ${pattern}`;
}

function first<T>(items: readonly T[], find: (item: T, index: number) => Mismatch | undefined): Mismatch | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

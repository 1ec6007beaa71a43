import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { mismatch, type Schema } from '../../src/project/schema.ts';
import { settingsSchema } from '../../src/project/settings.ts';

const schema: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    size: { type: 'integer', minimum: 1 },
    version: { type: 'string', pattern: '^\\d+$' },
    globs: { type: 'array', items: { type: 'string' } },
    rows: { type: 'object', additionalProperties: { type: 'integer' } },
    open: { type: 'object' },
  },
  additionalProperties: false,
};

describe('a value against a schema', () => {
  it.each([
    [{}, undefined],
    [{ name: 'a', size: 1, version: '52', globs: ['a'], rows: { a: 1, constructor: 2 }, open: { a: null } }, undefined],
    [null, { at: '', problem: 'must be an object' }],
    [[], { at: '', problem: 'must be an object' }],
    [{ other: 1 }, { at: '', unknownKey: 'other' }],
    [{ toString: 1 }, { at: '', unknownKey: 'toString' }],
    [{ name: '' }, { at: 'name', problem: 'must not be empty' }],
    [{ size: 0 }, { at: 'size', problem: 'must be at least 1' }],
    [{ size: 1.5 }, { at: 'size', problem: 'must be a whole number' }],
    [{ version: '5.2' }, { at: 'version', problem: 'must match the pattern ^\\d+$' }],
    [{ globs: 'a' }, { at: 'globs', problem: 'must be a list' }],
    [{ globs: ['a', 1] }, { at: 'globs.1', problem: 'must be a text' }],
    [{ rows: { a: 'b' } }, { at: 'rows.a', problem: 'must be a whole number' }],
  ])('%j', (value, found) => {
    expect(mismatch(schema, value)).toEqual(found);
    // as the checker for all of JSON Schema decides
    expect(new Ajv().compile(schema)(value)).toBe(found === undefined);
  });

  it('knows all that the schema of the settings says', () => {
    const known = ['description', 'default', 'type', 'properties', 'additionalProperties', 'items', 'minLength', 'minimum', 'pattern'];
    const words = (part: object): string[] => Object.entries(part).flatMap(([word, value]: [string, unknown]) => [word, ...(word === 'properties' ? Object.values(value as object) : typeof value === 'object' ? [value] : []).flatMap((inner: object) => words(inner))]);
    expect([...new Set(words(settingsSchema))].filter((word) => !known.includes(word))).toEqual([]);
  });
});

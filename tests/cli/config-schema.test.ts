import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { configSchema } from '../../src/cli/config-schema.ts';

const path = join(import.meta.dirname, '../../admin-scale.schema.json');

it('the schema in the package is that of the settings (UPDATE=1 writes it)', () => {
  const text = `${JSON.stringify(configSchema, undefined, 2)}\n`;
  if (process.env.UPDATE === '1') writeFileSync(path, text);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it.each([
  [{ $schema: 'x', preset: 'strict', rules: { 'no-exact-count': 'off', 'max-page-size': ['error', { max: 200 }] }, rows: { Country: 3 } }, true],
  [{ preset: 'all' }, false],
  [{ rules: { 'no-exact-count': 'loud' } }, false],
  [{ row: {} }, false],
])('%j', (value, valid) => {
  expect(new Ajv({ strict: false }).compile(configSchema)(value)).toBe(valid);
});

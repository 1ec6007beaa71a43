import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import plugin from '../../src/index.ts';
import type { AdminScaleDocs } from '../../src/rules/meta.ts';

const root = join(import.meta.dirname, '../..');
const ruleIds = Object.keys(plugin.rules);

function node(code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root, encoding: 'utf8' });
}

describe('the package', () => {
  it('has a file for every rule and a rule for every file', () => {
    const helpers = ['impact-option', 'index', 'meta', 'on-model', 'per-row', 'table-option'];
    const files = readdirSync(join(root, 'src/rules')).map((name) => name.replace(/\.ts$/u, ''));
    expect(files.filter((name) => !helpers.includes(name)).sort()).toEqual([...ruleIds].sort());
  });

  it('turns every rule on in strict, and in recommended what its meta says, always as error', () => {
    for (const config of plugin.configs.strict) {
      expect(Object.keys(config.rules ?? {}).sort()).toEqual(ruleIds.map((id) => `admin-scale/${id}`).sort());
      expect(new Set(Object.values(config.rules ?? {}))).toEqual(new Set(['error']));
    }
    for (const config of plugin.configs.recommended) {
      for (const [id, rule] of Object.entries(plugin.rules)) {
        const { recommended } = rule.meta.docs as AdminScaleDocs;
        const entry = config.rules?.[`admin-scale/${id}`];
        if (recommended === false) expect(entry).toBeUndefined();
        else expect([entry].flat()[0]).toBe('error');
      }
    }
  });

  it('scopes every preset entry by files and names it', () => {
    for (const config of [...plugin.configs.recommended, ...plugin.configs.strict]) {
      expect(config.files?.length).toBeGreaterThan(0);
      expect(config.name).toMatch(/^admin-scale\/(?:recommended|strict)\/(?:javascript|typescript|python)$/u);
    }
  });

  it('is built where npm takes it from git, as hooks of pre-commit are: of its scripts that runs `prepare` alone', () => {
    expect(packageJson.scripts.prepare).toBe('node prepare.mjs');
    expect(packageJson.bin['admin-scale']).toMatch(/^\.\/dist\//u);
  });

  it('gives the plugin itself to import and to require()', () => {
    const output = node(`
      import { createRequire } from 'node:module';
      import imported from 'eslint-plugin-admin-scale';
      const required = createRequire(import.meta.url)('eslint-plugin-admin-scale');
      console.log(required === imported, imported.meta.namespace, Object.keys(imported.configs).join());
    `);
    expect(output.trim()).toBe('true admin-scale recommended,strict');
  });

  it('does not load typescript, nor what only some files need, at start-up', () => {
    const output = node(`
      import Module from 'node:module';
      await import('eslint-plugin-admin-scale');
      console.log(Object.keys(Module._cache).filter((path) => /node_modules[/\\\\](?:typescript|@typescript-eslint|oxc-parser|ajv)[/\\\\]/.test(path)).length);
    `);
    expect(output.trim()).toBe('0');
  });
});

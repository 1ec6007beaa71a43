import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, describe, expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { oxcParser } from '../../src/javascript/eslint-parser.ts';
import { TemporaryProject } from './stub.ts';

const examples = join(import.meta.dirname, '../../examples');
const project = new TemporaryProject({});
for (const name of ['django-shop', 'adminjs-shop']) cpSync(join(examples, name), project.path(name), { recursive: true });

afterAll(() => {
  project.remove();
});

function findings(results: readonly ESLint.LintResult[]): unknown[] {
  return results.filter(({ messages }) => messages.length > 0).map(({ filePath, messages }) => ({ filePath, messages }));
}

describe('the command on the example shops', () => {
  it.each(['django-shop', 'adminjs-shop'])('finds in %s what ESLint finds with its scope analysis and its walk', async (name) => {
    const { stdout, stderr, code } = await project.run(['check', name, '--preset', 'strict', '--format', 'json'], { dependencies: {} });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const ours = JSON.parse(stdout) as ESLint.LintResult[];
    const eslint = new ESLint({
      cwd: project.root,
      overrideConfigFile: true,
      overrideConfig: [...plugin.configs.strict, { files: ['**/*.ts'], languageOptions: { parser: oxcParser } }],
    });
    const theirs = await eslint.lintFiles(ours.map(({ filePath }) => filePath));
    expect(findings(ours).length).toBeGreaterThan(0);
    expect(findings(ours)).toEqual(findings(JSON.parse(JSON.stringify(theirs)) as ESLint.LintResult[]));
  });

  it('sums up by rule', async () => {
    const { stdout } = await project.run(['check'], { dependencies: {} });
    expect(stdout).toMatch(/\nFindings by rule\n( +\d+ {2}admin-scale\/[\w-]+.*\n)+/);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { NEW_CONFIG, withPreset } from '../../src/cli/init/eslint-config.ts';
import { TemporaryProject } from './stub.ts';

let project: TemporaryProject | undefined;

afterEach(() => {
  project?.remove();
  project = undefined;
});

const DJANGO = { '.git/HEAD': '', 'manage.py': 'import django\n', 'shop/models.py': 'from django.db import models\n' };
const PRISMA = { '.git/HEAD': '', 'package.json': '{ "type": "module", "dependencies": { "@prisma/client": "6.0.0" } }', 'src/a.ts': "import '@prisma/client';\n" };

async function init(files: Readonly<Record<string, string>>, argv: readonly string[] = ['--yes']) {
  project = new TemporaryProject(files);
  const ran = await project.run(['init', ...argv]);
  const text = (name: string): string | undefined => (project !== undefined && existsSync(project.path(name)) ? readFileSync(project.path(name), 'utf8') : undefined);
  return { ...ran, text };
}

describe('init', () => {
  it('sets up a Django project that has no npm', async () => {
    const { code, stdout, text } = await init({ ...DJANGO, 'pyproject.toml': '[project]\nname = "shop"\n', '.pre-commit-config.yaml': 'repos:\n  - repo: https://github.com/psf/black\n    rev: 24.1.0\n    hooks:\n      - id: black\n\ndefault_stages: [commit]\n' });
    expect(code).toBe(0);
    expect(text('pyproject.toml')).toBe('[project]\nname = "shop"\n\n[tool.admin-scale]\npreset = "recommended"\n');
    expect(text('.github/workflows/admin-scale.yml')).toContain('      - run: pipx run admin-scale check --format github\n');
    expect(text('.pre-commit-config.yaml')).toMatch(/ {6}- id: black\n {2}- repo: local\n {4}hooks:\n {6}- id: admin-scale\n[^]*additional_dependencies: \[admin-scale\]\n[^]*require_serial: true\n\ndefault_stages: \[commit\]\n$/);
    expect(text('.vscode/settings.json')).toBeUndefined();
    expect(stdout).toMatch(/^Found Django\.\n\nSettings: the preset "recommended"\n--- a\/pyproject\.toml\n/);
    expect(stdout).toMatch(/\nNext:\n {2}admin-scale check\n$/);
    expect((await project?.run(['init', '--yes']))?.stdout).toBe('Found Django.\n\nEverything is set up already.\n  admin-scale check\n');
  });

  it('sets up ESLint, the editor and GitLab where Python and npm are', async () => {
    const { stdout, text } = await init({ ...PRISMA, ...DJANGO, '.gitlab-ci.yml': 'test:\n  script: make\n', '.vscode/settings.json': '// ours\n{\n    "editor.tabSize": 4,\n}\n' });
    expect(text('eslint.config.js')).toBe(NEW_CONFIG);
    // not there before 9.22
    expect(NEW_CONFIG).not.toContain('eslint/config');
    expect(text('.vscode/settings.json')).toBe('// ours\n{\n    "eslint.validate": ["javascript", "javascriptreact", "typescript", "typescriptreact", "python"],\n    "editor.tabSize": 4,\n}\n');
    expect(text('.gitlab-ci.yml')).toMatch(/^test:\n {2}script: make\n\nadmin-scale:\n {2}image: node:22\n[^]*check --format gitlab --output-file gl-code-quality\.json\n/);
    expect(text('admin-scale.json')).toBeUndefined();
    expect(stdout).toContain('  npm install --save-dev eslint eslint-plugin-admin-scale\n  npx admin-scale check\n');
  });

  it('adds to the list of an editor that has one', async () => {
    const { text } = await init({ ...PRISMA, ...DJANGO, '.vscode/settings.json': '{ "eslint.validate": ["javascript"] }' });
    expect(JSON.parse(text('.vscode/settings.json') ?? '')).toEqual({ 'eslint.validate': ['javascript', 'python'] });
  });

  it('asks before each, and heeds the answers', async () => {
    project = new TemporaryProject({ ...DJANGO, '.gitlab-ci.yml': 'a: {}\n', '.pre-commit-config.yaml': 'repos:\n- repo: local\n  hooks: []\n' });
    const asked: string[] = [];
    const answers = ['n', '', 'q'];
    const { run } = await import('../../src/cli/run.ts');
    const output = { write: () => true };
    const ask = (question: string): Promise<string | undefined> => {
      asked.push(question);
      return Promise.resolve(answers.shift());
    };
    expect(await run(['init'], { cwd: project.root, env: {}, stdout: output, stderr: output, stdin: () => Promise.resolve(''), ask })).toBe(0);
    expect(asked).toEqual(['Write admin-scale.json? [Y/n/q] ', 'Write .gitlab-ci.yml? [Y/n/q] ', 'Write .pre-commit-config.yaml? [Y/n/q] ']);
    expect(existsSync(project.path('admin-scale.json'))).toBe(false);
    expect(readFileSync(project.path('.gitlab-ci.yml'), 'utf8')).toContain('pip install admin-scale');
    expect(readFileSync(project.path('.pre-commit-config.yaml'), 'utf8')).not.toContain('admin-scale');
  });

  it('writes nothing with --dry-run, nor where nobody can be asked', async () => {
    const { stdout, text } = await init(DJANGO, ['--dry-run']);
    expect(stdout).toContain('+  "preset": "recommended"\n');
    expect(text('admin-scale.json')).toBeUndefined();
    expect(await project?.run(['init'])).toMatchObject({ code: 2, stderr: 'admin-scale: init asks before it writes, and there is no terminal to ask on: --yes writes everything, --dry-run shows it.\n' });
  });

  it('says so where nothing is there', async () => {
    expect(await init({ 'a.py': 'a = 1\n' })).toMatchObject({ code: 1, stdout: expect.stringContaining('Nothing was found here') as string });
  });
});

describe('an ESLint configuration', () => {
  const LOAD = "import adminScale from 'eslint-plugin-admin-scale';\n";
  it.each([
    ['an array', "import js from '@eslint/js'; // rules\n\nexport default [\n  js.configs.recommended,\n];\n", `import js from '@eslint/js'; // rules\n${LOAD}\nexport default [\n  ...adminScale.configs.recommended,\n  js.configs.recommended,\n];\n`],
    ['an empty array', 'export default [];\n', `${LOAD}export default [...adminScale.configs.recommended];\n`],
    ['defineConfig of an array', "import { defineConfig } from 'eslint/config';\nexport default defineConfig([\n\t{ rules: {} },\n]);\n", `import { defineConfig } from 'eslint/config';\n${LOAD}export default defineConfig([\n\tadminScale.configs.recommended,\n\t{ rules: {} },\n]);\n`],
    ['tseslint.config of several', "import tseslint from 'typescript-eslint';\nexport default tseslint.config(a, b);\n", `import tseslint from 'typescript-eslint';\n${LOAD}export default tseslint.config(adminScale.configs.recommended, a, b);\n`],
    ['the name of a constant', 'const config = [{ rules: {} }];\nexport default config;\n', `${LOAD}const config = [...adminScale.configs.recommended, { rules: {} }];\nexport default config;\n`],
    ['CommonJS', 'module.exports = [{ rules: {} }];\n', "const adminScale = require('eslint-plugin-admin-scale');\nmodule.exports = [...adminScale.configs.recommended, { rules: {} }];\n"],
  ])('%s gets the preset first', (_, before, after) => {
    expect(withPreset(before, 'eslint.config.mjs')).toBe(after);
  });

  it.each([['another call', "import antfu from '@antfu/eslint-config';\nexport default antfu();\n"], ['a function', 'export default () => [];\n'], ['what doesn’t parse', 'export default [\n'], ['a spread of what is made elsewhere', 'export default load();\n']])('%s is left alone', (_, text) => {
    expect(withPreset(text, 'eslint.config.mjs')).toBeUndefined();
  });
});

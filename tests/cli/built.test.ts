import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { TemporaryProject } from './stub.ts';

const root = join(import.meta.dirname, '../..');
/** Inside the package, so that the built files find their dependencies. */
const outDir = join(root, 'node_modules/.cache/admin-scale-cli');
const main = join(outDir, 'cli/main.js');

const TRAP = 'throw new Error("this must not be loaded");\n';

const project = new TemporaryProject({
  'package.json': '{ "type": "commonjs", "dependencies": { "@prisma/client": "6.0.0" } }',
  'schema.prisma': 'model User {\n  id    Int     @id\n  posts Post[]\n}\nmodel Post {\n  id       Int  @id\n  authorId Int\n  author   User @relation(fields: [authorId], references: [id])\n}\n',
  'posts.ts': [
    "import { PrismaClient } from '@prisma/client';",
    'const prisma = new PrismaClient();',
    'export async function touch() {',
    '  for (const { id } of await prisma.post.findMany()) {',
    '    await prisma.post.delete({ where: { id } });',
    '  }',
    '}',
    '',
  ].join('\n'),
  '.eslintignore': '*.ts\n',
  'eslint.config.mjs': TRAP,
  'node_modules/typescript/package.json': '{ "version": "7.0.0", "main": "index.js" }',
  'node_modules/typescript/index.js': TRAP,
  'node_modules/@typescript-eslint/parser/index.js': TRAP,
});

beforeAll(async () => {
  await build({ config: false, cwd: root, entry: ['src/index.ts', 'src/cli/main.ts'], outDir, format: 'esm', platform: 'node', fixedExtension: false, dts: false, logLevel: 'error' });
}, 60_000);

afterAll(() => {
  project.remove();
  rmSync(outDir, { recursive: true, force: true });
});

function command(argv: readonly string[], options: { readonly env?: Record<string, string> } = {}): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [main, ...argv], { cwd: project.root, encoding: 'utf8', env: { ...process.env, ...options.env } });
}

describe('the built command', () => {
  it('can be started as a program', () => {
    expect(readFileSync(main, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(main).mode & 0o111).not.toBe(0);
    expect(command(['--version'])).toMatchObject({ status: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });

  it('finds what is slow in a checkout with TypeScript 7 and a config that throws, and prints nothing else', () => {
    const { status, stdout, stderr } = command(['check', '--format', 'json']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject([{ messages: [] }, { filePath: project.path('posts.ts'), messages: [{ ruleId: 'admin-scale/no-write-per-row', line: 5 }] }]);
  });

  it('ends with 2 and one line where it cannot run', () => {
    expect(command(['check', 'nowhere'])).toMatchObject({ status: 2, stdout: '', stderr: 'admin-scale: there is no file or directory "nowhere".\n' });
  });

  it('loads neither ESLint nor the plugin for help and for mistakes', () => {
    const loaded = spawnSync(process.execPath, ['--import', 'data:text/javascript,import m from "node:module";process.on("exit",()=>console.error(Object.keys(m._cache).length))', main, '--help'], { encoding: 'utf8' });
    expect(loaded.stderr).toBe('0\n');
  });

  it('bears a reader that goes away, and still tells what it found', () => {
    const functions = Array.from({ length: 400 }, (_, n) => `export async function f${String(n)}(ids: number[]) {\n  for (const id of ids) await prisma.post.delete({ where: { id } });\n}\n`);
    project.write('many.ts', `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n${functions.join('')}`);
    const { stderr, stdout } = spawnSync('sh', ['-c', '{ "$0" "$1" check --format json; echo "code $?" >&2; } | head -c 1', process.execPath, main], { cwd: project.root, encoding: 'utf8' });
    expect({ stderr, stdout }).toEqual({ stderr: 'code 1\n', stdout: '[' });
  });
});

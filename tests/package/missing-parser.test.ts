import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');

/** As where npm has left the binary out: it installs optional dependencies for the platform that wrote the lock file, or none. */
const WITHOUT_BINARY = `data:text/javascript,${encodeURIComponent(`
  import Module from 'node:module';
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    if (/@oxc-parser\\/binding|\\/parser\\.[^/]*(\\.node|wasi)/.test(request)) throw new Error('no ' + request);
    return resolve.call(this, request, ...rest);
  };
`)}`;

const REASON = /oxc-parser, which reads JavaScript and TypeScript, can't be loaded on \w+-\w+: Cannot find native binding\. .*\(npm install --include=optional\)/;

const FILES = {
  'package.json': '{ "type": "module", "dependencies": { "typeorm": "0.3.0" } }',
  'manage.py': 'import django\n',
  'shop.py': 'x = 1\n',
  'order.entity.ts': "import { Column, Entity, PrimaryColumn } from 'typeorm';\n@Entity()\nexport class Order {\n  @PrimaryColumn() id!: number;\n  @Column() sent!: boolean;\n}\n",
  'service.ts': [
    "import { InjectRepository } from '@nestjs/typeorm';",
    "import { Repository } from 'typeorm';",
    "import { Order } from './order.entity';",
    'export class Orders {',
    '  constructor(@InjectRepository(Order) private readonly orders: Repository<Order>) {}',
    '  async remove(ids: number[]): Promise<void> {',
    '    for (const id of ids) await this.orders.delete({ id });',
    '  }',
    '}',
    '',
  ].join('\n'),
  'eslint.config.js': [
    "import adminScale from 'eslint-plugin-admin-scale';",
    'const parser = process.env.PARSER === undefined ? undefined : (await import(process.env.PARSER)).default;',
    "export default [...adminScale.configs.strict, parser === undefined ? {} : { files: ['**/*.ts'], languageOptions: { parser } }];",
    '',
  ].join('\n'),
};

const project = mkdtempSync(join(tmpdir(), 'admin-scale-'));
for (const [path, text] of Object.entries(FILES)) writeFileSync(join(project, path), text);
// A copy of what is published, beside which there is no TypeScript parser.
const plugin = join(project, 'node_modules/eslint-plugin-admin-scale');
cpSync(join(root, 'dist'), join(plugin, 'dist'), { recursive: true });
cpSync(join(root, 'package.json'), join(plugin, 'package.json'));
for (const name of [...Object.keys(packageJson.dependencies), 'eslint']) {
  const link = join(project, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), link);
}
const main = join(plugin, 'dist/cli/main.js');
const eslint = join(root, 'node_modules/eslint/bin/eslint.js');

afterAll(() => {
  rmSync(project, { recursive: true });
});

function without(argv: readonly string[], env: Readonly<Record<string, string>> = {}): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, ['--import', WITHOUT_BINARY, ...argv], { cwd: project, encoding: 'utf8', env: { ...process.env, ...env } });
}

describe('where the binary of the parser is missing', () => {
  it('the command ends with 2, the reason and the cure', () => {
    for (const paths of [[], ['service.ts']]) {
      const { status, stdout, stderr } = without([main, 'check', ...paths]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(REASON);
    }
  });

  it('the command says what to do where it lies in an archive of Yarn', () => {
    const archived = `data:text/javascript,${encodeURIComponent("Object.defineProperty(process.versions, 'pnp', { value: '3' });")}`;
    const { stderr } = without(['--import', archived, main, 'check', 'service.ts']);
    expect(stderr).toMatch(/Cannot find native binding\. .*"yarn unplug -R oxc-parser" takes it out\.\n$/);
  });

  it('the command still checks Python', () => {
    expect(without([main, 'check', 'shop.py'])).toMatchObject({ status: 0, stdout: 'No findings in 1 file.\n\nRead 0 queries and 0 admin resources of 0 models in 1 file.\n' });
  });

  it('a file is an error under ESLint where it would be parsed by us', () => {
    const { status, stdout } = without([eslint, 'service.ts']);
    expect(status).toBe(1);
    expect(stdout).toMatch(REASON);
  });

  it('a run of ESLint ends where the files that a file imports would be', () => {
    const { status, stdout, stderr } = without([eslint, 'service.ts'], { PARSER: pathToFileURL(join(root, 'node_modules/@typescript-eslint/parser/dist/index.js')).href });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(REASON);
  });
});

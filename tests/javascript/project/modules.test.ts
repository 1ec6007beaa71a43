import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { declarationNamed, exportOf, sourceFileAt, type SourceFile } from '../../../src/javascript/project/modules.ts';
import { resolveSource } from '../../../src/javascript/project/resolve.ts';

const root = mkdtempSync(join(tmpdir(), 'admin-scale-modules-'));

afterAll(() => {
  rmSync(root, { recursive: true });
});

const FILES: Record<string, string> = {
  'package.json': '{ "name": "root", "workspaces": ["packages/*"] }',
  'app/package.json': '{ "name": "app", "dependencies": { "shared": "file:../parts/common", "gone": "link:../parts/gone", "lodash": "^4.0.0" }, "imports": { "#db/*": "./src/db/*.js", "#models": { "types": "./src/models.d.ts", "default": "./src/models/index.js" } }, "_moduleAliases": { "@parts": "src", "@format": "../packages/format/src", "@odd": 1 } }',
  'app/tsconfig.json': '\uFEFF{ // ours\n "extends": ["@tsconfig/not-installed/tsconfig.json", "./tsconfig.base.json"], "compilerOptions": { "strict": true, }, /* end */ }',
  'app/tsconfig.base.json': '{ "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["*"], "@models/*/entity": ["models/*.ts"], "@models/*": ["nowhere/*", "models/*"], "~config": ["./config.ts"] } } }',
  'app/src/index.ts': `
    import { total as sum } from './helpers.js';
    import fallback, * as helpers from './helpers';
    import { User } from '@/models';
    import { Post } from '@models/post/entity';
    import { pack } from './whole';
    import { apart } from './whole';
    import legacy, { add } from './legacy.cjs';
    import { format } from '@acme/format';
    import { deep } from '@acme/format/deep';
    import { loop } from './loop-a';
    import lodash from 'lodash';
    const { rest } = require('./legacy.cjs');
    const taken = require('./legacy.cjs').add;
    const packed = pack.total, parted = apart.total, 
      alias = sum, other = helpers.total, viaObject = tools.count, tools = { count: sum };
    let changing = sum;
    const first = second, second = first;
    export { fallback, User, Post, legacy, add, format, deep, loop, lodash, rest, taken, sum, alias, other, packed, parted, viaObject, changing, first };`,
  'app/src/helpers.ts': 'export async function total() {}\nexport default class Fallback {}',
  'app/src/whole.ts': "import * as pack from './helpers';\nexport { pack };\nexport * as apart from './helpers';",
  'app/src/models/index.ts': "export * from './post';\nexport * from './people';",
  'app/src/models/people.ts': "export { default as User } from './user';",
  'app/src/models/user.ts': 'class User {}\nexport default User;',
  'app/src/models/post.ts': 'export class Post {}\nexport { User as Author } from ".";',
  'app/src/legacy.cjs': 'function add() {}\nmodule.exports = { add, rest: () => 1 };',
  'app/src/parts.cjs': "module.exports.Fallback = require('./helpers').default;\nmodule.exports.legacy = require('./legacy.cjs');\nexports.add = require('./legacy.cjs').add;",
  'app/src/whole.cjs': "module.exports = { legacy: require('./legacy.cjs'), other: 1 };",
  'app/src/again.cjs': "module.exports = require('./legacy.cjs');",
  'app/src/both.cjs': 'module.exports = exports = make();',
  'app/src/named.cjs': 'module.exports = class Named {};\nexports.close = async function close() {};',
  'app/src/db/client.ts': 'export const client = 1;',
  'app/src/loop-a.ts': 'export * from "./loop-b"; export { loop } from "./loop-b";',
  'app/src/loop-b.ts': 'export * from "./loop-a"; export { loop } from "./loop-a";',
  'packages/format/package.json': '{ "name": "@acme/format", "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" }, "./*": "./dist/*.js" } }',
  'packages/format/src/index.ts': 'export const format = (value: string) => value;',
  'parts/common/package.json': '{ "name": "@acme/common" }',
  'parts/common/Services/Orders.ts': 'export default class Orders {}',
  'packages/format/src/deep.ts': 'export function deep() {}',
};

for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const file = (path: string): SourceFile => sourceFileAt(join(root, path)) as SourceFile;
const from = join(root, 'app/src/index.ts');

describe('resolveSource', () => {
  it.each([
    ['./helpers', 'app/src/helpers.ts'],
    ['./helpers.js', 'app/src/helpers.ts'],
    ['./models', 'app/src/models/index.ts'],
    ['.', 'app/src/index.ts'],
    ['@/helpers', 'app/src/helpers.ts'],
    ['@models/post', 'app/src/models/post.ts'],
    ['helpers', 'app/src/helpers.ts'],
    ['#db/client', 'app/src/db/client.ts'],
    ['#models', 'app/src/models/index.ts'],
    ['@acme/format', 'packages/format/src/index.ts'],
    ['@acme/format/deep', 'packages/format/src/deep.ts'],
    ['shared/Services/Orders', 'parts/common/Services/Orders.ts'],
    ['@parts/helpers', 'app/src/helpers.ts'],
    ['@format', 'packages/format/src/index.ts'],
    ['@partsof/helpers', undefined],
    ['@odd/helpers', undefined],
    ['gone/deep/total', undefined],
    ['./nothing', undefined],
    ['lodash', undefined],
    ['node:fs', undefined],
    ['@acme/other', undefined],
    ['', undefined],
  ])('resolves %s', (source, path) => {
    expect(resolveSource(from, source)).toBe(path === undefined ? undefined : join(root, path));
  });
});

describe('declarations', () => {
  it.each([
    ['sum', 'app/src/helpers.ts', 'FunctionDeclaration'],
    ['alias', 'app/src/helpers.ts', 'FunctionDeclaration'],
    ['other', 'app/src/helpers.ts', 'FunctionDeclaration'],
    ['viaObject', 'app/src/helpers.ts', 'FunctionDeclaration'],
    ['packed', 'app/src/helpers.ts', 'FunctionDeclaration'],
    ['parted', 'app/src/helpers.ts', 'FunctionDeclaration'],
    ['fallback', 'app/src/helpers.ts', 'ClassDeclaration'],
    ['User', 'app/src/models/user.ts', 'ClassDeclaration'],
    ['Post', 'app/src/models/post.ts', 'ClassDeclaration'],
    ['legacy', 'app/src/legacy.cjs', 'ObjectExpression'],
    ['add', 'app/src/legacy.cjs', 'FunctionDeclaration'],
    ['rest', 'app/src/legacy.cjs', 'ArrowFunctionExpression'],
    ['taken', 'app/src/legacy.cjs', 'FunctionDeclaration'],
    ['format', 'packages/format/src/index.ts', 'ArrowFunctionExpression'],
    ['deep', 'packages/format/src/deep.ts', 'FunctionDeclaration'],
  ])('finds %s', (name, path, type) => {
    const found = declarationNamed(file('app/src/index.ts'), name);
    expect([found?.path, found?.node.type]).toEqual([join(root, path), type]);
    expect(exportOf(file('app/src/index.ts'), from, name)?.node).toBe(found?.node);
  });

  it.each(['changing', 'first', 'loop', 'lodash', 'missing'])('knows nothing of %s', (name) => {
    expect(declarationNamed(file('app/src/index.ts'), name)).toBeUndefined();
  });

  it.each([
    ['parts.cjs', 'Fallback', 'app/src/helpers.ts', 'ClassDeclaration'],
    ['parts.cjs', 'legacy', 'app/src/legacy.cjs', 'ObjectExpression'],
    ['parts.cjs', 'add', 'app/src/legacy.cjs', 'FunctionDeclaration'],
    ['whole.cjs', 'legacy', 'app/src/legacy.cjs', 'ObjectExpression'],
    ['again.cjs', 'add', 'app/src/legacy.cjs', 'FunctionDeclaration'],
    ['again.cjs', 'missing', undefined, undefined],
    ['both.cjs', 'default', 'app/src/both.cjs', 'CallExpression'],
    ['named.cjs', 'default', 'app/src/named.cjs', 'ClassExpression'],
    ['named.cjs', 'close', 'app/src/named.cjs', 'FunctionExpression'],
  ])('finds in %s what is loaded on the spot as %s', (from, name, path, type) => {
    const found = exportOf(file('app/src/index.ts'), join(root, 'app/src', from), name);
    expect([found?.path, found?.node.type]).toEqual([path && join(root, path), type]);
  });

  it('finds what a barrel exports that is imported through itself', () => {
    expect(exportOf(file('app/src/index.ts'), join(root, 'app/src/models/post.ts'), 'Author')?.path).toBe(join(root, 'app/src/models/user.ts'));
  });
});

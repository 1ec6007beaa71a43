import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Linter } from 'eslint';
import { parser as typescriptParser } from 'typescript-eslint';
import { afterAll, describe, expect, it } from 'vitest';
import plugin from '../../../src/index.ts';
import { Callers } from '../../../src/javascript/project/callers.ts';
import { ORMS } from '../../../src/libraries/index.ts';
import { missingLibrary } from '../../../src/javascript/project/installed.ts';
import { sourceFileAt, type SourceFile } from '../../../src/javascript/project/modules.ts';
import { parseModule } from '../../../src/javascript/parse/parser.ts';
import { createModule } from '../../../src/javascript/syntax/module.ts';
import { isFunction, keyName, type Node, walk } from '../../../src/javascript/syntax/nodes.ts';
import { unitAround } from '../../../src/javascript/project/units.ts';

const roots: string[] = [];

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true });
});

/** A project on the disk, with as many other files as an application has. */
function projectOf(files: Readonly<Record<string, string>>, others = 20): string {
  const root = mkdtempSync(join(tmpdir(), 'admin-scale-callers-'));
  roots.push(root);
  const fillers = Object.fromEntries(Array.from({ length: others }, (_, index) => [`src/other/part${String(index)}.ts`, `export const part${String(index)} = ${String(index)};`]));
  for (const [name, text] of Object.entries({ 'package.json': '{ "private": true, "workspaces": [] }', ...fillers, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

function fileAt(path: string): SourceFile {
  const file = sourceFileAt(path);
  if (file === undefined) throw new Error(`${path} can't be read`);
  return file;
}

function moduleOf(text: string): SourceFile['module'] {
  const program = parseModule(text, 'orders.ts');
  if (program === undefined) throw new Error('no program');
  return createModule(program, text);
}

/** The function or method called `name` in a file. */
function functionIn(file: SourceFile, name: string): Node {
  let found: Node | undefined;
  walk(file.module.program, (node) => {
    const holder = isFunction(node) ? file.module.parentOf(node) : undefined;
    const own = isFunction(node) && node.type !== 'ArrowFunctionExpression' ? node.id?.name : undefined;
    const held = holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? holder.id.name : holder?.type === 'MethodDefinition' || holder?.type === 'PropertyDefinition' || holder?.type === 'Property' ? keyName(holder) : undefined;
    if ((own ?? held) === name) found ??= node;
    return undefined;
  });
  if (found === undefined) throw new Error(`no ${name} in ${file.path}`);
  return found;
}

function isDead(root: string, path: string, name: string): boolean {
  const file = fileAt(join(root, path));
  return new Callers(file, root).isNeverCalled(file, functionIn(file, name));
}

const CLOSING = 'export async function closeOrders(orders) {}';
const NEST = "import { Injectable } from '@nestjs/common';\nimport { Cron } from '@nestjs/schedule';\n";
const SERVICE = `${NEST}@Injectable()\nexport class OrdersService { async closeOrders(orders) {} }`;
const MODULE = "import { OrdersService } from './orders';\nexport const providers = [OrdersService];";

/** A class that hands on what another one does. */
const FACADE = "import { OrdersService } from './orders';\nclass Shop {\n  private orders!: OrdersService;\n  closeOrders!: OrdersService['closeOrders'];\n  constructor() { this.closeOrders = this.orders.closeOrders.bind(this.orders); }\n}\nexport const shop = new Shop();";

/** A file whose own code has its function called by a queue. */
const REGISTERED = "import Queue from 'bull';\nconst queue = new Queue('orders');\nasync function handleOrders(job) {}\nqueue.process('close', handleOrders);\nexport function initOrders() { return queue.add('close'); }";

/** A file whose router other code has to mount. */
const ROUTER = "import express from 'express';\nconst router = express.Router();\nrouter.get('/', async function list(req, res) {});\nexport default router;";

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly unit?: string;
  readonly path?: string;
  readonly dead: boolean;
}

/** What stands in `src/orders.ts`, and who speaks of it. */
const CASES: readonly Case[] = [
  { name: 'an export that nobody names', files: { 'src/orders.ts': CLOSING }, dead: true },
  { name: 'a const that nobody names', files: { 'src/orders.ts': 'export const closeOrders = async (orders) => {};' }, dead: true },
  { name: 'a function of the file alone that nobody names', files: { 'src/orders.ts': 'async function closeOrders(orders) {}\nexport const other = 1;' }, dead: true },
  { name: 'a comment is no call', files: { 'src/orders.ts': `// closeOrders(orders)\n${CLOSING}`, 'src/app.ts': '// closeOrders is called elsewhere' }, dead: true },
  { name: 'a call of itself is none', files: { 'src/orders.ts': 'export async function closeOrders(orders) { await closeOrders(orders.slice(1)); }' }, dead: true },
  { name: 'a call in the same file', files: { 'src/orders.ts': `${CLOSING}\nawait closeOrders([]);` }, dead: false },
  { name: 'a call in another file', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "import { closeOrders } from './orders';\nawait closeOrders([]);" }, dead: false },
  { name: 'an import alone is no call', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "import { closeOrders } from './orders';" }, dead: true },
  { name: 'a call of another function of that name', files: { 'src/orders.ts': CLOSING, 'src/shop.ts': `${CLOSING}\nawait closeOrders([]);` }, dead: true },
  { name: 'an import of another function of that name', files: { 'src/orders.ts': CLOSING, 'src/shop.ts': CLOSING, 'src/app.ts': "import { closeOrders } from './shop';\nawait closeOrders([]);" }, dead: true },
  { name: 'passed by name', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "import { closeOrders } from './orders';\nqueue.process(closeOrders);" }, dead: false },
  { name: 'renamed where it is imported', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "import { closeOrders as close } from './orders';\nawait close([]);" }, dead: false },
  { name: 'renamed where it is exported', files: { 'src/orders.ts': 'async function closeOrders(orders) {}\nexport { closeOrders as closing };', 'src/app.ts': "import { closing } from './orders';\nclosing([]);" }, dead: false },
  { name: 'renamed by a barrel', files: { 'src/orders.ts': CLOSING, 'src/index.ts': "export { closeOrders as closing } from './orders';" }, dead: false },
  { name: 'renamed on the way', files: { 'src/orders.ts': CLOSING, 'src/index.ts': "import { closeOrders } from './orders';\nexport { closeOrders as closing };" }, dead: false },
  { name: 'through a barrel', files: { 'src/orders.ts': CLOSING, 'src/shop/index.ts': "export * from '../orders';", 'src/app.ts': "import { closeOrders } from './shop';\ncloseOrders([]);" }, dead: false },
  { name: 'as a member of the module', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "import * as orders from './orders';\norders.closeOrders([]);" }, dead: false },
  { name: 'the module as a whole', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "import * as orders from './orders';\nfor (const run of Object.values(orders)) run();" }, dead: false },
  { name: 'loaded later', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "const { closeOrders } = await import('./orders');\ncloseOrders([]);" }, dead: false },
  { name: 'loaded later, in a callback', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "import('./orders').then((orders) => orders.closeOrders([]));" }, dead: false },
  { name: 'imported by the framework', files: { 'src/orders.ts': CLOSING, 'src/app.ts': 'export default defineHandler(() => closeOrders([]));' }, dead: false },
  { name: 'a component', files: { 'src/orders.tsx': 'export async function ClosedOrders() {}', 'src/app.tsx': "import { ClosedOrders } from './orders';\nexport default () => <ClosedOrders />;" }, unit: 'ClosedOrders', dead: false },
  { name: 'named by a string', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "register('orders.closeOrders');" }, dead: false },
  { name: 'kept by its file, which has a view of that name', files: { 'src/orders.ts': "import { router } from './router';\nasync function closeOrders(req, res) { res.render('closeOrders'); }\nexport default router;", 'src/router.ts': 'export const router = 1;' }, dead: true },
  { name: 'kept by a script, which a page may speak of', files: { 'src/orders.ts': "async function closeOrders() {}\non('click', 'closeOrders');" }, dead: false },
  { name: 'kept by its file, which renders it', files: { 'src/orders.tsx': "import { app } from './app';\nasync function ClosedOrders() {}\nexport default () => app(<ClosedOrders />);", 'src/app.ts': 'export const app = (page) => page;', 'src/main.ts': "import page from './orders';\npage();" }, unit: 'ClosedOrders', path: 'src/orders.tsx', dead: false },
  { name: 'named in code within a template', files: { 'src/orders.ts': CLOSING, 'src/app.ts': 'export const schema = gql`\n  type Mutation { closeOrders: Int }\n`;' }, dead: false },
  { name: 'named in a sentence only', files: { 'src/orders.ts': "export async function closeOrders(orders) { log('closeOrders has failed'); }" }, dead: true },
  { name: 'named in a configuration', files: { 'src/orders.ts': CLOSING, 'serverless.yml': 'functions:\n  close:\n    handler: src/orders.closeOrders' }, dead: false },
  { name: 'called by tests alone', files: { 'src/orders.ts': CLOSING, 'src/orders.test.ts': "import { closeOrders } from './orders';\ncloseOrders([]);", 'tests/orders.ts': "import { closeOrders } from '../src/orders';\ncloseOrders([]);" }, dead: true },
  { name: 'called by a script', files: { 'src/orders.ts': CLOSING, 'scripts/close.ts': "import { closeOrders } from '../src/orders';\ncloseOrders([]);" }, dead: false },
  { name: 'called by what nobody calls', files: { 'src/orders.ts': CLOSING, 'src/app.ts': "import { closeOrders } from './orders';\nexport const closeAll = () => closeOrders([]);" }, dead: true },
  { name: 'two that call each other', files: { 'src/orders.ts': 'export function closeOrders(orders) { reopen(orders); }\nfunction reopen(orders) { closeOrders(orders); }' }, dead: true },
  { name: 'registered by its file, which nothing loads', files: { 'src/orders.ts': REGISTERED }, unit: 'handleOrders', dead: true },
  { name: 'registered by its file, which another loads', files: { 'src/orders.ts': REGISTERED, 'src/app.ts': "import './orders';" }, unit: 'handleOrders', dead: false },
  { name: 'registered by its file, of which another calls something', files: { 'src/orders.ts': REGISTERED, 'src/app.ts': "import { initOrders } from './orders';\ninitOrders();" }, unit: 'handleOrders', dead: false },
  { name: 'registered by its file, which a configuration names', files: { 'src/orders.ts': REGISTERED, 'Procfile': 'worker: node dist/orders.js' }, unit: 'handleOrders', dead: false },
  { name: 'registered by its file, in a folder that is searched', files: { 'src/orders.ts': REGISTERED, 'src/app.ts': "import { readdirSync } from 'node:fs';\nfor (const name of readdirSync(import.meta.dirname)) await import(`./${name}`);" }, unit: 'handleOrders', dead: false },
  { name: 'registered by a file that gives nothing away', files: { 'src/orders.ts': REGISTERED.replace('export function', 'function') }, unit: 'handleOrders', dead: false },
  { name: 'registered by a file with a task that a library finds', files: { 'src/orders.ts': `import { task } from 'tasks';\n${REGISTERED}\nexport const close = task({ run: () => handleOrders() });` }, unit: 'handleOrders', dead: false },
  { name: 'registered by an entry', files: { 'src/server.ts': REGISTERED }, unit: 'handleOrders', dead: false },
  { name: 'a handler of a router that nothing mounts', files: { 'src/orders.router.ts': ROUTER }, path: 'src/orders.router.ts', unit: 'list', dead: true },
  { name: 'a handler of a router whose mounting is commented out', files: { 'src/orders.router.js': ROUTER.replace('export default', 'module.exports ='), 'src/app.js': "//const orders = require('./orders.router');\n  // app.use(orders)" }, path: 'src/orders.router.js', unit: 'list', dead: true },
  { name: 'a handler of a router that is mounted', files: { 'src/orders.router.ts': ROUTER, 'src/app.ts': "import orders from './orders.router'; // mounted below\napp.use(orders);" }, path: 'src/orders.router.ts', unit: 'list', dead: false },
  { name: 'a handler of what a library may find', files: { 'src/orders.router.ts': ROUTER.replace('express.Router()', 'express.Routes()') }, path: 'src/orders.router.ts', unit: 'list', dead: false },
  { name: 'a handler of a router that the file starts', files: { 'src/orders.router.ts': ROUTER.replace('export default router', 'serve(router)') }, path: 'src/orders.router.ts', unit: 'list', dead: false },
  { name: 'of a namespace, which another file speaks of', files: { 'src/orders.ts': 'export namespace Orders {\n  export async function closeOrders(orders) {}\n}', 'src/app.ts': "import { Orders } from './orders';\nOrders.closeOrders([]);" }, dead: false },
  { name: 'in a folder that a router is told', files: { 'src/api/controllers/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };', 'src/app.js': "app.use(router({ controllers: './api/controllers' }));" }, path: 'src/api/controllers/orders.js', dead: false },
  { name: 'in a folder that a router is told from the root', files: { 'src/api/controllers/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };', 'src/app.js': "app.use(router({ controllers: './src/api/controllers' }));" }, path: 'src/api/controllers/orders.js', dead: false },
  { name: 'in a folder beside the one that a router is told', files: { 'src/api/services/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };', 'src/app.js': "app.use(router({ controllers: './api/controllers', services: './services' }));" }, path: 'src/api/services/orders.js', dead: true },
  { name: 'in a folder whose path is put together', files: { 'src/handlers/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };', 'src/app.js': "const load = (name) => require(path.join(__dirname, 'handlers', name));\n" }, path: 'src/handlers/orders.js', dead: false },
  { name: 'in a folder whose files are required by a computed name', files: { 'src/handlers/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };', 'src/app.js': 'const load = (name) => require(`./handlers/${name}`);' }, path: 'src/handlers/orders.js', dead: false },
  { name: 'in a folder whose files are found by a pattern', files: { 'src/handlers/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };', 'src/app.js': "loadAll(__dirname + '/handlers/*.js');" }, path: 'src/handlers/orders.js', dead: false },
  { name: 'in a folder whose index is imported', files: { 'src/handlers/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };', 'src/handlers/index.js': 'module.exports = {};', 'src/app.js': "const handlers = require('./handlers');" }, path: 'src/handlers/orders.js', dead: true },
  { name: 'in a folder that is called like a route', files: { 'src/handlers/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };', 'src/app.js': "app.use('/handlers', list);\nview('handlers');" }, path: 'src/handlers/orders.js', dead: true },
  { name: 'the default export', files: { 'src/orders.ts': 'export default async function closeOrders(orders) {}' }, dead: false },
  { name: 'made the default export later', files: { 'src/orders.ts': 'async function closeOrders(orders) {}\nexport default closeOrders;' }, dead: false },
  { name: 'a handler of a route', files: { 'src/orders.ts': 'export async function GET(request) {}' }, unit: 'GET', dead: false },
  { name: 'a file that is loaded by its path', files: { 'src/jobs/close.ts': CLOSING }, dead: false },
  { name: 'exported under a name that a framework calls', files: { 'src/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { afterUpdate: closeOrders };' }, dead: false },
  { name: 'a function of a type', files: { 'src/orders.ts': 'export const closeOrders: Resolver = async (orders) => {};' }, dead: false },
  { name: 'wrapped', files: { 'src/orders.ts': 'export const closeOrders = task(async function closing(orders) {});' }, unit: 'closing', dead: false },
  { name: 'of an object', files: { 'src/orders.ts': 'export const actions = { async closeOrders(orders) {} };' }, dead: false },
  { name: 'published', files: { 'package.json': '{ "name": "shop", "main": "dist/index.js", "workspaces": [] }', 'src/index.ts': "export * from './orders';", 'src/orders.ts': CLOSING }, dead: false },
  { name: 'of a package whose entry does not have it', files: { 'package.json': '{ "name": "shop", "main": "dist/index.js", "workspaces": [] }', 'src/index.ts': 'export const one = 1;', 'src/orders.ts': CLOSING }, dead: true },
  { name: 'of a small private package of a workspace', files: { 'package.json': '{ "private": true, "workspaces": ["packages/*"] }', 'packages/desk/package.json': '{ "name": "desk", "private": true }', 'packages/desk/src/orders.ts': CLOSING }, dead: true },
  { name: 'of a small package of a workspace that others have', files: { 'package.json': '{ "private": true, "workspaces": ["packages/*"] }', 'packages/desk/package.json': '{ "name": "desk" }', 'packages/desk/src/orders.ts': CLOSING }, dead: false },
  { name: 'exported the old way, and required', files: { 'src/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };', 'src/app.js': "const { closeOrders } = require('./orders');\ncloseOrders([]);" }, dead: false },
  { name: 'exported the old way, for nobody', files: { 'src/orders.js': 'async function closeOrders(orders) {}\nmodule.exports = { closeOrders };' }, dead: true },

  { name: 'a method that nobody names', files: { 'src/orders.ts': SERVICE, 'src/module.ts': MODULE }, dead: true },
  { name: 'a method of an annotated receiver', files: { 'src/orders.ts': SERVICE, 'src/module.ts': `${MODULE}\nexport class Desk { constructor(private readonly orders: OrdersService) {}\nasync onClose() { await this.orders.closeOrders([]); } }\nexport default new Desk();` }, dead: false },
  {
    name: 'a method of that name of another class',
    files: { 'src/orders.ts': SERVICE, 'src/module.ts': MODULE, 'src/desk.ts': 'class Book { closeOrders() {} }\nexport class Desk { constructor(private readonly book: Book) {}\nasync onClose() { await this.book.closeOrders(); } }\nexport default new Desk();' },
    dead: true,
  },
  { name: 'a method of who knows what', files: { 'src/orders.ts': SERVICE, 'src/module.ts': `${MODULE}\nservices().closeOrders();` }, dead: false },
  { name: 'a method by its computed name', files: { 'src/orders.ts': `${SERVICE}\nexport const run = (service, name) => service[name]();`, 'src/module.ts': MODULE }, dead: false },
  { name: 'a decorated method', files: { 'src/orders.ts': `${NEST}@Injectable()\nexport class OrdersService { @Cron('* * * * *') async closeOrders() {} }`, 'src/module.ts': MODULE }, dead: false },
  { name: 'a decorated method of a class that no module lists', files: { 'src/orders.ts': `${NEST}@Injectable()\nexport class OrdersService { @Cron('* * * * *') async closeOrders() {} }` }, dead: true },
  { name: 'a class of another framework that nobody names', files: { 'src/orders.ts': "import { Controller, Get } from 'routing-controllers';\n@Controller()\nexport class Orders { @Get() closeOrders() {} }" }, dead: false },
  { name: 'a method that an interface asks for', files: { 'src/orders.ts': 'export class OrdersService implements Closing { async closeOrders(orders) {} }', 'src/module.ts': MODULE }, dead: false },
  { name: 'a method that a base class elsewhere may call', files: { 'src/orders.ts': "import { Base } from 'base';\nexport class OrdersService extends Base { async closeOrders(orders) {} }", 'src/module.ts': MODULE }, dead: false },
  { name: 'a method that the base class calls', files: { 'src/orders.ts': "import { Base } from './base';\nexport class OrdersService extends Base { async closeOrders(orders) {} }", 'src/base.ts': 'export class Base { closeOrders(orders) {}\nrun() { this.closeOrders([]); } }', 'src/module.ts': MODULE }, dead: false },
  { name: 'a method that is called of this', files: { 'src/orders.ts': `${NEST}@Injectable()\nexport class OrdersService { async closeOrders(orders) {}\n@Cron('* * * * *') async closeAll() { await this.closeOrders([]); } }`, 'src/module.ts': MODULE }, dead: false },

  { name: 'a method that another class hands on, for nobody', files: { 'src/orders.ts': SERVICE, 'src/facade.ts': FACADE }, dead: true },
  { name: 'a method that another class hands on', files: { 'src/orders.ts': SERVICE, 'src/facade.ts': FACADE, 'src/app.ts': "import { shop } from './facade';\nawait shop.closeOrders([]);" }, dead: false },
  { name: 'a method that another class hands on, to what nobody calls', files: { 'src/orders.ts': SERVICE, 'src/facade.ts': FACADE, 'src/desk.ts': "import { shop } from './facade';\nexport async function closeDesk() { await shop.closeOrders([]); }" }, dead: true },
  { name: 'a method that another class hands on and a third one calls', files: { 'src/facade.ts': FACADE, 'src/orders.ts': SERVICE, 'src/zoo.ts': "import { OrdersService } from './orders';\nnew OrdersService().closeOrders([]);" }, dead: false },
  { name: 'a method of an instance that an alias leads to', files: { 'src/orders.ts': `${SERVICE}\nexport const orders = new OrdersService();`, 'src/module.ts': MODULE, 'src/app.ts': "import { orders } from '$lib/orders';\nawait orders.closeOrders([]);" }, dead: false },
  { name: 'a method of that name of a package', files: { 'package.json': '{ "private": true, "workspaces": [], "dependencies": { "shop": "1" } }', 'src/orders.ts': `${SERVICE}\nexport const orders = new OrdersService();`, 'src/module.ts': MODULE, 'src/app.ts': "import { orders } from 'shop';\nawait orders.closeOrders([]);" }, dead: true },
  { name: 'a method that another class hands on by another name', files: { 'src/orders.ts': SERVICE, 'src/facade.ts': FACADE.replaceAll('this.closeOrders', 'this.closing') }, dead: false },
  { name: 'a method that another class binds with arguments', files: { 'src/orders.ts': SERVICE, 'src/facade.ts': FACADE.replace('(this.orders)', '(this.orders, [])') }, dead: false },
];

describe('never called', () => {
  it.each(CASES)('$name: $dead', ({ files, unit = 'closeOrders', path = Object.keys(files).find((candidate) => /orders\.[jt]sx?$|close\.ts$|server\.ts$/.test(candidate) && !candidate.startsWith('scripts')) ?? '', dead }) => {
    expect(isDead(projectOf(files), path, unit)).toBe(dead);
  });

  it('nothing is said of a handful of files, nor of a file that the disk does not have', () => {
    expect(isDead(projectOf({ 'src/orders.ts': CLOSING }, 5), 'src/orders.ts', 'closeOrders')).toBe(false);
    const root = projectOf({});
    const file = { path: join(root, 'src/orders.ts'), module: moduleOf(CLOSING) };
    expect(new Callers(file, root).isNeverCalled(file, functionIn(file, 'closeOrders'))).toBe(false);
  });

  it('what an editor has not saved yet counts', () => {
    const root = projectOf({ 'src/orders.ts': CLOSING });
    const text = `${CLOSING}\nawait closeOrders([]);`;
    const file = { path: join(root, 'src/orders.ts'), module: moduleOf(text) };
    expect(new Callers(file, root).isNeverCalled(file, functionIn(file, 'closeOrders'))).toBe(false);
  });
});

describe('uses', () => {
  it.each([
    ['a function, by its imports', { 'src/orders.ts': CLOSING, 'src/app.ts': "import { closeOrders } from './orders';\n\ncloseOrders([]);", 'src/shop.ts': `${CLOSING}\ncloseOrders([]);` }, ['src/app.ts:3']],
    ['a method, by its receiver', { 'src/orders.ts': SERVICE, 'src/desk.ts': "import { OrdersService } from './orders';\nexport const close = (orders: OrdersService, other: { closeOrders(): void }) => {\norders.closeOrders([]);\n};" }, ['src/desk.ts:3']],
    ['a method, by its name where no other class has one', { 'src/orders.ts': SERVICE, 'src/desk.ts': 'export const close = (container) => container.get().closeOrders([]);' }, ['src/desk.ts:1']],
    ['no method by a name that others have too', { 'src/orders.ts': SERVICE, 'src/desk.ts': 'export const close = (container) => container.get().closeOrders([]);\nclass Other { closeOrders() {} }' }, []],
  ])('%s', (_, files, expected) => {
    const root = projectOf(files);
    const file = fileAt(join(root, 'src/orders.ts'));
    const unit = unitAround(file, functionIn(file, 'closeOrders'));
    const uses = unit === undefined ? [] : new Callers(file, root).usesOf(unit);
    expect(uses.map((use) => `${use.file.path.slice(root.length + 1)}:${String(use.file.module.lineOf(use.node))}`)).toEqual(expected);
  });
});

describe('a library that is missing', () => {
  const OWN = '{ "name": "web", "private": true }';
  const API = '{ "name": "api", "private": true, "dependencies": { "typeorm": "^0.3.0" } }';
  const TEXT = "import { Repository } from 'typeorm';";
  it.each([
    ['of no package around the file, but of another', { 'package.json': '{}', 'api/package.json': API, 'web/package.json': OWN, 'web/src/orders.ts': TEXT }, 'typeorm'],
    ['of the package', { 'package.json': '{}', 'api/package.json': API, 'web/package.json': API, 'web/src/orders.ts': TEXT }, undefined],
    ['of a package above', { 'package.json': API, 'api/package.json': API, 'web/package.json': OWN, 'web/src/orders.ts': TEXT }, undefined],
    ['of another package of a workspace', { 'package.json': '{ "workspaces": ["*"] }', 'api/package.json': API, 'web/package.json': OWN, 'web/src/orders.ts': TEXT }, undefined],
    ['of no package at all', { 'package.json': '{}', 'web/package.json': OWN, 'web/src/orders.ts': TEXT }, undefined],
    ['types alone are erased', { 'package.json': '{}', 'api/package.json': API, 'web/package.json': OWN, 'web/src/orders.ts': `import type { Repository } from 'typeorm';` }, undefined],
  ])('%s', (_, files, expected) => {
    const root = projectOf(files, 0);
    expect(missingLibrary(fileAt(join(root, 'web/src/orders.ts')), root, ORMS)).toBe(expected);
  });
});

describe('a finding', () => {
  const FILES = {
    'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\nmodel Order {\n  id Int @id\n  code String\n}\nmodel Coupon {\n  id Int @id\n  code String\n}',
    'src/orders.ts': "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function closeOrders() {\n  for (const order of await prisma.order.findMany()) use(await prisma.coupon.findFirst({ where: { code: order.code } }));\n}",
  };
  const CALLED = { 'src/app.ts': "import { closeOrders } from './orders';\nawait closeOrders();" };

  it.each([
    ['in a function that something calls', { ...FILES, ...CALLED }, 1],
    ['in a function that nothing calls', FILES, 0],
    ['in a file that no program can load', { ...FILES, ...CALLED, 'package.json': '{}', 'src/package.json': '{}', 'api/package.json': '{ "name": "api", "dependencies": { "@prisma/client": "6" } }', '.git': '' }, 0],
  ])('%s', (_, files, count) => {
    const root = projectOf(files);
    const messages = new Linter({ cwd: root }).verify(files['src/orders.ts'], [{ files: ['**/*.ts'], plugins: { 'admin-scale': plugin }, languageOptions: { parser: typescriptParser }, rules: { 'admin-scale/no-query-per-row': 'error' } }], { filename: join(root, 'src/orders.ts') });
    expect(messages.map(({ ruleId }) => ruleId)).toEqual(Array.from({ length: count }, () => 'admin-scale/no-query-per-row'));
  });
});

describe('what other files say of its weight', () => {
  const SCHEMA = { 'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\nmodel Order {\n  id Int @id\n  code String\n  shopId Int\n}\nmodel Coupon {\n  id Int @id\n  code String\n}' };
  const CLIENT = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";
  const ASKS = 'for (const order of orders) use(await prisma.coupon.findFirst({ where: { code: order.code } }));';
  const GIVEN = { 'src/orders.ts': `${CLIENT}export async function closeOrders(orders) {\n  ${ASKS}\n}` };
  const SERVICE_OF = (method: string): string => `${CLIENT}export class Orders {\n  async findDue(shopId: number) {\n    ${method}\n  }\n}`;
  const TAKEN = { 'src/orders.ts': `${CLIENT}import { Orders } from './service';\nexport class Desk {\n  constructor(private readonly orders: Orders) {}\n  async onClose(id) {\n    const orders = await this.orders.findDue(id);\n    ${ASKS}\n  }\n}\nexport default new Desk(undefined);` };
  const CALL = (given: string, from = './orders'): string => `${CLIENT}import { closeOrders } from '${from}';\nexport default async function close(id) {\n  await closeOrders(${given});\n}`;

  it.each([
    ['a caller hands in a table', { ...GIVEN, 'src/app.ts': CALL('await prisma.order.findMany()') }, 1],
    ['a caller hands in what belongs to one', { ...GIVEN, 'src/jobs/app.ts': CALL('await prisma.order.findMany({ where: { shopId: id } })', '../orders') }, 0],
    ['a caller hands in what it was given, in a job', { ...GIVEN, 'src/jobs/app.ts': CALL('id', '../orders') }, 1],
    ['a caller hands in what it was given, anywhere', { ...GIVEN, 'src/app.ts': CALL('id') }, 0],
    ['a caller hands in a table, in a script', { ...GIVEN, 'scripts/app.ts': CALL('await prisma.order.findMany()', '../src/orders') }, 0],
    ['a service gives a table', { ...TAKEN, 'src/service.ts': SERVICE_OF('return prisma.order.findMany();') }, 1],
    ['a service gives what belongs to one', { ...TAKEN, 'src/service.ts': SERVICE_OF('return prisma.order.findMany({ where: { shopId } });') }, 0],
    ['a service gives a table, to who knows what', { ...TAKEN, 'src/orders.ts': TAKEN['src/orders.ts'].replace(': Orders', ''), 'src/service.ts': SERVICE_OF('return prisma.order.findMany();') }, 0],
  ])('%s', (_, files, count) => {
    const root = projectOf({ ...SCHEMA, ...files });
    const messages = new Linter({ cwd: root }).verify(
      files['src/orders.ts'],
      [{ files: ['**/*.ts'], plugins: { 'admin-scale': plugin }, languageOptions: { parser: typescriptParser }, rules: { 'admin-scale/no-query-per-row': ['error', { impact: 'high' }] } }],
      { filename: join(root, 'src/orders.ts') },
    );
    expect(messages.map(({ ruleId }) => ruleId)).toEqual(Array.from({ length: count }, () => 'admin-scale/no-query-per-row'));
  });
});

it('reads classes of ESLint\'s own parser, which have no list of interfaces', () => {
  const text = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export class Jobs {
  async run() { await this.closeAll(await prisma.customer.findMany()); }
  async closeAll(rows) { for (const row of rows) await prisma.coupon.count({ where: { code: row.email } }); }
}`;
  const root = projectOf({ 'src/jobs.js': text });
  expect(() => new Linter({ cwd: root }).verify(text, plugin.configs.recommended, { filename: join(root, 'src/jobs.js') })).not.toThrow();
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { functionCalled } from '../../../src/javascript/project/called.ts';
import { sourceFileAt, type SourceFile } from '../../../src/javascript/project/modules.ts';

const root = mkdtempSync(join(tmpdir(), 'admin-scale-called-'));

afterAll(() => {
  rmSync(root, { recursive: true });
});

const FILES: Record<string, string> = {
  'orders.ts': `
export abstract class Base<T> { async all() {} async shared() {} abstract later(): void; }
export class Orders extends Base<Order> { constructor(private readonly mails: Mails) { super(); } async find(id: number) {} total = async () => {}; static open() {} within(transaction: unknown): this { return clone(this); } chained() { return this; } other(): Ledgers { return make(); } bare() { return make(); } }
export class Ledgers { async book() {} }
export interface Services { orders: Orders; mails: Mails }
export interface Store { find(id: number): void }
export const orders = new Orders();
export const named: Orders = make();
export const tools = { async count() {}, nested: { deep() {} } };
export async function load() {}
export const wrapped = cache(async () => {});
export default async function () {}
export namespace Ledger { export async function sum() {} export const close = async () => {}; export namespace Deep { export function enter() {} } }
`,
  'chain.ts': `export function run(table: string) { const builder = make(table); return builder${Array.from({ length: 16 }, (_, index) => `.step${String(index)}(table)`).join('')}; }`,
  'loop.ts': "export class A extends B { go() { this.gone(); } }\nexport class B extends A {}",
  'types.ts': `
export interface Keeper { keep(): void }
export interface Shared { share(): void }
export abstract class Ledger { abstract book(): void; close() {} }
export abstract class Split { abstract part(): void }
export namespace Till { export interface Store { count(): void } export interface Shared { share(): void } }
export namespace Other { export interface Store { count(): void } }
`,
  'keepers.ts': `
import type { Keeper, Shared } from './types';
import { Ledger, Split, Till } from './types';
import type { Outer } from 'a-package';
export class OnlyKeeper implements Keeper { async keep() {} }
export class First implements Shared { async share() {} }
export class Second implements Shared { async share() {} }
export class OnlyLedger extends Ledger { async book() {} }
export class Left extends Split { async part() {} }
export class Right extends Split { async part() {} }
export class OnlyTill implements Till.Store { async count() {} }
export class FirstTill implements Till.Shared { async share() {} }
export class SecondTill implements Till.Shared { async share() {} }
export class OnlyOuter implements Outer { async put() {} }
`,
  'mocks/keepers.ts': "import type { Keeper } from '../types';\nexport class Kept implements Keeper { async keep() {} }",
  'memory.ts': "import type { Keeper } from './types';\nexport class InMemoryKeeper implements Keeper { async keep() {} }",
  'keepers.test.ts': "import type { Keeper } from './types';\nclass FakeKeeper implements Keeper { async keep() {} }",
  'namesake.ts': 'interface Keeper { keep(): void }\nexport class OtherKeeper implements Keeper { async keep() {} }',
  'factories.ts': `
import { Orders } from './orders';
function rest() { return { async spread() {} }; }
export function createTools(db) {
  async function close() {}
  const again = () => async function again() {};
  return { ...rest(), close, reopen: async function reopen() {}, again: again(), orders: new Orders(), map() {} };
}
export const repositoryOf = (table) => class Repository { async list() {} };
export function eitherOf(table) { if (table) return class First { async list() {} }; return class Second { async list() {} }; }
export const build = (db) => async function carried() {};
export const pick = (db) => { if (db) return createTools(db); return { close() {} }; };
`,
  'wrapping.ts': `
import { traced } from 'a-package';
const logged = (work) => async (...args) => { try { return done(await work(...args)); } catch (error) { return failed(error); } };
function timed(name, work) { return async (db, ...rest) => { const id = next(); return span(id, async () => work(db, ...rest)); }; }
const skipping = (work) => async (...args) => { if (isOff) return null; return work(...args); };
const filling = (work) => async (id) => work(client, id);
const keeping = (work) => { let kept; return async () => kept ?? (kept = await work()); };
const atomic = (work) => async (...args) => client.transaction(async () => work(...args));
const repeating = (work) => async (...args) => { for (const wait of WAITS) await work(...args); };
const failing = (work) => async (...args) => { try { return done(); } catch { return work(...args); } };
const doubled = (work) => async (...args) => [await work(...args), await work(...args)];
const cached = (work) => async (...args) => work(...args);
const holding = (work) => ({ work });
export const inLog = logged(async function inLog() {});
export const inTime = timed('find', async function inTime() {});
export const inLogOfTime = logged(timed('find', async function inLogOfTime() {}));
export const ofPackage = traced(async function ofPackage() {});
export const skipped = skipping(async function skipped() {});
export const filled = filling(async function filled() {});
export const keptOnce = keeping(async function keptOnce() {});
export const inTransaction = atomic(async function inTransaction() {});
export const again = repeating(async function again() {});
export const ifFailed = failing(async function ifFailed() {});
export const twiceRun = doubled(async function twiceRun() {});
export const remembered = cached(async function remembered() {});
export const held = holding(async function held() {});
export class Wrapping { find = logged(async function find() {}); skip = skipping(async function skip() {}); }
`,
  'index.ts': `
import * as wrapping from './wrapping';
import { inLog, Wrapping } from './wrapping';
import { build, createTools, eitherOf, pick, repositoryOf } from './factories';
const required = require('./orders').load;
import type { Keeper, Shared } from './types';
import { Ledger, Other, Split, Till } from './types';
import type { Outer } from 'a-package';
import fallback, { load, load as other, orders, named, tools, wrapped, Ledger as Books, Orders, type Services, type Store } from './orders';
import * as all from './orders';
import { A } from './loop';
import { outside } from 'a-package';
type Bag = { tools: typeof tools; other: typeof outside };
class Service {
  private readonly field: Orders;
  private readonly made = new Orders();
  private readonly set;
  private readonly store: Store;
  constructor(private readonly keeper: Keeper, private readonly shared: Shared, private readonly ledger: Ledger, private readonly split: Split, private readonly outer: Outer, private readonly injected: Orders, private readonly token, private readonly till: Till.Store, private readonly tills: Till.Shared, private readonly otherTill: Other.Store, set: Orders) { this.set = new Orders(); }
  get opened() { return new Orders(); }
  own() {}
  run(given: Orders, { picked }: { picked: Orders }, context: { services: Services }, { services: offered }: { services: Services }, bag: Bag, { tools: counted }: Bag) {
    let later = new Orders();
    let twice = new Orders();
    twice = given;
    const services = { orders: new Orders(), mails: given };
    const { orders: taken } = services;
    const here = new Orders();
    const held = Container.get(Orders);
    const made = createTools(given);
    const { close, orders: factoredOrders } = createTools(given);
    const carried = build(given);
    const either = pick(given);
    const bound = this.injected.find.bind(this.injected);
    const cast = (this.injected.find as (id: unknown) => Promise<void>).bind(this.injected);
    const handed = this.injected.find.bind(this.injected, 1);
    const named2 = this.injected.find;
    const { find: takenOut } = this.injected;
    let moved = this.injected.find;
    moved = given.shared;
    const asserted = Container.resolve('orders') as Orders;
    CALLS;
  }
}
class Made extends repositoryOf('orders') {}
class Picked extends eitherOf('orders') {}
class Special extends Orders { special() { super.shared(); this.find(1); } }
`,
};

/** The calls, and where each is expected to lead: \`file:name\`, or nothing. */
const EXPECTED: readonly [call: string, to: string | undefined][] = [
  ['load()', 'orders.ts:load'],
  ['given.within(tx).find(1)', 'orders.ts:find'],
  ['given.within(tx).chained().find(2)', 'orders.ts:find'],
  ['given.other().book()', 'orders.ts:book'],
  ['given.bare().find(3)', undefined],
  ['given.within(tx).mails.send()', undefined],
  ['context.services.orders.find(4)', 'orders.ts:find'],
  ['offered.orders.find(5)', 'orders.ts:find'],
  ['context.services.mails.find(6)', undefined],
  ['asserted.find(7)', 'orders.ts:find'],
  ["Container.resolve<Orders>('orders').find(8)", 'orders.ts:find'],
  ["Container.build<Orders>('orders').find(9)", undefined],
  ['other()', 'orders.ts:load'],
  ['fallback()', 'orders.ts:'],
  ['all.load()', 'orders.ts:load'],
  ['tools.count()', 'orders.ts:count'],
  ['orders.find(1)', 'orders.ts:find'],
  ['orders.total()', 'orders.ts:total'],
  ['orders.shared()', 'orders.ts:shared'],
  ['named.find(1)', 'orders.ts:find'],
  ['Orders.open()', 'orders.ts:open'],
  ['this.own()', 'index.ts:own'],
  ['this.injected.find(1)', 'orders.ts:find'],
  ['this.injected.all()', 'orders.ts:all'],
  ['this.field.find(1)', 'orders.ts:find'],
  ['this.made.find(1)', 'orders.ts:find'],
  ['this.set.find(1)', 'orders.ts:find'],
  ['given.find(1)', 'orders.ts:find'],
  ['here.find(1)', 'orders.ts:find'],
  ['held.find(1)', 'orders.ts:find'],
  ['(await here).find(1)', 'orders.ts:find'],
  ['later.find(1)', 'orders.ts:find'],
  ['services.orders.find(1)', 'orders.ts:find'],
  ['taken.find(1)', 'orders.ts:find'],
  ['this.opened.find(1)', 'orders.ts:find'],
  ['here?.find(1)', 'orders.ts:find'],
  ['picked.find(1)', 'orders.ts:find'],
  // what a factory of the project puts there
  ['made.close(1)', 'factories.ts:close'],
  ['made.reopen(1)', 'factories.ts:reopen'],
  ['made.spread(1)', 'factories.ts:spread'],
  ['made.again(1)', 'factories.ts:'],
  ['made.orders.find(1)', 'orders.ts:find'],
  ['close(1)', 'factories.ts:close'],
  ['factoredOrders.find(1)', 'orders.ts:find'],
  ['createTools(1).close(2)', 'factories.ts:close'],
  ['carried(1)', 'factories.ts:'],
  ['required(1)', 'orders.ts:load'],
  ['either.close(1)', undefined],
  ['made.missing(1)', undefined],
  // what the type of a parameter says that it is the value of
  ['bag.tools.count()', 'orders.ts:count'],
  ['counted.count()', 'orders.ts:count'],
  ['bag.tools.missing()', undefined],
  ['bag.other.count()', undefined],
  ['made.map(close)', undefined],
  ['new Orders().find(1)', 'orders.ts:find'],
  // an interface or an abstract class that one class of the application has
  ['this.keeper.keep()', 'keepers.ts:keep'],
  ['this.ledger.book()', 'keepers.ts:book'],
  ['this.ledger.close()', 'types.ts:close'],
  ['this.till.count()', 'keepers.ts:count'],
  ['this.tills.share()', undefined],
  ['this.otherTill.count()', undefined],
  // a class that extends what a function of the project makes
  ['new Made().list()', 'factories.ts:list'],
  ['new Picked().list()', undefined],
  // what a function of the project wraps, and hands on to each time
  ['inLog(1)', 'wrapping.ts:'],
  ['wrapping.inLog(1)', 'wrapping.ts:'],
  ['wrapping.inTime(1)', 'wrapping.ts:'],
  ['new Wrapping().find(1)', 'wrapping.ts:'],
  ['new Wrapping().skip(1)', undefined],
  ...['inLogOfTime', 'ofPackage', 'skipped', 'filled', 'keptOnce', 'inTransaction', 'again', 'ifFailed', 'twiceRun', 'remembered', 'held'].map((name): [string, undefined] => [`wrapping.${name}(1)`, undefined]),
  // members of a namespace
  ['Books.sum()', 'orders.ts:sum'],
  ['Books.close(1)', 'orders.ts:'],
  ['Books.missing()', undefined],
  // a method by a name of its own
  ['bound(1)', 'orders.ts:find'],
  ['cast(1)', 'orders.ts:find'],
  ['named2(1)', 'orders.ts:find'],
  ['takenOut(1)', 'orders.ts:find'],
  ['handed(2)', undefined],
  ['moved(1)', undefined],
  // what nothing written down decides
  ['this.shared.share()', undefined],
  ['this.split.part()', undefined],
  ['this.outer.put()', undefined],
  ['this.store.find(1)', undefined],
  ['this.token.find(1)', undefined],
  ['services.other.find(1)', undefined],
  ['this.injected.later()', undefined],
  ['this.injected.missing()', undefined],
  ['this.injected.mails.send()', undefined],
  ['twice.find(1)', undefined],
  ['wrapped()', undefined],
  ['outside()', undefined],
  ['unknown.find(1)', undefined],
  ['this.injected[name](1)', undefined],
];

for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text.replace('CALLS', EXPECTED.map(([call]) => call).join(';\n')));
}

function fileNamed(name: string): SourceFile {
  return sourceFileAt(join(root, name)) as SourceFile;
}

function callOf(file: SourceFile, text: string): TSESTree.CallExpression {
  return file.module.calls.find((call) => file.module.textOf(call) === text) as TSESTree.CallExpression;
}

function nameOf(found: ReturnType<typeof functionCalled>): string | undefined {
  if (found === undefined) return undefined;
  const { module, path } = found;
  const parent = module.parentOf(found.node) as { key?: TSESTree.Node } | undefined;
  const key = parent?.key ?? (found.node.type === 'FunctionDeclaration' ? found.node.id : undefined);
  return `${basename(path)}:${key == null ? '' : module.textOf(key)}`;
}

describe('functionCalled', () => {
  const file = fileNamed('index.ts');

  it.each(EXPECTED)('%s leads to %s', (text, to) => {
    const call = callOf(file, text);
    expect(nameOf(functionCalled(file, call.callee))).toBe(to);
  });

  it('follows super, and this into the base class', () => {
    expect(nameOf(functionCalled(file, callOf(file, 'super.shared()').callee))).toBe('orders.ts:shared');
    const own = file.module.calls.findLast((call) => file.module.textOf(call) === 'this.find(1)') as TSESTree.CallExpression;
    expect(nameOf(functionCalled(file, own.callee))).toBe('orders.ts:find');
  });

  it('ends where classes inherit from each other', () => {
    const loop = fileNamed('loop.ts');
    expect(functionCalled(loop, callOf(loop, 'this.gone()').callee)).toBeUndefined();
  });

  it('asks each call of a long chain once', () => {
    const chain = fileNamed('chain.ts');
    const resolve = vi.spyOn(chain.module, 'resolve');
    expect(functionCalled(chain, chain.module.calls.reduce((longest, call) => (call.range[1] > longest.range[1] ? call : longest)).callee)).toBeUndefined();
    // Sixteen links that each asked twice would be some 65,000 questions.
    expect(resolve.mock.calls.length).toBeLessThan(2000);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Receivers } from '../../../src/javascript/receivers/receivers.ts';
import type { TypeModel } from '../../../src/javascript/receivers/type-model.ts';
import { sourceFileAt } from '../../../src/javascript/project/modules.ts';
import { marked } from '../parse.ts';

const root = mkdtempSync(join(tmpdir(), 'admin-scale-receivers-'));

afterAll(() => {
  rmSync(root, { recursive: true });
});

/** A library that exists nowhere but here. */
const ACME: TypeModel = {
  packages: /^acme$/,
  types: { store: /^Store$/, client: /^Client$/ },
  functions: { connect: { kind: 'client' } },
  properties: { client: { root: { kind: 'store' } } },
  methods: { client: { storeOf: { kind: 'store', model: 'argument' } }, store: { extend: {}, query: { kind: 'builder', model: 'same' } }, builder: { from: { model: 'argument' }, '*': {} } },
  unmistakable: { getStore: { kind: 'store', model: 'argument' } },
  callbacks: { client: { atomic: { kind: 'client' } } },
  decorators: { InjectStore: { kind: 'store', model: 'argument' }, InjectNamed: { kind: 'store', model: 'named' } },
  aliasedModel: 'store',
  worthOpening: /store|client|^db$|base/i,
  conventions: {
    hold: ({ module }) => module.text.includes('// acme'),
    types: { client: /^Db$/ },
    tokens: { says: /CLIENT/, kind: 'client' },
    names: { says: /^acme/, kind: 'client' },
  },
};

let made = 0;

/** What the identifier (or its property, method or call) behind the mark of the first file is. */
function receiver(text: string, others: Record<string, string> = {}, aliases: Record<string, string> = {}): string | undefined {
  made += 1;
  const directory = join(root, String(made));
  for (const [path, content] of Object.entries({ 'package.json': '{}', 'main.ts': text, ...others })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  const file = sourceFileAt(join(directory, 'main.ts'));
  if (file === undefined) throw new Error('no such file');
  const call = file.module.parentOf(marked(file.module));
  const argument = call?.type === 'CallExpression' ? call.arguments[0] : undefined;
  const found = new Receivers(file, ACME, aliases).of(argument);
  return found && [found.kind, ...(found.model === undefined ? [] : [found.model])].join(' of ');
}

const IMPORT = "import { Client, Store, connect, getStore, InjectNamed, InjectStore } from 'acme';\n";

/** A class that hands a client to what its own are to do. */
const HANDING = `${IMPORT}const db = connect();\nexport class Base { handle(request) { return this.run(request, db); } run(request, db) {} }\n`;

describe('what an expression is to a library', () => {
  it.each([
    ['what a function of the library makes', 'const db = connect(); /*here*/use(db)', 'client'],
    ['what is made in place', '/*here*/use(new Client())', 'client'],
    ['a parameter by its annotation', 'function f(orders: Store<Order>) { /*here*/use(orders) }', 'store of Order'],
    ['a property', '/*here*/use(connect().root)', 'store'],
    ['what is taken out of it', 'const { root } = connect(); /*here*/use(root)', 'store'],
    ['what a function gives by the type that it is told', 'function openStore<T>(): T { return cached; } /*here*/use(openStore<Store<Order>>())', 'store of Order'],
    ['what a method gives, with the class that it is handed', '/*here*/use(connect().storeOf(Order))', 'store of Order'],
    ['a chain', '/*here*/use(connect().storeOf(Order).query().where(a).limit(3))', 'builder of Order'],
    ['a chain that names its model late', '/*here*/use(connect().storeOf(Order).query().from(Line))', 'builder of Line'],
    ['one of two', '/*here*/use(given ?? (flag ? connect() : other))', 'client'],
    ['what is awaited', 'async function f() { const db = await connect(); /*here*/use(db) }', 'client'],
    ['what is assigned later', 'let db; db = connect(); /*here*/use(db)', 'client'],
    ['what is handed to a callback', 'connect().atomic(async (tx) => { /*here*/use(tx) })', 'client'],
    ['what a function of the file declares that it hands in', 'async function atomically(work: (tx: Client) => Promise<void>) { await work(made) } atomically(async (tx) => { /*here*/use(tx) })', 'client'],
    ['what a function of the file hands on', 'async function run(client, work) { return work(client); } run(connect(), async (tx) => { /*here*/use(tx) })', 'client'],
    ['what a method of its argument hands in', 'async function run(client: any, work: (tx: any) => Promise<void>) { return client.atomic(async (tx: any) => { prepare(tx); return within(() => work(tx)); }); } run(connect(), async (tx) => { /*here*/use(tx) })', 'client'],
    ['what a function says of a function in an object', 'interface Ways { readonly work?: (tx: Client) => Promise<void> } function either(ways: Ways) {} either({ work: async (tx) => { /*here*/use(tx) } })', 'client'],
    ['what it says under an alias', 'type Work = (id: string, tx: Client) => void; function either({ work }: { work: Work; done: Work }) {} either({ done() {}, work: (id, tx) => { /*here*/use(tx) } })', 'client'],
    ['the second that it hands in', 'function within(from: Date, work: (id: string, tx: Client) => void) {} within(now, (id, tx) => { /*here*/use(tx) })', 'client'],
    ['what a function of the file returns', 'function orderStore() { return connect().storeOf(Order); } /*here*/use(orderStore())', 'store of Order'],
    ['what a function says that it gives to who waits', 'async function orderStore(): Promise<Store<Order>> { return cached; } async function f() { /*here*/use(await orderStore()) }', 'store of Order'],
    ['what a parameter gives that is a function', 'async function f(open: () => Promise<Client>) { const db = await open(); /*here*/use(db) }', 'client'],
    ['what a member gives that is a function', 'class A { constructor(private readonly open: () => Promise<Client>) {} async f() { /*here*/use(await this.open()) } }', 'client'],
    ['what a member gives that is a function of something else', 'class A { constructor(private readonly open: () => Promise<Other>) {} async f() { /*here*/use(await this.open()) } }', undefined],
    ['what a type parameter has to be', 'class A<E, R extends Store<E>> { constructor(private readonly orders: R) {} f() { /*here*/use(this.orders) } }', 'store of E'],
    ['what a type parameter of the base has to be', 'class A<E, R extends Store<E>> { constructor(protected readonly orders: R) {} } class B extends A<Order, Store<Order>> { f() { /*here*/use(this.orders) } }', 'store of Order'],
    ['what a type parameter of a function has to be', 'function f<R extends Store<Order>>(orders: R) { /*here*/use(orders) }', 'store of Order'],
    ['a type parameter that may be anything', 'function f<R>(orders: R) { /*here*/use(orders) }', undefined],
    ['a type parameter that is its own bound', 'function f<R extends R>(orders: R) { /*here*/use(orders) }', undefined],
    ['what is picked out of a type', "interface Stores { orders: Store<Order>; other: Other } function f({ orders }: Pick<Stores, 'orders'>) { /*here*/use(orders) }", 'store of Order'],
    ['what is left of a type', "interface Stores { orders: Store<Order>; other: Other } function f(stores: Omit<Stores, 'other'>) { /*here*/use(stores.orders) }", 'store of Order'],
    ['what a function says that it returns', 'function orderStore(): Store<Order> { return cached; } /*here*/use(orderStore())', 'store of Order'],
    ['a client that is opened when it is first asked', 'const db = new Proxy({}, { get: (_, name) => connect()[name] }); /*here*/use(db)', 'client'],
    ['a member by its annotation', 'class A { constructor(private orders: Store<Order>) {} f() { /*here*/use(this.orders) } }', 'store of Order'],
    ['a member by what the constructor sets it to', 'class A { constructor() { this.db = connect(); } f() { /*here*/use(this.db) } }', 'client'],
    ['a getter', 'class A { get db() { return connect(); } f() { /*here*/use(this.db) } }', 'client'],
    ['a method of the class', 'class A { orders() { return connect().storeOf(Order); } f() { /*here*/use(this.orders()) } }', 'store of Order'],
    ['a store of its own that is injected, by what it is a store of', 'class A { constructor(@InjectStore(OrderStore) private orders: Store<Order>) {} f() { /*here*/use(this.orders) } }', 'store of Order'],
    ['what is injected by a token, by its type', 'class A { constructor(@InjectNamed(ORDERS) private orders: Store<Order>) {} f() { /*here*/use(this.orders) } }', 'store of Order'],
    ['what is injected by a name that is written out', 'class A { constructor(@InjectNamed(Order.name) private orders: Store<OrderDocument>) {} f() { /*here*/use(this.orders) } }', 'store of Order'],
    ['what is injected without a model in its type', 'class A { constructor(@InjectStore(Order) private orders: Store) {} f() { /*here*/use(this.orders) } }', 'store of Order'],
    ['what a container injects', 'class A { constructor(@InjectStore(Order) private orders) {} f() { /*here*/use(this.orders) } }', 'store of Order'],
    ['a class that extends one', 'class Orders extends Store<Order> { f() { /*here*/use(this) } }', 'store of Order'],
    ['what a generic base class has', 'class Base<T> { constructor(protected store: Store<T>) {} } class Orders extends Base<Order> { f() { /*here*/use(this.store) } }', 'store of Order'],
    ['a class that extends one through a generic base', 'class Base<T> extends Store<T> {} class Orders extends Base<Order> { f() { /*here*/use(this) } }', 'store of Order'],
    ['what stands in an object', 'const deps = { db: connect() }; /*here*/use(deps.db)', 'client'],
    ['what is taken out of an object in an object', 'const { data: { root } } = { data: connect() }; /*here*/use(root)', 'store'],
    ['what stands in an object that is spread', 'const deps = { db: connect() }; const all = { ...deps, log }; /*here*/use(all.db)', 'client'],
    ['what is put into an object', 'const deps = {}; deps.db = connect(); /*here*/use(deps.db)', 'client'],
    ['what a function gives in an object', 'function openClient() { return { db: connect() }; } const { db } = openClient(); /*here*/use(db)', 'client'],
    ['what is waited for together', 'async function f() { const [db, log] = await Promise.all([connect(), open()]); /*here*/use(db) }', 'client'],
    ['what is iterated over', 'for (const store of [connect().storeOf(Order)]) { /*here*/use(store) }', 'store of Order'],
    ['what a callback is run for', '[connect()].forEach((db) => { /*here*/use(db) })', 'client'],
    ['a default', 'function f({ db = connect() }) { /*here*/use(db) }', 'client'],
    ['a default of a parameter', 'function f(db = connect()) { /*here*/use(db) }', 'client'],
    ['what is there once it is set', 'let db = null; function open() { db ??= connect(); } /*here*/use(db)', 'client'],
    ['what is set by taking it apart', 'let db; ({ db } = { db: connect() }); /*here*/use(db)', 'client'],
    ['what a promise gives', 'connect().then((db) => { /*here*/use(db) })', 'client'],
    ['what a method of the class sets', 'class A { db = null; open() { this.db = connect(); } f() { /*here*/use(this.db) } }', 'client'],
    ['the right side of `&&`', '/*here*/use(flag && connect())', 'client'],
    ['a builder that goes on from itself', 'let rows = connect().storeOf(Order).query(); rows = rows.where(a); /*here*/use(rows.limit(3))', 'builder of Order'],
    ['one of two models, of which none is known', '/*here*/use(flag ? connect().storeOf(Order) : connect().storeOf(Line))', 'store'],
    ['a list of several models, of which none is known', 'for (const store of [connect().storeOf(Order), connect().storeOf(Line)]) { /*here*/use(store) }', 'store'],
    ['what a frozen object has', 'const deps = Object.freeze({ db: connect() }); /*here*/use(deps.db)', 'client'],
    ['a property by the type of the object', 'interface Deps { orders: Store<Order>; log: Log } function f(deps: Deps) { /*here*/use(deps.orders) }', 'store of Order'],
    ['what is taken out of a parameter, by the type of the whole', 'type Deps = { data: { orders: Store<Order> } }; function f({ data: { orders } }: Deps) { /*here*/use(orders) }', 'store of Order'],
    ['what is taken out of what is typed', 'interface Deps { orders?: Store<Order> | null } function f(deps: Deps) { const { orders } = deps; /*here*/use(orders) }', 'store of Order'],
    ['a property of one of several types that are joined', 'interface Base { orders: Store<Order> } function f(deps: Log & Base) { /*here*/use(deps.orders) }', 'store of Order'],
    ['a property that an interface inherits', 'interface Base { orders: Store<Order> } interface Deps extends Base { log: Log } class A { constructor(private deps: Readonly<Deps>) {} f() { /*here*/use(this.deps.orders) } }', 'store of Order'],
    ['an interface that extends one', 'interface OrderStore extends Store<Order> { close(): void } function f(orders: OrderStore) { /*here*/use(orders) }', 'store of Order'],
    ['a property that is typed as a value', 'const orders = connect().storeOf(Order); interface Deps { orders: typeof orders } function f(deps: Deps) { /*here*/use(deps.orders) }', 'store of Order'],
    ['a member that is typed as a value', 'const orders = connect().storeOf(Order); class A { constructor(private orders: typeof orders) {} f() { /*here*/use(this.orders) } }', 'store of Order'],
    ['what the code says that it is', 'const db = open() as Client; /*here*/use(db)', 'client'],
    ['what it says last that it is', 'const db = open() as unknown as Client; /*here*/use(db)', 'client'],
    ['a type that is imported on the spot', "const orders = open() as import('acme').Store<Order>; /*here*/use(orders)", 'store of Order'],
    ['a parameter whose type is imported on the spot', "function f(db: import('acme').Client) { /*here*/use(db) }", 'client'],
    ['a method that it is extended by', 'const orders = connect().storeOf(Order).extend({ async close() { [1].map(() => /*here*/use(this)) } })', 'store of Order'],
  ])('%s', (_, text, expected) => {
    expect(receiver(IMPORT + text)).toBe(expected);
  });

  it.each([
    ['a namesake of another package', "import { connect } from 'other'; /*here*/use(connect())"],
    ['a type of another package', "import { Store } from 'other'; function f(orders: Store<Order>) { /*here*/use(orders) }"],
    ['a property that the kind hasn\'t', `${IMPORT}/*here*/use(connect().rows)`],
    ['a second parameter of the callback', `${IMPORT}connect().atomic((tx, other) => { /*here*/use(other) })`],
    ['what a function of the file doesn\'t say that it hands in', `${IMPORT}function atomically(work: (tx) => void) {} atomically((tx) => { /*here*/use(tx) })`],
    ['what is handed on of another argument', `${IMPORT}function run(client, other, work) { return work(other); } run(connect(), made, async (tx) => { /*here*/use(tx) })`],
    ['what another of its callbacks is handed', `${IMPORT}function run(client, work) { return client.later(async (tx) => work(tx)); } run(connect(), async (tx) => { /*here*/use(tx) })`],
    ['a second parameter of what is handed on', `${IMPORT}function run(client, work) { return client.atomic(async (tx, id) => work(id)); } run(connect(), async (id) => { /*here*/use(id) })`],
    ['what is taken out of an argument', `${IMPORT}function run({ client }, work) { return work(client); } run(connect(), async (tx) => { /*here*/use(tx) })`],
    ['the parameter of a function that the argument is not handed to', `${IMPORT}function run(client, work) { list.each((client) => work(client)); } run(connect(), async (tx) => { /*here*/use(tx) })`],
    ['a function under another key', `${IMPORT}function either(ways: { work: (tx: Client) => void; done: (tx) => void }) {} either({ done: (tx) => { /*here*/use(tx) } })`],
    ['another parameter of what it hands in', `${IMPORT}function within(work: (id: string, tx: Client) => void) {} within((id, tx) => { /*here*/use(id) })`],
    ['what another argument is handed', `${IMPORT}function within(work: (tx: Client) => void, done: (tx) => void) {} within(start, (tx) => { /*here*/use(tx) })`],
    ['`this` in an object that nothing is extended by', `${IMPORT}register({ close() { /*here*/use(this) } })`],
    ['a name in a file where names are no evidence', '/*here*/use(context.acmeClient)'],
    ['a method of that name that says nothing of what it gives', `${IMPORT}class Base { getStore(type) { return make(type); } } class A { constructor(private base: Base) {} f(type) { /*here*/use(this.base.getStore(type)) } }`],
    ['another name of the object', `${IMPORT}const deps = { db: connect(), log: open() }; /*here*/use(deps.log)`],
    ['another element of the list', `${IMPORT}const [db, log] = [connect(), open()]; /*here*/use(log)`],
    ['what is put into an object elsewhere', `${IMPORT}const deps = {}; other.db = connect(); /*here*/use(deps.db)`],
    ['the left side of `&&`', `${IMPORT}/*here*/use(connect() && open())`],
    ['what is added to it', `${IMPORT}let db = 1; db += connect(); /*here*/use(db)`],
    ['objects that are made of each other', 'const a = { db: b.db }; const b = { db: a.db }; /*here*/use(a.db)'],
    ['a variable that is set to itself', 'let db; db = db; /*here*/use(db)'],
    ['another property of the type', `${IMPORT}interface Deps { orders: Store<Order>; log: Log } function f(deps: Deps) { /*here*/use(deps.log) }`],
    ['a property of one of two types', `${IMPORT}interface Deps { orders: Store<Order> } function f(deps: Deps | Log) { /*here*/use(deps.orders) }`],
    ['an interface that extends a type of another package', "import { Store } from 'other'; interface OrderStore extends Store<Order> {} function f(orders: OrderStore) { /*here*/use(orders) }"],
    ['interfaces that extend each other', `${IMPORT}interface A extends B {} interface B extends A {} function f(deps: A) { /*here*/use(deps.store) }`],
    ['a type of another package that is imported on the spot', "const db = open() as import('other').Client; /*here*/use(db)"],
    ['what a container keeps, in a file where names are no evidence', "/*here*/use(container.resolve('acmeClient'))"],
    ['classes that extend each other', 'class A extends B {} class B extends A { f() { /*here*/use(this.store) } }'],
  ])('is unknown: %s', (_, text) => {
    expect(receiver(text)).toBeUndefined();
  });

  it.each([
    ['a value of another file', "import { db } from './db'; /*here*/use(db)", 'client', { 'db.ts': `${IMPORT}export const db = connect();` }],
    ['a value by its annotation there', "import { db } from './db'; /*here*/use(db)", 'client', { 'db.ts': `${IMPORT}export let db: Client;` }],
    ['a value behind a barrel', "import { db } from './all'; /*here*/use(db)", 'client', { 'all.ts': "export * from './db';", 'db.ts': `${IMPORT}export const db = connect();` }],
    ['what a function of another file returns', "import { openStore } from './db'; /*here*/use(openStore())", 'store of Order', { 'db.ts': `${IMPORT}export const openStore = () => connect().storeOf(Order);` }],
    ['a class of another file', "import { OrderStore } from './store'; function f(orders: OrderStore) { /*here*/use(orders) }", 'store of Order', { 'store.ts': `${IMPORT}export class OrderStore extends Store<Order> {}` }],
    ["what a function of the library's makes that another file passes on", "import { connect } from './db'; /*here*/use(connect())", 'client', { 'db.ts': "export { connect } from 'acme';" }],
    ['what it makes under another name, behind a barrel', "import { open } from './all'; /*here*/use(open())", undefined, { 'all.ts': "export * from './db';", 'db.ts': "export { connect as open } from 'acme';" }],
    ['what another name is passed on as', "import { connect } from './db'; /*here*/use(connect())", undefined, { 'db.ts': "export { disconnect as connect } from 'acme';" }],
    ["what the library's own function of another name is passed on as", "import { connect } from './db'; /*here*/use(connect())", 'client', { 'db.ts': "import { connect } from 'acme';\nexport { connect };" }],
    ['what a whole package is passed on with', "import { connect } from './db'; /*here*/use(connect())", 'client', { 'db.ts': "export * from 'other';\nexport * from 'acme';" }],
    ["a namesake of the project's own beside a whole package", "import { connect } from './db'; /*here*/use(connect())", undefined, { 'db.ts': "export * from 'acme';\nexport function connect() { return 1; }" }],
    ['a type that another file passes on', "import type { Store } from './db'; function f(orders: Store<Order>) { /*here*/use(orders) }", 'store of Order', { 'db.ts': "export type { Store } from 'acme';" }],
    ["a type of the project's own called so", "import type { Store } from './db'; function f(orders: Store<Order>) { /*here*/use(orders) }", undefined, { 'db.ts': 'export interface Store<T> { all: T[] }' }],
    ['what a method of that name says that it gives, for a model that only its caller knows', "import { Base } from './base'; class A { constructor(private base: Base) {} f(type) { /*here*/use(this.base.getStore(type)) } }", 'store', { 'base.ts': `${IMPORT}export class Base { getStore<T>(type: T): Store<T> { return make(type); } }` }],
    ['what stands in an object of another file', "import { deps } from './deps'; /*here*/use(deps.db)", 'client', { 'deps.ts': `${IMPORT}export const deps = { db: connect() };` }],
    ['what a function of another file hands on', "import { connect } from 'acme'; import { run } from './base'; run(connect(), async (tx) => { /*here*/use(tx) })", 'client', { 'base.ts': 'export async function run(client: any, work: any) { return await client.atomic((tx: any) => work(tx)); }' }],
    ['what it says of a function in an object', "import { either } from './base'; either(db, { work: async (tx) => { /*here*/use(tx) } })", 'client', { 'base.ts': "import type { Ways } from './ways';\nexport const either = async (db: any, ways: Ways) => ways.work(db);", 'ways.ts': "import type { Client } from 'acme';\nexport interface Ways { work: (tx: Client) => Promise<void> }" }],
    ['what a method of another file\'s class hands in', "import { Base } from './base'; class A { constructor(private base: Base) {} f() { this.base.atomic(async (tx) => { /*here*/use(tx) }) } }", 'client', { 'base.ts': `${IMPORT}export class Base { atomic<T>(work: (tx: Client) => Promise<T>): Promise<T> { return work(this.client); } }` }],
    ['what a file exports that is imported as a whole', "import * as all from './deps'; /*here*/use(all.db)", 'client', { 'deps.ts': `${IMPORT}export const db = connect();` }],
    ['what a function of another file gives in an object', "import { openStores } from './deps'; const { orders } = openStores(); /*here*/use(orders)", 'store of Order', { 'deps.ts': `${IMPORT}export const openStores = () => ({ orders: connect().storeOf(Order) });` }],
    ['a property by a type of another file', "import type { Deps } from './deps'; function f(deps: Deps) { /*here*/use(deps.orderStore) }", 'store of Order', { 'deps.ts': `${IMPORT}export interface Deps { orderStore: Store<Order> }` }],
    ['a property of a property, by types of several files', "import type { Context } from './context'; const f = async (row, args, { stores }: Context) => { /*here*/use(stores.orders) };", 'store of Order', { 'context.ts': "import type { Stores } from './stores';\nexport interface Context { stores: Stores }", 'stores.ts': "import type { OrderStore } from './store';\nexport type Stores = { orders: OrderStore };", 'store.ts': `${IMPORT}export interface OrderStore extends Store<Order> {}` }],
    ['a property of what a function says that it gives', "import { openStores } from './stores'; async function f() { const stores = await openStores('a'); /*here*/use(stores.orders) }", 'store of Order', { 'stores.ts': `${IMPORT}export interface Stores { orders: Store<Order> }\nlet stores: Stores | null = null;\nexport const openStores = async (tenant: string): Promise<Stores> => { if (stores) return stores; return load(tenant); };` }],
    ['a property of what another file exports with a type', "import { stores } from './stores'; /*here*/use(stores?.orders)", 'store of Order', { 'stores.ts': `${IMPORT}export interface Stores { orders: Store<Order> }\nexport let stores: Stores | undefined;` }],
    ['another property of it', "import { stores } from './stores'; /*here*/use(stores.log)", undefined, { 'stores.ts': `${IMPORT}export interface Stores { orders: Store<Order>; log: Log }\nexport let stores: Stores | undefined;` }],
    ['a property of the type that a factory is told', "import { openStores } from './stores'; async function f() { const { orders } = await openStores('a'); /*here*/use(orders) }", 'store of Order', { 'stores.ts': `${IMPORT}import { opener } from './opener';\ninterface Stores { orders: Store<Order> }\nexport const openStores = opener<Stores>(load);`, 'opener.ts': 'export const opener = <Stores>(load) => async (name: string): Promise<Stores> => load(name);' }],
    ['a property of a type that a factory is not told', "import { openStores } from './stores'; async function f() { const { orders } = await openStores('a'); /*here*/use(orders) }", undefined, { 'stores.ts': `${IMPORT}interface Stores { orders: Store<Order> }\nconst opener = <Stores>(load) => async (name: string): Promise<Stores> => load(name);\nexport const openStores = opener(load);` }],
    ['what a function gives by the type of what a factory gives', "import { orderStore } from './stores'; /*here*/use(orderStore())", 'store of Order', { 'stores.ts': `${IMPORT}type StoreGetter<M> = (client?: Client) => Store<M>;\nconst getter = <T>(model): StoreGetter<T> => known.get(model) ?? made(model);\nexport const orderStore = getter<Order>(Order);` }],
    ['the same, of a model that the compiler finds out', "import { orderStore } from './stores'; /*here*/use(orderStore())", 'store', { 'stores.ts': `${IMPORT}type StoreGetter<M> = (client?: Client) => Store<M>;\nconst getter = <T>(model: Type<T>): StoreGetter<T> => known.get(model) ?? made(model);\nexport const orderStore = getter(Order);` }],
    ['what another function gives by its type', "import { orderStore } from './stores'; /*here*/use(orderStore())", undefined, { 'stores.ts': `${IMPORT}type StoreGetter<M> = (client?: Client) => Cache<M>;\nconst getter = <T>(model): StoreGetter<T> => known.get(model) ?? made(model);\nexport const orderStore = getter<Order>(Order);` }],
    ['what a method gives that another file takes out of its object', "import { storeOf } from './db'; /*here*/use(storeOf(Order))", 'store of Order', { 'db.ts': `${IMPORT}export const { storeOf, root } = connect();` }],
    ['the same of an object of which nothing is known', "import { storeOf } from './db'; /*here*/use(storeOf(Order))", undefined, { 'db.ts': `${IMPORT}export const { storeOf, root } = open();` }],
    ['what another file takes out under that name, and is something else', "import { storeOf } from './db'; /*here*/use(storeOf(Order))", undefined, { 'db.ts': `${IMPORT}export const { name: storeOf } = connect();` }],
    ['what a base class of another file hands to a method', "import { Base } from './base'; class A extends Base { run(request, db) { /*here*/use(db) } }", 'client', { 'base.ts': HANDING }],
    ['another argument of it', "import { Base } from './base'; class A extends Base { run(request, db) { /*here*/use(request) } }", undefined, { 'base.ts': HANDING }],
    ['what it hands to another method', "import { Base } from './base'; class A extends Base { close(request, db) { /*here*/use(db) } }", undefined, { 'base.ts': HANDING }],
    ['what another class of that file hands to its own', "import { Other } from './base'; class A extends Other { run(request, db) { /*here*/use(db) } }", undefined, { 'base.ts': `${HANDING}export class Other { handle(request) { return 1; } }` }],
    ['what a base class of another file has', "import { Base } from './base'; class A extends Base<Order> { f() { /*here*/use(this.store) } }", 'store of Order', { 'base.ts': `${IMPORT}export class Base<T> { store: Store<T>; }` }],
  ])('%s', (_, text, expected, others) => {
    expect(receiver(text, others)).toBe(expected);
  });

  it.each([
    ['context.acmeClient', 'client'],
    ["container.resolve('acmeClient')", 'client'],
    ["container.resolve('log')", undefined],
    ["container.get('acmeClient')", undefined],
    ['(d as Db)', undefined],
  ])('by how projects call things, where names are evidence: %s', (text, expected) => {
    expect(receiver(`// acme\n/*here*/use(${text})`)).toBe(expected);
  });

  it('by how projects call what is taken out of a parameter', () => {
    expect(receiver('// acme\nconst f = (row, { acmeClient }) => { /*here*/use(acmeClient) }')).toBe('client');
    expect(receiver('// acme\nconst f = (row, acmeClient) => { /*here*/use(acmeClient) }')).toBeUndefined();
    expect(receiver('const f = (row, { acmeClient }) => { /*here*/use(acmeClient) }')).toBeUndefined();
  });

  it('by a type of the project and a token, where names are evidence', () => {
    expect(receiver('// acme\nfunction f(db: Db) { /*here*/use(db) }')).toBe('client');
    expect(receiver('// acme\nclass A { constructor(@Inject(CLIENT) private any) {} f() { /*here*/use(this.any) } }')).toBe('client');
    expect(receiver('class A { constructor(@Inject(CLIENT) private any) {} f() { /*here*/use(this.any) } }')).toBeUndefined();
  });

  it('without following each way through a structure that a name walks', () => {
    const steps = ['left', 'right', 'middle'].map((name) => `node = other.${name}; other = node.${name};`).join(' ');
    expect(receiver(`let node = load(); let other = node; while (node) { ${steps} /*here*/use(node.store) }`)).toBeUndefined();
    expect(receiver(`${IMPORT}let node = connect(); let other = node; while (node) { ${steps} /*here*/use(node.root) }`)).toBe('store');
  });

  it('by the user\'s settings', () => {
    expect(receiver('/*here*/use(this.ledger)', {}, { ledger: 'Entry' })).toBe('store of Entry');
    expect(receiver('/*here*/use(this.ledger)', {}, { ledger: 'Client' })).toBe('client');
  });
});

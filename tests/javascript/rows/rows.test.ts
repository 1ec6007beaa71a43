import { describe, expect, it } from 'vitest';
import type { OrmCall } from '../../../src/javascript/queries/orm.ts';
import { RowTracer } from '../../../src/javascript/rows/rows.ts';
import { moduleOf, marked } from '../parse.ts';

/** What the list holds that is handed to the call behind the mark: where its rows come from, whether they are the rows themselves, and the way to them. */
function rows(text: string): string {
  const module = moduleOf(text);
  const tracer = new RowTracer(module, (call) => {
    const method = module.textOf(call.callee);
    return /^find(?:AndCount)?$/.test(method) ? ({ method, operation: 'readMany' } as unknown as OrmCall) : undefined;
  });
  const call = module.parentOf(marked(module));
  const [list] = call?.type === 'CallExpression' ? call.arguments : [];
  const content = list === undefined ? 'unknown' : tracer.contentOf(list);
  return typeof content === 'string' ? content : [content.exact ? 'exact' : 'made', content.origin, ...content.path].join(' ');
}

describe('what a list holds', () => {
  it.each([
    // names
    ['const users = await find(); /*here*/use(users)', 'exact query'],
    ['let users; users = await find(); /*here*/use(users)', 'exact query'],
    ['let users = null; if (a) users = await find(); /*here*/use(users)', 'exact query'],
    ['let users; ({ users } = { users: await find() }); /*here*/use(users)', 'exact query'],
    ['let users, total; [users, total] = await findAndCount(); /*here*/use(users)', 'exact query'],
    ['let users = ["a"]; if (a) users = await find(); /*here*/use(users)', 'exact query'],
    ['let users = ["a"]; if (a) users = ["b"]; /*here*/use(users)', 'fixed'],
    ['let users = load(); users = users.filter(f); users = users.map(g); /*here*/use(users)', 'made unknown'],
    ['let a = b; let b = a; /*here*/use(a)', 'made unknown'],
    // both sides
    ['const users = await find(); /*here*/use(users.concat(more))', 'exact query'],
    ['const all = []; const users = await find(); /*here*/use(all.concat({ a }, users.map(f)))', 'made query'],
    ['/*here*/use(["a"].concat(["b"]))', 'fixed'],
    ['/*here*/use(given ? await find() : [])', 'exact query'],
    ['/*here*/use(given && await find())', 'exact query'],
    ['/*here*/use(["a"] ?? await find())', 'exact query'],
    ['const user = await find(); /*here*/use(user && user.posts)', 'exact query posts'],
    // objects, lists and what is waited for together
    ['const all = { users: await find(), names: ["a"] }; /*here*/use(all.users)', 'exact query'],
    ['const all = { users: await find(), names: ["a"] }; /*here*/use(all.names)', 'fixed'],
    ['const all = { users: await find() }; const { users } = all; /*here*/use(users)', 'exact query'],
    ['const all = { users: await find() }; const more = { ...all, names: ["a"] }; /*here*/use(more.users)', 'exact query'],
    ['const all = {}; all.users = await find(); /*here*/use(all.users)', 'exact query'],
    ['const all = { users: [] }; all.users = await find(); /*here*/use(all.users)', 'exact query'],
    ['const users = []; collect(users); /*here*/use(users)', 'made unknown'],
    ['const users = []; const all = { users }; fill(all); /*here*/use(users)', 'made unknown'],
    ['const users = []; users.push("a"); /*here*/use(users)', 'fixed'],
    ['/*here*/use(store.metadata.ownColumns)', 'fixed'],
    ['/*here*/use(order.metadata.notes)', 'made unknown'],
    ['const users = []; const add = (name) => { users.push(name); }; visit(add); /*here*/use(users)', 'made unknown'],
    ['const f = () => { const users = []; users.push("a"); /*here*/use(users); }', 'fixed'],
    ['const users = await batchLoadUsers(ids); /*here*/use(users)', 'made unknown'],
    ['const users = batchItems(ids, 100); /*here*/use(users)', 'chunks'],
    ['const users = await postBatchUsers(ids); /*here*/use(users)', 'made unknown'],
    ['const users = postBatchUsers(ids); /*here*/use(users)', 'chunks'],
    ['let users = []; if (a) users = ["a"]; else users = await find(); /*here*/use(users)', 'exact query'],
    ['let users = []; if (a) users = ["a"]; else users = ["b"]; /*here*/use(users)', 'fixed'],
    ['const f = (rows) => { const users = groupBy("email", rows); /*here*/use(Object.keys(users)); }', 'made parameter'],
    ['const f = (rows) => { const users = groupby(rows, (row) => row.email); /*here*/use(Object.values(users)); }', 'made parameter'],
    ['const f = (rows) => { /*here*/use(Object.keys(rows)); }', 'fixed'],
    ['const users = await loadBatches(ids); /*here*/use(users)', 'chunks'],
    ['const all = { users: [] }; all.users.push(await one()); /*here*/use(all.users)', 'made unknown'],
    ['const LISTS = { a: ["x"], b: ["y"] }; /*here*/use(LISTS[key])', 'fixed'],
    ['const [users, names] = await Promise.all([find(), load()]); /*here*/use(users)', 'exact query'],
    ['const both = await Promise.all([find(), load()]); /*here*/use(both[0])', 'exact query'],
    ['const [users, total] = await findAndCount(); /*here*/use(users)', 'exact query'],
    ['const [users, total] = await findAndCount(); /*here*/use(total)', 'fixed'],
    ['const found = await findAndCount(); /*here*/use(found.rows)', 'exact query'],
    ['for (const list of [await find(), await find()]) { /*here*/use(list) }', 'exact query'],
    ['for (const [name, list] of [["a", await find()]]) { /*here*/use(list) }', 'exact query'],
    // elements
    ['for (const user of await find()) { /*here*/use(user.posts) }', 'exact query posts'],
    ['for (const { posts } of await find()) { /*here*/use(posts) }', 'exact query posts'],
    ['let user; for (user of await find()) { /*here*/use(user.posts) }', 'exact query posts'],
    ['(await find()).forEach((user) => { /*here*/use(user.posts) })', 'exact query posts'],
    ['find().then((users) => { /*here*/use(users) })', 'exact query'],
    ['((users) => { /*here*/use(users) })(await find())', 'exact query'],
    ['const users = await find(); /*here*/use(users[at].posts)', 'made query'],
    // classes
    ['class A { users = find(); f() { /*here*/use(this.users) } }', 'exact query'],
    ['class A { get users() { return find(); } f() { /*here*/use(this.users) } }', 'exact query'],
    ['class A { users = []; async load() { this.users = await find(); } f() { /*here*/use(this.users) } }', 'exact query'],
    ['class A { names = ["a"]; f() { /*here*/use(this.names) } }', 'fixed'],
    ['class A { names = ["a"]; load() { this.names = load(); } f() { /*here*/use(this.names) } }', 'made unknown'],
    ['class A { names = []; f() { /*here*/use(this.names) } }', 'made unknown'],
    ['class A { users() { return find(); } f() { /*here*/use(this.users) } }', 'made unknown'],
    // what is handed in
    ['function f(users) { /*here*/use(users) }', 'made parameter'],
    ['function f({ users = ["a"] }) { /*here*/use(users) }', 'made parameter'],
    ['function f(users = ["a"]) { /*here*/use(users) }', 'made parameter'],
    ['function f(input) { const { data: { ids } } = input; /*here*/use(ids) }', 'made parameter data ids'],
    ['function f(input) { const all = { ids: input.ids }; /*here*/use(all.ids) }', 'made parameter ids'],
  ])('%s', (text, expected) => {
    expect(rows(text)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles, ruleIds } from '../lint-project.ts';

const BY_USER = '@relation(fields: [userId], references: [id])';

const modelOf = (name: string, ...fields: readonly string[]): string => `model ${name} {\n  id Int @id\n  ${fields.join('\n  ')}\n}`;

const SCHEMA = `generator client {
  provider = "prisma-client-js"
}
${[
  modelOf('User', 'email String @unique', 'salt String?', 'orders Order[]', 'agent Agent?', 'owners Owner[]', 'feeds Feed[]'),
  modelOf('Order', 'userId Int', `user User ${BY_USER}`, 'lines Line[]'),
  modelOf('Line', 'orderId Int', 'order Order @relation(fields: [orderId], references: [id])'),
  modelOf('Agent', 'userId Int @unique', `user User ${BY_USER}`),
  modelOf('Owner', 'userId Int', `user User ${BY_USER}`),
  modelOf('Feed', 'userId Int', `user User ${BY_USER}`),
  modelOf('PendingUser', 'userName String @unique'),
  modelOf('Visitor', 'userName String @unique'),
  modelOf('Organization', 'title String'),
  modelOf('Workspace', 'title String'),
].join('\n')}
`;

const MADE = ['user', 'order', 'line', 'agent', 'owner', 'feed', 'pendingUser', 'visitor', 'organization', 'workspace'].map((model) => `export const ${model} = (data) => prisma.${model}.create({ data });`).join('\n');

const FILES: ProjectFiles = {
  'package.json': '{ "name": "shop", "private": true, "workspaces": [], "dependencies": { "@prisma/client": "6.0.0", "express": "5.0.0" } }',
  'prisma/schema.prisma': SCHEMA,
  'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
  'src/make.ts': `import { prisma } from './db';\n${MADE}\n`,
};

/** What is recommended, or said under `strict`, of `target`. */
async function said(files: ProjectFiles, target: string, preset: 'recommended' | 'strict' = 'recommended', rows: Readonly<Record<string, number>> = {}): Promise<string[]> {
  return [...new Set(ruleIds(await lintProject({ ...FILES, ...files }, target, { preset, settings: { rows } })).filter((rule) => /per-row|unbounded-read|offset-batching/.test(rule)))];
}

const SALT = `import { prisma } from './db';
export async function saltUsers() {
  const users = await prisma.user.findMany({ where: { salt: null } });
  for (const user of users) await prisma.user.update({ where: { id: user.id }, data: { salt: 'new' } });
}
`;

/** A program that calls it, written with `app` before it and `rest` in its function. */
const started = (body: string): string => `import express from 'express';\nimport { saltUsers } from './salt';\nconst app = express();\n${body}\n`;

describe('what a program does when it starts', () => {
  it.each([
    ['beside what starts its server', 'async function bootstrap() { await saltUsers(); await app.listen(3000); }\nbootstrap();'],
    ['once its server has started', 'app.listen(3000, async () => { await saltUsers(); });'],
    ['beside it, at the top of the file', 'await saltUsers();\napp.listen(3000);'],
  ])('is silent: %s', async (_, body) => {
    expect(await said({ 'src/salt.ts': SALT, 'src/main.ts': started(body) }, 'src/salt.ts', 'strict')).toEqual([]);
  });

  it.each([
    ['in a function that something else calls', 'export async function saltAll() { await saltUsers(); }\nexport async function bootstrap() { await app.listen(3000); }'],
    ['for each request', "app.post('/salt', saltUsers);\napp.listen(3000);"],
    ['again and again', 'async function bootstrap() { app.listen(3000); while (true) await saltUsers(); }\nbootstrap();'],
    ['by what it is handed to', 'later.add(saltUsers);\napp.listen(3000);'],
    ['on an event', "bus.listen('users', async () => { await saltUsers(); });"],
  ])('is what it says, and no more: %s', async (_, body) => {
    expect(await said({ 'src/salt.ts': SALT, 'src/main.ts': started(body) }, 'src/salt.ts', 'strict')).toEqual(['no-write-per-row']);
  });

  it('is no start where nothing is started, or where it sets up what goes on', async () => {
    const body = 'async function bootstrap() { await saltUsers(); await app.listen(3000); }\nbootstrap();';
    expect(await said({ 'src/salt.ts': SALT, 'src/main.ts': started(body.replace('await app.listen(3000);', '')) }, 'src/salt.ts', 'strict')).toEqual(['no-write-per-row']);
    expect(await said({ 'src/salt.ts': SALT, 'src/users.ts': started(body) }, 'src/salt.ts', 'strict')).toEqual(['no-write-per-row']);
    const endless = SALT.replace('saltUsers() {', 'saltUsers() {\n  while (true) {').replace(/\}\s*$/, '  }\n}\n');
    expect(await said({ 'src/salt.ts': endless, 'src/main.ts': started(body) }, 'src/salt.ts', 'strict')).toEqual(['no-write-per-row']);
    const later = SALT.replace('saltUsers() {', "saltUsers() {\n  bus.on('users', async () => {").replace(/\}\s*$/, '  });\n}\n');
    expect(await said({ 'src/salt.ts': later, 'src/main.ts': started(body) }, 'src/salt.ts', 'strict')).toEqual(['no-write-per-row']);
  });
});

describe('what only commands call', () => {
  const WALK = "import { prisma } from './db';\nexport async function walk() {\n  for (let skip = 0; ; skip += 100) {\n    const orders = await prisma.order.findMany({ skip, take: 100 });\n    if (orders.length === 0) return;\n    use(orders);\n  }\n}\n";
  const calling = "import { walk } from '../src/walk';\nexport const all = () => walk();\n";
  it.each([
    ['of the tools', { 'tools/walk.ts': calling }, []],
    ['of the scripts', { 'src/scripts/walk.ts': calling.replace('../src/walk', '../walk') }, []],
    ['of the program', { 'lib/walk.ts': calling }, ['no-offset-batching']],
    ['of both', { 'tools/walk.ts': calling, 'lib/walk.ts': calling }, ['no-offset-batching']],
  ])('%s', async (_, files, expected) => {
    expect(await said({ 'src/walk.ts': WALK, ...files }, 'src/walk.ts')).toEqual(expected);
    expect(await said({ 'src/walk.ts': WALK, ...files }, 'src/walk.ts', 'strict')).toEqual(['no-offset-batching']);
  });
});

describe('rows that a job walks', () => {
  const job = (round: string): string => `import { prisma } from '../db';\nexport async function send() {\n  const feeds = await prisma.feed.findMany();\n  for (const feed of feeds) {\n    ${round}\n  }\n}\n`;
  it.each([
    ['for each of which a worker starts', 'await boss.work(`feed-${feed.id}`, read);', []],
    ['for each of which a schedule starts', "cron.schedule('0 * * * *', () => read(feed));", []],
    ['for each of which a mail goes out', 'await sendMail(feed.userId);', []],
    ['which are counted', 'total += feed.id; list(total);', ['no-unbounded-read']],
  ])('%s', async (_, round, expected) => {
    expect(await said({ 'src/jobs/feeds.ts': job(round) }, 'src/jobs/feeds.ts')).toEqual(expected);
    expect(await said({ 'src/jobs/feeds.ts': job(round) }, 'src/jobs/feeds.ts', 'strict')).toEqual(['no-unbounded-read']);
  });
});

describe('queries for rows', () => {
  const asked = (round: string): string => `import { prisma } from './db';\nexport async function send() {\n  for (const feed of await prisma.feed.findMany()) {\n    const order = await prisma.order.findFirst({ where: { userId: feed.userId } });\n    ${round}\n  }\n}\n`;
  it.each([
    ['for each of which a schedule starts', "cron.schedule('0 * * * *', () => read(feed, order));", []],
    ['for each of which something is listed', 'list(() => read(feed, order));', ['no-query-per-row']],
  ])('%s', async (_, round, expected) => {
    expect((await said({ 'src/feeds.ts': asked(round) }, 'src/feeds.ts')).filter((rule) => rule === 'no-query-per-row')).toEqual(expected);
    expect(await said({ 'src/feeds.ts': asked(round) }, 'src/feeds.ts', 'strict')).toContain('no-query-per-row');
  });
});

describe('queries for what belongs to the row of a round around', () => {
  const nested = (rows: string, after: string): string => `import { prisma } from './db';
export async function remind() {
  for (const order of await prisma.order.findMany({ include: { lines: true } })) {
    for (const line of ${rows}) use(await prisma.feed.findFirst({ where: { id: line.id } }));
    ${after}
  }
}
`;
  it.each([
    ['that makes a mail', 'order.lines', 'await sendMail(order.userId);', []],
    ['that makes none', 'order.lines', 'use(order);', ['no-query-per-row']],
    ['that makes a mail beside all rows of a table', 'await prisma.line.findMany()', 'await sendMail(order.userId);', ['no-query-per-row']],
  ])('%s', async (_, rows, after, expected) => {
    expect((await said({ 'src/remind.ts': nested(rows, after) }, 'src/remind.ts')).filter((rule) => rule === 'no-query-per-row')).toEqual(expected);
    expect(await said({ 'src/remind.ts': nested(rows, after) }, 'src/remind.ts', 'strict')).toContain('no-query-per-row');
  });
});

describe('how often a round runs', () => {
  const reading = (take: string, more = ''): string => `import { prisma } from './db';\nimport { LIMITS } from './limits';\nexport async function fill() {\n  for (const line of await prisma.line.findMany({ take: ${take} })) use(await prisma.feed.findFirst({ where: { id: line.id } }));\n}\n${more}`;
  const limits = { 'src/limits.ts': 'export const LIMITS = { few: 5, most: 500 };\n' };
  it.each([
    ['as often as a limit of another file lets it', reading('LIMITS.few'), []],
    ['as often as a larger one lets it', reading('LIMITS.most'), ['no-query-per-row']],
  ])('%s', async (_, code, expected) => {
    expect((await said({ ...limits, 'src/fill.ts': code }, 'src/fill.ts', 'strict')).filter((rule) => rule === 'no-query-per-row')).toEqual(expected);
  });

  it.each([
    ['where somebody starts the file', 'if (require.main === module) {\n  fill().then(() => process.exit(0));\n}\n', []],
    ['where a file runs it that hands nothing out', 'fill().catch(tell);\n', []],
    ['where a file runs it that hands something out', 'fill().catch(tell);\nexport const known = 1;\n', ['no-query-per-row']],
    ['where a file runs it again and again', 'while (true) await fill();\n', ['no-query-per-row']],
    ['where the file is loaded', 'if (require.main !== module) {\n  fill().then(() => process.exit(0));\n}\nexport const known = 1;\n', ['no-query-per-row']],
  ])('%s', async (_, main, expected) => {
    const code = reading('LIMITS.most', main).replace('export async', 'async');
    expect((await said({ ...limits, 'src/fill.ts': code }, 'src/fill.ts')).filter((rule) => rule === 'no-query-per-row')).toEqual(expected);
  });
});

describe('rows that a function deletes', () => {
  const deleting = (schedule: string, given = 'order'): ProjectFiles => ({
    'src/orders.ts': "import { prisma } from './db';\nexport class Orders {\n  findOld(at: number) { return prisma.order.findMany({ where: { id: { lt: at } } }); }\n  async drop(order: { id: number }) { await prisma.order.delete({ where: { id: order.id } }); }\n}\n",
    'src/clean.ts': `import { Orders } from './orders';\nexport class Clean {\n  constructor(private readonly orders: Orders) {}\n  @Cron('${schedule}') async clean() {\n    const old = await this.orders.findOld(9);\n    for (const order of old) await this.orders.drop(${given});\n  }\n}\n`,
  });
  it.each([
    ['every minute', deleting('* * * * *'), []],
    ['every day', deleting('0 0 * * *'), ['no-write-per-row']],
    ['others than those of the round', deleting('* * * * *', 'lastOf(order)'), ['no-write-per-row']],
  ])('%s', async (_, files, expected) => {
    expect(await said(files, 'src/clean.ts', 'recommended', { Order: 50_000 })).toEqual(expected);
    expect(await said(files, 'src/clean.ts', 'strict')).toEqual(['no-write-per-row']);
  });
});

describe('a list of all rows', () => {
  const list = (model: string): string => `import { prisma } from '../db';\nexport async function GET() { return Response.json(await prisma.${model}.findMany()); }\n`;
  it.each([
    ['one for each of some users', 'agent', []],
    ['as many as a user likes', 'owner', ['no-unbounded-read']],
    ['those who are not there yet', 'pendingUser', []],
    ['those who are', 'visitor', ['no-unbounded-read']],
    ['organizations of which nothing says that they are customers', 'organization', []],
    ['customers', 'workspace', ['no-unbounded-read']],
  ])('%s', async (_, model, expected) => {
    expect(await said({ 'src/api/list.ts': list(model) }, 'src/api/list.ts')).toEqual(expected);
  });
});

describe('all rows that are asked for', () => {
  const OWNERS = "import { prisma } from '../db';\nexport const allOwners = () => prisma.owner.findMany();\n";
  const asking = "import { allOwners } from './owners';\nexport async function copy() { write(JSON.stringify({ owners: await allOwners() })); }\n";
  it.each([
    ['for a backup', { 'src/api/backup.ts': asking }, []],
    ['for a backup and a page', { 'src/api/backup.ts': asking, 'src/api/page.ts': asking }, ['no-unbounded-read']],
    ['for a page', { 'src/api/page.ts': asking }, ['no-unbounded-read']],
  ])('%s', async (_, files, expected) => {
    expect(await said({ 'src/api/owners.ts': OWNERS, ...files }, 'src/api/owners.ts')).toEqual(expected);
  });
});

describe('rounds over keys', () => {
  const keys = (list: string, name = 'spaceIds'): string => `import { prisma } from './db';\nexport async function list() {\n  const lines = await prisma.line.findMany();\n  ${list}\n  for (const id of ${name}) use(await prisma.feed.findFirst({ where: { id } }));\n}\n`;
  it.each([
    ['that are different ones of what there are kinds of', keys('const spaceIds = new Set(lines.map((line) => line.spaceId));'), []],
    ['in a list', keys('const spaceIds = [...new Set(lines.map((line) => line.spaceId))];'), []],
    ['by a library', keys('const spaceIds = uniq(lines.map((line) => line.spaceId));'), []],
    ['of an object', keys('const bySpace = groupBy(lines, (line) => line.spaceId); const spaceIds = Object.keys(bySpace);'), []],
    ['of all rows', keys('const spaceIds = lines.map((line) => line.spaceId);'), ['no-query-per-row']],
    ['of what there are ever more', keys('const orderIds = [...new Set(lines.map((line) => line.orderId))];', 'orderIds'), ['no-query-per-row']],
    ['and something else', keys('const spaceIds = [...new Set(lines.map((line) => line.spaceId)), ...lines.map((line) => line.id)];'), ['no-query-per-row']],
  ])('%s', async (_, code, expected) => {
    expect((await said({ 'src/list.ts': code }, 'src/list.ts')).filter((rule) => rule === 'no-query-per-row')).toEqual(expected);
  });

  it('that a function gives', async () => {
    const given = "import { prisma } from './db';\nfunction spacesOf(lines) { const spaceIds = new Set(lines.map((line) => line.spaceId)); return spaceIds; }\nexport async function list() {\n  const found = spacesOf(await prisma.line.findMany());\n  for (const id of found) use(await prisma.feed.findFirst({ where: { id } }));\n}\n";
    expect((await said({ 'src/list.ts': given }, 'src/list.ts')).filter((rule) => rule === 'no-query-per-row')).toEqual([]);
    expect((await said({ 'src/list.ts': given.replace('new Set(lines.map((line) => line.spaceId))', 'lines.map((line) => line.spaceId)') }, 'src/list.ts')).filter((rule) => rule === 'no-query-per-row')).toEqual(['no-query-per-row']);
  });
});

describe('what a job is handed', () => {
  const job = (lines: string): string => `import { prisma } from '../db';\nexport async function fill(data) {\n  for (const line of ${lines}) await prisma.feed.update({ where: { id: line.id }, data: { userId: 1 } });\n}\n`;
  it.each([
    ['belongs to one thing in it', job('data.order.lines'), []],
    ['is a list', job('data.lines'), ['no-write-per-row']],
    ['is a list in what holds it', job('data.batch.lines'), ['no-write-per-row']],
    ['is an answer', job('data.response.lines'), ['no-write-per-row']],
  ])('%s', async (_, code, expected) => {
    expect(await said({ 'src/jobs/fill.ts': code }, 'src/jobs/fill.ts')).toEqual(expected);
    expect(await said({ 'src/jobs/fill.ts': code }, 'src/jobs/fill.ts', 'strict')).toEqual(['no-write-per-row']);
  });
});

describe('writes of the rows of one parent', () => {
  const written = (key: string): string => `import { prisma } from './db';\nexport async function fill(id) {\n  for (const owner of await prisma.owner.findMany({ where: { userId: ${key} } })) await prisma.owner.update({ where: { id: owner.id }, data: { userId: 1 } });\n}\n`;
  it.each([
    ['by a key that a function makes of what stands for it', 'parseEntityId(id)', []],
    ['by what a function finds', 'pickOf(id)', ['no-write-per-row']],
  ])('%s', async (_, key, expected) => {
    expect(await said({ 'src/fill.ts': written(key) }, 'src/fill.ts', 'recommended', { Owner: 50_000 })).toEqual(expected);
    expect(await said({ 'src/fill.ts': written(key) }, 'src/fill.ts', 'strict')).toEqual(['no-write-per-row']);
  });
});

// Asks Keystone for the page of a list, as its admin does, in process, and counts the statements of Prisma.
import { createClient } from '@libsql/client';
import { config } from '@keystone-6/core';
import { getContext } from '@keystone-6/core/context';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import * as prismaModule from './generated/prisma/client.ts';

const POSTS = 1000;
const PIECE = 200;
const DEFAULT_PAGE_SIZE = 50;
const url = `file:${process.cwd()}/keystone.db`;

// Keystone leaves the tables to migrations, for which Prisma wants an engine that npm doesn't have
const database = createClient({ url });
await database.executeMultiple(`
  CREATE TABLE Author (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
  CREATE TABLE Tag (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
  CREATE TABLE Post (id TEXT PRIMARY KEY, title TEXT NOT NULL DEFAULT '', views INTEGER, author TEXT);
  CREATE TABLE _Post_tags (A TEXT NOT NULL, B TEXT NOT NULL);`);
const insert = async (table: string, row: (id: number) => string): Promise<void> => {
  for (let start = 0; start < POSTS; start += PIECE) await database.execute(`INSERT INTO ${table} VALUES ${Array.from({ length: PIECE }, (_, index) => `(${row(start + index)})`).join()}`);
};
await insert('Author', (id) => `'a${id}', 'author ${id}'`);
await insert('Tag', (id) => `'t${id}', 'tag ${id}'`);
await insert('Post', (id) => `'p${String(id).padStart(4, '0')}', 'post ${id}', ${id}, 'a${(id * 7) % POSTS}'`);
await insert('_Post_tags', (id) => `'p${String(id).padStart(4, '0')}', 't${(id * 3) % POSTS}'`);

let asked = 0;
let on = false;

export async function open({ lists }: { lists: any }) {
  const extendPrismaClient = (client: any) => {
    client.$on('query', () => void (asked += Number(on)));
    return client;
  };
  const db = { provider: 'sqlite', prismaClientOptions: () => ({ adapter: new PrismaLibSql({ url }), log: [{ emit: 'event', level: 'query' }] }), extendPrismaClient };
  const context = (getContext(config({ db, lists, telemetry: false } as never), prismaModule as never) as any).sudo();
  // what the list view selects for a column of the kind
  const { initialColumns, pageSize = DEFAULT_PAGE_SIZE } = lists.Post.ui.listView;
  const selections: Record<string, string> = { author: 'author { id label: name }', tags: 'tags { id label: name }' };
  const columns = initialColumns.map((name: string) => selections[name] ?? name).join(' ');
  asked = 0;
  on = true;
  const { items } = await context.graphql.run({ query: `query ($take: Int!) { items: posts(take: $take, skip: 0) { id ${columns} } count: postsCount }`, variables: { take: pageSize } });
  await new Promise((done) => setTimeout(done, 50));
  on = false;
  return { asked, rows: items.length, shown: items.map(({ tags, ...item }: { tags: unknown }) => JSON.stringify(item)) };
}

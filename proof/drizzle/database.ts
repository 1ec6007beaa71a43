import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/libsql';
import * as schema from './schema.ts';
import { comparable, insertion, refusals } from './seed.ts';

const SEEDED = 1577836800;
const TABLES = ['topic', 'author', 'badge', 'post', 'tag', 'receipt'];
const DDL = [
  'CREATE TABLE topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL)',
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL)',
  'CREATE TABLE badge (id INTEGER PRIMARY KEY, label TEXT NOT NULL, authorId INTEGER NOT NULL UNIQUE REFERENCES author (id))',
  `CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'draft', authorId INTEGER NOT NULL REFERENCES author (id),
    topicId INTEGER REFERENCES topic (id), createdAt NOT NULL DEFAULT CURRENT_TIMESTAMP, updatedAt INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1)`,
  'CREATE INDEX post_author ON post (authorId)',
  'CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)',
  'CREATE TABLE receipt (id INTEGER PRIMARY KEY, topicId INTEGER NOT NULL REFERENCES topic (id), amount NUMERIC, scan BLOB)',
];

let sent = 0;
/** Drizzle has no hooks. */
export const told = 0;

export const db = drizzle({ connection: `file:${process.env.DATABASE ?? 'proof.db'}`, schema, logger: { logQuery: () => void (sent += 1) } });

/** Tables of so many rows as they are at the beginning. `refuse` makes the database refuse to write the second row, and the second new one. */
export async function reset({ rows, refuse }: { rows: number; refuse: boolean }): Promise<void> {
  const more = { createdAt: SEEDED, updatedAt: SEEDED, version: 1 };
  const statements = [
    [...TABLES].reverse().map((table) => `DROP TABLE IF EXISTS ${table}`),
    DDL,
    insertion('topic', rows, (id) => ({ id, name: `topic ${id}` })),
    insertion('author', rows, (id) => ({ id, name: `author ${id}` })),
    insertion('badge', rows / 2, (id) => ({ id, label: `badge ${id}`, authorId: id * 2 })),
    insertion('tag', rows, (id) => ({ id, name: `tag ${id}` })),
    insertion('post', rows, (id) => ({ id, title: `post ${id}`, status: id % 3 === 0 ? 'live' : 'draft', authorId: (id % 7) + 1, topicId: id % 2 === 0 ? null : id, ...more })),
    insertion('receipt', rows, (id) => ({ id, topicId: (id % 9) + 1, amount: id / 7 })),
    refuse ? refusals(TABLES, rows) : [],
  ];
  for (const statement of statements.flat()) await db.run(sql.raw(statement));
  sent = 0;
}

/** Statements since the last reset; the driver doesn't log those of a transaction itself. */
export function statements(): number {
  return sent;
}

/** All rows of all tables; of moments only whether they are those of the beginning. */
export async function tables(): Promise<unknown> {
  return comparable(await Promise.all(TABLES.map((table) => db.all(sql.raw(`SELECT * FROM ${table} ORDER BY id`)))), SEEDED);
}

export function close(): void {
  db.$client.close();
}

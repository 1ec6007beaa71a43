import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaClient } from './client/client.ts';

const SEEDED = '2020-01-01T00:00:00.000Z';
const TABLES = ['Topic', 'Author', 'Badge', 'Post', 'Tag'];
const DDL = [
  'CREATE TABLE Topic (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)',
  'CREATE TABLE Author (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)',
  'CREATE TABLE Badge (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, authorId INTEGER NOT NULL UNIQUE REFERENCES Author (id))',
  `CREATE TABLE Post (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'draft', views INTEGER NOT NULL DEFAULT 0,
    authorId INTEGER NOT NULL REFERENCES Author (id), topicId INTEGER REFERENCES Topic (id), createdAt DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, updatedAt DATETIME NOT NULL)`,
  'CREATE INDEX Post_authorId ON Post (authorId)',
  'CREATE TABLE Tag (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE)',
];

let sent = 0;
/** How often a hook was called for the write of one row since the last reset. */
export let told = 0;

const client = new PrismaClient({ adapter: new PrismaLibSql({ url: `file:${process.env.DATABASE ?? 'proof.db'}` }), log: [{ emit: 'event', level: 'query' }] });
client.$on('query', () => void (sent += 1));

export const prisma = client.$extends({
  query: {
    $allModels: {
      $allOperations({ operation, args, query }) {
        if (/^(?:create|update|upsert|delete)$/.test(operation)) told += 1;
        return query(args);
      },
    },
  },
});

/** Tables of so many rows as they are at the beginning. `refuse` makes the database refuse to write the second row, and the second new one. */
export async function reset({ rows, refuse }: { rows: number; refuse: boolean }): Promise<void> {
  for (const table of [...TABLES].reverse()) await prisma.$executeRawUnsafe(`DROP TABLE IF EXISTS ${table}`);
  for (const statement of DDL) await prisma.$executeRawUnsafe(statement);
  if (rows > 0) {
    await insert('Topic', rows, (id) => ({ id, name: `'topic ${id}'` }));
    await insert('Author', rows, (id) => ({ id, name: `'author ${id}'` }));
    await insert('Badge', rows / 2, (id) => ({ id, label: `'badge ${id}'`, authorId: id * 2 }));
    await insert('Tag', rows, (id) => ({ id, name: `'tag ${id}'` }));
    const more = { createdAt: `'${SEEDED}'`, updatedAt: `'${SEEDED}'` };
    await insert('Post', rows, (id) => ({ id, title: `'post ${id}'`, status: id % 3 === 0 ? "'live'" : "'draft'", views: id, authorId: (id % 7) + 1, topicId: id % 2 === 0 ? 'NULL' : id, ...more }));
  }
  const refused = [['UPDATE', 'NEW', 2], ['DELETE', 'OLD', 2], ['INSERT', 'NEW', rows + 2]];
  for (const table of refuse ? TABLES : []) {
    for (const [event, row, id] of refused) await prisma.$executeRawUnsafe(`CREATE TRIGGER ${table}_${event} AFTER ${event} ON ${table} WHEN ${row}.id = ${id} BEGIN SELECT RAISE(ABORT, 'refused'); END`);
  }
  sent = told = 0;
}

async function insert(table: string, count: number, row: (id: number) => Record<string, string | number>): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => row(index + 1));
  await prisma.$executeRawUnsafe(`INSERT INTO ${table} (${Object.keys(rows[0] ?? {}).join()}) VALUES ${rows.map((values) => `(${Object.values(values).join()})`).join()}`);
}

/** Statements since the last reset. */
export async function statements(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return sent;
}

/** All rows of all tables; of moments only whether they are those of the beginning. */
export async function tables(): Promise<unknown> {
  const plain = (key: string, value: unknown): unknown => (key.endsWith('At') && value !== SEEDED ? 'later' : typeof value === 'bigint' ? Number(value) : value);
  const rows = await Promise.all(TABLES.map((table) => prisma.$queryRawUnsafe(`SELECT * FROM ${table} ORDER BY id`)));
  return JSON.parse(JSON.stringify(rows, plain));
}

export async function close(): Promise<void> {
  await prisma.$disconnect();
}

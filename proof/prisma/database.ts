import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaClient } from './client/client.ts';
import { comparable, insertion, refusals } from './seed.ts';
import { forget, tell } from './told.ts';

export { told } from './told.ts';

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

const client = new PrismaClient({ adapter: new PrismaLibSql({ url: `file:${process.env.DATABASE ?? 'proof.db'}` }), log: [{ emit: 'event', level: 'query' }] });
client.$on('query', () => void (sent += 1));

export const prisma = client.$extends({
  query: {
    $allModels: {
      $allOperations({ operation, args, query }) {
        if (/^(?:create|update|upsert|delete)$/.test(operation)) tell();
        return query(args);
      },
    },
  },
});

/** Tables of so many rows as they are at the beginning. `refuse` makes the database refuse to write the second row, and the second new one. */
export async function reset({ rows, refuse }: { rows: number; refuse: boolean }): Promise<void> {
  for (const table of [...TABLES].reverse()) await prisma.$executeRawUnsafe(`DROP TABLE IF EXISTS ${table}`);
  const more = { createdAt: SEEDED, updatedAt: SEEDED };
  const statements = [
    DDL,
    insertion('Topic', rows, (id) => ({ id, name: `topic ${id}` })),
    insertion('Author', rows, (id) => ({ id, name: `author ${id}` })),
    insertion('Badge', rows / 2, (id) => ({ id, label: `badge ${id}`, authorId: id * 2 })),
    insertion('Tag', rows, (id) => ({ id, name: `tag ${id}` })),
    insertion('Post', rows, (id) => ({ id, title: `post ${id}`, status: id % 3 === 0 ? 'live' : 'draft', views: id, authorId: (id % 7) + 1, topicId: id % 2 === 0 ? null : id, ...more })),
    refuse ? refusals(TABLES, rows) : [],
  ];
  for (const statement of statements.flat()) await prisma.$executeRawUnsafe(statement);
  sent = 0;
  forget();
}

/** Statements since the last reset. */
export async function statements(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return sent;
}

/** All rows of all tables; of moments only whether they are those of the beginning. */
export async function tables(): Promise<unknown> {
  return comparable(await Promise.all(TABLES.map((table) => prisma.$queryRawUnsafe(`SELECT * FROM ${table} ORDER BY id`))), SEEDED);
}

export async function close(): Promise<void> {
  await prisma.$disconnect();
}

// The tables of a shop for libraries that declare none themselves, filled and read through a connection of its own.
import Database from 'libsql';
import { comparable, insertion, refusals } from './seed.ts';

const SEEDED = '2020-01-01 00:00:00';
const TABLES = ['topic', 'author', 'badge', 'post', 'tag'];
const DDL = [
  'CREATE TABLE topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL)',
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL)',
  'CREATE TABLE badge (id INTEGER PRIMARY KEY, label TEXT NOT NULL, author_id INTEGER NOT NULL UNIQUE)',
  `CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'draft', views INTEGER NOT NULL DEFAULT 0, author_id INTEGER NOT NULL,
    topic_id INTEGER, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, version INTEGER NOT NULL DEFAULT 1)`,
  'CREATE INDEX post_author ON post (author_id)',
  'CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)',
  'CREATE TABLE post_tag (post_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, PRIMARY KEY (post_id, tag_id))',
];

/** Where the tables are. */
export const FILE = process.env.DATABASE ?? 'proof.db';

const database = new Database(FILE);

/** Tables of so many rows as they are at the beginning. `refuse` makes the database refuse to write the second row, and the second new one. */
export function fill({ rows, refuse }: { rows: number; refuse: boolean }): void {
  const more = { created_at: SEEDED, updated_at: SEEDED, version: 1 };
  const statements = [
    ['post_tag', ...[...TABLES].reverse()].map((table) => `DROP TABLE IF EXISTS ${table}`),
    DDL,
    insertion('topic', rows, (id) => ({ id, name: `topic ${id}` })),
    insertion('author', rows, (id) => ({ id, name: `author ${id}` })),
    insertion('badge', rows / 2, (id) => ({ id, label: `badge ${id}`, author_id: id * 2 })),
    insertion('tag', rows, (id) => ({ id, name: `tag ${id}` })),
    insertion('post', rows, (id) => ({ id, title: `post ${id}`, status: id % 3 === 0 ? 'live' : 'draft', views: id, author_id: (id % 7) + 1, topic_id: id % 2 === 0 ? null : id, ...more })),
    insertion('post_tag', rows, (id) => ({ post_id: (id % 5) + 1, tag_id: id })),
    refuse ? refusals(TABLES, rows) : [],
  ];
  for (const statement of statements.flat()) database.exec(statement);
}

/** All rows of all tables; of moments only whether they are those of the beginning. */
export function contents(): unknown {
  return comparable([...TABLES, 'post_tag'].map((table) => database.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all()), SEEDED);
}

import 'reflect-metadata';
import { DataSource, EventSubscriber, type EntitySubscriberInterface } from 'typeorm';
import { Author, Note, Post, Tag, Topic } from './entities.ts';
import { comparable, insertion, refusals } from './seed.ts';
import { forget, tell } from './told.ts';

export { told } from './told.ts';

const SEEDED = '2020-01-01 00:00:00.000';
const TABLES = ['topic', 'author', 'post', 'note', 'tag'];

const sent: string[] = [];
const quiet = (): void => undefined;
const logger = { logQuery: (sql: string) => void sent.push(sql), logQueryError: quiet, logQuerySlow: quiet, logSchemaBuild: quiet, logMigration: quiet, log: quiet };

@EventSubscriber()
class Subscriber implements EntitySubscriberInterface {
  afterInsert = tell;
  afterUpdate = tell;
  afterRemove = tell;
  afterSoftRemove = tell;
}

export const dataSource = new DataSource({ type: 'sqljs', entities: [Author, Note, Post, Tag, Topic], subscribers: [Subscriber], logger, logging: ['query'] });
await dataSource.initialize();

/** Tables of so many rows as they are at the beginning. `refuse` makes the database refuse to write the second row, and the second new one. */
export async function reset({ rows, refuse }: { rows: number; refuse: boolean }): Promise<void> {
  await dataSource.synchronize(true);
  const more = { createdAt: SEEDED, updatedAt: SEEDED, version: 1 };
  const statements = [
    insertion('topic', rows, (id) => ({ id, name: `topic ${id}` })),
    insertion('author', rows, (id) => ({ id, name: `author ${id}` })),
    insertion('note', rows, (id) => ({ id, text: `note ${id}`, authorId: (id % 10) + 1 })),
    insertion('tag', rows, (id) => ({ id, name: `tag ${id}` })),
    insertion('post', rows, (id) => ({ id, title: `post ${id}`, status: id % 3 === 0 ? 'live' : 'draft', authorId: (id % 7) + 1, topicId: id % 2 === 0 ? null : id, ...more })),
    refuse ? refusals(TABLES, rows) : [],
  ];
  for (const statement of statements.flat()) await dataSource.query(statement);
  sent.length = 0;
  forget();
}

/** Statements since the last reset. */
export function statements(): number {
  return sent.length;
}

/** All rows of all tables; of moments only whether they are those of the beginning. */
export async function tables(): Promise<unknown> {
  return comparable(await Promise.all(TABLES.map((table) => dataSource.query(`SELECT * FROM ${table} ORDER BY id`))), SEEDED);
}

import 'reflect-metadata';
import { DataSource, EventSubscriber, type EntitySubscriberInterface } from 'typeorm';
import { Author, Note, Post, Tag, Topic } from './entities.ts';

const SEEDED = '2020-01-01 00:00:00.000';
const TABLES = ['topic', 'author', 'post', 'note', 'tag'];

const sent: string[] = [];
const quiet = (): void => undefined;
const logger = { logQuery: (sql: string) => void sent.push(sql), logQueryError: quiet, logQuerySlow: quiet, logSchemaBuild: quiet, logMigration: quiet, log: quiet };

/** How often a subscriber was told of a write since the last reset. */
export let told = 0;
const tell = (): void => void (told += 1);

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
  if (rows > 0) {
    await insert('topic', rows, (id) => ({ id, name: `topic ${id}` }));
    await insert('author', rows, (id) => ({ id, name: `author ${id}` }));
    await insert('note', rows, (id) => ({ id, text: `note ${id}`, authorId: (id % 10) + 1 }));
    await insert('tag', rows, (id) => ({ id, name: `tag ${id}` }));
    const more = { createdAt: SEEDED, updatedAt: SEEDED, version: 1 };
    await insert('post', rows, (id) => ({ id, title: `post ${id}`, status: id % 3 === 0 ? 'live' : 'draft', authorId: (id % 7) + 1, topicId: id % 2 === 0 ? null : id, ...more }));
  }
  const refused = [['UPDATE', 'NEW', 2], ['DELETE', 'OLD', 2], ['INSERT', 'NEW', rows + 2]];
  for (const table of refuse ? TABLES : []) {
    for (const [event, row, id] of refused) await dataSource.query(`CREATE TRIGGER ${table}_${event} AFTER ${event} ON ${table} WHEN ${row}.id = ${id} BEGIN SELECT RAISE(ABORT, 'refused'); END`);
  }
  sent.length = told = 0;
}

async function insert(table: string, count: number, row: (id: number) => Record<string, unknown>): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => row(index + 1));
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.map(() => `(${columns.map(() => '?').join()})`).join();
  await dataSource.query(`INSERT INTO ${table} (${columns.join()}) VALUES ${values}`, rows.flatMap((one) => Object.values(one)));
}

/** Statements since the last reset. */
export function statements(): number {
  return sent.length;
}

/** All rows of all tables; of moments only whether they are those of the beginning. */
export async function tables(): Promise<unknown> {
  const moment = (key: string, value: unknown): unknown => (key.endsWith('At') && value !== null && value !== SEEDED ? 'later' : value);
  const rows = await Promise.all(TABLES.map((table) => dataSource.query(`SELECT * FROM ${table} ORDER BY id`)));
  return JSON.parse(JSON.stringify(rows), moment);
}

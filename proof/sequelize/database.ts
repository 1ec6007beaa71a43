import { type Model, type ModelStatic, QueryTypes } from 'sequelize';
import { Author, Badge, Post, sent, sequelize, Tag, Topic } from './models.ts';
import { Book, Shelf } from './shelves.ts';
import { comparable, insertion, refusals } from './seed.ts';
import { forget, tell } from './told.ts';

export { told } from './told.ts';

const SEEDED = '2020-01-01 00:00:00.000 +00:00';
const TABLES = ['topic', 'author', 'badge', 'post', 'tag', 'shelf', 'book'];

// hooks of one row, and those of an update or delete by a filter
for (const model of [Author, Badge, Book, Post, Shelf, Tag, Topic] as ModelStatic<Model>[]) {
  model.afterCreate(tell);
  model.afterUpdate(tell);
  model.afterBulkUpdate(tell);
  model.afterDestroy(tell);
  model.afterBulkDestroy(tell);
}

/** Tables of so many rows as they are at the beginning. `refuse` makes the database refuse to write the second row, and the second new one. */
export async function reset({ rows, refuse }: { rows: number; refuse: boolean }): Promise<void> {
  await sequelize.drop();
  await sequelize.sync();
  const more = { createdAt: SEEDED, updatedAt: SEEDED, version: 0 };
  const statements = [
    insertion('topic', rows, (id) => ({ id, name: `topic ${id}` })),
    insertion('author', rows, (id) => ({ id, name: `author ${id}` })),
    insertion('badge', rows / 2, (id) => ({ id, label: `badge ${id}`, authorId: id * 2 })),
    insertion('tag', rows, (id) => ({ id, name: `tag ${id}` })),
    insertion('post', rows, (id) => ({ id, title: `post ${id}`, status: id % 3 === 0 ? 'live' : 'draft', authorId: (id % 7) + 1, topicId: id % 2 === 0 ? null : id, ...more })),
    insertion('labelling', rows, (id) => ({ postId: (id % 5) + 1, tagId: id })),
    insertion('shelf', rows, (id) => ({ id, name: `shelf ${id}`, isOpen: id % 2 })),
    insertion('book', rows, (id) => ({ id, title: `book ${id}`, shelfId: id % 5 === 0 ? null : (id % 8) + 1 })),
    refuse ? refusals(TABLES, rows) : [],
  ];
  for (const statement of statements.flat()) await sequelize.query(statement);
  sent.length = 0;
  forget();
}

/** Statements since the last reset. */
export function statements(): number {
  return sent.length;
}

/** All rows of all tables; of moments only whether they are those of the beginning. */
export async function tables(): Promise<unknown> {
  return comparable(await Promise.all(TABLES.map((table) => sequelize.query(`SELECT * FROM ${table} ORDER BY id`, { type: QueryTypes.SELECT }))), SEEDED);
}

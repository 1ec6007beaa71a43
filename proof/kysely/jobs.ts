import { db } from './database.ts';

export async function insertEach(_: unknown[], __: number[], names: readonly string[]) {
  for (const name of names) {
    await db.insertInto('tag').values({ name }).execute();
  }
}
export async function insertConcurrently(_: unknown[], __: number[], names: string[]) {
  await Promise.all(names.map((title) => db.insertInto('post').values({ title, status: 'live', author_id: 1 }).executeTakeFirst()));
}
export async function insertOfRows() {
  const list = await db.selectFrom('topic').select('name').execute();
  for (const { name } of list) await db.insertInto('author').values({ name }).execute();
}
export async function insertInTransaction(_: unknown[], __: number[], names: string[]) {
  await db.transaction().execute(async (trx) => {
    for (const title of names) await trx.insertInto('post').values({ title, author_id: 1, topic_id: null }).execute();
  });
}
export async function updateByKey(_: unknown[], ids: readonly number[]) {
  for (const id of ids) {
    await db.updateTable('post').set({ status: 'archived' }).where('id', '=', id).execute();
  }
}
export async function updateRows() {
  const list = await db.selectFrom('post').where('status', '=', 'draft').select('id').execute();
  await Promise.all(list.map((post) => db.updateTable('post').set({ status: 'archived', topic_id: null }).where('post.id', '=', post.id).execute()));
}
export async function updateByForeignKey() {
  const list = await db.selectFrom('author').selectAll().execute();
  for (const author of list) await db.updateTable('post').set({ status: 'archived' }).where('author_id', '=', author.id).execute();
}
export async function updateByOwnForeignKey() {
  const list = await db.selectFrom('post').selectAll().execute();
  for (const post of list) await db.updateTable('post').set({ views: 0 }).where('topic_id', '=', post.topic_id).execute();
}
export async function updateInTransaction(_: unknown[], ids: number[]) {
  await db.transaction().execute(async (trx) => {
    for (const id of ids) await trx.updateTable('post').set({ status: 'archived' }).where('id', '=', id).execute();
  });
}
export async function deleteByKey(_: unknown[], ids: number[]) {
  for (const id of ids) await db.deleteFrom('tag').where('id', '=', id).execute();
}
export async function deleteRows() {
  const list = await db.selectFrom('post').selectAll().where('status', '=', 'live').execute();
  await Promise.all(list.map(async ({ id }) => {
    await db.deleteFrom('post').where('id', '=', id).executeTakeFirst();
  }));
}

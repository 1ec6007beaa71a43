import { knex } from './database.ts';

export async function insertEach(_: unknown[], __: number[], names: readonly string[]) {
  for (const name of names) {
    await knex('tag').insert({ name });
  }
}
export async function insertConcurrently(_: unknown[], __: number[], names: string[]) {
  await Promise.all(names.map((title) => knex('post').insert({ title, status: 'live', author_id: 1 })));
}
export async function insertWhatIsMissing(_: unknown[], __: number[], names: string[]) {
  for (const name of names) await knex('tag').insert({ name }).onConflict('name').ignore();
}
export async function insertOrUpdate(_: unknown[], ids: number[]) {
  for (const id of ids) await knex('tag').insert({ id, name: `renamed ${id}` }).onConflict('id').merge();
}
export async function insertInTransaction(_: unknown[], __: number[], names: string[]) {
  await knex.transaction(async (trx) => {
    for (const title of names) await trx('post').insert({ title, author_id: 1 });
  });
}
export async function insertTransacting(_: unknown[], __: number[], names: string[]) {
  const trx = await knex.transaction();
  try {
    for (const name of names) {
      await knex('tag').transacting(trx).insert({ name });
    }
    await trx.commit();
  } catch (error) {
    await trx.rollback();
    throw error;
  }
}
export async function updateByKey(_: unknown[], ids: readonly number[]) {
  for (const id of ids) {
    await knex('post').where({ id }).update({ status: 'archived' });
  }
}
export async function updateRows() {
  const list = await knex('post').where('status', 'draft').select('id');
  await Promise.all(list.map((post) => knex('post').where('id', post.id).update({ status: 'archived', topic_id: null })));
}
export async function updateByForeignKey() {
  const list = await knex('author').select('id');
  for (const author of list) await knex('post').where({ author_id: author.id }).andWhere('status', 'draft').update({ status: 'archived' });
}
export async function updateByOwnForeignKey() {
  const list = await knex('post').select('topic_id');
  for (const post of list) await knex('topic').where({ id: post.topic_id! }).update({ name: 'of posts' });
}
export async function updateInTransaction(_: unknown[], ids: number[]) {
  await knex.transaction(async (trx) => {
    for (const id of ids) await trx('post').where('post.id', '=', id).update({ status: 'archived' });
  });
}
export async function deleteByKey(_: unknown[], ids: number[]) {
  for (const id of ids) await knex('tag').where('id', id).del();
}
export async function deleteRows() {
  const list = await knex('post').where({ status: 'live' });
  await Promise.all(list.map(async ({ id }) => {
    await knex.from('post').where({ id }).delete();
  }));
}
export async function deleteSome() {
  const list = await knex('author');
  for (const author of list) await knex('post').where('author_id', author.id).whereNull('topic_id').del();
}
export async function updateThatIsNeverSent(_: unknown[], ids: number[]) {
  knex('post').whereIn('id', ids).update({ status: 'archived' });
}

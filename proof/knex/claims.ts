import { isDeepStrictEqual } from 'node:util';
import { costOf, fails, ids, samePages } from './claim.ts';
import * as database from './database.ts';

const { knex } = database;

/** What advice of src/libraries/knex/words.ts says. */
export const claims: Record<string, () => Promise<boolean>> = {
  async 'whereIn reads in one statement what first reads for each'() {
    const each = await Promise.all(ids.map((id) => knex('author').where({ id }).first()));
    const all = await knex('author').whereIn('id', ids);
    return isDeepStrictEqual(ids.map((id) => all.find((author) => author.id === id)), each);
  },
  async 'select, count, whereIn and groupBy count for all rows at once'() {
    const each = await Promise.all(ids.map(async (id) => (await knex('post').where({ author_id: id, status: 'draft' }).count({ count: '*' }))[0]?.count));
    const counts = await knex('post').select('author_id').count({ count: '*' }).whereIn('author_id', ids).where('status', 'draft').groupBy('author_id');
    const byAuthor = new Map(counts.map((row) => [row.author_id, row.count]));
    return isDeepStrictEqual(ids.map((id) => byAuthor.get(id) ?? 0), each);
  },
  async 'rowNumber in a subquery finds the first row of each'() {
    const each = await Promise.all(ids.map((id) => knex('post').select('id', 'author_id').where({ author_id: id }).orderBy('id', 'desc').first()));
    const numbered = knex('post').select('id', 'author_id').rowNumber('nth', (query) => query.partitionBy('author_id').orderBy('id', 'desc')).whereIn('author_id', ids).as('numbered');
    const rows: { id: number; author_id: number }[] = await knex.select('id', 'author_id').from(numbered).where('nth', 1);
    return isDeepStrictEqual(ids.map((id) => rows.find((row) => row.author_id === id)), each);
  },
  async 'first asks for one row'() {
    return / limit /.test(knex('post').first().toSQL().sql) && / limit /.test(knex('post').first('id').toSQL().sql);
  },
  async 'batchInsert inserts a list in chunks, in one transaction'() {
    const rows = Array.from({ length: 90 }, (_, index) => ({ name: `new ${index}` }));
    return (await costOf(database, () => knex.batchInsert('tag', rows, 30))).statements === 3 + 2 && (await knex('tag')).length === 190;
  },
  async 'an insert of a list updates what is there with onConflict().merge()'() {
    const rows = [{ id: 1, name: 'renamed' }, { id: 1000, name: 'added' }];
    const { statements } = await costOf(database, () => knex('tag').insert(rows).onConflict('id').merge());
    return statements === 1 && isDeepStrictEqual(await knex('tag').whereIn('id', [1, 1000]).orderBy('id'), rows);
  },
  async 'an insert of nothing fails, and whereIn of an empty list finds nothing'() {
    return (await fails(() => knex('tag').insert([]))) && (await knex('tag').whereIn('id', [])).length === 0;
  },
  async 'where finds the rows that have null, whereIn of a list with null does not'() {
    return (await knex('post').where('topic_id', null)).length === 50 && (await knex('post').whereIn('topic_id', [null as never])).length === 0;
  },
  async 'updates in one transaction are as many, and one BEGIN and COMMIT more'() {
    const { statements } = await costOf(database, () => knex.transaction(async (trx) => {
      for (const id of ids) await trx('post').where({ id }).update({ title: `title ${id}` });
    }));
    return statements === ids.length + 2;
  },
  async 'pages behind the last row are those of an offset'() {
    return samePages(
      (offset) => knex('post').orderBy('id').limit(30).offset(offset),
      (last) => knex('post').where('id', '>', last).orderBy('id').limit(30),
    );
  },
};

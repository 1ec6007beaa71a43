import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { costOf, ids, samePages } from './claim.ts';
import * as database from './database.ts';

const { db } = database;

/** What advice of src/libraries/kysely/words.ts says. */
export const claims: Record<string, () => Promise<boolean>> = {
  async "where('id', 'in', ids) reads in one statement what is read for each"() {
    const each = await Promise.all(ids.map((id) => db.selectFrom('author').selectAll().where('id', '=', id).executeTakeFirst()));
    const all = await db.selectFrom('author').selectAll().where('id', 'in', ids).execute();
    return isDeepStrictEqual(ids.map((id) => all.find((author) => author.id === id)), each);
  },
  async 'countAll beside the key counts for all rows at once with groupBy'() {
    const each = await Promise.all(ids.map((id) => db.selectFrom('post').select((eb) => eb.fn.countAll<number>().as('count')).where('author_id', '=', id).where('status', '=', 'draft').executeTakeFirstOrThrow()));
    const counts = await db.selectFrom('post').select('author_id').select((eb) => eb.fn.countAll<number>().as('count')).where('author_id', 'in', ids).where('status', '=', 'draft').groupBy('author_id').execute();
    const byAuthor = new Map(counts.map((row) => [row.author_id, row.count]));
    return isDeepStrictEqual(ids.map((id) => byAuthor.get(id) ?? 0), each.map(({ count }) => count));
  },
  async 'row_number() over (partition by …) in a subquery finds the first row of each'() {
    const each = await Promise.all(ids.map((id) => db.selectFrom('post').select(['id', 'author_id']).where('author_id', '=', id).orderBy('id', 'desc').limit(1).executeTakeFirst()));
    const rows = await db.selectFrom((eb) => eb.selectFrom('post').select(['id', 'author_id', sql<number>`row_number() over (partition by author_id order by id desc)`.as('nth')]).where('author_id', 'in', ids).as('numbered'))
      .select(['id', 'author_id']).where('nth', '=', 1).execute();
    return isDeepStrictEqual(ids.map((id) => rows.find((row) => row.author_id === id)), each);
  },
  async 'executeTakeFirst sends no LIMIT, with limit(1) it gives the same row'() {
    const query = db.selectFrom('post').selectAll().orderBy('title');
    return !/limit/.test(query.compile().sql) && isDeepStrictEqual(await query.executeTakeFirst(), await query.limit(1).executeTakeFirst());
  },
  async 'values([...]) with onConflict leaves alone what is there, or takes the new values from excluded'() {
    const left = await costOf(database, () => db.insertInto('tag').values([{ name: 'tag 1' }, { name: 'added' }]).onConflict((oc) => oc.doNothing()).execute());
    const rows = [{ id: 1, name: 'renamed' }, { id: 1000, name: 'new' }];
    const put = await costOf(database, () => db.insertInto('tag').values(rows).onConflict((oc) => oc.column('id').doUpdateSet((eb) => ({ name: eb.ref('excluded.name') }))).execute());
    return left.statements === 1 && put.statements === 1 && isDeepStrictEqual(await db.selectFrom('tag').selectAll().where('id', 'in', [1, 1000]).orderBy('id').execute(), rows);
  },
  async 'a builder sends nothing unless it is executed, awaited or not'() {
    const { statements } = await costOf(database, async () => {
      db.deleteFrom('tag');
      await db.deleteFrom('tag');
    });
    return statements === 0;
  },
  async 'a builder stays as it is, whatever is called on it'() {
    const query = db.selectFrom('post').selectAll();
    query.where('status', '=', 'live');
    return (await query.execute()).length === 100;
  },
  async 'pages behind the last row are those of an offset'() {
    return samePages(
      (offset) => db.selectFrom('post').selectAll().orderBy('id').limit(30).offset(offset).execute(),
      (last) => db.selectFrom('post').selectAll().where('id', '>', last).orderBy('id').limit(30).execute(),
    );
  },
};

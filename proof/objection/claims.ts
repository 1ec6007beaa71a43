import { isDeepStrictEqual } from 'node:util';
import { raw } from 'objection';
import { costOf, fails, ids, samePages } from './claim.ts';
import * as database from './database.ts';
import { Author, Post, Tag, Topic } from './models.ts';

const names = ids.map((id) => ({ name: `new ${id}` }));

/** What advice of src/libraries/objection/words.ts says. */
export const claims: Record<string, () => Promise<boolean>> = {
  async 'findByIds reads in one statement what findById reads for each'() {
    const each = await Promise.all(ids.map((id) => Author.query().findById(id)));
    const all = new Map<number, Author>();
    const { statements } = await costOf(database, async () => (await Author.query().findByIds(ids)).forEach((author) => all.set(author.id, author)));
    return statements === 1 && isDeepStrictEqual(ids.map((id) => all.get(id)), each);
  },
  async 'select, count, whereIn and groupBy count for all rows what resultSize counts for each'() {
    const each = await Promise.all(ids.map((id) => Post.query().where('author_id', id).resultSize()));
    const counts = (await Post.query().select('author_id').count({ count: '*' }).whereIn('author_id', ids).groupBy('author_id')) as unknown as { authorId: number; count: number }[];
    const byAuthor = new Map(counts.map(({ authorId, count }) => [authorId, count]));
    return isDeepStrictEqual(ids.map((id) => byAuthor.get(id) ?? 0), each);
  },
  async 'row_number() in a subquery finds the first row of each'() {
    const each = await Promise.all(ids.map(async (id) => (await Post.query().where('author_id', id).orderBy('id', 'desc').first())?.id));
    const numbered = Post.query().select('post.*', raw('row_number() over (partition by author_id order by id desc)').as('nth')).whereIn('author_id', ids).as('post');
    const rows = await Post.query().from(numbered).where('nth', 1);
    return isDeepStrictEqual(ids.map((id) => rows.find((post) => post.authorId === id)?.id), each);
  },
  async 'first sends no LIMIT, with limit(1) it gives the same row; a model with useLimitInFirst sends one'() {
    const [sql, limited] = [Post.query().first(), Tag.query().first()].map((query) => query.toKnexQuery().toSQL().sql);
    const same = isDeepStrictEqual(await Post.query().orderBy('title').first(), await Post.query().orderBy('title').limit(1).first());
    return !/limit/.test(sql ?? '') && /limit/.test(limited ?? '') && same;
  },
  async 'page sends two statements, the rows and their number'() {
    return (await costOf(database, () => Post.query().page(0, 10))).statements === 2;
  },
  async 'withGraphFetched and fetchGraph read a relation of all rows with one statement'() {
    const { statements } = await costOf(database, () => Post.query().withGraphFetched('author'));
    const posts = await Post.query();
    const later = await costOf(database, () => Post.fetchGraph(posts, 'author'));
    return statements === 2 && later.statements === 1 && posts.every(({ author, authorId }) => author.id === authorId);
  },
  async 'an insert of a list is refused on SQLite, a list of graphs sends an INSERT for each'() {
    const refused = await fails(() => Tag.query().insert(names));
    const { statements } = await costOf(database, () => Tag.query().insertGraph(names));
    return refused && statements === names.length;
  },
  async 'knex.batchInsert inserts them in chunks, and runs no hooks'() {
    const { statements, told } = await costOf(database, () => Tag.knex().batchInsert('tag', names, 30));
    return statements === 2 + 2 && told === 0;
  },
  async 'patch of many rows runs the hooks of an update once, without a row'() {
    const { statements, told } = await costOf(database, () => Post.query().patch({ status: 'archived' }).findByIds(ids));
    return statements === 1 && told === 1;
  },
  async "the hooks of a delete belong to a row's own"() {
    const own = await costOf(database, async () => (await Topic.query().findById(1))?.$query().delete());
    const byKey = await costOf(database, () => Topic.query().deleteById(2));
    const many = await costOf(database, () => Topic.query().delete().findByIds(ids));
    return own.told === 1 && byKey.told === 0 && many.told === 0 && many.statements === 1;
  },
  async 'patchAndFetchById sends two statements'() {
    return (await costOf(database, () => Post.query().patchAndFetchById(1, { title: 'other' }))).statements === 2;
  },
  async 'patches in one transaction are as many, and one BEGIN and COMMIT more'() {
    const { statements } = await costOf(database, () => Post.transaction(async (trx) => {
      for (const id of ids) await Post.query(trx).findById(id).patch({ title: `title ${id}` });
    }));
    return statements === ids.length + 2;
  },
  async 'pages behind the last row are those of an offset'() {
    return samePages(
      (offset) => Post.query().orderBy('id').limit(30).offset(offset),
      (last) => Post.query().where('id', '>', last).orderBy('id').limit(30),
    );
  },
};

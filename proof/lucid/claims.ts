import { isDeepStrictEqual } from 'node:util';
import { costOf, ids, samePages } from './claim.ts';
import * as database from './database.ts';
import { Author, Post, Tag } from './models.ts';

const { db } = database;
const names = ids.map((id) => ({ name: `new ${id}` }));
const posts = ids.map((id) => ({ title: `new ${id}`, authorId: 1 }));

/** What advice of src/libraries/lucid/words.ts says. */
export const claims: Record<string, () => Promise<boolean>> = {
  async "whereIn('id', ids) reads in one statement what find reads for each"() {
    const each = await Promise.all(ids.map(async (id) => (await Author.find(id))?.name));
    const all = new Map<number, string>();
    const { statements } = await costOf(database, async () => (await Author.query().whereIn('id', ids)).forEach(({ id, name }) => all.set(id, name)));
    return statements === 1 && isDeepStrictEqual(ids.map((id) => all.get(id)), each);
  },
  async 'whereIn, select, groupBy and count count for all rows at once'() {
    const each = await Promise.all(ids.map(async (id) => (await Post.query().where('authorId', id).count('* as total'))[0]?.$extras.total));
    const counts = await Post.query().whereIn('authorId', ids).select('authorId').groupBy('authorId').count('* as total');
    const byAuthor = new Map(counts.map(({ authorId, $extras }) => [authorId, $extras.total]));
    return isDeepStrictEqual(ids.map((id) => byAuthor.get(id) ?? 0), each);
  },
  async 'withCount puts the number into $extras, as loadCount does for each'() {
    const list = await Author.query().withCount('posts');
    const each = await Author.query();
    const { statements } = await costOf(database, async () => {
      for (const author of each) await author.loadCount('posts');
    });
    return statements === 100 && isDeepStrictEqual(list.map(({ $extras }) => $extras.posts_count), each.map(({ $extras }) => $extras.posts_count));
  },
  async 'preload with groupLimit(1) finds the first row of each'() {
    const list = await Author.query().preload('posts', (query) => query.orderBy('id', 'desc').groupLimit(1));
    const each = await Promise.all(list.map((author) => author.related('posts').query().orderBy('id', 'desc').first()));
    return isDeepStrictEqual(list.map(({ posts: [post] }) => post?.id), each.map((post) => post?.id));
  },
  async 'rows of pojo get no relations'() {
    const [post] = await Post.query().preload('author').pojo<{ author?: unknown }>();
    return post !== undefined && post.author === undefined;
  },
  async 'all orders by the key, the greatest first'() {
    return isDeepStrictEqual((await Post.all()).map(({ id }) => id), (await Post.query().orderBy('id', 'desc')).map(({ id }) => id));
  },
  async 'createMany and saveMany send an insert for each row'() {
    const made = await costOf(database, () => Tag.createMany(names));
    const author = await Author.findOrFail(1);
    const saved = await costOf(database, () => author.related('posts').saveMany(posts.map((post) => new Post().fill(post))));
    return made.statements === names.length && saved.statements === posts.length && made.told === names.length;
  },
  async 'multiInsert is one insert, without hooks and without what autoCreate sets'() {
    const { statements, told } = await costOf(database, () => db.table(Post.table).multiInsert(ids.map((id) => ({ title: `new ${id}`, author_id: 1, updated_at: '' }))));
    return statements === 1 && told === 0 && (await Post.query().where('updatedAt', '')).length === ids.length;
  },
  async 'updateOrCreateMany and fetchOrCreateMany look once for those that are there'() {
    const rows = [...ids.map((id) => ({ name: `tag ${id}` })), { name: 'added' }];
    const each = await costOf(database, async () => {
      for (const { name } of rows) await Tag.firstOrCreate({ name });
    });
    await Tag.query().where('name', 'added').delete();
    const fetched = await costOf(database, () => Tag.fetchOrCreateMany('name', rows));
    const updated = await costOf(database, () => Tag.updateOrCreateMany('name', rows));
    return each.statements === rows.length + 1 && fetched.statements === 2 && updated.statements === 1;
  },
  async 'update of a query runs no hooks and leaves autoUpdate columns, save does'() {
    const before = (await Post.findOrFail(1)).updatedAt.toMillis();
    const { told, statements } = await costOf(database, () => Post.query().whereIn('id', ids).update({ status: 'archived' }));
    const after = await Post.findOrFail(1);
    const saved = await costOf(database, () => after.merge({ status: 'live' }).save());
    return told === 0 && statements === 1 && after.status === 'live' && saved.told === 1 && (await Post.findOrFail(2)).updatedAt.toMillis() === before && after.updatedAt.toMillis() !== before;
  },
  async 'delete of a query runs no hooks, delete of a row does'() {
    const many = await costOf(database, () => Tag.query().whereIn('id', ids).delete());
    const own = await costOf(database, async () => (await Tag.findOrFail(100)).delete());
    return many.statements === 1 && many.told === 0 && own.told === 1;
  },
  async 'attach and detach take lists of keys, and send one statement for them'() {
    const post = await Post.findOrFail(50);
    const attached = await costOf(database, () => post.related('tags').attach(ids));
    const detached = await costOf(database, () => post.related('tags').detach(ids));
    return attached.statements === 1 && detached.statements === 1;
  },
  async 'first asks for one row, paginate sends two statements'() {
    const first = await costOf(database, () => Post.query().first());
    const sql = database.sent.at(-1);
    return first.statements === 1 && / limit /.test(sql ?? '') && (await costOf(database, () => Post.query().paginate(1, 10))).statements === 2;
  },
  async 'pages behind the last row are those of an offset'() {
    return samePages(
      (offset) => Post.query().orderBy('id').limit(30).offset(offset),
      (last) => Post.query().where('id', '>', last).orderBy('id').limit(30),
    );
  },
};

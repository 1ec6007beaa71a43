import { isDeepStrictEqual } from 'node:util';
import { wrap } from '@mikro-orm/core';
import { costOf, ids, samePages } from './claim.ts';
import * as database from './database.ts';
import { Author, Post, Tag } from './entities.ts';

/** What only one of 6 and 7 has. */
type Either = Record<'countBy' | 'findByCursor', (...given: unknown[]) => Promise<any>>;

const fork = () => database.orm.em.fork();
const isSeven = 'countBy' in database.orm.em;

/** What advice of src/libraries/mikroorm/words.ts says. */
export const claims: Record<string, () => Promise<boolean>> = {
  async 'find with $in reads in one statement what findOne reads for each'() {
    const each = await Promise.all(ids.map(async (id) => (await fork().findOne(Author, id))?.name));
    const all = new Map<number, string>();
    const { statements } = await costOf(database, async () => (await fork().find(Author, { id: { $in: ids } })).forEach(({ id, name }) => all.set(id, name)));
    return statements === 1 && isDeepStrictEqual(ids.map((id) => all.get(id)), each);
  },
  async 'findOne asks once for a key, and once again for each other filter'() {
    const em = fork();
    const byKey = await costOf(database, async () => [await em.findOne(Author, 1), await em.findOne(Author, { id: 1 })]);
    return byKey.statements === 1 && (await costOf(database, () => em.findOne(Author, { name: 'author 1' }))).statements === 1;
  },
  async 'a query builder that groups, and countBy of 7, count for all rows at once'() {
    const each = await Promise.all(ids.map((id) => fork().count(Post, { author: id })));
    const rows: { author_id: number; count: number }[] = await fork().getConnection().execute('SELECT author_id, COUNT(*) AS count FROM post GROUP BY author_id');
    const byAuthor = new Map(rows.map((row) => [row.author_id, row.count]));
    const counted = isSeven ? await (fork() as unknown as Either).countBy(Post, 'author') : Object.fromEntries(byAuthor);
    return isDeepStrictEqual(ids.map((id) => byAuthor.get(id) ?? 0), each) && ids.every((id, index) => (counted[id] ?? 0) === each[index]);
  },
  async 'populate loads a relation of all rows with one statement, Promise.all over load spares none'() {
    const em = fork();
    const posts = await em.find(Post, {});
    const together = await costOf(database, () => em.populate(posts, ['author']));
    const others = await fork().find(Author, {});
    const concurrently = await costOf(database, () => Promise.all(others.map((author) => author.posts.loadItems())));
    return together.statements === 1 && concurrently.statements === others.length;
  },
  async 'load asks for nothing that is there, init and wrap().init() ask again'() {
    const [post] = await fork().find(Post, {}, { populate: ['author'] });
    const [author] = await fork().find(Author, {}, { populate: ['posts'] });
    const loads = await costOf(database, async () => [await post!.author.load(), await author!.posts.loadItems()]);
    const inits = await costOf(database, async () => [await wrap(post!.author).init(), await author!.posts.init()]);
    return loads.statements === 0 && inits.statements === 2;
  },
  async 'one flush gathers updates into a few statements, and runs hooks, onUpdate and versions'() {
    const em = fork();
    const posts = await em.find(Post, {});
    const { statements, told } = await costOf(database, async () => {
      for (const post of posts) post.title += '!';
      await em.flush();
    });
    const [after] = await fork().find(Post, {}, { limit: 1 });
    return statements <= 5 && told === posts.length && after!.version === 2 && after!.updatedAt !== '2020-01-01 00:00:00';
  },
  async 'one flush inserts new rows together, and gives them their keys'() {
    const em = fork();
    const tags = ids.map((id) => em.create(Tag, { name: `new ${id}` }));
    const { statements } = await costOf(database, () => em.persist(tags).flush());
    return statements <= 4 && tags.every(({ id }, index) => id === 101 + index);
  },
  async 'nativeUpdate and nativeDelete are one statement, without hooks and onUpdate, and the version is counted'() {
    const update = await costOf(database, () => fork().nativeUpdate(Post, { id: { $in: ids } }, { status: 'archived' }));
    const removal = await costOf(database, () => fork().nativeDelete(Tag, { id: { $in: ids } }));
    const { version, updatedAt } = await fork().findOneOrFail(Post, 1);
    const isAsItWas = updatedAt === '2020-01-01 00:00:00';
    return isAsItWas && version === 2 && update.statements === 1 && update.told === 0 && removal.statements === 1 && removal.told === 0;
  },
  async 'insertMany is one INSERT and upsertMany updates what is there, without hooks, and an empty list sends nothing'() {
    const made = await costOf(database, () => fork().insertMany(Tag, ids.map((id) => ({ name: `new ${id}` }))));
    const put = await costOf(database, () => fork().upsertMany(Tag, [{ id: 1, name: 'renamed' }, { id: 1000, name: 'added' }]));
    const none = await costOf(database, async () => [await fork().insertMany(Tag, []), await fork().upsertMany(Tag, [])]);
    return made.statements === 1 && put.statements <= 2 && made.told + put.told === 0 && none.statements === 0 && (await fork().findOneOrFail(Tag, 1)).name === 'renamed';
  },
  async 'pages of findByCursor are those of an offset, and it counts too, unless it is told not to'() {
    const asked = (options: object): unknown[] => (isSeven ? [Post, { where: {}, ...options }] : [Post, {}, options]);
    let after: unknown;
    const isSame = await samePages(
      (offset) => fork().find(Post, {}, { offset, limit: 30, orderBy: { id: 'asc' } }),
      async () => {
        if (after === null) return [];
        const page = await (fork() as unknown as Either).findByCursor(...asked({ first: 30, after, orderBy: { id: 'asc' } }));
        after = page.endCursor;
        return page.items;
      },
    );
    const counted = await costOf(database, () => (fork() as unknown as Either).findByCursor(...asked({ first: 30, orderBy: { id: 'asc' } })));
    const uncounted = await costOf(database, () => (fork() as unknown as Either).findByCursor(...asked({ first: 30, orderBy: { id: 'asc' }, includeCount: false })));
    return isSame && counted.statements === 2 && uncounted.statements === 1;
  },
};

import { isDeepStrictEqual } from 'node:util';
import { col, fn, Op } from 'sequelize';
import * as database from './database.ts';
import { Author, Post, sequelize, Tag } from './models.ts';

const ids = Array.from({ length: 60 }, (_, index) => index + 1);
const titles = ids.map((id) => ({ title: `new ${id}`, authorId: 1, topicId: null }));

/** Statements that something sends, and hooks of writes that it calls. */
async function cost(todo: () => Promise<unknown>): Promise<{ statements: number; told: number }> {
  const [statements, told] = [database.statements(), database.told];
  await todo();
  return { statements: database.statements() - statements, told: database.told - told };
}

/** What advice of src/libraries/sequelize/words.ts says. */
export const claims: Record<string, () => Promise<boolean>> = {
  async 'findAll({ where: { id: ids } }) reads in one statement what findByPk reads for each'() {
    const each = await Promise.all(ids.map((id) => Author.findByPk(id)));
    const found = new Map<number, Author>();
    const { statements } = await cost(async () => (await Author.findAll({ where: { id: ids } })).forEach((author) => found.set(author.id, author)));
    return statements === 1 && ids.every((id, index) => isDeepStrictEqual(found.get(id)?.toJSON(), each[index]?.toJSON()));
  },
  async 'count({ where, group }) gives one count for each key'() {
    const each = await Promise.all(ids.map((authorId) => Post.count({ where: { authorId } })));
    let counts: { authorId?: unknown; count: number }[] = [];
    const { statements } = await cost(async () => (counts = await Post.count({ where: { authorId: ids }, group: ['authorId'] })));
    const byAuthor = new Map(counts.map(({ authorId, count }) => [authorId, count]));
    return statements === 1 && ids.every((id, index) => (byAuthor.get(id) ?? 0) === each[index]);
  },
  async 'findAll with attributes and group computes for each key what sum computes'() {
    const each = await Promise.all(ids.map((authorId) => Post.max<number, Post>('id', { where: { authorId } })));
    const rows = await Post.findAll({ attributes: ['authorId', [fn('MAX', col('id')), 'most']], where: { authorId: ids }, group: ['authorId'], raw: true });
    const byAuthor = new Map((rows as unknown as { authorId: number; most: number }[]).map(({ authorId, most }) => [authorId, most]));
    return ids.every((id, index) => (byAuthor.get(id) ?? null) === (each[index] ?? null));
  },
  async 'bulkCreate is one INSERT, and runs the hooks of each row with individualHooks: true only'() {
    const plain = await cost(() => Post.bulkCreate(titles));
    const hooked = await cost(() => Post.bulkCreate(titles, { individualHooks: true }));
    return plain.statements === 1 && plain.told === 0 && hooked.told === titles.length;
  },
  async 'bulkCreate validates with validate: true only'() {
    const invalid = [{ title: '', authorId: 1, topicId: null }];
    const refused = await Post.create(invalid[0]!).then(() => false, () => true);
    await Post.bulkCreate(invalid);
    return refused && Post.bulkCreate(invalid, { validate: true }).then(() => false, () => true);
  },
  async 'update with a list is one UPDATE, and runs the bulk hooks unless individualHooks: true is set'() {
    const plain = await cost(() => Post.update({ status: 'live' }, { where: { id: ids } }));
    const hooked = await cost(() => Post.update({ status: 'archived' }, { where: { id: ids }, individualHooks: true }));
    return plain.statements === 1 && plain.told === 1 && hooked.told > ids.length;
  },
  async 'destroy with a list is one statement, and runs the bulk hooks unless individualHooks: true is set'() {
    const plain = await cost(() => Tag.destroy({ where: { id: ids.slice(0, 30) } }));
    const hooked = await cost(() => Tag.destroy({ where: { id: ids.slice(30) }, individualHooks: true }));
    return plain.statements === 1 && plain.told === 1 && hooked.told > 30;
  },
  async 'restore with a list is one statement'() {
    await Post.destroy({ where: { id: ids } });
    return (await cost(() => Post.restore({ where: { id: ids } }))).statements === 1 && (await Post.count()) === 100;
  },
  async 'increment with a list is one statement'() {
    return (await cost(() => Post.increment('topicId', { where: { id: ids } }))).statements === 1;
  },
  async 'bulkCreate with updateOnDuplicate updates what is there and inserts the rest, without hooks of each row'() {
    const rows = [{ id: 1, name: 'renamed' }, { id: 1000, name: 'added' }];
    const { statements, told } = await cost(() => Author.bulkCreate(rows, { updateOnDuplicate: ['name'] }));
    const found = await Author.findAll({ where: { id: [1, 1000] }, order: ['id'] });
    return statements === 1 && told === 0 && isDeepStrictEqual(found.map((author) => author.toJSON()), rows);
  },
  async 'bulkCreate with ignoreDuplicates leaves alone what is there, as findOrCreate does'() {
    const each = await cost(() => Tag.findOrCreate({ where: { name: 'tag 1' } }));
    const all = await cost(() => Tag.bulkCreate([{ name: 'tag 1' }, { name: 'added' }], { ignoreDuplicates: true }));
    return each.statements > 1 && all.statements === 1 && (await Tag.count()) === 101;
  },
  async 'findAndCountAll counts all rows again for each page'() {
    return (await cost(() => Post.findAndCountAll({ limit: 10, offset: 10 }))).statements === 2;
  },
  async 'pages behind the last row are those of an offset'() {
    const pages: number[][] = [[], []];
    for (let offset = 0; offset < 100; offset += 30) pages[0]!.push(...(await Post.findAll({ order: [['id', 'ASC']], limit: 30, offset })).map(({ id }) => id));
    for (let last = 0, page: Post[] = []; ; last = page.at(-1)!.id) {
      page = await Post.findAll({ where: { id: { [Op.gt]: last } }, order: [['id', 'ASC']], limit: 30 });
      if (page.length === 0) break;
      pages[1]!.push(...page.map(({ id }) => id));
    }
    return isDeepStrictEqual(pages[0], pages[1]);
  },
  async 'updates in one transaction are as many, and one BEGIN and COMMIT more'() {
    const { statements } = await cost(() => sequelize.transaction(async (transaction) => {
      for (const id of ids) await Post.update({ title: `title ${id}` }, { where: { id }, transaction });
    }));
    return statements === ids.length + 2;
  },
  async 'an include with where and required: false keeps the rows that have none'() {
    const list = await Author.findAll({ include: [{ association: 'posts', where: { status: 'live' }, required: false }] });
    return list.length === 100 && list.every(({ posts }) => posts!.every(({ status }) => status === 'live'));
  },
};

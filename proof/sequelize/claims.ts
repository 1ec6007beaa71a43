import { isDeepStrictEqual } from 'node:util';
import { col, fn, Op } from 'sequelize';
import { costOf, fails, ids, samePages } from './claim.ts';
import * as database from './database.ts';
import { Author, Post, sequelize, Tag } from './models.ts';

const titles = ids.map((id) => ({ title: `new ${id}`, authorId: 1, topicId: null }));

/** What advice of src/libraries/sequelize/words.ts says. */
export const claims: Record<string, () => Promise<boolean>> = {
  async 'findAll({ where: { id: ids } }) reads in one statement what findByPk reads for each'() {
    const each = await Promise.all(ids.map((id) => Author.findByPk(id)));
    const found = new Map<number, Author>();
    const { statements } = await costOf(database, async () => (await Author.findAll({ where: { id: ids } })).forEach((author) => found.set(author.id, author)));
    return statements === 1 && ids.every((id, index) => isDeepStrictEqual(found.get(id)?.toJSON(), each[index]?.toJSON()));
  },
  async 'count({ where, group }) gives one count for each key'() {
    const each = await Promise.all(ids.map((authorId) => Post.count({ where: { authorId } })));
    let counts: { authorId?: unknown; count: number }[] = [];
    const { statements } = await costOf(database, async () => (counts = await Post.count({ where: { authorId: ids }, group: ['authorId'] })));
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
    const plain = await costOf(database, () => Post.bulkCreate(titles));
    const hooked = await costOf(database, () => Post.bulkCreate(titles, { individualHooks: true }));
    return plain.statements === 1 && plain.told === 0 && hooked.told === titles.length;
  },
  async 'bulkCreate validates with validate: true only'() {
    const invalid = [{ title: '', authorId: 1, topicId: null }];
    const refused = await fails(() => Post.create(invalid[0]!));
    await Post.bulkCreate(invalid);
    return refused && fails(() => Post.bulkCreate(invalid, { validate: true }));
  },
  async 'update with a list is one UPDATE, and runs the bulk hooks unless individualHooks: true is set'() {
    const plain = await costOf(database, () => Post.update({ status: 'live' }, { where: { id: ids } }));
    const hooked = await costOf(database, () => Post.update({ status: 'archived' }, { where: { id: ids }, individualHooks: true }));
    return plain.statements === 1 && plain.told === 1 && hooked.told > ids.length;
  },
  async 'destroy with a list is one statement, and runs the bulk hooks unless individualHooks: true is set'() {
    const plain = await costOf(database, () => Tag.destroy({ where: { id: ids.slice(0, 30) } }));
    const hooked = await costOf(database, () => Tag.destroy({ where: { id: ids.slice(30) }, individualHooks: true }));
    return plain.statements === 1 && plain.told === 1 && hooked.told > 30;
  },
  async 'restore with a list is one statement'() {
    await Post.destroy({ where: { id: ids } });
    return (await costOf(database, () => Post.restore({ where: { id: ids } }))).statements === 1 && (await Post.count()) === 100;
  },
  async 'increment with a list is one statement'() {
    return (await costOf(database, () => Post.increment('topicId', { where: { id: ids } }))).statements === 1;
  },
  async 'bulkCreate with updateOnDuplicate updates what is there and inserts the rest, without hooks of each row'() {
    const rows = [{ id: 1, name: 'renamed' }, { id: 1000, name: 'added' }];
    const { statements, told } = await costOf(database, () => Author.bulkCreate(rows, { updateOnDuplicate: ['name'] }));
    const found = await Author.findAll({ where: { id: [1, 1000] }, order: ['id'] });
    return statements === 1 && told === 0 && isDeepStrictEqual(found.map((author) => author.toJSON()), rows);
  },
  async 'bulkCreate with ignoreDuplicates leaves alone what is there, as findOrCreate does'() {
    const each = await costOf(database, () => Tag.findOrCreate({ where: { name: 'tag 1' } }));
    const all = await costOf(database, () => Tag.bulkCreate([{ name: 'tag 1' }, { name: 'added' }], { ignoreDuplicates: true }));
    return each.statements > 1 && all.statements === 1 && (await Tag.count()) === 101;
  },
  async 'findAndCountAll counts all rows again for each page'() {
    return (await costOf(database, () => Post.findAndCountAll({ limit: 10, offset: 10 }))).statements === 2;
  },
  async 'pages behind the last row are those of an offset'() {
    return samePages(
      (offset) => Post.findAll({ order: [['id', 'ASC']], limit: 30, offset }),
      (last) => Post.findAll({ where: { id: { [Op.gt]: last } }, order: [['id', 'ASC']], limit: 30 }),
    );
  },
  async 'updates in one transaction are as many, and one BEGIN and COMMIT more'() {
    const { statements } = await costOf(database, () => sequelize.transaction(async (transaction) => {
      for (const id of ids) await Post.update({ title: `title ${id}` }, { where: { id }, transaction });
    }));
    return statements === ids.length + 2;
  },
  async 'an include with where and required: false keeps the rows that have none'() {
    const list = await Author.findAll({ include: [{ association: 'posts', where: { status: 'live' }, required: false }] });
    return list.length === 100 && list.every(({ posts }) => posts!.every(({ status }) => status === 'live'));
  },
};

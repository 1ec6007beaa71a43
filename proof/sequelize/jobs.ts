import { Op } from 'sequelize';
import { Author, Badge, Post, sequelize, Tag, Topic } from './models.ts';
import { Book, Shelf } from './shelves.ts';

export async function relationByKey(lines: unknown[]) {
  const list = await Post.findAll();
  for (const post of list) {
    const author = await Author.findByPk(post.authorId);
    lines.push([post.title, author?.name]);
  }
}
export async function relationByFilter(lines: unknown[]) {
  const list = await Post.findAll({ where: { status: 'draft', id: { [Op.gt]: 10 } }, order: [['title', 'DESC']], offset: 2, limit: 20 });
  for (const post of list) {
    const author = await Author.findOne({ where: { id: post.authorId } });
    lines.push([post.title, author?.toJSON()]);
  }
}
export async function relationByGetter(lines: unknown[]) {
  const list = await Post.findAll({
    // the oldest first
    order: [['createdAt', 'ASC'], ['id', 'ASC']],
  });
  const done = list.map(async (post) => {
    const author = await post.getAuthor();
    return { title: post.title, author: author.name };
  });
  lines.push(...(await Promise.all(done)));
}
export async function relationThatMayBeNone(lines: unknown[]) {
  const list = await Post.findAll({ order: ['id'], limit: 30 });
  for (const post of list) {
    if (post.topicId === null) continue;
    const topic = await Topic.findByPk(post.topicId);
    lines.push([post.title, topic === null ? 'none' : topic.name]);
  }
}
export async function relationsTogether(lines: unknown[]) {
  const list = await Post.findAll({ where: { topicId: { [Op.not]: null } } });
  for (const post of list) {
    const [author, topic] = [await post.getAuthor(), await post.getTopic()];
    lines.push(`${post.title} of ${author.name} on ${topic.name}`);
  }
}
export async function relationAsValue(lines: unknown[]) {
  const list = await Post.findAll({ order: [['id', 'DESC']] });
  const authors = await Promise.all(list.map((post) => Author.findByPk(post.authorId)));
  lines.push(authors.map((author) => author?.name));
}
export async function relationByTheOtherSide(lines: unknown[]) {
  const list = await Author.findAll({ order: [['name', 'ASC']] });
  for (const author of list) {
    const badge = await Badge.findOne({ where: { authorId: author.id } });
    lines.push([author.name, badge === null ? 'none' : badge.label]);
  }
}
export async function childrenByKey(lines: unknown[]) {
  const list = await Author.findAll({ order: [['name', 'ASC']], limit: 40 });
  for (const author of list) {
    const posts = await Post.findAll({ where: { authorId: author.id } });
    lines.push([author.name, posts.map(({ title }) => title).sort()]);
  }
}
export async function childrenByGetter(lines: unknown[]) {
  const list = await Author.findAll();
  for (const author of list) {
    const posts = await author.getPosts();
    lines.push([author.name, posts.map((post) => post.toJSON()).sort((a, b) => a.id - b.id)]);
  }
}
export async function childrenThroughATable(lines: unknown[]) {
  const list = await Post.findAll({ order: ['id'], limit: 20 });
  for (const post of list) {
    const tags = await post.getTags();
    lines.push([post.title, tags.map((tag) => tag.toJSON()).sort((a, b) => a.id - b.id)]);
  }
}
export async function relationInADefaultScope(lines: unknown[]) {
  const list = await Book.findAll({ order: ['id'] });
  for (const book of list) {
    if (book.shelfId === null) continue;
    const shelf = await Shelf.findByPk(book.shelfId);
    lines.push([book.title, shelf === null ? 'none' : shelf.name]);
  }
}
export async function childrenOfAScope(lines: unknown[]) {
  const list = await Shelf.findAll({ order: ['id'] });
  for (const shelf of list) {
    const books = await shelf.getBooks();
    lines.push([shelf.name, books.map(({ title }) => title).sort()]);
  }
}
export async function updateByKey(_: unknown[], ids: number[]) {
  for (const id of ids) {
    await Post.update({ status: 'archived' }, { where: { id } });
  }
}
export async function updateRows() {
  const list = await Post.findAll({ where: { status: 'draft' } });
  await Promise.all(list.map((post) => Post.update({ status: 'archived', topicId: null }, { where: { id: post.id } })));
}
export async function updateByForeignKey() {
  const list = await Author.findAll();
  for (const author of list) await Post.update({ status: 'archived' }, { where: { authorId: author.id }, silent: true });
}
export async function updateByOwnForeignKey() {
  const list = await Post.findAll({ where: { topicId: { [Op.not]: null } } });
  for (const post of list) await Topic.update({ name: 'of posts' }, { where: { id: post.topicId! } });
}
export async function updateInTransaction(_: unknown[], ids: readonly number[]) {
  await sequelize.transaction(async (transaction) => {
    for (const id of ids) await Post.update({ status: 'archived' }, { where: { id }, transaction });
  });
}
export async function destroyByKey(_: unknown[], ids: number[]) {
  for (const id of ids) await Tag.destroy({ where: { id } });
}
export async function destroyRows() {
  const list = await Post.findAll({ limit: 40 });
  for (const post of list) await Post.destroy({ where: { id: post.id } });
}
export async function destroyForGood() {
  const list = await Topic.findAll();
  await Promise.all(list.map(async (topic) => {
    await Post.destroy({ where: { topicId: topic.id }, force: true });
  }));
}
export async function createEach(_: unknown[], __: number[], names: readonly string[]) {
  for (const name of names) {
    await Tag.create({ name });
  }
}
export async function createWithOptions(_: unknown[], __: number[], names: string[]) {
  await sequelize.transaction(async (transaction) => {
    await Promise.all(names.map((title) => Post.create({ title, status: 'live', authorId: 1, topicId: null }, { transaction })));
  });
}

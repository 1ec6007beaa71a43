import { IsNull, MoreThan, Not } from 'typeorm';
import { dataSource } from './database.ts';
import { Author, Note, Post, Tag, Topic } from './entities.ts';

const authors = dataSource.getRepository(Author);
const notes = dataSource.getRepository(Note);
const posts = dataSource.getRepository(Post);
const topics = dataSource.getRepository(Topic);
const tags = dataSource.getRepository(Tag);

export async function relationByKey(lines: unknown[]) {
  const list = await posts.find();
  for (const post of list) {
    const author = await authors.findOneBy({ id: post.authorId });
    lines.push([post.title, author?.name]);
  }
}
export async function relationOrFail(lines: unknown[]) {
  const list = await posts.find({ where: { status: 'draft', id: MoreThan(10) }, order: { title: 'DESC' }, skip: 2, take: 20 });
  for (const post of list) {
    const author = await authors.findOneOrFail({ where: { id: post.authorId } });
    lines.push(`${post.title} of ${author.name}`);
  }
}
export async function relationBesideAnother(lines: unknown[]) {
  const list = await posts.find({
    // the oldest first
    order: { createdAt: 'ASC', id: 'ASC' },
    relations: { topic: true },
  });
  for (const post of list) lines.push([post.title, post.topic?.name, (await authors.findOneBy({ id: post.authorId }))?.name]);
}
export async function relationThatMayBeNone(lines: unknown[]) {
  const [list, total] = await posts.findAndCount({ order: { id: 'ASC' }, take: 30 });
  for (const post of list) {
    if (post.topicId === null) continue;
    const topic = await topics.findOneBy({ id: post.topicId });
    lines.push([post.title, topic?.name, total]);
  }
}
export async function relationThroughManager(lines: unknown[]) {
  const list = await dataSource.manager.find(Post);
  const done = list.map(async (post) => {
    const author = await dataSource.manager.findOneBy(Author, { id: post.authorId });
    return { title: post.title, author: author?.name };
  });
  lines.push(...(await Promise.all(done)));
}
export async function relationAsValue(lines: unknown[]) {
  const list = await posts.find({ order: { id: 'DESC' } });
  lines.push(await Promise.all(list.map((post) => authors.findOneBy({ id: post.authorId }))));
}
export async function childrenOfEach(lines: unknown[]) {
  const list = await authors.find({ order: { name: 'ASC' } });
  for (const author of list) {
    const written = await posts.findBy({ authorId: author.id });
    lines.push([author.name, written.map(({ title }) => title).sort()]);
  }
}
export async function lazyRelation(lines: unknown[]) {
  const list = await notes.find({ take: 50 });
  for (const note of list) lines.push([note.text, (await note.author).name]);
}
export async function updateByKey(_: unknown[], ids: number[]) {
  for (const id of ids) {
    await posts.update({ id }, { status: 'archived' });
  }
}
export async function updateRows() {
  const list = await posts.findBy({ status: 'draft' });
  for (const post of list) await posts.update(post.id, { status: 'archived', topicId: null });
}
export async function updateByForeignKey() {
  const list = await posts.find({ where: { topicId: Not(IsNull()) } });
  for (const post of list) await topics.update({ id: post.topicId! }, { name: 'of posts' });
}
export async function updateConcurrently(_: unknown[], ids: readonly number[]) {
  await Promise.all(ids.map((id) => dataSource.manager.update(Post, { id }, { status: 'archived' })));
}
export async function deleteByKey(_: unknown[], ids: number[]) {
  for (const id of ids) await tags.delete({ id });
}
export async function deleteRows() {
  const list = await tags.find();
  for (const tag of list) await dataSource.manager.delete(Tag, tag.id);
}
export async function softDeleteByKey(_: unknown[], ids: number[]) {
  for (const id of ids) await posts.softDelete({ id });
}
export async function insertEach(_: unknown[], __: number[], names: readonly string[]) {
  for (const name of names) {
    await tags.insert({ name });
  }
}
export async function saveNew(_: unknown[], __: number[], names: string[]) {
  for (const title of names) await posts.save(posts.create({ title, authorId: 1 }));
}
export async function savePlain(_: unknown[], __: number[], names: readonly string[]) {
  for (const title of names) await posts.save({ title, status: 'live', authorId: 1 });
}
export async function saveChanged(lines: unknown[]) {
  const list = await posts.find({ where: { authorId: 3 } });
  for (const post of list) {
    post.title = `${post.title}!`;
    post.status = 'archived';
    await posts.save(post);
  }
  lines.push(...list.map(({ title, version }) => [title, version]));
}
export async function saveInTransaction() {
  await dataSource.transaction(async (manager) => {
    const list = await manager.find(Post, { take: 30 });
    for (const post of list) {
      post.topicId = null;
      await manager.save(post);
    }
  });
}
export async function saveGiven() {
  const list: readonly Post[] = await posts.find({ order: { id: 'ASC' } });
  list.forEach((post, index) => (post.title = `${index}. ${post.title}`));
  for (const post of list) await posts.save(post);
}
export async function removeRows() {
  const list = await tags.find({ take: 20 });
  for (const tag of list) await tags.remove(tag);
}
export async function softRemoveRows() {
  const list = await posts.findBy({ status: 'live' });
  for (const post of list) await dataSource.manager.softRemove(post);
}

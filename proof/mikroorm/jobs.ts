import { orm } from './database.ts';
import { Author, Badge, Post, Tag, Topic } from './entities.ts';

export async function relationByKey(lines: unknown[]) {
  const em = orm.em.fork();
  const list = await em.find(Post, {});
  for (const post of list) {
    const author = await em.findOne(Author, post.author.id);
    lines.push([post.title, author?.name]);
  }
}
export async function relationOfSome(lines: unknown[]) {
  const em = orm.em.fork();
  const list = await em.find(Post, { status: 'draft', id: { $gt: 10 } }, { orderBy: { title: 'desc' }, offset: 2, limit: 20 });
  for (const post of list) {
    const author = await em.findOneOrFail(Author, { id: post.author.id });
    lines.push(`${post.title} of ${author.name}`);
  }
}
export async function relationByReference(lines: unknown[]) {
  const em = orm.em.fork();
  const list = await em.find(Post, {}, {
    // the oldest first
    orderBy: { updatedAt: 'asc', id: 'asc' },
    populate: ['topic'],
  });
  const done = list.map(async (post) => {
    const author = await post.author.load();
    return { title: post.title, topic: post.topic?.$.name, author: author?.name };
  });
  lines.push(...(await Promise.all(done)));
}
export async function relationThatMayBeNone(lines: unknown[]) {
  const posts = orm.em.fork().getRepository(Post);
  const list = await posts.findAll({ orderBy: { id: 'asc' }, limit: 30 });
  for (const post of list) {
    const topic = await post.topic?.load();
    lines.push([post.title, topic?.name]);
  }
}
export async function relationByTheOtherSide(lines: unknown[]) {
  const em = orm.em.fork();
  const list = await em.find(Badge, {}, { orderBy: { label: 'asc' } });
  for (const badge of list) lines.push([badge.label, (await badge.author.load())?.name]);
}
export async function relationsTogether(lines: unknown[]) {
  const em = orm.em.fork();
  const list = await em.find(Post, { topic: { $ne: null } });
  for (const post of list) {
    const author = await post.author.loadOrFail();
    const topic = await em.findOne(Topic, post.topic!.id);
    lines.push(`${post.title} of ${author.name} on ${topic?.name}`);
  }
}
export async function relationInTransaction(lines: unknown[]) {
  await orm.em.fork().transactional(async (em) => {
    const list = await em.find(Post, {});
    for (const post of list) {
      const author = await post.author.loadOrFail();
      lines.push([post.title, author.name]);
    }
  });
}
export async function childrenOfEach(lines: unknown[]) {
  const em = orm.em.fork();
  const list = await em.find(Author, {}, { orderBy: { name: 'asc' } });
  for (const author of list) {
    const posts = await author.posts.loadItems();
    lines.push([author.name, posts.map(({ title }) => title).sort()]);
  }
}
export async function childrenPopulated(lines: unknown[]) {
  const em = orm.em.fork();
  for (const author of await em.find(Author, {})) {
    await em.populate(author, ['posts']);
    lines.push([author.name, author.posts.getItems().map(({ title }) => title).sort()]);
  }
}
export async function childrenThroughATable(lines: unknown[]) {
  const em = orm.em.fork();
  const list = await em.find(Post, {}, { limit: 20 });
  for (const post of list) {
    const tags = await post.tags.loadItems();
    lines.push([post.title, tags.map(({ name }) => name).sort()]);
  }
}
export async function flushEach(lines: unknown[]) {
  const em = orm.em.fork();
  const list = await em.find(Post, { author: 3 });
  for (const post of list) {
    post.title = `${post.title}!`;
    post.status = 'archived';
    await em.flush();
  }
  lines.push(...list.map(({ title, version }) => [title, version]));
}
export async function persistEach() {
  const em = orm.em.fork();
  const list = await em.find(Post, { status: 'draft' });
  for (const post of list) {
    post.topic = null;
    await em.persist(post).flush();
  }
}
export async function persistEachOf6() {
  const em = orm.em.fork();
  const list = await em.find(Post, { status: 'draft' });
  for (const post of list) {
    post.topic = null;
    await em.persistAndFlush(post);
  }
}
export async function persistInTransaction() {
  await orm.em.fork().transactional(async (em) => {
    const list = await em.find(Post, {}, { limit: 30 });
    for (const post of list) {
      post.views = 0;
      await em.flush();
    }
  });
}
export async function makeEach(_: unknown[], __: number[], names: readonly string[]) {
  const em = orm.em.fork();
  for (const name of names) {
    const tag = em.create(Tag, { name });
    await em.persist(tag).flush();
  }
}
export async function makeEachOf6(_: unknown[], __: number[], names: string[]) {
  const em = orm.em.fork();
  for (const title of names) await em.persistAndFlush(em.create(Post, { title, author: 1 }));
}
export async function removeEach() {
  const em = orm.em.fork();
  const list = await em.find(Tag, { id: { $gt: 5 } }, { limit: 20 });
  for (const tag of list) {
    tag.name += '!';
    await em.remove(tag).flush();
  }
}
export async function removeEachOf6() {
  const em = orm.em.fork();
  const list = await em.find(Tag, {}, { limit: 20 });
  for (const tag of list) await em.removeAndFlush(tag);
}
export async function updateByKey(_: unknown[], ids: readonly number[]) {
  const em = orm.em.fork();
  for (const id of ids) {
    await em.nativeUpdate(Post, { id }, { status: 'archived' });
  }
}
export async function updateRows() {
  const em = orm.em.fork();
  const list = await em.find(Post, { status: 'draft' });
  await Promise.all(list.map((post) => em.nativeUpdate(Post, { id: post.id }, { status: 'archived', topic: null })));
}
export async function updateByForeignKey() {
  const em = orm.em.fork();
  const list = await em.find(Author, {});
  for (const author of list) await em.getRepository(Post).nativeUpdate({ author: author.id }, { status: 'archived' });
}
export async function updateInTransaction(_: unknown[], ids: number[]) {
  await orm.em.fork().transactional(async (em) => {
    for (const id of ids) await em.nativeUpdate(Post, { id }, { status: 'archived' });
  });
}
export async function deleteByKey(_: unknown[], ids: number[]) {
  const em = orm.em.fork();
  for (const id of ids) await em.nativeDelete(Tag, { id });
}
export async function deleteByForeignKey() {
  const em = orm.em.fork();
  const list = await em.find(Author, {});
  await Promise.all(list.map(async (author) => {
    await em.nativeDelete(Post, { author });
  }));
}
export async function insertEach(_: unknown[], __: number[], names: readonly string[]) {
  const em = orm.em.fork();
  for (const name of names) {
    await em.insert(Tag, { name });
  }
}
export async function insertConcurrently(_: unknown[], __: number[], names: string[]) {
  const posts = orm.em.fork().getRepository(Post);
  await Promise.all(names.map((title) => posts.insert({ title, status: 'live', author: 1 })));
}
export async function upsertEach(_: unknown[], ids: number[]) {
  const em = orm.em.fork();
  for (const id of ids) await em.upsert(Tag, { id, name: `renamed ${id}` });
}

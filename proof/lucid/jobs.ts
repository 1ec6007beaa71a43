import { db } from './database.ts';
import { Author, Badge, Post, Tag, Topic } from './models.ts';

export async function relationByKey(lines: unknown[]) {
  const list = await Post.query();
  for (const post of list) {
    const author = await Author.find(post.authorId);
    lines.push([post.title, author?.name]);
  }
}
export async function relationOfSome(lines: unknown[]) {
  const list = await Post.query().where('status', 'draft').where('id', '>', 10).orderBy('title', 'desc').offset(2).limit(20);
  for (const post of list) {
    const author = await Author.query().where('id', post.authorId).first();
    lines.push([post.title, author?.serialize()]);
  }
}
export async function relationByItsName(lines: unknown[]) {
  const list = await Post.query()
    // the oldest first
    .orderBy('created_at')
    .orderBy('id')
    .preload('topic');
  const done = list.map(async (post) => {
    const author = await post.related('author').query().first();
    return { title: post.title, topic: post.topic?.name, author: author?.name };
  });
  lines.push(...(await Promise.all(done)));
}
export async function relationThatMayBeNone(lines: unknown[]) {
  const list = await Post.query().orderBy('id').limit(30);
  for (const post of list) {
    if (post.topicId === null) continue;
    const topic = await Topic.find(post.topicId);
    lines.push([post.title, topic === null ? 'none' : topic.name]);
  }
}
export async function relationThatIsNone(lines: unknown[]) {
  const list = await Post.query();
  for (const post of list) {
    const topic = await post.related('topic').query().first();
    lines.push([post.title, topic === null ? 'none' : topic.name]);
  }
}
export async function relationOfAPage(lines: unknown[]) {
  const list = await Post.query().select('id', 'author_id').orderBy('id').paginate(2, 20);
  for (const post of list) {
    const author = await Author.find(post.authorId);
    lines.push([post.id, author?.name, list.total]);
  }
}
export async function relationByTheOtherSide(lines: unknown[]) {
  const list = await Author.query().orderBy('name');
  for (const author of list) {
    const badge = await author.related('badge').query().first();
    lines.push([author.name, badge === null ? 'none' : badge.label]);
  }
}
export async function relationByTheOtherSidesKey(lines: unknown[]) {
  const list = await Author.query();
  for (const author of list) {
    const badge = await Badge.query().where('authorId', author.id).first();
    lines.push([author.name, badge?.label]);
  }
}
export async function relationsTogether(lines: unknown[]) {
  const list = await Post.query().whereNotNull('topic_id');
  for (const post of list) {
    const author = await Author.find(post.authorId);
    const topic = await post.related('topic').query().first();
    lines.push(`${post.title} of ${author?.name} on ${topic?.name}`);
  }
}
export async function relationInTransaction(lines: unknown[]) {
  await db.transaction(async (trx) => {
    const list = await Post.query({ client: trx });
    for (const post of list) {
      const author = await post.related('author').query().first();
      lines.push([post.title, author?.name]);
    }
  });
}
export async function childrenOfEach(lines: unknown[]) {
  const list = await Author.query().orderBy('name');
  for (const author of list) {
    const posts = await Post.query().where('author_id', author.id);
    lines.push([author.name, posts.map(({ title }) => title).sort()]);
  }
}
export async function childrenByTheirName(lines: unknown[]) {
  const list = await Author.query();
  const posts = await Promise.all(list.map((author) => author.related('posts').query()));
  lines.push(posts.flat().map((post) => post.serialize()));
}
export async function childrenThroughATable(lines: unknown[]) {
  const list = await Post.query().limit(20);
  for (const post of list) {
    const tags = await post.related('tags').query();
    lines.push([post.title, tags.map(({ name }) => name).sort()]);
  }
}
export async function updateByKey(_: unknown[], ids: readonly number[]) {
  for (const id of ids) {
    await Post.query().where('id', id).update({ status: 'archived' });
  }
}
export async function updateOfATable(_: unknown[], ids: number[]) {
  await Promise.all(ids.map((id) => db.from('post').where('id', id).update({ status: 'archived', topic_id: null })));
}
export async function updateRows() {
  const list = await Post.query().where('status', 'draft');
  for (const post of list) await Post.query().where('id', post.id).update({ status: 'archived' });
}
export async function updateByForeignKey() {
  const list = await Author.query();
  for (const author of list) await Post.query().where('authorId', '=', author.id).update({ status: 'archived' });
}
export async function updateInTransaction(_: unknown[], ids: number[]) {
  await db.transaction(async (trx) => {
    for (const id of ids) await trx.from('post').where('id', id).update({ status: 'archived' });
  });
}
export async function updateOfAModelInTransaction(_: unknown[], ids: number[]) {
  await db.transaction(async (trx) => {
    for (const id of ids) await Post.query({ client: trx }).where('id', id).update({ status: 'archived' });
  });
}
export async function deleteByKey(_: unknown[], ids: number[]) {
  for (const id of ids) await Tag.query().where('id', id).delete();
}
export async function deleteOfATable() {
  const list = await db.from('author');
  for (const author of list) await db.from('post').where('author_id', author.id).delete();
}
export async function deleteRows() {
  const list = await Post.query().where('status', 'live');
  await Promise.all(list.map(async ({ id }) => {
    await db.query().from('post').where('id', id).delete();
  }));
}
export async function updateThatIsNeverSent(_: unknown[], ids: number[]) {
  Post.query().whereIn('id', ids).update({ status: 'archived' });
}

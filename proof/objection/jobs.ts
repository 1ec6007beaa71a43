import { Author, Badge, Post, Tag, Topic } from './models.ts';

export async function relationByKey(lines: unknown[]) {
  const list = await Post.query();
  for (const post of list) {
    const author = await Author.query().findById(post.authorId);
    lines.push([post.title, author?.name]);
  }
}
export async function relationOfSome(lines: unknown[]) {
  const list = await Post.query().where('status', 'draft').where('id', '>', 10).orderBy('title', 'desc').offset(2).limit(20);
  for (const post of list) {
    const author = await Author.query().findOne({ id: post.authorId });
    lines.push([post.title, author?.toJSON()]);
  }
}
export async function relationByItsName(lines: unknown[]) {
  const list = await Post.query()
    // the oldest first
    .orderBy(['created_at', 'id'])
    .withGraphFetched('topic');
  const done = list.map(async (post) => {
    const author = await post.$relatedQuery('author');
    return { title: post.title, topic: post.topic?.name, author: author.name };
  });
  lines.push(...(await Promise.all(done)));
}
export async function relationThatMayBeNone(lines: unknown[]) {
  const list = await Post.query().orderBy('id').limit(30);
  for (const post of list) {
    const topic = await post.$relatedQuery('topic');
    lines.push([post.title, topic]);
  }
}
export async function relationThatMayBeSkipped(lines: unknown[]) {
  const list = await Post.query();
  for (const post of list) {
    if (post.topicId === null) continue;
    const topic = await Topic.query().findById(post.topicId);
    lines.push([post.title, topic === undefined ? 'none' : topic.name]);
  }
}
export async function relationByTheOtherSide(lines: unknown[]) {
  const list = await Author.query().orderBy('name');
  for (const author of list) {
    const badge = await Badge.query().findOne({ author_id: author.id });
    lines.push([author.name, badge]);
  }
}
export async function relationsTogether(lines: unknown[]) {
  const list = await Post.query().whereNotNull('topic_id');
  for (const post of list) {
    const author = await Author.query().findById(post.authorId);
    const topic = await post.$relatedQuery('topic');
    lines.push(`${post.title} of ${author?.name} on ${topic?.name}`);
  }
}
export async function relationOfAPage(lines: unknown[]) {
  const { results, total } = await Post.query().select('id', 'author_id').orderBy('id').page(1, 20);
  for (const post of results) {
    const author = await post.$relatedQuery('author');
    lines.push([post.id, author.name, total]);
  }
}
export async function relationInTransaction(lines: unknown[]) {
  await Post.transaction(async (trx) => {
    const list = await Post.query(trx);
    for (const post of list) {
      const author = await post.$relatedQuery('author', trx);
      lines.push([post.title, author.name]);
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
  lines.push(await Promise.all(list.map((author) => author.$relatedQuery('posts'))));
}
export async function childrenThroughATable(lines: unknown[]) {
  const list = await Post.query().limit(20);
  for (const post of list) {
    const tags = await post.$relatedQuery('tags');
    lines.push([post.title, tags.map(({ name }) => name).sort()]);
  }
}
export async function updateByKey(_: unknown[], ids: readonly number[]) {
  for (const id of ids) {
    await Post.query().findById(id).patch({ status: 'archived' });
  }
}
export async function updateByKeyBehind(_: unknown[], ids: number[]) {
  for (const id of ids) await Post.query().patch({ status: 'archived' }).findById(id);
}
export async function updateWhere() {
  const list = await Post.query().where('status', 'draft');
  await Promise.all(list.map((post) => Post.query().patch({ status: 'archived', topicId: null }).where('id', post.id)));
}
export async function updateByForeignKey() {
  const list = await Author.query();
  for (const author of list) await Post.query().patch({ status: 'archived' }).where({ author_id: author.id });
}
export async function updateRows() {
  for (const post of await Post.query().where('status', 'draft')) await post.$query().patch({ status: 'archived' });
}
export async function updateRowsThatAreReadLater(lines: unknown[]) {
  const list = await Post.query().where('status', 'draft');
  for (const post of list) await post.$query().patch({ status: 'archived' });
  lines.push(list.map(({ status }) => status));
}
export async function updateWhole(_: unknown[], ids: number[]) {
  for (const id of ids) await Topic.query().update({ name: 'alike' }).where('name', `topic ${id}`);
}
export async function updateInTransaction(_: unknown[], ids: number[]) {
  await Post.transaction(async (trx) => {
    for (const id of ids) await Post.query(trx).patch({ status: 'archived' }).findById(id);
  });
}
export async function deleteByKey(_: unknown[], ids: number[]) {
  await Promise.all(ids.map((id) => Tag.query().deleteById(id)));
}
export async function deleteWhere(_: unknown[], ids: number[]) {
  for (const id of ids) await Post.query().delete().where('author_id', '=', id);
}
export async function deleteFound(_: unknown[], ids: number[]) {
  for (const id of ids) await Post.query().findById(id).delete();
}
export async function deleteRows() {
  const list = await Post.query().where({ status: 'live' });
  for (const post of list) await post.$query().delete();
}
export async function updateThatIsNeverSent(_: unknown[], ids: number[]) {
  Post.query().findByIds(ids).patch({ status: 'archived' });
}

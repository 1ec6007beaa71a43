import { and, asc, desc, eq, gt, isNotNull } from 'drizzle-orm';
import { db } from './database.ts';
import { authors, badges, posts, tags, topics } from './schema.ts';

export async function relationByKey(lines: unknown[]) {
  const list = await db.query.posts.findMany();
  for (const post of list) {
    const author = await db.query.authors.findFirst({ where: eq(authors.id, post.authorId) });
    lines.push([post.title, author?.name]);
  }
}
export async function relationOfSome(lines: unknown[]) {
  const list = await db.query.posts.findMany({ where: and(eq(posts.status, 'draft'), gt(posts.id, 10)), orderBy: desc(posts.title), offset: 2, limit: 20 });
  for (const post of list) {
    const author = await db.query.authors.findFirst({ where: eq(authors.id, post.authorId), columns: { name: true } });
    lines.push([post.title, author]);
  }
}
export async function relationBesideAnother(lines: unknown[]) {
  const list = await db.query.posts.findMany({
    // the oldest first
    orderBy: [asc(posts.createdAt), asc(posts.id)],
    with: { topic: true },
  });
  const done = list.map(async (post) => {
    const author = await db.query.authors.findFirst({ where: (table, operators) => operators.eq(table.id, post.authorId), with: { badge: true } });
    return { title: post.title, topic: post.topic?.name, badge: author?.badge?.label };
  });
  lines.push(...(await Promise.all(done)));
}
export async function relationOfColumns(lines: unknown[]) {
  const list = await db.query.posts.findMany({ columns: { title: true, authorId: true } });
  for (const post of list) lines.push([post.title, (await db.query.authors.findFirst({ where: eq(authors.id, post.authorId) }))?.name]);
}
export async function relationThatMayBeNone(lines: unknown[]) {
  const list = await db.query.posts.findMany({ orderBy: posts.id, limit: 30 });
  for (const post of list) {
    const topic = post.topicId === null ? undefined : await db.query.topics.findFirst({ where: eq(topics.id, post.topicId) });
    lines.push([post.title, topic]);
  }
}
export async function relationByTheOtherSide(lines: unknown[]) {
  const list = await db.query.authors.findMany({ orderBy: (table, order) => order.asc(table.name) });
  for (const author of list) {
    const badge = await db.query.badges.findFirst({ where: eq(badges.authorId, author.id) });
    lines.push([author.name, badge]);
  }
}
export async function relationsTogether(lines: unknown[]) {
  const list = await db.query.posts.findMany({ where: isNotNull(posts.topicId) });
  for (const post of list) {
    const author = await db.query.authors.findFirst({ where: eq(authors.id, post.authorId) });
    const topic = await db.query.topics.findFirst({ where: eq(topics.id, post.topicId!) });
    lines.push(`${post.title} of ${author?.name} on ${topic?.name}`);
  }
}
export async function relationInTransaction(lines: unknown[]) {
  await db.transaction(async (tx) => {
    const list = await tx.query.posts.findMany();
    for (const post of list) {
      const author = await tx.query.authors.findFirst({ where: eq(authors.id, post.authorId) });
      lines.push([post.title, author?.name]);
    }
  });
}
export async function childrenOfEach(lines: unknown[]) {
  const list = await db.query.authors.findMany({ orderBy: asc(authors.name) });
  for (const author of list) {
    const written = await db.query.posts.findMany({ where: eq(posts.authorId, author.id), orderBy: desc(posts.title), columns: { title: true, updatedAt: true } });
    lines.push([author.name, written]);
  }
}
export async function childrenAsValues(lines: unknown[]) {
  const list = await db.query.authors.findMany();
  lines.push(await Promise.all(list.map((author) => db.query.posts.findMany({ where: eq(posts.authorId, author.id) }))));
}
export async function childrenOfColumns(lines: unknown[]) {
  const list = await db.query.topics.findMany();
  for (const topic of list) {
    const receipts = await db.query.receipts.findMany({ where: (table, { eq }) => eq(table.topicId, topic.id), columns: { id: true } });
    lines.push([topic.name, receipts.map(({ id }) => id).sort()]);
  }
}
export async function updateByKey(_: unknown[], ids: readonly number[]) {
  for (const id of ids) {
    await db.update(posts).set({ status: 'archived' }).where(eq(posts.id, id));
  }
}
export async function updateRows() {
  const list = await db.select().from(posts).where(eq(posts.status, 'draft'));
  await Promise.all(list.map((post) => db.update(posts).set({ status: 'archived', topicId: null }).where(eq(posts.id, post.id))));
}
export async function updateByForeignKey() {
  const list = await db.query.authors.findMany();
  for (const author of list) await db.update(posts).set({ status: 'archived' }).where(eq(posts.authorId, author.id));
}
export async function updateByOwnForeignKey() {
  const list = await db.query.posts.findMany({ where: isNotNull(posts.topicId) });
  for (const post of list) await db.update(topics).set({ name: 'of posts' }).where(eq(topics.id, post.topicId!));
}
export async function updateInTransaction(_: unknown[], ids: number[]) {
  await db.transaction(async (tx) => {
    for (const id of ids) await tx.update(posts).set({ status: 'archived' }).where(eq(posts.id, id));
  });
}
export async function deleteByKey(_: unknown[], ids: number[]) {
  for (const id of ids) await db.delete(tags).where(eq(tags.id, id));
}
export async function deleteRows() {
  const list = await db.select({ id: tags.id }).from(tags).limit(40);
  await Promise.all(list.map(async ({ id }) => {
    await db.delete(tags).where(eq(tags.id, id));
  }));
}
export async function insertEach(_: unknown[], __: number[], names: readonly string[]) {
  for (const name of names) {
    await db.insert(tags).values({ name });
  }
}
export async function insertConcurrently(_: unknown[], __: number[], names: string[]) {
  await Promise.all(names.map((title) => db.insert(posts).values({ title, status: 'live', authorId: 1 })));
}
export async function updateThatIsNeverSent() {
  db.update(posts).set({ status: 'archived' }).where(eq(posts.authorId, 1));
}

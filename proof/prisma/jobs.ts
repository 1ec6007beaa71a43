import { prisma } from './database.ts';

export async function relationByKey(lines: unknown[]) {
  const list = await prisma.post.findMany();
  for (const post of list) {
    const author = await prisma.author.findUnique({ where: { id: post.authorId } });
    lines.push([post.title, author?.name]);
  }
}
export async function relationOrThrow(lines: unknown[]) {
  const list = await prisma.post.findMany({ where: { status: 'draft', id: { gt: 10 } }, orderBy: { title: 'desc' }, skip: 2, take: 20 });
  for (const post of list) {
    const author = await prisma.author.findUniqueOrThrow({ where: { id: post.authorId }, select: { name: true } });
    lines.push(`${post.title} of ${author.name}`);
  }
}
export async function relationBesideAnother(lines: unknown[]) {
  const list = await prisma.post.findMany({
    // the oldest first
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: { topic: true },
  });
  const done = list.map(async (post) => {
    const author = await prisma.author.findFirst({ where: { id: post.authorId }, include: { badge: true } });
    return { title: post.title, topic: post.topic?.name, badge: author?.badge?.label };
  });
  lines.push(...(await Promise.all(done)));
}
export async function relationOfSelected(lines: unknown[]) {
  const list = await prisma.post.findMany({ select: { title: true, authorId: true } });
  for (const post of list) lines.push([post.title, (await prisma.author.findFirst({ where: { id: { equals: post.authorId } } }))?.name]);
}
export async function relationThatMayBeNone(lines: unknown[]) {
  const list = await prisma.post.findMany({ orderBy: { id: 'asc' }, take: 30 });
  for (const post of list) {
    if (post.topicId === null) continue;
    const topic = await prisma.topic.findUnique({ where: { id: post.topicId } });
    lines.push([post.title, topic?.name]);
  }
}
export async function relationByTheOtherSide(lines: unknown[]) {
  const list = await prisma.author.findMany({ orderBy: { name: 'asc' } });
  for (const author of list) {
    const badge = await prisma.badge.findUnique({ where: { authorId: author.id } });
    lines.push([author.name, badge]);
  }
}
export async function childrenOfEach(lines: unknown[]) {
  const list = await prisma.author.findMany({ orderBy: { name: 'asc' } });
  for (const author of list) {
    const posts = await prisma.post.findMany({ where: { authorId: author.id, status: 'draft' }, orderBy: { title: 'desc' }, select: { title: true } });
    lines.push([author.name, posts]);
  }
}
export async function childrenAsValues(lines: unknown[]) {
  const list = await prisma.author.findMany();
  lines.push(await Promise.all(list.map((author) => prisma.post.findMany({ where: { authorId: author.id } }))));
}
export async function countOfEach(lines: unknown[]) {
  const list = await prisma.author.findMany({ include: { badge: true } });
  for (const author of list) lines.push([author.name, author.badge?.label, await prisma.post.count({ where: { authorId: author.id } })]);
}
export async function countOfSome(lines: unknown[]) {
  const list = await prisma.topic.findMany({ select: { id: true, name: true } });
  const done = list.map(async (topic) => {
    const open = await prisma.post.count({ where: { topicId: topic.id, status: 'draft' } });
    return { name: topic.name, open };
  });
  lines.push(...(await Promise.all(done)));
}
export async function relationInTransaction(lines: unknown[]) {
  await prisma.$transaction(async (tx) => {
    const list = await tx.post.findMany({ where: { topicId: { not: null } } });
    for (const post of list) {
      const author = await tx.author.findUniqueOrThrow({ where: { id: post.authorId } });
      lines.push([post.title, author.name]);
    }
  });
}
export async function updateByKey(_: unknown[], ids: readonly number[]) {
  for (const id of ids) {
    await prisma.post.update({ where: { id }, data: { status: 'archived' } });
  }
}
export async function updateRows() {
  const list = await prisma.post.findMany({ where: { status: 'draft' } });
  await Promise.all(list.map((post) => prisma.post.update({ where: { id: post.id }, data: { status: 'archived', topicId: null } })));
}
export async function updateByForeignKey() {
  const list = await prisma.post.findMany({ where: { topicId: { not: null } } });
  for (const post of list) await prisma.topic.update({ where: { id: post.topicId! }, data: { name: 'of posts' } });
}
export async function updateManyEach() {
  const list = await prisma.topic.findMany();
  for (const topic of list) await prisma.post.updateMany({ where: { topicId: topic.id }, data: { status: 'archived' } });
}
export async function updateInTransaction(_: unknown[], ids: number[]) {
  await prisma.$transaction(async (tx) => {
    for (const id of ids) await tx.post.update({ where: { id }, data: { status: 'archived' } });
  });
}
export async function updateAsBatch(_: unknown[], ids: number[]) {
  await prisma.$transaction(ids.map((id) => prisma.post.update({ where: { id }, data: { status: 'archived' } })));
}
export async function updateRelationByKey(_: unknown[], ids: readonly number[]) {
  for (const id of ids) await prisma.post.update({ where: { id }, data: { status: 'live', topic: { connect: { id: 2 } } } });
}
export async function updateDifferently() {
  const list = await prisma.post.findMany();
  for (const post of list) {
    await prisma.post.update({ where: { id: post.id }, data: { title: `${post.title}!` } });
  }
}
export async function countUp() {
  const list = await prisma.post.findMany();
  for (const { authorId } of list) await prisma.post.update({ where: { id: authorId }, data: { views: { increment: 1 } } });
}
export async function upsertEach(_: unknown[], __: number[], names: readonly string[]) {
  for (const name of names) await prisma.tag.upsert({ where: { name }, create: { name }, update: { name } });
}
export async function deleteByKey(_: unknown[], ids: readonly number[]) {
  for (const id of ids) await prisma.tag.delete({ where: { id } });
}
export async function deleteManyEach() {
  const list = await prisma.author.findMany({ take: 20 });
  await Promise.all(list.map(async (author) => {
    await prisma.post.deleteMany({ where: { authorId: author.id } });
  }));
}
export async function createEach(_: unknown[], __: number[], names: readonly string[]) {
  for (const name of names) {
    await prisma.tag.create({ data: { name } });
  }
}
export async function createAsBatch(_: unknown[], __: number[], names: readonly string[]) {
  await prisma.$transaction(names.map((title) => prisma.post.create({ data: { title, status: 'live', authorId: 1 } })));
}
export async function createRelated(_: unknown[], __: number[], names: readonly string[]) {
  for (const title of names) await prisma.post.create({ data: { title, author: { connect: { id: 1 } } } });
}
export async function createNested(_: unknown[], __: number[], names: readonly string[]) {
  for (const name of names) await prisma.author.create({ data: { name, posts: { create: { title: `${name} introduces itself` } } } });
}
export async function updateThatIsNeverSent() {
  prisma.post.updateMany({ where: { authorId: 1 }, data: { status: 'archived' } });
}

import { isDeepStrictEqual } from 'node:util';
import { and, asc, count, eq, gt, inArray, sql } from 'drizzle-orm';
import { costOf, fails, ids, samePages } from './claim.ts';
import * as database from './database.ts';
import { authors, posts, receipts, tags, topics } from './schema.ts';

const { db } = database;

/** What advice of src/libraries/drizzle/words.ts says. */
export const claims: Record<string, () => Promise<boolean>> = {
  async 'findMany and select with inArray give what findFirst gives for each'() {
    const each = await Promise.all(ids.map((id) => db.query.authors.findFirst({ where: eq(authors.id, id) })));
    const all = await db.query.authors.findMany({ where: inArray(authors.id, ids) });
    const selected = await db.select().from(authors).where(inArray(authors.id, ids));
    return [all, selected].every((list) => isDeepStrictEqual(ids.map((id) => list.find((author) => author.id === id)), each));
  },
  async 'a select that groups counts for all rows at once'() {
    const each = await Promise.all(ids.map((id) => db.$count(posts, and(eq(posts.authorId, id), eq(posts.status, 'draft')))));
    const counts = await db.select({ authorId: posts.authorId, count: count() }).from(posts).where(and(inArray(posts.authorId, ids), eq(posts.status, 'draft'))).groupBy(posts.authorId);
    const byAuthor = new Map(counts.map((row) => [row.authorId, row.count]));
    return ids.every((id, index) => (byAuthor.get(id) ?? 0) === each[index]);
  },
  async 'values([...]) with onConflictDoNothing leaves alone what is there'() {
    const statements = (await costOf(database, () => db.insert(tags).values([{ name: 'tag 1' }, { name: 'added' }]).onConflictDoNothing())).statements;
    return statements === 1 && (await db.$count(tags)) === 101;
  },
  async 'values([...]) with onConflictDoUpdate takes the new values from excluded'() {
    const rows = [{ id: 1, name: 'renamed' }, { id: 1000, name: 'added' }];
    const statements = (await costOf(database, () => db.insert(tags).values(rows).onConflictDoUpdate({ target: tags.id, set: { name: sql`excluded.name` } }))).statements;
    return statements === 1 && isDeepStrictEqual(await db.select().from(tags).where(inArray(tags.id, [1, 1000])).orderBy(tags.id), rows);
  },
  async 'values([]) throws, and inArray of an empty list finds nothing'() {
    const throws = await fails(() => db.insert(tags).values([]));
    return throws && (await db.select().from(tags).where(inArray(tags.id, []))).length === 0;
  },
  async 'a relation gives null where there is none, findFirst undefined'() {
    const post = await db.query.posts.findFirst({ where: eq(posts.id, 2), with: { topic: true } });
    return post?.topic === null && (await db.query.posts.findFirst({ where: eq(posts.id, 0) })) === undefined;
  },
  async 'a relation of 0.x comes through JSON, which cuts numerics and refuses blobs'() {
    const plain = await db.query.receipts.findFirst({ where: eq(receipts.id, 1) });
    const topic = await db.query.topics.findFirst({ where: eq(topics.id, 2), with: { receipts: { columns: { amount: true }, where: eq(receipts.id, 1) } } });
    await db.update(receipts).set({ scan: Buffer.from([1, 255]) }).where(eq(receipts.id, 1));
    const refused = await fails(() => db.query.topics.findMany({ with: { receipts: true } }));
    return topic?.receipts[0]?.amount !== plain?.amount && refused;
  },
  async 'pages behind the last row are those of an offset'() {
    return samePages(
      (offset) => db.select().from(posts).orderBy(posts.id).limit(30).offset(offset),
      (last) => db.query.posts.findMany({ where: gt(posts.id, last), orderBy: asc(posts.id), limit: 30 }),
    );
  },
};

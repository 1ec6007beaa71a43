import { isDeepStrictEqual } from 'node:util';
import { costOf, fails, ids, samePages } from './claim.ts';
import * as database from './database.ts';
import { Author, Post, type PostRow } from './models.ts';
import { sent } from './server.ts';

const fresh = ids.map((id) => ({ _id: 100 + id, title: `new ${id}`, author: 1 }));
const archive = (posts: { status: string }[]): void => posts.forEach((post) => (post.status = 'archived'));

/** What advice of src/libraries/mongoose/words.ts says. */
export const claims: Record<string, () => Promise<boolean>> = {
  async 'find with $in reads with one command what findById reads for each'() {
    const names: (string | undefined)[] = [];
    const each = await costOf(database, async () => {
      for (const id of ids) names.push((await Author.findById(id))?.name);
    });
    const all = new Map<string, string>();
    const { statements } = await costOf(database, async () => (await Author.find({ _id: { $in: ids } })).forEach(({ _id, name }) => all.set(String(_id), name)));
    return each.statements === ids.length && statements === 1 && isDeepStrictEqual(ids.map((id) => all.get(String(id))), names);
  },
  async 'populate reads a relation of all documents with one more command, of each document with one each'() {
    const posts = await Post.find();
    const each = await costOf(database, async () => {
      for (const post of posts) await post.populate('author');
    });
    const again = await Post.find();
    const together = await costOf(database, () => Post.populate(again, 'author'));
    const along = await costOf(database, async () => Post.find().populate('author'));
    const names = (list: unknown[]): unknown => (list as { author: { name: string } }[]).map(({ author }) => author.name);
    return each.statements === posts.length && together.statements === 1 && along.statements === 2 && isDeepStrictEqual(names(posts), names(again));
  },
  async 'populate of a virtual reads the documents of each parent'() {
    const list = await Author.find({ _id: { $lt: 8 } }).populate<{ posts: PostRow[] }>('posts');
    const each = await Promise.all(list.map(({ _id }) => Post.find({ author: _id })));
    return isDeepStrictEqual(list.map(({ posts }) => posts.map(({ title }) => title)), each.map((posts) => posts.map(({ title }) => title)));
  },
  async 'aggregate with $match and $group counts for all keys, and finds the first of each'() {
    const counts = await Promise.all(ids.map((author) => Post.countDocuments({ author })));
    const firsts = await Promise.all(ids.map(async (author) => (await Post.findOne({ author }).sort({ _id: -1 }))?._id));
    const grouped = await Post.aggregate<{ _id: number; count: number }>([{ $match: { author: { $in: ids } } }, { $group: { _id: '$author', count: { $sum: 1 } } }]);
    const first = await Post.aggregate<{ _id: number; post: number }>([{ $match: { author: { $in: ids } } }, { $sort: { _id: -1 } }, { $group: { _id: '$author', post: { $first: '$_id' } } }]);
    const [byAuthor, postOf] = [new Map(grouped.map(({ _id, count }) => [_id, count])), new Map(first.map(({ _id, post }) => [_id, post]))];
    return isDeepStrictEqual(ids.map((id) => byAuthor.get(id) ?? 0), counts) && isDeepStrictEqual(ids.map((id) => postOf.get(id)), firsts);
  },
  async 'a pipeline casts no strings, a filter does'() {
    return (await Post.find({ author: '1' as never })).length > 0 && (await Post.aggregate([{ $match: { author: '1' } }])).length === 0;
  },
  async 'insertMany is one command without save hooks, create of a list one for each'() {
    const many = await costOf(database, () => Post.insertMany(fresh));
    const each = await costOf(database, () => Post.create(ids.map((id) => ({ _id: 1000 + id, title: 'x', author: 1 }))));
    return many.statements === 1 && many.told === 0 && each.statements === ids.length && each.told === ids.length;
  },
  async 'updateMany is one command, without hooks and validation of documents, and sets timestamps'() {
    const { statements, told } = await costOf(database, () => Post.updateMany({ _id: { $in: ids } }, { status: 'archived' }));
    const [post] = await Post.find({ _id: 1 });
    const seeded = post!.updatedAt.getFullYear() === 2020;
    await Post.updateMany({ _id: 1 }, { status: 'nothing like it' });
    post!.status = 'nothing like it';
    return statements === 1 && told === 0 && !seeded && (await Post.findById(1))?.status === 'nothing like it' && fails(() => post!.save());
  },
  // 8 has types for keys that are ObjectIds alone
  async 'bulkSave is one command, with the save hooks of each document'() {
    const posts = await Post.find();
    archive(posts);
    const together = await costOf(database, () => Post.bulkSave(posts as never));
    return together.statements === 1 && together.told === posts.length && (await Post.find({ status: 'archived' })).length === posts.length;
  },
  async 'save sends a command for each document'() {
    const posts = await Post.find();
    archive(posts);
    return (await costOf(database, async () => {
      for (const post of posts) await post.save();
    })).statements === posts.length;
  },
  async 'bulkWrite is one command without hooks, upserts what is missing, and gives no documents back'() {
    const operations = [...ids, 1000].map((id) => ({ updateOne: { filter: { _id: id }, update: { $set: { title: `title ${id}` } }, upsert: true } }));
    const { statements, told } = await costOf(database, () => Post.bulkWrite(operations));
    return statements === 1 && told === 0 && (await Post.countDocuments()) === 101 && (await Post.findById(1000))?.title === 'title 1000';
  },
  async 'deleteMany is one command, without the hooks of documents'() {
    const many = await costOf(database, () => Post.deleteMany({ _id: { $in: ids } }));
    const own = await costOf(database, async () => (await Post.findById(100))?.deleteOne());
    return many.statements === 1 && many.told === 0 && own.told === 1;
  },
  async 'exists and findOne ask for one document'() {
    await Post.exists({ author: 1 });
    await Post.findOne({ author: 1 });
    return sent.slice(-2).every(({ command }) => command['limit'] === 1);
  },
  async 'pages behind the last document are those that skip'() {
    const keys = (posts: readonly { _id: unknown }[]): { id: unknown }[] => posts.map(({ _id }) => ({ id: _id }));
    return samePages(
      async (offset) => keys(await Post.find().sort({ _id: 1 }).skip(offset).limit(30)),
      async (last) => keys(await Post.find({ _id: { $gt: last } }).sort({ _id: 1 }).limit(30)),
    );
  },
  async 'a query is sent when somebody waits for it'() {
    let answer: Promise<unknown> | undefined;
    const unsent = await costOf(database, () => void Post.find());
    const sentOff = await costOf(database, () => { answer = Post.find().exec(); });
    // the connection must not be closed before the answer is there
    await answer;
    return unsent.statements === 0 && sentOff.statements === 1;
  },
};

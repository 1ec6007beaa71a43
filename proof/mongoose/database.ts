import mongoose from 'mongoose';
import { comparable } from './seed.ts';
import { collections, listen, refusal, sent } from './server.ts';
import { forget } from './told.ts';

export { told } from './told.ts';

const SEEDED = '2020-01-01T00:00:00.000Z';

const server = await listen();
await mongoose.connect(server.url, { autoIndex: false, autoCreate: false });

/** Collections of so many documents as they are at the beginning. `refuse` makes the server refuse to write the second one, and the second new one. */
export function reset({ rows, refuse }: { rows: number; refuse: boolean }): void {
  const keys = Array.from({ length: rows }, (_, index) => index + 1);
  collections.set('authors', keys.map((_id) => ({ _id, name: `author ${_id}` })));
  collections.set('posts', keys.map((_id) => ({ _id, title: `post ${_id}`, status: _id % 3 === 0 ? 'live' : 'draft', views: _id, author: (_id % 7) + 1, updatedAt: new Date(SEEDED) })));
  refusal.of = refuse ? ({ _id }) => _id === 2 || _id === rows + 2 : undefined;
  sent.length = 0;
  forget();
}

/** Commands since the last reset, when those have been sent that nobody has waited for. */
export async function statements(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return sent.length;
}

/** All documents; of moments only whether they are those of the beginning. */
export function tables(): unknown {
  return comparable([...collections.values()], SEEDED);
}

export async function close(): Promise<void> {
  await mongoose.disconnect();
  server.close();
}

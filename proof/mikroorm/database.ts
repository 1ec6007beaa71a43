import { MikroORM } from '@mikro-orm/libsql';
import { Author, Badge, Post, Tag, Topic } from './entities.ts';
import { contents, fill, FILE } from './shop.ts';
import { forget } from './told.ts';

export { told } from './told.ts';

let sent = 0;

export const orm = await MikroORM.init({ entities: [Author, Badge, Post, Tag, Topic], dbName: FILE, debug: ['query'], colors: false, logger: () => void (sent += 1) });

export function reset(state: { rows: number; refuse: boolean }): void {
  fill(state);
  sent = 0;
  forget();
}

/** Statements since the last reset, those of transactions included, when all that were begun have been sent: there is one connection. */
export async function statements(): Promise<number> {
  await orm.em.getConnection().execute('SELECT 1');
  return --sent;
}

export const tables = contents;

export async function close(): Promise<void> {
  await orm.close();
}

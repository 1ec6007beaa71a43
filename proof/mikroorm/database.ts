import { MikroORM } from '@mikro-orm/libsql';
import { Author, Badge, calls, Post, Tag, Topic } from './entities.ts';
import { contents, fill, FILE } from './shop.ts';

/** How often a hook was called for a write since the last reset. */
export let told = 0;
let sent = 0;

export const orm = await MikroORM.init({ entities: [Author, Badge, Post, Tag, Topic], dbName: FILE, debug: ['query'], colors: false, logger: () => void (sent += 1) });

export function reset(state: { rows: number; refuse: boolean }): void {
  fill(state);
  sent = calls.told = 0;
}

/** Statements since the last reset, those of transactions included, when all that were begun have been sent: there is one connection. */
export async function statements(): Promise<number> {
  await orm.em.getConnection().execute('SELECT 1');
  told = calls.told;
  return --sent;
}

export const tables = contents;

export async function close(): Promise<void> {
  await orm.close();
}

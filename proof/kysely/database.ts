import { type Generated, Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { contents, fill, FILE } from './shop.ts';

export interface Shop {
  author: { id: Generated<number>; name: string };
  topic: { id: Generated<number>; name: string };
  tag: { id: Generated<number>; name: string };
  post: {
    id: Generated<number>; title: string; status: Generated<'draft' | 'live' | 'archived'>; views: Generated<number>; author_id: number; topic_id: number | null;
    created_at: Generated<string>; updated_at: Generated<string>; version: Generated<number>;
  };
}

/** Kysely has no hooks. */
export const told = 0;
let sent = 0;

export const db = new Kysely<Shop>({ dialect: new SqliteDialect({ database: new Database(FILE) }), log: () => void (sent += 1) });

export function reset(state: { rows: number; refuse: boolean }): void {
  fill(state);
  sent = 0;
}

/** Statements since the last reset, when all that were begun have been sent, for there is one connection; those of a transaction itself aren't logged. */
export async function statements(): Promise<number> {
  await db.selectFrom('tag').select('id').limit(1).execute();
  return --sent;
}

export const tables = contents;

export async function close(): Promise<void> {
  await db.destroy();
}

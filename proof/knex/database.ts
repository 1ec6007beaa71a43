import knexTo from 'knex';
import { contents, fill, FILE } from './shop.ts';

declare module 'knex/types/tables.js' {
  interface Tables {
    author: { id: number; name: string };
    topic: { id: number; name: string };
    tag: { id: number; name: string };
    post: { id: number; title: string; status: 'draft' | 'live' | 'archived'; views: number; author_id: number; topic_id: number | null; created_at: string; updated_at: string; version: number };
  }
}

/** Knex has no hooks. */
export const told = 0;
let sent = 0;

export const knex = knexTo({ client: 'better-sqlite3', connection: { filename: FILE }, useNullAsDefault: true });
knex.on('query', () => void (sent += 1));

export function reset(state: { rows: number; refuse: boolean }): void {
  fill(state);
  sent = 0;
}

/** Statements since the last reset, those of transactions included, when all that were begun have been sent: there is one connection. */
export async function statements(): Promise<number> {
  await knex.raw('SELECT 1');
  return --sent;
}

export const tables = contents;

export async function close(): Promise<void> {
  await knex.destroy();
}

import knexTo from 'knex';
import { Model } from 'objection';
import { contents, fill, FILE } from './shop.ts';
import { forget } from './told.ts';

export { told } from './told.ts';

let sent = 0;

const knex = knexTo({ client: 'better-sqlite3', connection: { filename: FILE }, useNullAsDefault: true });
knex.on('query', () => void (sent += 1));
Model.knex(knex);

export function reset(state: { rows: number; refuse: boolean }): void {
  fill(state);
  sent = 0;
  forget();
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

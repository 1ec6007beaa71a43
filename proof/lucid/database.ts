import { Emitter } from '@adonisjs/core/events';
import { AppFactory } from '@adonisjs/core/factories/app';
import { LoggerFactory } from '@adonisjs/core/factories/logger';
import { Database } from '@adonisjs/lucid/database';
import { Adapter, BaseModel } from '@adonisjs/lucid/orm';
import { contents, fill, FILE } from './shop.ts';
import { forget } from './told.ts';

export { told } from './told.ts';

/** The statements since the last reset. */
export const sent: string[] = [];

const emitter = new Emitter<any>(new AppFactory().create(new URL('./', import.meta.url)));
emitter.on('db:query', ({ sql }) => void sent.push(sql));

export const db: Database = new Database(
  { connection: 'shop', connections: { shop: { client: 'better-sqlite3', connection: { filename: FILE }, useNullAsDefault: true, debug: true } } },
  new LoggerFactory().create(),
  emitter,
);
BaseModel.$adapter = new Adapter(db);

export function reset(state: { rows: number; refuse: boolean }): void {
  fill(state);
  sent.length = 0;
  forget();
}

/** Statements since the last reset, without those of transactions, when all that were begun have been sent: there is one connection. */
export async function statements(): Promise<number> {
  await db.rawQuery('SELECT 1');
  await new Promise((resolve) => setImmediate(resolve));
  sent.pop();
  return sent.length;
}

export const tables = contents;

export async function close(): Promise<void> {
  await db.manager.closeAll();
}

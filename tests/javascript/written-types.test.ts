import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../lint-project.ts';

const SCHEMA = `import { integer, pgTable } from 'drizzle-orm/pg-core';

export const boards = pgTable('boards', { id: integer('id').primaryKey() });
export const cards = pgTable('cards', { id: integer('id').primaryKey(), boardId: integer('board_id').references(() => boards.id) });
`;

const CLIENT = `import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';

export const db = drizzle(process.env.URL!, { schema });
export function createDb() { return drizzle(process.env.URL!, { schema }); }
export const openDb = () => drizzle(process.env.URL!, { schema });
`;

const uses = (type: string, parameter = 'store'): string => `import { eq } from 'drizzle-orm';
import { boards, cards } from './schema';
import type { ${type} } from './client';

export async function show(${parameter}: ${type}) {
  for (const board of await ${parameter}.select().from(boards)) console.log(await ${parameter}.select().from(cards).where(eq(cards.boardId, board.id)));
}
`;

async function count(files: ProjectFiles): Promise<number> {
  return (await lintProject({ 'package.json': '{ "dependencies": { "drizzle-orm": "0.45" } }', 'src/schema.ts': SCHEMA, ...files }, 'src/show.ts')).length;
}

describe('a type that the project declares', () => {
  it.each([
    ['of the library', 'NodePgDatabase<typeof schema>'],
    ['with members of its own', 'NodePgDatabase<typeof schema> & { pool: object }'],
    ['of a value', 'typeof db'],
    ['of what a function gives', 'ReturnType<typeof createDb>'],
    ['of what an arrow function gives', 'ReturnType<typeof openDb>'],
    ['with fewer members', "Omit<typeof db, 'transaction'>"],
    ['by another name', 'Inner'],
  ])('is followed: %s', async (_name, type) => {
    expect(await count({ 'src/client.ts': `${CLIENT}type Inner = typeof db;\nexport type dbStore = ${type};\n`, 'src/show.ts': uses('dbStore') })).toBe(1);
  });

  it.each([
    ['of something else', '{ select(): any }'],
    ['of a value that is something else', 'typeof schema'],
    ['of what a function of others gives', 'ReturnType<typeof fetch>'],
    ['of a list', 'Array<typeof db>'],
    ['of a promise', 'Promise<typeof db>'],
    ['of itself', 'Omit<dbStore, "a">'],
  ])('is none: %s', async (_name, type) => {
    expect(await count({ 'src/client.ts': `${CLIENT}export type dbStore = ${type};\n`, 'src/show.ts': uses('dbStore') })).toBe(0);
  });

  it('is opened only where its name speaks of a database', async () => {
    expect(await count({ 'src/client.ts': `${CLIENT}export type Store = typeof db;\n`, 'src/show.ts': uses('Store') })).toBe(0);
  });

  it('is followed in a function that is imported', async () => {
    const client = "import { createDb } from './make';\n\nexport type dbStore = ReturnType<typeof createDb>;\n";
    expect(await count({ 'src/make.ts': CLIENT, 'src/client.ts': client, 'src/show.ts': uses('dbStore') })).toBe(1);
  });

  it('is followed where it stands', async () => {
    const inner = uses('dbStore').replace("import type { dbStore } from './client';", "import { db } from './client';\n\ntype Mine = Readonly<typeof db>;").replace(': dbStore', ': Mine');
    expect(await count({ 'src/client.ts': CLIENT, 'src/show.ts': inner })).toBe(1);
  });
});

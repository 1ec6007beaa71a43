import { describe, expect, it } from 'vitest';
import { applyRemedies, lintProject, ruleIds } from '../lint-project.ts';

/** A database whose driver is chosen at run time, so that nothing in sight says what it is, with tables likewise. */
const SHARED = {
  'package.json': '{ "dependencies": { "drizzle-orm": "0.44.0" } }',
  'src/db/open.ts': 'export const open = (ways: Ways) => ways[process.env.DRIVER]();',
  'src/db/schema.ts': "import { open } from './open';\nimport * as mysql from './mysql';\nexport const { parcels, labels } = open({ mysql: () => mysql });",
};
const DATABASE = "import { open } from './open';\nexport const db = open({});\n";
const JOB = "import { db, eq } from './db';\nimport { labels } from './db/schema';\nexport async function clear(parcelIds: number[]) {\n  for (const id of parcelIds) await db.delete(labels).where(eq(labels.parcelId, id));\n}\n";

function project(index: string, job = JOB): Record<string, string> {
  return { ...SHARED, 'src/db/index.ts': DATABASE + index, 'src/clear.ts': job };
}

describe("what a project passes on of Drizzle's, beside its own database", () => {
  it.each([
    ['the whole package', "export * from 'drizzle-orm';"],
    ['what it names', "export { and, eq, inArray } from 'drizzle-orm';"],
  ])('says that a database called so is one: %s', async (_, index) => {
    expect(ruleIds(await lintProject(project(index), 'src/clear.ts'))).toEqual(['no-write-per-row']);
  });

  it('is where the remedy takes from what it needs', async () => {
    const mended = "import { db, eq, inArray } from './db';\nimport { labels } from './db/schema';\nexport async function clear(parcelIds: number[]) {\n  await db.delete(labels).where(inArray(labels.parcelId, parcelIds));\n}\n";
    expect(await applyRemedies(project("export * from 'drizzle-orm';"), 'src/clear.ts')).toBe(mended);
    expect(await applyRemedies(project("export { eq } from 'drizzle-orm';"), 'src/clear.ts')).toBe(JOB);
  });

  it.each([
    ["a function of the project's own of that name", project('export function eq(a: unknown, b: unknown) { return a === b; }')],
    ['that of another package', project("export * from 'lodash';")],
    ['nothing that states a condition', project("export * from 'drizzle-orm';", JOB.replace('db, eq', 'db, getTableName').replace('eq(', 'getTableName('))],
  ])('says nothing where it is %s', async (_, files) => {
    expect(await lintProject(files, 'src/clear.ts')).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { functions, reads, streams, writes } from '../cases/rounds.ts';
import { isPerRow, lintProject, ruleIds } from '../lint-project.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'no-query-per-row': [reads, functions, streams], 'no-write-per-row': writes });

const SCHEMA = `datasource db { provider = "postgresql" }
model User { id Int @id
  memberships Membership[] }
model Space { id Int @id
  memberships Membership[] }
model Membership { id Int @id
  spaceId Int
  userId Int
  seenAt DateTime
  space Space @relation(fields: [spaceId], references: [id])
  user User @relation(fields: [userId], references: [id])
  UNIQUE }
`;

/** What is said of the newest membership of a user, all of whose memberships are read for it. */
async function saidOfNewest(unique: string): Promise<string[]> {
  const files = {
    'package.json': '{ "dependencies": { "@prisma/client": "6.1.0" } }', 'prisma/schema.prisma': SCHEMA.replace('UNIQUE', unique),
    'src/spaces.ts': "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function newest(userId: number) {\n  const [last] = await prisma.membership.findMany({ where: { userId }, orderBy: { seenAt: 'desc' } });\n  return last;\n}\n",
  };
  return ruleIds((await lintProject(files, 'src/spaces.ts', { preset: 'recommended' })).filter(isPerRow));
}

it('the newest of all that belong to one parent', async () => { expect(await saidOfNewest('')).toEqual(['no-unbounded-read']); });

it('the newest of those that pair one parent with another weighs less', async () => { expect(await saidOfNewest('@@unique([spaceId, userId])')).toEqual([]); });

it.each(['skuKey', 'kind'])('the newest of those of which one parent has one of each kind weighs less: %s', async (column) => { expect(await saidOfNewest(`${column} String\n  @@unique([userId, ${column}])`)).toEqual([]); });

it('a pair of which one side is no parent says nothing', async () => { expect(await saidOfNewest('@@unique([userId, seenAt])')).toEqual(['no-unbounded-read']); });

const TABLES = `import { relations } from 'drizzle-orm';
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const usersTable = pgTable('users', { id: integer('id').primaryKey() });
export const invitations = pgTable('invitations', { id: integer('id').primaryKey(), email: text('email').notNull(), status: text('status').notNull() });
export const grants = pgTable('grants', { id: integer('id').primaryKey(), invitationId: integer('invitation_id').notNull() });
export const foldersTable = pgTable('folders', { id: integer('id').primaryKey(), OWNER: integer('owner').notNull().references(() => usersTable.id) });
export const foldersRelations = relations(foldersTable, ({ one }) => ({ OWNERRelation: one(usersTable, { fields: [foldersTable.OWNER], references: [usersTable.id] }) }));
`;

/** What is recommended of a job in Drizzle. */
async function saidOfJob(code: string, owner = 'userId'): Promise<string[]> {
  const files = {
    'package.json': '{ "dependencies": { "drizzle-orm": "0.45.0" } }', 'src/schema.ts': TABLES.replace('OWNERRelation', owner.replace(/Id$/, '')).replaceAll('OWNER', owner), 'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nimport * as schema from './schema';\nexport const db = drizzle(process.env.URL, { schema });\n",
    'src/folders.ts': "import { db } from './db';\nimport { foldersTable, invitations } from './schema';\nexport const add = (values) => db.insert(foldersTable).values(values);\nexport const invite = (values) => db.insert(invitations).values(values);\n",
    'src/jobs/run.ts': `import { and, eq, sql } from 'drizzle-orm';\nimport { db } from '../db';\nimport { grants, invitations, foldersTable } from '../schema';\n${code}`,
  };
  return ruleIds((await lintProject(files, 'src/jobs/run.ts', { preset: 'recommended' })).filter(isPerRow));
}

const walk = 'export async function run() { const all = await db.select().from(foldersTable); for (const one of all) await send(one); }';

it('rows that belong to users grow with them', async () => { expect(await saidOfJob(walk)).toEqual(['no-unbounded-read']); });

it.each(['createdById', 'updatedBy', 'lastUpdatedById', 'createdByUserId'])('a user who is named as %s owns nothing', async (owner) => { expect(await saidOfJob(walk, owner)).toEqual([]); });

const perInvitation = (where: string): string => `export async function run(email: string, id: number) {\n  const conditions = [eq(invitations.id, id)];\n  if (email) conditions.push(eq(invitations.status, 'pending'));\n  const kinds = [eq(invitations.status, 'pending')];\n  for (const one of await db.select().from(invitations).where(${where})) use(await db.select().from(grants).where(eq(grants.invitationId, one.id)));\n}`;

it.each(["eq(invitations.status, 'pending')", 'and(...kinds)', 'sql`lower(${invitations.status}) = ${email}`', 'sql`${invitations.email} like ${email}`'])('many rows by %s', async (where) => { expect(await saidOfJob(perInvitation(where))).toEqual(['no-query-per-row']); });

it.each(['sql`lower(${invitations.email}) = ${normalizeEmail(email)}`', 'sql`${invitations.email} = ${email}`', 'and(...conditions)'])('the rows of one by %s', async (where) => { expect(await saidOfJob(perInvitation(where))).toEqual([]); });

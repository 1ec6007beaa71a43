import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles, ruleIds } from '../lint-project.ts';

async function said(files: ProjectFiles, preset: 'recommended' | 'strict' = 'recommended'): Promise<string[]> {
  return ruleIds(await lintProject(files, 'src/job.ts', { preset })).filter((rule) => rule !== 'require-index');
}

/** A file in which these ORMs are used. */
function job(code: string, more: ProjectFiles = {}): ProjectFiles {
  return { 'package.json': '{ "dependencies": { "objection": "3", "mongoose": "8", "@adonisjs/lucid": "21", "knex": "3" } }', ...more, 'src/job.ts': code };
}

const REVIEWS = `import { Model } from 'objection';
export class Line extends Model { static tableName = 'lines'; }
export class Review extends Model {
  static tableName = 'reviews';
  static relationMappings = () => ({ lines: { relation: Model.HasManyRelation, modelClass: Line, join: { from: 'reviews.id', to: 'lines.reviewId' } } });
}
export class Mark extends Model { static tableName = 'marks'; }
`;

const marking = (rows: string): string => `${REVIEWS}export async function mark(id: number) {\n  const review = await Review.query().findById(id);\n  const rows = await ${rows};\n  for (const row of rows) await Mark.query().findOne({ code: row.code });\n}\n`;

describe('rows of one parent weigh less', () => {
  it.each([
    ['asked for by the row that has them', "review.$relatedQuery('lines')"],
    ['asked for by a key that no column names', "Review.relatedQuery('lines').for(id)"],
    ['by a key that is called so', 'Line.query().where({ storeKey: id })'],
  ])('%s', async (_name, rows) => {
    expect(await said(job(marking(rows)))).toEqual([]);
    expect(await said(job(marking(rows)), 'strict')).toEqual(['no-query-per-row']);
  });

  it.each([
    ['all of a table', 'Line.query()'],
    ['of no one row', "Review.relatedQuery('lines')"],
    ['by what is no key', 'Line.query().where({ monkey: id })'],
  ])('not %s', async (_name, rows) => {
    expect(await said(job(marking(rows)))).toEqual(['no-query-per-row']);
  });

  it('not where the parent is itself one of many', async () => {
    const code = `${REVIEWS}export async function mark() {\n  for (const review of await Review.query()) {\n    const rows = await review.$relatedQuery('lines');\n    for (const row of rows) await Mark.query().findOne({ code: row.code });\n  }\n}\n`;
    expect(await said(job(code))).toContain('no-query-per-row');
  });
});

describe('rows of a function that is told which', () => {
  const lines = `import { Model } from 'objection';\nexport class Line extends Model { static tableName = 'lines'; }\nexport const linesBy = async (wanted: object = {}) => Line.query().where(wanted);\n`;
  const job = (asked: string): ProjectFiles => ({ 'package.json': '{ "dependencies": { "objection": "3" } }', 'src/lines.ts': lines, 'src/job.ts': `import { Model } from 'objection';\nimport { linesBy } from './lines';\nclass Mark extends Model { static tableName = 'marks'; }\nexport async function mark(wanted: object) {\n  const rows = await linesBy(${asked});\n  for (const row of rows) await Mark.query().findOne({ code: row.code });\n}\n` });

  it('are all where nobody tells', async () => {
    expect(await said(job(''))).toEqual(['no-query-per-row']);
  });

  it('are as many as the caller wants', async () => {
    expect(await said(job('wanted'))).toEqual([]);
    expect(await said(job('wanted'), 'strict')).toEqual(['no-query-per-row']);
  });
});

describe('what a row asks for as its own', () => {
  const TABLES = `import { DataTypes, Model, Sequelize } from 'sequelize';
export const sequelize = new Sequelize('');
export class Item extends Model {}
Item.init({ code: DataTypes.STRING }, { sequelize });
export class Basket extends Model {}
Basket.init({ code: DataTypes.STRING }, { sequelize });
Basket.hasMany(Item);
export class Mark extends Model {}
Mark.init({ code: DataTypes.STRING }, { sequelize });
`;
  const marked = (rows: string): ProjectFiles => ({ 'package.json': '{ "dependencies": { "sequelize": "6" } }', 'src/job.ts': `${TABLES}export async function mark(id: number) {\n  const basket = await Basket.findByPk(id);\n  const rows = await ${rows};\n  for (const row of rows) await Mark.findOne({ where: { code: row.code } });\n}\n` });

  it('by a method of the row is that of one parent', async () => {
    expect(await said(marked('basket.getItems()'))).toEqual([]);
    expect(await said(marked('basket.getItems()'), 'strict')).toEqual(['no-query-per-row']);
    expect(await said(marked('Item.findAll()'))).toEqual(['no-query-per-row']);
  });
});

describe('a row that is saved because the round has found none', () => {
  const ENTITIES = "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity() export class Right { @PrimaryGeneratedColumn() id: number; @Column() code: string; }\n@Entity() export class Link { @PrimaryGeneratedColumn() id: number; @Column() rightId: number; }\n@Entity() export class Note { @PrimaryGeneratedColumn() id: number; @Column() rightId: number; }\n";
  const linking = (test: string, entity = 'Link'): ProjectFiles => ({
    'package.json': '{ "dependencies": { "typeorm": "0.3.20" } }',
    'src/entities.ts': ENTITIES,
    'src/job.ts': `import { DataSource } from 'typeorm';\nimport { Link, Note, Right } from './entities';\nexport async function link(source: DataSource) {\n  const links = source.getRepository(Link);\n  for (const right of await source.getRepository(Right).find()) {\n    const found = await links.findOneBy({ rightId: right.id });\n    if (${test}) await source.getRepository(${entity}).save(source.getRepository(${entity}).create({ rightId: right.id }));\n  }\n}\n`,
  });
  const writes = async (files: ProjectFiles, preset: 'recommended' | 'strict' = 'recommended'): Promise<string[]> => (await said(files, preset)).filter((rule) => rule === 'no-write-per-row');

  it.each(['!found', 'found === null'])('weighs less: %s', async (test) => {
    expect(await writes(linking(test))).toEqual([]);
    expect(await writes(linking(test), 'strict')).toEqual(['no-write-per-row']);
  });

  it('not in another table, nor where it was found', async () => {
    expect(await writes(linking('!found', 'Note'))).toEqual(['no-write-per-row']);
    expect(await writes(linking('found', 'Note'))).toEqual(['no-write-per-row']);
  });
});

describe('a model that is registered under a constant', () => {
  const walking = (name: string): ProjectFiles => job(`import mongoose from 'mongoose';\nimport { NAMES } from './names';\nexport const ${name} = mongoose.model(NAMES.FIRST, new mongoose.Schema({ code: String }));\nexport const OtherModel = mongoose.model(NAMES.OTHER, new mongoose.Schema({ code: String }));\nexport async function walk() {\n  for (const row of await ${name}.find({})) await OtherModel.findOne({ code: row.code });\n}\n`);

  it('goes by the name that its file gives it', async () => {
    expect(await said(walking('RegionModel'))).toEqual([]);
    expect(await said(walking('RegionModel'), 'strict')).toEqual(['no-query-per-row']);
    expect(await said(walking('BasinModel'))).toEqual(['no-query-per-row']);
  });
});

describe('rows that were just inserted', () => {
  const inserting = (rows: string): string => `import mongoose from 'mongoose';
const Praise = mongoose.model('Praise', new mongoose.Schema({ reason: String }));
const Person = mongoose.model('Person', new mongoose.Schema({ name: String }));
export async function add(dto: { names: string[] }) {
  const people = await Person.find({});
  const made = await Praise.insertMany(${rows});
  return Promise.all(made.map((praise) => Person.findOne({ name: praise.reason })));
}
`;

  it('are as many as were handed in', async () => {
    expect(await said(job(inserting('people.map((one) => ({ reason: one.name }))')))).toEqual(['no-query-per-row']);
    expect(await said(job(inserting('dto.names.map((reason) => ({ reason }))')))).toEqual([]);
    expect(await said(job(inserting('dto.names.map((reason) => ({ reason }))')), 'strict')).toEqual(['no-query-per-row']);
  });
});

describe('rows that another function gives', () => {
  const STORE = `import { knex } from './db';
export async function findMany({ where, take, from = 'orders' }: Asked) {
  const query = knex('orders').where(where);
  if (take) query.limit(take);
  return query;
}
`;
  const closing = (asked: string): ProjectFiles => job(`import { findMany } from './store';\nimport { knex } from './db';\nexport async function close(take: number) {\n  const rows = await findMany(${asked});\n  for (const row of rows) await knex('customers').where({ code: row.code }).first();\n}\n`, {
    'src/store.ts': STORE,
    'src/db.ts': "import makeKnex from 'knex';\nexport const knex = makeKnex({ client: 'pg' });\n",
  });

  it('are a page where the caller says how long', async () => {
    expect(await said(closing("{ where: { state: 'open' }, take }"))).toEqual(['no-query-per-row']);
  });

  it('are nobody knows how many where the caller says which rows, and not how many', async () => {
    expect(await said(closing("{ where: { state: 'open' } }"))).toEqual([]);
    expect(await said(closing("{ where: { state: 'open' } }"), 'strict')).toEqual(['no-query-per-row']);
  });
});

describe('a query that somebody is handed before it is sent', () => {
  const shown = (query: string): ProjectFiles => job('', { 'app/controllers/pages_controller.ts': `import db from '@adonisjs/lucid/services/db';\nimport type { HttpContext } from '@adonisjs/core/http';\nconst onPages = (query: ReturnType<typeof db.from>) => query.where('kind', 'page');\nexport default class PagesController {\n  async index({ response }: HttpContext) {\n    const rows = await ${query};\n    return response.json(rows);\n  }\n}\n` });
  const read = async (query: string): Promise<string[]> => ruleIds(await lintProject(shown(query), 'app/controllers/pages_controller.ts'));

  it.each([
    ['a function that goes on with it', "onPages(db.from('page_views')).select('path').limit(25)"],
    ['a join that it goes on with itself', "db.from('page_views').join('users', 'users.id', 'page_views.user_id').groupBy('users.id').limit(50)"],
  ])('%s', async (_name, query) => {
    expect(await read(query)).toEqual([]);
  });

  it('is what a getter gives, for whoever reads it', async () => {
    const owner = (head: string): ProjectFiles => ({ 'package.json': '{ "dependencies": { "objection": "3" } }', 'src/controllers/visits.ts': `import { Model } from 'objection';\nclass PageView extends Model { static tableName = 'page_views'; }\nexport class Site {\n  ${head} { return this.isOpen ? PageView.query() : PageView.query().where({ archived: false }); }\n}\nexport async function GET() { return Response.json(await new Site().views); }\n` });
    const held = async (head: string): Promise<string[]> => ruleIds(await lintProject(owner(head), 'src/controllers/visits.ts', { preset: 'strict' })).filter((rule) => rule === 'no-unbounded-read');
    expect(await held('get views()')).toEqual([]);
    expect(await held('async views()')).not.toEqual([]);
  });

  it('is read where nobody goes on with it', async () => {
    expect(await read("db.from('page_views').where('kind', 'page')")).toEqual(['no-unbounded-read']);
  });

  it('counts in the database where a builder of Mongoose ends so', async () => {
    const counting = (query: string): ProjectFiles => job('', { 'src/controllers/visits.ts': `import mongoose from 'mongoose';\nconst Visit = mongoose.model('Visit', new mongoose.Schema({ path: String }));\nexport async function count(req: Request) {\n  ${query}\n}\n` });
    const read = async (query: string): Promise<string[]> => ruleIds(await lintProject(counting(query), 'src/controllers/visits.ts')).filter((rule) => rule === 'no-unbounded-read');
    expect(await read("const builder = new VisitQueryBuilder(Visit.find());\n  builder.addConditions(req.path);\n  return await builder.query.exec('count');")).toEqual([]);
    expect(await read('const rows = await Visit.find();\n  return new VisitReport(rows);')).toEqual(['no-unbounded-read']);
  });
});

describe('what a caller has read before for all', () => {
  const asking = (given: string): string => `${REVIEWS}async function roleOf({ id, preloadedRole }: Asked) {\n  return preloadedRole || preloadedRole === null ? preloadedRole : await Mark.query().findOne({ code: id });\n}\nexport async function all(roles: Record<string, Mark>) {\n  const found = [];\n  for (const review of await Review.query()) found.push(await roleOf({ id: review.code${given} }));\n  return found;\n}\n`;

  it('is not asked again', async () => {
    expect(await said(job(asking(', preloadedRole: roles[review.id]')), 'strict')).toEqual([]);
  });

  it('is not asked again through another function', async () => {
    const code = `${REVIEWS}async function roleOf({ id, preloadedRole }: Asked) {\n  return preloadedRole || preloadedRole === null ? preloadedRole : await Mark.query().findOne({ code: id });\n}\nasync function rightsOf({ id, preloadedRole }: Asked) {\n  const role = await roleOf({ id, preloadedRole });\n  return role?.rights;\n}\nexport async function all(roles: Record<string, Mark>) {\n  const found = [];\n  for (const review of await Review.query()) found.push(await rightsOf({ id: review.code, GIVEN }));\n  return found;\n}\n`;
    expect(await said(job(code.replace('GIVEN', 'preloadedRole: roles[review.id]')), 'strict')).toEqual([]);
    expect(await said(job(code.replace('GIVEN', '')), 'strict')).toEqual(['no-query-per-row']);
  });

  it('is where the caller hands in nothing', async () => {
    expect(await said(job(asking('')), 'strict')).toEqual(['no-query-per-row']);
    expect(await said(job(asking(', preloadedRole: undefined')), 'strict')).toEqual(['no-query-per-row']);
  });
});

describe('rows that code holds all together', () => {
  const SCHEMA = 'generator client {\n provider = "prisma-client-js"\n}\nmodel Photo {\n id Int @id\n path String\n text String\n}\nmodel Upload {\n id Int @id\n path String\n}\n';
  const cleaning = (body: string): ProjectFiles => ({
    'package.json': '{ "dependencies": { "@prisma/client": "6" } }',
    'prisma/schema.prisma': SCHEMA,
    'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
    'src/jobs/clean.ts': `import { prisma } from '../db';\nexport async function clean() {\n  const uploads = await prisma.upload.findMany();\n  ${body}\n}\n`,
  });
  const told = async (body: string): Promise<string[]> => (await lintProject(cleaning(body), 'src/jobs/clean.ts')).filter(({ ruleId }) => ruleId?.endsWith('no-unbounded-read') === true).map(({ message }) => message);

  it.each(['const paths = uploads.map(({ path }) => path);\n  await prisma.photo.deleteMany({ where: { path: { notIn: paths } } });', 'await prisma.photo.deleteMany({ where: { path: { notIn: uploads.map(({ path }) => path) } } });'])('to leave them out of another query are better compared by the database: %s', async (body) => {
    expect(await told(body)).toEqual([expect.stringContaining('by a subquery (`NOT EXISTS`), which takes no list')]);
  });

  it('for a column of each are told what to select', async () => {
    expect(await told('const paths = new Set(uploads.map(({ path }) => path));\n  await tell(paths);')).toEqual([expect.stringContaining('Add `select: { path: true, id: true }`: nothing else of the rows is used, but `id` to go on from. Read them in pieces')]);
  });

  it('is not where a method of each row may read any', async () => {
    const [message] = await told('await Promise.all(uploads.map((upload) => upload.publish()));');
    expect(message).toContain('Read them in pieces');
    expect(message).not.toContain('select');
  });

  it('as they are, are told to be read in pieces', async () => {
    expect(await told('await tell(uploads);')).toEqual([expect.stringMatching(/at once\. Read them in pieces/)]);
    expect(await told('await prisma.photo.deleteMany({ where: { path: { notIn: others } } });\n  await tell(uploads);')).toEqual([expect.stringMatching(/at once\. Read them in pieces/)]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../../lint-project.ts';

const RULE = 'admin-scale/no-query-per-row';

async function weightOf(files: ProjectFiles): Promise<'none' | 'some' | 'high'> {
  const [any, high] = await Promise.all((['any', 'high'] as const).map((impact) => lintProject(files, 'src/walk.ts', { rules: { [RULE]: ['error', { impact }] } })));
  return (high?.length ?? 0) > 0 ? 'high' : (any?.length ?? 0) > 0 ? 'some' : 'none';
}

const PACKAGE = '{ "name": "shop", "private": true, "dependencies": { "@prisma/client": "6", "sequelize": "6", "typeorm": "0.3", "drizzle-orm": "0.44", "knex": "3" } }';
const SCHEMA = 'model Basin {\n id Int @id\n name String\n depots Depot[]\n orders Order[]\n}\nmodel Depot {\n id Int @id\n name String\n basinId Int\n basin Basin @relation(fields: [basinId], references: [id])\n}\nmodel Order {\n id Int @id\n number Int\n basinId Int\n basin Basin @relation(fields: [basinId], references: [id])\n}\nmodel City {\n id Int @id\n name String\n}';
const CLIENT = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";
const ORDERS: ProjectFiles = { 'src/orders.ts': `${CLIENT}export const add = (number: number, basinId: number) => prisma.order.create({ data: { number, basinId } });` };

function prisma(more: ProjectFiles, model = 'basin'): ProjectFiles {
  return {
    'package.json': PACKAGE, 'prisma/schema.prisma': SCHEMA, ...more,
    'src/walk.ts': `${CLIENT}export async function walk() {\n  const rows = await prisma.${model}.findMany();\n  for (const row of rows) use(await prisma.order.findFirst({ where: { number: row.id } }));\n}`,
  };
}

describe('a table of Prisma', () => {
  it.each([
    ['that nothing adds to', prisma(ORDERS), 'some'],
    ['that a seed and a migration fill', prisma({ ...ORDERS, 'prisma/seed.ts': `${CLIENT}prisma.basin.create({ data: {} });`, 'src/migrations/fill.ts': `${CLIENT}prisma.basin.createMany({ data: [] });` }), 'some'],
    ['that the program adds to', prisma({ ...ORDERS, 'src/basins.ts': `${CLIENT}export const add = (name: string) => prisma.basin.create({ data: { name } });` }), 'high'],
    ['that a script adds to', prisma({ ...ORDERS, 'scripts/basins.ts': `${CLIENT}prisma.basin.upsert({ where: {}, create: {}, update: {} });` }), 'high'],
    ['that is added to along with another', prisma({ ...ORDERS, 'src/depots.ts': `${CLIENT}export const add = (name: string) => prisma.depot.create({ data: { name, basin: { connectOrCreate: { where: {}, create: {} } } } });` }), 'high'],
    ['whose delegate is handed on', prisma({ ...ORDERS, 'src/basins.ts': `${CLIENT}import { addTo } from './any';\nexport const add = () => addTo(prisma.basin);` }), 'high'],
    ['whose delegate is computed by its name', prisma({ ...ORDERS, 'src/any.ts': `${CLIENT}export const add = (name: string, data: object) => prisma[name].create({ data });`, 'src/names.ts': "export const NAMES = ['basin'];" }), 'high'],
    ['where a delegate is computed by other names', prisma({ ...ORDERS, 'src/any.ts': `${CLIENT}export const add = (name: string, data: object) => prisma[name].create({ data });`, 'src/names.ts': "export const NAMES = ['order'];" }), 'some'],
    ['that a statement adds to', prisma({ ...ORDERS, 'src/basins.ts': `${CLIENT}export const add = (name: string) => prisma.$executeRaw\`INSERT INTO basins (name) VALUES (\${name})\`;` }), 'high'],
    ['where a statement adds to who knows which', prisma({ ...ORDERS, 'src/basins.ts': `${CLIENT}export const add = (name: string) => prisma.$executeRaw\`INSERT INTO tbl_rgn (name) VALUES (\${name})\`;` }), 'high'],
    ['that a trigger adds to', prisma({ ...ORDERS, 'prisma/migrations/1/migration.sql': 'CREATE FUNCTION fill() RETURNS trigger AS $$ BEGIN INSERT INTO "Basin" (name) VALUES (NEW.name); END $$;' }), 'high'],
    ['of a program that adds nothing', prisma({}), 'high'],
    ['of a program whose users a library signs in', prisma({ ...ORDERS, 'src/auth.ts': 'export const auth = signIn({ adapter: PrismaAdapter(prisma) });' }), 'high'],
    ['of what the world has many of', prisma(ORDERS, 'city'), 'high'],
  ])('%s', async (_, files, expected) => {
    expect(await weightOf(files)).toBe(expected);
  });
});

const MODELS = "import { DataTypes, Model, Sequelize } from 'sequelize';\nexport const sequelize = new Sequelize('');\nexport class Basin extends Model {}\nBasin.init({ name: DataTypes.STRING }, { sequelize, tableName: 'basins' });\nexport class Order extends Model {}\nOrder.init({ number: DataTypes.INTEGER }, { sequelize });\n";

function sequelize(rows: string, more: ProjectFiles): ProjectFiles {
  return {
    'package.json': PACKAGE, 'src/models.ts': MODELS, 'src/orders.ts': "import { Order } from './models';\nexport const add = (number: number) => Order.create({ number });", ...more,
    'src/walk.ts': `import { Order, Basin, sequelize } from './models';\nexport async function walk() {\n  ${rows}\n  for (const row of rows) use(await Order.findOne({ where: { number: row.id } }));\n}`,
  };
}

describe('a table of Sequelize', () => {
  const MODEL = 'const rows = await Basin.findAll();';
  const STATEMENT = "const [rows] = await sequelize.query('SELECT * FROM basins');";
  const INSERT: ProjectFiles = { 'src/parts.ts': "import { sequelize } from './models';\nexport const add = () => sequelize.query('INSERT INTO parts (id) VALUES (1)');" };
  it.each([
    ['that nothing adds to', sequelize(MODEL, {}), 'some'],
    ['that the program adds to', sequelize(MODEL, { 'src/basins.ts': "import { models } from './all';\nexport const add = (name: string) => models.Basin.bulkCreate([{ name }]);" }), 'high'],
    ['that rows of another add to', sequelize(MODEL, { 'src/basins.ts': 'export const add = (depot: Depot) => depot.createBasin({});' }), 'high'],
    ['that a statement reads, and nothing adds to', sequelize(STATEMENT, INSERT), 'some'],
    ['that statements read and add to', sequelize(STATEMENT, { ...INSERT, 'src/basins.ts': "import { sequelize } from './models';\nexport const add = () => sequelize.query(`INSERT INTO ${schema}.basins (name) VALUES ('x')`);" }), 'high'],
    ['that a statement reads, and its model adds to', sequelize(STATEMENT, { ...INSERT, 'src/basins.ts': "import { Basin } from './models';\nexport const add = (name: string) => Basin.create({ name });" }), 'high'],
    ['where statements add to who knows which', sequelize(STATEMENT, { ...INSERT, 'src/any.ts': "import { sequelize } from './models';\nexport const add = (table: string) => sequelize.query(`INSERT INTO ${table} (name) VALUES ('x')`);\nexport const TABLES = ['basins'];" }), 'high'],
    ['where statements add to others', sequelize(STATEMENT, { ...INSERT, 'src/any.ts': "import { sequelize } from './models';\nexport const add = (table: string) => sequelize.query(`INSERT INTO ${table} (name) VALUES ('x')`);\nexport const TABLES = ['parts'];" }), 'high'],
  ])('%s', async (_, files, expected) => {
    expect(await weightOf(files)).toBe(expected);
  });
});

function typeorm(more: ProjectFiles): ProjectFiles {
  return {
    'package.json': PACKAGE,
    'src/entities.ts': "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity()\nexport class Basin { @PrimaryGeneratedColumn() id: number; @Column() name: string; }\n@Entity()\nexport class Order { @PrimaryGeneratedColumn() id: number; @Column() number: number; }",
    'src/orders.ts': "import type { Repository } from 'typeorm';\nimport { Order } from './entities';\nexport class Orders { constructor(private orders: Repository<Order>) {}\n add() { return this.orders.save(new Order()); } }", ...more,
    'src/walk.ts': "import { dataSource } from './source';\nimport { Order, Basin } from './entities';\nimport { DataSource } from 'typeorm';\nexport async function walk(source: DataSource) {\n  const rows = await source.getRepository(Basin).find();\n  for (const row of rows) use(await source.getRepository(Order).findOne({ where: { number: row.id } }));\n}",
  };
}

describe('a table of TypeORM', () => {
  it.each([
    ['that nothing adds to', typeorm({}), 'some'],
    ['that a repository adds to', typeorm({ 'src/basins.ts': "export class Basins { constructor(private store: Repository<Basin>) {}\n add() { return this.store.save({ name: 'x' }); } }" }), 'high'],
  ])('%s', async (_, files, expected) => {
    expect(await weightOf(files)).toBe(expected);
  });
});

describe('a table of Drizzle', () => {
  const files = (more: ProjectFiles): ProjectFiles => ({
    'package.json': PACKAGE,
    'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nimport { integer, pgTable, text } from 'drizzle-orm/pg-core';\nexport const basins = pgTable('basins', { id: integer(), name: text() });\nexport const orders = pgTable('orders', { id: integer(), number: integer() });\nexport const db = drizzle('');",
    'src/orders.ts': "import { db, orders } from './db';\nexport const add = () => db.insert(orders).values({ number: 1 });", ...more,
    'src/walk.ts': "import { eq } from 'drizzle-orm';\nimport { db, orders, basins } from './db';\nexport async function walk() {\n  const rows = await db.select().from(basins);\n  for (const row of rows) use(await db.select().from(orders).where(eq(orders.number, row.id)));\n}",
  });
  it.each([
    ['that nothing adds to', files({}), 'some'],
    ['that the program adds to', files({ 'src/basins.ts': "import { db, basins } from './db';\nexport const add = (name: string) => db.insert(basins).values({ name });" }), 'high'],
    ['that it adds to by another name', files({ 'src/basins.ts': "import * as schema from './db';\nexport const add = (name: string) => schema.db.insert(schema.basins).values({ name });" }), 'high'],
  ])('%s', async (_, all, expected) => {
    expect(await weightOf(all)).toBe(expected);
  });
});

const DATABASE = "import knex from 'knex';\nexport const db = knex({ client: 'pg' });\n";

function knex(more: ProjectFiles, table = "'basins'"): ProjectFiles {
  return {
    'package.json': PACKAGE, 'src/db.ts': DATABASE, ...more,
    'src/walk.ts': `import { db } from './db';\nexport async function walk(name: string) {\n  const rows = await db(${table});\n  for (const row of rows) use(await db('orders').where({ number: row.id }).first());\n}`,
  };
}

describe('a table of Knex', () => {
  const adding = (statement: string): ProjectFiles => ({ 'src/basins.ts': `import { db } from './db';\nexport const add = (name: string) => ${statement};` });
  const MORE: ProjectFiles = { 'src/orders.ts': "import { db } from './db';\nexport const add = (number: number) => db('orders').insert({ number });" };
  it.each([
    ['that nothing adds to', knex(MORE), 'some'],
    ['that a seed fills', knex({ ...MORE, 'seeds/basins.js': "exports.seed = (knex) => knex('basins').insert([{ name: 'x' }]);" }), 'some'],
    ['that the program adds to', knex({ ...MORE, ...adding("db('basins').insert({ name })") }), 'high'],
    ['that the program adds to, by a longer chain', knex({ ...MORE, ...adding("db('shop.basins').returning('id').insert({ name })") }), 'high'],
    ['that the program adds to, named behind', knex({ ...MORE, ...adding("db.insert({ name }).into('basins')") }), 'high'],
    ['that the program adds to in pieces', knex({ ...MORE, ...adding("db.batchInsert('basins', [{ name }])") }), 'high'],
    ['where the program adds to who knows which', knex({ ...MORE, ...adding('db(name).insert({ name })') }), 'high'],
    ['where the program adds to others in pieces', knex({ ...MORE, ...adding("db.batchInsert('parts', [{ name }])") }), 'some'],
    ['whose name is handed in', knex(MORE, 'name'), 'high'],
    ['of a program that adds nothing', knex({}), 'high'],
  ])('%s', async (_, files, expected) => {
    expect(await weightOf(files)).toBe(expected);
  });
});

describe('a table of a program with an admin panel', () => {
  const REVIEW = "const { model, Schema } = require('mongoose');\nmodule.exports = model('Review', new Schema({ text: String }));\n";
  const HANDLER = "const Review = require('../models/Review');\nclass ReviewController {\n  list = async (req, res) => { res.json(await Review.find()); };\n}\nmodule.exports = new ReviewController();\n";
  const reports = async (packages: string, more: ProjectFiles = {}): Promise<number> =>
    (await lintProject({ 'package.json': `{ "name": "shop", "dependencies": { "mongoose": "8", ${packages} } }`, 'models/Review.js': REVIEW, 'controllers/Review.js': HANDLER, 'admin.js': "const AdminJS = require('adminjs');\nmodule.exports = new AdminJS({ resources: [require('./models/Review')] });\n", ...more }, 'controllers/Review.js', { rules: { 'admin-scale/no-unbounded-read': ['error', { impact: 'high' }] } })).length;

  it('grows by no name where nothing but the panel adds to it', async () => {
    expect(await reports('"adminjs": "7"')).toBe(0);
  });

  it.each([
    ['the code adds to it', '"adminjs": "7"', { 'controllers/Send.js': "const Review = require('../models/Review');\nmodule.exports = async (req, res) => { await Review.create(req.body); };\n" }],
    ['there is no panel', '"express": "5"', {}],
    ['nothing sets the panel up', '"adminjs": "7"', { 'admin.js': '' }],
  ])('grows where %s', async (_name, packages, more) => {
    expect(await reports(packages, more)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { lookUps } from '../cases/unindexed.ts';
import { lintProject, type ProjectFiles } from '../lint-project.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'require-index': lookUps });

const SCHEMA = `datasource db {
  provider = "postgresql"
  url = env("URL")
}

enum Stage {
  NEW
  DONE
}

model Customer {
  id Int @id
  orders Order[]
}

model Order {
  id Int @id
  code String
  status String
  stage Stage
  gone Boolean
  placedAt DateTime
  customerId Int
  customer Customer @relation(fields: [customerId], references: [id])

  @@index([gone])
}
`;

const CLIENT = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";
const query = (options: string): string => `${CLIENT}export const orders = async (id: number, text: string) => prisma.order.findMany(${options});\n`;
const QUERY = query('{ where: { customerId: id } }');

/** Reports of `src/orders.ts`. */
async function reported(more: ProjectFiles = {}): Promise<number> {
  const files = { 'package.json': '{ "dependencies": { "@prisma/client": "6.19.3" } }', 'prisma/schema.prisma': SCHEMA, 'src/orders.ts': QUERY, ...more };
  return (await lintProject(files, 'src/orders.ts', { rules: { 'admin-scale/require-index': 'error' } })).length;
}

/** Of a project of a handful of files nobody says what it calls. */
const MANY_FILES = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`src/other/${String(index)}.ts`, `export const other${String(index)} = ${String(index)};\n`]));

/** TypeORM, whose entities don't say which database has them. */
const entities = (driver: string): ProjectFiles => ({
  'package.json': `{ "dependencies": { "typeorm": "0.3.31", "${driver}": "1.0.0" } }`, 'prisma/schema.prisma': '',
  'src/orders.ts': "import { Column, Entity, ManyToOne, PrimaryGeneratedColumn, type Repository } from 'typeorm';\n@Entity()\nexport class Customer { @PrimaryGeneratedColumn() id!: number; }\n@Entity()\nexport class Order { @PrimaryGeneratedColumn() id!: number; @Column() customerId!: number; @ManyToOne(() => Customer) customer!: Customer; }\nexport const orders = async (all: Repository<Order>, customerId: number) => all.findBy({ customerId });\n",
});

const MYSQL = { 'prisma/schema.prisma': SCHEMA.replace('postgresql', 'mysql') };

describe('a column that no index begins with', () => {
  it.each([
    ['alone', {}],
    ['beside a migration that makes another index', { 'prisma/migrations/1/migration.sql': 'CREATE INDEX "o" ON "Order"("id");\nALTER TABLE "Order" ADD "customerId" INTEGER;\n' }],
    ['beside a migration that indexes a column of its name in another table', { 'prisma/migrations/1/migration.sql': 'CREATE INDEX "o" ON "Invoice"("customerId");\n' }],
    ['beside a later file that asks the same', { 'src/z.ts': QUERY }],
    ['beside an earlier file that asks for something else', { 'src/a.ts': query('{ where: { id }, select: { customerId: true } }') }],
    ['beside a seed that asks the same', { 'prisma/seed.ts': QUERY }],
    ['beside an index that nearly all rows meet', { 'src/orders.ts': query('{ where: { customerId: id, gone: false } }') }],
    ['of MySQL, where it is no reference', { ...MYSQL, 'src/orders.ts': query('{ where: { code: text } }') }],
    ['of TypeORM beside the driver of PostgreSQL', entities('pg')],
    ['by which a page is sorted', { 'src/orders.ts': query("{ orderBy: { placedAt: 'desc' }, take: 20 }") }],
  ])('is told of %s', async (_name, more) => { expect(await reported(more)).toBe(1); });

  it.each([
    ['where a migration makes the index', { 'prisma/migrations/1/migration.sql': 'CREATE INDEX "o" ON "Order"("customerId");\n' }],
    ['where code makes it', { 'src/migrations/1.ts': "export const up = (queries) => queries.createIndex('orders', new TableIndex({ columnNames: ['customer_id'] }));\n" }],
    ['in a file behind another that asks the same', { 'src/a.ts': QUERY }],
    ['in a file behind another that asks a model of another name', {
      'package.json': '{ "dependencies": { "mongoose": "8.24.0" } }', 'prisma/schema.prisma': '',
      'src/model.ts': "import { model, Schema } from 'mongoose';\nexport const Orders = model('v2_Order', new Schema({ customer: { type: Schema.Types.ObjectId, ref: 'Customer' } }));\n",
      'src/a.ts': "import { Orders } from './model';\nexport const count = async (customer: string) => Orders.countDocuments({ customer });\n",
      'src/orders.ts': "import { Orders } from './model';\nexport const orders = async (customer: string) => Orders.find({ customer });\n",
    }],
    ['for a reference of MySQL', MYSQL],
    ['for a reference of TypeORM beside the driver of MySQL', entities('mysql2')],
    ['for a reference of TypeORM beside a driver that many have', entities('@planetscale/database')],
    ['for a state by its name', { 'src/orders.ts': query('{ where: { status: text } }') }],
    ['for a state by its type', { 'src/orders.ts': query('{ where: { stage: text } }') }],
    ['for all rows sorted', { 'src/orders.ts': query("{ orderBy: { placedAt: 'desc' } }") }],
    ['for a page sorted by the key', { 'src/orders.ts': query("{ orderBy: { id: 'desc' }, take: 20 }") }],
    ['in a function that nothing calls', { ...MANY_FILES, 'src/orders.ts': QUERY.replace('const orders', 'const ordersOfCustomer') }],
  ])('is silent %s', async (_name, more) => { expect(await reported(more)).toBe(0); });

  it('is told of where names mean something to regular expressions', async () => {
    const orders = "import { model, Schema } from 'mongoose';\nconst Order = model('Order (old', new Schema({ 'code[': String, customer: { type: Schema.Types.ObjectId, ref: 'Customer' } }));\nexport const coded = async (code: string) => Order.find({ 'code[': code });\nexport const orders = async (customer: string) => Order.find({ customer });\n";
    expect(await reported({ 'package.json': '{ "dependencies": { "mongoose": "8.24.0" } }', 'prisma/schema.prisma': '', 'src/orders.ts': orders.replace('Order (old', 'Order') })).toBe(2);
    expect(await reported({ 'package.json': '{ "dependencies": { "mongoose": "8.24.0" } }', 'prisma/schema.prisma': '', 'src/orders.ts': orders.replace('Order (old', '(old Order'), 'src/a.ts': 'export const customer = 1;\n' })).toBe(2);
  });
});

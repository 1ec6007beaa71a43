import { describe, expect, it } from 'vitest';
import { ABOUTS } from '../../src/libraries/abouts.ts';
import { SCAFFOLD } from '../../site/scaffold.ts';
import { lintProject } from '../lint-project.ts';

interface Case {
  /** Words of the sentence that it stands for. */
  readonly says: string;
  readonly path: string;
  /** The code around the statement of a row. */
  readonly around: (statement: string) => string;
  readonly unread: string;
  /** What is read in the same place: without it, silence would show nothing. */
  readonly read: string;
}

const loop = (head: string) => (statement: string): string => `${head}\n  for (const id of ids) { ${statement} }\n}\n`;
const python = (statement: string): string => `from django.db import connection\nfrom .models import Order\n\n\ndef close(ids):\n    for pk in ids:\n        ${statement}\n`;

const CASES: Readonly<Record<string, readonly Case[]>> = {
  Django: [
    { says: '`raw()`', path: 'shop/jobs.py', around: python, unread: 'print(list(Order.objects.raw("select * from shop_order where id = %s", [pk])))', read: 'print(Order.objects.get(pk=pk))' },
    { says: '`connection.cursor()`', path: 'shop/jobs.py', around: python, unread: 'connection.cursor().execute("delete from shop_order where id = %s", [pk])', read: 'Order.objects.filter(pk=pk).delete()' },
  ],
  Prisma: ['$queryRaw', '$executeRaw'].map((method) => ({
    says: method, path: 'src/jobs.ts', around: loop("import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function close(ids: number[]) {"),
    unread: `await prisma.${method}\`update orders set open = 0 where id = \${id}\`;`, read: 'await prisma.order.update({ where: { id }, data: { open: 0 } });',
  })),
  Mongoose: [{
    says: 'connection.collection', path: 'src/jobs.ts', around: loop("import mongoose from 'mongoose';\nconst Order = mongoose.model('Order', new mongoose.Schema({ open: Number }));\nexport async function close(ids: string[]) {"),
    unread: "await mongoose.connection.collection('orders').updateOne({ number: id }, { $set: { open: 0 } });", read: 'await Order.updateOne({ _id: id }, { open: 0 });',
  }],
  Strapi: [{
    says: 'strapi.db.connection', path: 'src/api/order/services/order.ts', around: (statement) => `export default ({ strapi }) => ({ async close(ids: number[]) { for (const id of ids) { ${statement} } } });\n`,
    unread: "await strapi.db.connection('orders').where({ id }).update({ open: 0 });", read: "await strapi.db.query('api::order.order').update({ where: { id }, data: { open: 0 } });",
  }],
  Directus: [{
    says: "database('orders')", path: 'src/close/api.ts', around: (statement) => `export default { id: 'close', handler: async ({ ids }, { services: { ItemsService }, database, schema }) => { const orders = new ItemsService('orders', { schema }); for (const id of ids) { ${statement} } } };\n`,
    unread: "await database('orders').where({ id }).update({ open: 0 });", read: 'await orders.updateOne(id, { open: 0 });',
  }],
  Keystone: [{
    says: 'context.graphql.run', path: 'src/jobs.ts', around: loop("import type { Context } from '.keystone/types';\nexport async function close(context: Context, ids: string[]) {"),
    unread: "use(await context.graphql.run({ query: 'query($id: ID!) { order(where: { id: $id }) { id } }', variables: { id } }));", read: 'use(await context.db.Order.findOne({ where: { id } }));',
  }],
  Payload: [{
    says: 'payload.db.drizzle', path: 'src/jobs.ts', around: loop("import { getPayload } from 'payload';\nimport config from '@payload-config';\nexport async function close(ids: number[]) {\n  const payload = await getPayload({ config });"),
    unread: "await payload.db.drizzle.execute(sql`update orders set open = 0 where id = ${id}`);", read: "await payload.update({ collection: 'orders', id, data: { open: 0 } });",
  }],
  Objection: [{
    says: 'Order.knex().raw', path: 'src/jobs.ts', around: loop("import { Model } from 'objection';\nclass Order extends Model { static tableName = 'orders'; }\nexport async function close(ids: number[]) {"),
    unread: "await Order.knex().raw('update orders set open = 0 where id = ?', [id]);", read: 'await Order.query().patch({ open: 0 }).where({ id });',
  }],
  MikroORM: ["em.getKnex()('orders').where({ id }).update({ open: 0 })", "em.getKysely().updateTable('orders').set({ open: 0 }).where('id', '=', id).execute()"].map((call) => ({
    says: call.slice(0, call.indexOf(')') + 1), path: 'src/jobs.ts', around: loop("import { EntityManager } from '@mikro-orm/postgresql';\nimport { Order } from './order';\nexport async function close(em: EntityManager, ids: number[]) {"),
    unread: `await ${call};`, read: 'await em.nativeUpdate(Order, { id }, { open: 0 });',
  })),
};

describe.each(Object.entries(CASES).flatMap(([label, cases]) => cases.map((one) => ({ label, ...one }))))('$label, $says', ({ label, says, path, around, unread, read }) => {
  const found = async (statement: string): Promise<string[]> => (await lintProject({ ...SCAFFOLD, 'shop/models.py': MODELS, 'src/order.ts': ENTITY, [path]: around(statement) }, path)).map(({ message }) => message);

  it('is what the library’s page says', () => {
    expect(ABOUTS.find((about) => about.label === label)?.unread.join('\n')).toContain(says);
  });

  it('isn’t read, where the like is', async () => {
    expect(await found(unread)).toEqual([]);
    expect(await found(read)).not.toEqual([]);
  });
});

const MODELS = 'from django.db import models\n\n\nclass Order(models.Model):\n    number = models.IntegerField()\n';
const ENTITY = "import { Entity, PrimaryKey, Property } from '@mikro-orm/core';\n\n@Entity()\nexport class Order { @PrimaryKey() id!: number; @Property() open!: number; }\n";

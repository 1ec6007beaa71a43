import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles, ruleIds } from '../lint-project.ts';

const FILES: ProjectFiles = {
  'package.json': '{ "name": "shop", "private": true, "dependencies": { "@prisma/client": "6", "mongoose": "8" } }',
  'prisma/schema.prisma': 'model Shop {\n id Int @id\n executions Execution[]\n}\nmodel PricingPlan {\n id Int @id\n bundle String\n}\nmodel Offer {\n id Int @id\n bundle String\n}\nmodel Execution {\n id Int @id\n status String\n shopId Int\n shop Shop @relation(fields: [shopId], references: [id])\n}',
  'src/fill.ts': "import { prisma } from './db';\nexport const fill = async () => { await prisma.pricingPlan.create({ data: { bundle: '' } }); await prisma.offer.create({ data: { bundle: '' } }); await prisma.execution.create({ data: { status: 'x', shopId: 1 } }); };",
  'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();",
};

/** What `recommended` says of code in a file of the project. */
async function said(code: string, preset: 'recommended' | 'strict' = 'recommended'): Promise<string[]> {
  return ruleIds(await lintProject({ ...FILES, 'src/orders.ts': `import { prisma } from './db';\n${code}` }, 'src/orders.ts', { preset })).filter((rule) => /per-row|unbounded/.test(rule));
}

const marked = (model: string, where: string): string => `export async function mark(shopId: number, status: string) {\n  const rows = await prisma.${model}.findMany({ where: ${where} });\n  for (const row of rows) await prisma.${model}.update({ where: { id: row.id }, data: { ${model === 'execution' ? 'status' : 'bundle'}: 'done' } });\n}`;

describe('writes of few rows', () => {
  it('weigh less in a table whose name says so', async () => {
    expect(await said(marked('pricingPlan', '{}'))).toEqual([]);
    expect(await said(marked('pricingPlan', '{}'), 'strict')).toEqual(['no-write-per-row']);
    expect(await said(marked('offer', '{}'))).toEqual(['no-write-per-row']);
  });

  it('weigh less of what is under way of one parent, which has ever more of them', async () => {
    expect(await said(marked('execution', "{ shopId, status: { in: ['pending', 'running'] } }"))).toEqual([]);
    expect(await said(marked('execution', "{ shopId, status: { in: ['pending', 'running'] } }"), 'strict')).toEqual(['no-write-per-row']);
    expect(await said(marked('execution', "{ shopId, status: { in: ['done', 'running'] } }"))).toEqual(['no-write-per-row']);
    expect(await said(marked('execution', '{ shopId }'))).toEqual(['no-write-per-row']);
  });
});

describe('writes that few rows come to', () => {
  const marking = (body: string): string => `export async function mark(seen: Set<number>) {\n  for (const offer of await prisma.offer.findMany({})) {\n    ${body}\n  }\n}`;

  it.each([
    ['a row that is no longer there elsewhere is deleted', 'if (!seen.has(offer.id)) await prisma.offer.delete({ where: { id: offer.id } });'],
  ])('weigh less where %s', async (_name, body) => {
    expect((await said(marking(body))).filter((rule) => rule === 'no-write-per-row')).toEqual([]);
    expect(await said(marking(body), 'strict')).toContain('no-write-per-row');
  });

  it.each([
    ['whatever is not seen', 'if (!seen.has(offer.id)) await prisma.offer.update({ where: { id: offer.id }, data: { bundle: \'gone\' } });'],
    ['what another table lacks', "const plan = await prisma.pricingPlan.findFirst({ where: { bundle: offer.bundle } });\n    if (!plan) await prisma.execution.create({ data: { status: offer.bundle, shopId: offer.id } });"],
  ])('not %s', async (_name, body) => {
    expect(await said(marking(body))).toContain('no-write-per-row');
  });

  it('and what a comment calls no performance issue', async () => {
    expect(await said(marking("// no performance issue here\n    await prisma.offer.update({ where: { id: offer.id }, data: { bundle: 'x' } });"))).toEqual([]);
    expect(await said(marking("// the performance issue of offers\n    await prisma.offer.update({ where: { id: offer.id }, data: { bundle: 'x' } });"))).toEqual(['no-write-per-row']);
  });
});

describe('a model that code calls by what it is', () => {
  const listed = (name: string): string => `import mongoose from 'mongoose';\nconst schema = new mongoose.Schema({ kind: String, title: String });\nexport const models = { ${name}: mongoose.model('Payment', schema) };\nexport const add = () => models.${name}.create({ kind: '' });\nexport const resolvers = { Query: { payments: async () => models.${name}.find({}) } };`;

  it('has few rows, whatever the model itself is called', async () => {
    expect(await said(listed('PaymentMethods'))).toEqual([]);
    expect(await said(listed('Payments'))).toEqual(['no-unbounded-read']);
  });
});

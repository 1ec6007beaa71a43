import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../lint-project.ts';

const SCHEMA = `datasource db { provider = "postgresql" }
model Order { id Int @id number String items Item[] }
model Item { id Int @id orderId Int order Order @relation(fields: [orderId], references: [id]) }
`;

const ITEMS = `import { prisma } from './db';
export async function itemsOf(id: number, whole = false) {
  if (whole) return await prisma.item.findMany({ where: { orderId: id } });
  return [];
}
export function load(id: number, isWhole = false) {
  return itemsOf(id, isWhole);
}
export function always(id: number, isWhole = false) {
  isWhole = true;
  return itemsOf(id, isWhole);
}
`;

async function told(call: string): Promise<string[]> {
  const files = {
    'package.json': '{ "dependencies": { "@prisma/client": "6.0.0" } }', 'prisma/schema.prisma': SCHEMA,
    'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n", 'src/items.ts': ITEMS,
    'src/jobs.ts': `import { prisma } from './db';\nimport { always, itemsOf, load } from './items';\nexport async function run(flag: boolean) { for (const order of await prisma.order.findMany()) console.log(await ${call}); }\n`,
  };
  return ruleIds(await lintProject(files, 'src/jobs.ts')).filter((rule) => rule === 'no-query-per-row');
}

describe('a query behind a parameter that functions hand on', () => {
  it.each(['itemsOf(order.id)', 'itemsOf(order.id, false)', 'load(order.id)', 'load(order.id, false)'])('is not sent by %s', async (call) => {
    expect(await told(call)).toEqual([]);
  });

  it.each(['itemsOf(order.id, true)', 'load(order.id, true)', 'load(order.id, flag)', 'always(order.id)'])('is sent by %s', async (call) => {
    expect(await told(call)).toEqual(['no-query-per-row']);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../lint-project.ts';

const SCHEMA = `generator client { provider = "prisma-client-js" }
datasource db { provider = "postgresql" url = env("URL") }
model Order { id Int @id @default(autoincrement()) status String number String customer Customer @relation(fields: [customerId], references: [id]) customerId Int }
model Customer { id Int @id @default(autoincrement()) name String orders Order[] }
`;

const CLOSED = "await prisma.order.update({ where: { id: row.id }, data: { status: 'closed' } });";

/** What is said of the writes of a function. */
async function saidOf(body: string): Promise<string> {
  const files: ProjectFiles = {
    'package.json': '{ "dependencies": { "@prisma/client": "6.1.0" } }', 'prisma/schema.prisma': SCHEMA,
    'src/job.ts': `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function close(pageSize: number) {\n${body}\n}\n`,
  };
  return (await lintProject(files, 'src/job.ts', { rules: { 'admin-scale/no-write-per-row': ['error', { impact: 'any' }] } })).map(({ message }) => message).join('\n');
}

describe('the conditions of a read find the rows for the write as well', () => {
  const SAID = 'the conditions of `prisma.order.findMany` (line 4) do in place of their keys';
  const PAID = "prisma.order.findMany({ where: { status: 'paid' } })";

  it.each([
    ['where rows are read to be written alike', `for (const row of await ${PAID}) ${CLOSED}`],
    ['where they are counted too', `const rows = await ${PAID};\nlog(rows.length);\nfor (const row of rows) ${CLOSED}`],
    ['where they are deleted', `for (const row of await ${PAID}) await prisma.order.delete({ where: { id: row.id } });`],
  ])('%s', async (_name, body) => {
    expect(await saidOf(body)).toContain(SAID);
  });

  it.each([
    ['are used for more', `const rows = await ${PAID};\nfor (const row of rows) ${CLOSED}\ntell(rows);`],
    ['are looked at one by one', `for (const row of await ${PAID}) { tell(row); ${CLOSED} }`],
    ['are a page', `for (const row of await ${PAID.replace('} })', '}, take: pageSize })')}) ${CLOSED}`],
    ['come behind others', `for (const row of await ${PAID.replace('} })', '}, skip: pageSize })')}) ${CLOSED}`],
    ['are all of the table', `for (const row of await prisma.order.findMany()) ${CLOSED}`],
    ['are found by another table', `for (const row of await ${PAID.replace("status: 'paid'", "customer: { name: 'Ada' }")}) ${CLOSED}`],
    ['are found by one of several conditions', `for (const row of await ${PAID.replace("status: 'paid'", "OR: [{ status: 'paid' }, { number: 'A' }]")}) ${CLOSED}`],
    ['are those of another table', `for (const row of await prisma.customer.findMany({ where: { name: 'Ada' } })) ${CLOSED}`],
    ['are others that they name', `const ids = (await ${PAID}).map((row) => row.customerId);\nfor (const id of ids) ${CLOSED.replace('id: row.id', 'id')}`],
    ['are written under one more condition', `for (const row of await ${PAID}) ${CLOSED.replace('id: row.id', "id: row.id, number: 'A'")}`],
    ['get what each of them holds', `for (const row of await ${PAID}) ${CLOSED.replace("'closed'", 'row.number')}`],
  ])('not where they %s', async (_name, body) => {
    const said = await saidOf(body);
    expect(said).toContain('runs once for each of');
    expect(said).not.toContain('do in place of their keys');
  });
});

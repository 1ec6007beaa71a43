import { expect, it } from 'vitest';
import { lintProject, ruleIds } from '../lint-project.ts';

const SCHEMA = `datasource db { provider = "postgresql" }
model User { id Int @id orders Order[] }
model Order { id Int @id userId Int user User @relation(fields: [userId], references: [id]) createdAt DateTime @default(now()) }
`;

const LOOP = 'for (const user of await prisma.user.findMany()) console.log(await prisma.order.count({ where: { userId: user.id } }));';

/** Whether what a file does is recommended to be changed. */
async function isRecommended(code: string, name = 'fill.ts'): Promise<boolean> {
  const files = {
    'package.json': '{ "dependencies": { "@prisma/client": "6.0.0" } }', 'prisma/schema.prisma': SCHEMA,
    'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n", [`src/${name}`]: `import { prisma } from './db';\n${code}\n`,
  };
  const told = async (preset: 'recommended' | 'strict'): Promise<number> => ruleIds(await lintProject(files, `src/${name}`, { preset })).filter((rule) => rule === 'no-query-per-row').length;
  expect(await told('strict')).toBe(1);
  return (await told('recommended')) === 1;
}

it.each([
  `(async () => { ${LOOP} })();`,
  `(async () => { ${LOOP} })().catch(console.error);`,
  `void (async function run() { ${LOOP} })();`,
  `await (async () => { ${LOOP} })();`,
  `const run = async () => { ${LOOP} };\nrun().catch(console.error);`,
])('what a file runs on being loaded is a command that somebody runs: %s', async (code) => {
  expect(await isRecommended(code)).toBe(false);
});

it.each<[code: string, name?: string]>([
  [`export const run = async () => { ${LOOP} };`],
  [`(async () => { ${LOOP} })();\nexport const ready = true;`],
  [`(async () => { ${LOOP} })();`, 'worker.ts'],
  [`const run = async () => { ${LOOP} };\nrunAll(run);`],
  [`setUp(async () => { ${LOOP} });`],
])('and not %s', async (code, name) => {
  expect(await isRecommended(code, name)).toBe(true);
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

/** How many reports there are of a query for each of `list`, which `before` makes; lists of a few are silent. */
async function reports(code: string): Promise<number> {
  const files = {
    'package.json': '{ "dependencies": { "@prisma/client": "6.1.0" } }', 'src/bulk.ts': `import { z } from 'zod';\nimport { prisma } from './db';\nimport { Bulk, Wide, bulk } from './bulk.schema';\n${code}\n`,
    'src/bulk.schema.ts': "import { z } from 'zod';\nimport { ArrayMaxSize } from 'class-validator';\nexport class Base { @ArrayMaxSize(5) ids: string[]; }\nexport class Bulk extends Base { name: string; }\nexport class Wide { @ArrayMaxSize(500) ids: string[]; others: string[]; }\nexport const bulk = z.object({ ids: z.array(z.string()).min(1).max(5), others: z.array(z.string().max(5)), wide: z.array(z.string()).max(500) });\n",
    ...Object.fromEntries(['prisma/schema.prisma', 'src/db.ts'].map((path) => [path, readFileSync(`tests/fixtures/served/${path}`, 'utf8')])),
  };
  return (await lintProject(files, 'src/bulk.ts', { rules: { 'admin-scale/no-query-per-row': ['error', { impact: 'any' }] } })).length;
}

const EACH = 'for (const id of LIST) use(await prisma.order.findFirst({ where: { status: id } }));';
const each = (list: string): string => EACH.replace('LIST', list);

it.each([
  ['a schema that parses', `export async function POST(request) { const { ids } = bulk.parse(await request.json()); ${each('ids')} }`, 0],
  ['one that parses safely', `export async function POST(request) { const parsed = bulk.safeParse(await request.json()); ${each('parsed.data.ids')} }`, 0],
  ['what is made of such a list', `export async function POST(request) { const { ids } = bulk.parse(await request.json()); ${each('ids.map((id) => id.trim())')} }`, 0],
  ['one of the file itself', `const few = z.string().array().max(3);\nexport async function POST(request) { const ids = few.parse(await request.json()); ${each('ids')} }`, 0],
  ['one that validates', `const few = Joi.object({ ids: Joi.array().items(Joi.string()).max(3) });\nexport async function POST(request) { const { value } = few.validate(await request.json()); ${each('value.ids')} }`, 0],
  ['the input of a procedure', `export const close = procedure.input(bulk).mutation(async ({ input }) => { ${each('input.ids')} });`, 0],
  ['the input of an action', `export const close = client.inputSchema(z.array(z.string()).max(5)).action(async ({ parsedInput: ids }) => { ${each('ids')} });`, 0],
  ['a class of a base class', `export class Closing { async close(given: Bulk) { ${each('given.ids')} } }`, 0],
  ['a list that lets more through', `export async function POST(request) { const { wide } = bulk.parse(await request.json()); ${each('wide')} }`, 1],
  ['a list that nothing limits, of texts that something does', `export async function POST(request) { const { others } = bulk.parse(await request.json()); ${each('others')} }`, 1],
  ['a class that lets more through', `export class Closing { async close(given: Wide) { ${each('given.ids')} } }`, 1],
  ['a list of a class that says nothing of it', `export class Closing { async close(given: Wide) { ${each('given.others')} } }`, 1],
  ['a schema that is not found', `export async function POST(request) { const { ids } = elsewhere.parse(await request.json()); ${each('ids')} }`, 1],
])('a list as long as a schema lets it be: %s', async (_, code, expected) => { expect(await reports(code)).toBe(expected); });

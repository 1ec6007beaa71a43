import { describe, expect, it } from 'vitest';
import { isPerRow, lintProject, type ProjectFiles } from '../lint-project.ts';

const PACKAGE = '{ "name": "shop", "private": true, "dependencies": { "@prisma/client": "6", "sequelize": "6", "typeorm": "0.3", "drizzle-orm": "0.44" } }';
const SCHEMA = 'model Bin {\n id Int @id\n held Int\n}\nmodel Entry {\n id Int @id\n code String\n bin String\n at DateTime\n}\nmodel Order {\n id Int @id\n code String\n bin String\n}';

async function messagesOf(text: string): Promise<string[]> {
  const files: ProjectFiles = {
    'package.json': PACKAGE, 'prisma/schema.prisma': SCHEMA,
    'src/models.ts': "import { DataTypes, Model, Sequelize } from 'sequelize';\nexport const sequelize = new Sequelize('');\nexport class Entry extends Model {}\nEntry.init({ code: DataTypes.STRING, at: DataTypes.DATE }, { sequelize });",
    'src/entry.ts': "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity()\nexport class Entry { @PrimaryGeneratedColumn() id: number; @Column() code: string; @Column() at: Date; }",
    'src/work.ts': text,
  };
  return (await lintProject(files, 'src/work.ts')).filter(isPerRow).map(({ message }) => message);
}

const PRISMA = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";

function prisma(body: string): Promise<string[]> {
  return messagesOf(`${PRISMA}export async function work(codes: string[], binId: number) {\n  const orders = await prisma.order.findMany();\n  ${body}\n}`);
}

describe('the first row of each', () => {
  it('Prisma picks by a key', async () => {
    expect(await prisma("for (const order of orders) use(await prisma.entry.findFirst({ where: { code: order.code }, orderBy: { at: 'desc' } }));")).toEqual([
      "`prisma.entry.findFirst` runs once for each of `orders`: a query per row. Read the first row of each before the loop with `prisma.entry.findMany({ where: { code: { in: … } }, distinct: ['code'], orderBy: … })` and look them up in a Map by `code`; where each has a long history, `distinct` needs the preview feature `nativeDistinct` or a lower bound: Prisma picks the rows in memory.",
    ]);
  });

  it('Prisma picks by two', async () => {
    expect(await prisma("for (const order of orders) use(await prisma.entry.findFirst({ where: { code: order.code, bin: order.bin }, orderBy: { at: 'desc' } }));")).toEqual([
      '`prisma.entry.findFirst` runs once for each of `orders`: a query per row. Read the first row of each before the loop with `prisma.entry.findMany({ where: …, distinct: […], orderBy: … })` and look it up in a Map; where each has a long history, `distinct` needs the preview feature `nativeDistinct` or a lower bound: Prisma picks the rows in memory.',
    ]);
  });

  it('is any row where no order says which', async () => {
    expect(await prisma('for (const order of orders) use(await prisma.entry.findFirst({ where: { code: order.code } }));')).toEqual([expect.stringContaining('findMany({ where: { code: { in: … } } })` and look them up in a Map by `code`.') as string]);
  });

  it('is no matter where all rows are read', async () => {
    expect(await prisma("for (const order of orders) use(await prisma.entry.findMany({ where: { code: order.code }, orderBy: { at: 'desc' } }));")).toEqual([expect.stringContaining('group the rows by `code`.') as string]);
  });

  it('Sequelize reads by a statement that picks', async () => {
    expect(await messagesOf("import { Entry } from './models';\nexport async function work(codes: string[]) { for (const code of codes) use(await Entry.findOne({ where: { code }, order: [['at', 'DESC']] })); }")).toEqual([
      '`Entry.findOne` runs once for each of `codes`: a query per row. Read the first row of each `code` with one query before the loop (`DISTINCT ON` in PostgreSQL, elsewhere a join with the grouped `MAX` or `MIN` of what orders the rows), with the rest of the conditions kept, and look them up in a Map by `code`.',
    ]);
  });

  it('TypeORM reads by a builder that picks', async () => {
    expect(await messagesOf("import type { Repository } from 'typeorm';\nimport type { Entry } from './entry';\nexport class Work { constructor(private entries: Repository<Entry>) {}\n async work(codes: string[]) { for (const code of codes) use(await this.entries.findOne({ where: { code }, order: { at: 'DESC' } })); } }")).toEqual([
      '`this.entries.findOne` runs once for each of `codes`: a query per row. Read the first row of each `code` with one query builder before the loop (`.distinctOn([…])` in PostgreSQL, ordered by the key first; elsewhere a join with the grouped `MAX` or `MIN` of what orders the rows), and look them up in a Map by `code`.',
    ]);
  });
});

describe('writes of the same row', () => {
  const ADVICE = 'Every round writes the same row: work out in the loop what it comes to, and write it once after it.';
  it.each([
    ['by a key from outside', 'for (const order of orders) await prisma.bin.update({ where: { id: binId }, data: { held: order.id } });', true],
    ['by how much the round says', 'for (const order of orders) await prisma.bin.update({ where: { id: binId }, data: { held: { decrement: order.id } } });', true],
    ['of another in each round', 'for (const order of orders) await prisma.bin.update({ where: { id: order.id }, data: { held: order.id + 1 } });', false],
  ])('%s', async (_, body, expected) => {
    const messages = await prisma(body);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.includes(ADVICE)).toBe(expected);
  });
});

describe('rows that the loop creates and asks for', () => {
  const ADVICE = 'The loop may find rows that it has created itself: go through each key only once, so that none is created twice.';
  it('are named with the read', async () => {
    const messages = await prisma("for (const code of codes) { if (await prisma.entry.findFirst({ where: { code } })) continue; await prisma.entry.create({ data: { code, bin: '', at: new Date() } }); }");
    expect(messages.some((message) => message.includes('Ask once before the loop') && message.endsWith(ADVICE))).toBe(true);
  });

  it('are none where it creates others', async () => {
    const messages = await prisma('for (const code of codes) { if (await prisma.entry.findFirst({ where: { code } })) continue; await prisma.order.create({ data: { code, bin: code } }); }');
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.some((message) => message.includes(ADVICE))).toBe(false);
  });
});

describe('an update of Sequelize within a transaction', () => {
  const update = (options: string): string => `import { Entry } from './models';\nexport async function work(orders: Order[], transaction: Transaction) { for (const order of orders) await Entry.update({ code: order.code }, { where: { id: order.id }${options} }); }`;
  it.each([
    ['', 1],
    [', transaction: null', 1],
    [', transaction', 0],
    [', transaction: t', 0],
  ])('%s', async (options, count) => {
    expect(await messagesOf(update(options))).toHaveLength(count);
  });
});

describe('the order of a builder of TypeORM', () => {
  const page = (order: string): string => `import type { Repository } from 'typeorm';\nimport type { Entry } from './entry';\nexport class Work { constructor(private entries: Repository<Entry>) {}\n list(offset: number, by: string) { return this.entries.createQueryBuilder('e').${order}.skip(offset).take(20).getMany(); } }`;
  it.each([
    ["orderBy('e.at').addOrderBy('e.id')", 'Continue after the last row: ask with `.andWhere()` for the rows after it in the order that the query has, with `.take()`.'],
    ["orderBy('e.at')", "end the order with the key (`.addOrderBy('e.id')`)"],
    ['orderBy(by)', 'Continue after the last row, for each order that is offered: with the key as its end, ask with `.andWhere()` for the rows after it, with `.take()`.'],
  ])('%s', async (order, advice) => {
    const [message] = await messagesOf(page(order));
    expect(message).toContain(advice);
  });
});

describe('what a repository of the project asks itself', () => {
  const entities = "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n\n@Entity()\nexport class Robot {\n  @PrimaryGeneratedColumn()\n  id: number;\n}\n\n@Entity()\nexport class Trigger {\n  @PrimaryGeneratedColumn()\n  id: number;\n\n  @Column()\n  robotId: number;\n}\n";
  const repository = "import { EntityRepository, Repository } from 'typeorm';\nimport { Trigger } from './entities';\n\n@EntityRepository(Trigger)\nexport class TriggerRepository extends Repository<Trigger> {\n  ofRobot(robotId: number) {\n    return this.find({ where: { robotId } });\n  }\n}\n";
  const service = "import { Repository } from 'typeorm';\nimport { Robot } from './entities';\nimport { TriggerRepository } from './triggers';\n\nexport class Service {\n  constructor(private readonly robots: Repository<Robot>, private readonly triggers: TriggerRepository) {}\n\n  async all() {\n    for (const robot of await this.robots.find()) tell(await this.triggers.ofRobot(robot.id));\n  }\n}\n";

  it('is told as of the repository that the loop has', async () => {
    const [message, ...others] = await lintProject({ 'src/entities.ts': entities, 'src/triggers.ts': repository, 'src/service.ts': service }, 'src/service.ts');
    expect(others).toEqual([]);
    expect(message?.message).toContain('`this.triggers.findBy({ robotId: In(ids) })`');
    expect(message?.message).toContain('`this.find` (triggers.ts:7, through `this.triggers.ofRobot`)');
  });
});

describe('a function that can be handed the row which it asks for', () => {
  const shown = (body: string, call: string): Promise<string[]> =>
    messagesOf(`${PRISMA}async function show(id: number, given?: Order) {\n  ${body}\n  return order.code;\n}\nexport async function work() {\n  const orders = await prisma.order.findMany();\n  for (const order of orders) use(await ${call});\n}`);
  const HAND_IN = 'The row that it asks for is the one at hand: give it to the function as `given`, with which it asks for none.';

  it.each([
    ['in place of the query', 'const order = given ?? (await prisma.order.findUnique({ where: { id } }));', 'show(order.id)', [expect.stringContaining(HAND_IN)]],
    ['before it', 'if (!given) given = await prisma.order.findUnique({ where: { id } });\n  const order = given;', 'show(order.id)', [expect.stringContaining(HAND_IN)]],
    ['that is another row', 'const order = given ?? (await prisma.order.findUnique({ where: { id } }));', 'show(order.held)', [expect.not.stringContaining(HAND_IN)]],
    ['and is', 'const order = given ?? (await prisma.order.findUnique({ where: { id } }));', 'show(order.id, order)', []],
  ])('%s', async (_name, body, call, expected) => {
    expect(await shown(body, call)).toEqual(expected);
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import wasm from '@prisma/prisma-schema-wasm';
import { describe, expect, it } from 'vitest';
import { lintProject } from '../lint-project.ts';
import { linkPrismaSchema, parsePrismaSchema, prismaFileAt } from '../../src/libraries/prisma/schema.ts';
import { prismaDataModel, prismaSchema } from '../../src/libraries/prisma/schema-locate.ts';
import type { DataModel } from '../../src/model/data-model.ts';
import type { Project } from '../../src/project/project.ts';

const fixture = (path: string): string => fileURLToPath(new URL(`../fixtures/prisma-schemas/${path}`, import.meta.url));
const projectAt = (path: string): Project => ({ filename: fixture(path), cwd: fixture('.'), settings: {} as Project['settings'] });
const modelNames = (path: string): string[] | undefined => {
  const model = prismaDataModel(projectAt(path));
  return model === undefined ? undefined : [...model.models.keys()].sort();
};

interface OfficialField {
  name: string;
  type: string;
  isList: boolean;
  isRequired: boolean;
  relationFromFields?: string[];
  relationToFields?: string[];
}

interface OfficialSchema {
  models: { name: string; fields: OfficialField[] }[];
  enums: { name: string }[];
  indexes: { model: string; type: 'id' | 'unique' | 'normal' | 'fulltext'; fields: { name: string }[] }[];
}

/** What the official parser makes of the files, in the shape of `flat`. */
function official(paths: readonly string[]): unknown {
  const files = paths.map((path) => [path, readFileSync(path, 'utf8')]);
  const { models, indexes, enums } = JSON.parse(wasm.get_datamodel(JSON.stringify({ prismaSchema: files }))) as OfficialSchema;
  const names = new Set(models.map(({ name }) => name));
  const enumerated = new Set(enums.map(({ name }) => name));
  return models.map(({ name: model, fields }) => {
    const mine = indexes.filter((index) => index.model === model && index.type !== 'fulltext');
    const unique = mine.filter((index) => index.type !== 'normal' && index.fields.length === 1).map((index) => index.fields[0]?.name);
    const indexed = mine.map((index) => index.fields[0]?.name);
    return [
      model,
      fields.map(({ name, type, isList, isRequired, relationFromFields, relationToFields }) => ({
        name,
        type,
        nullable: !isRequired,
        unique: unique.includes(name),
        indexed: indexed.includes(name),
        ...(enumerated.has(type) ? { enumerated: true } : {}),
        relation: names.has(type) ? [type, isList, relationFromFields, relationToFields] : undefined,
      })),
    ];
  });
}

/** Fields of unsupported types are left out: the official datamodel doesn't know them. */
function flat({ models }: DataModel): unknown {
  return [...models.values()].map(({ name, fields }) => [
    name,
    [...fields.values()].filter(({ type }) => type !== 'Unsupported').map(({ relation, ...field }) => ({
      ...field,
      relation: relation === undefined ? undefined : [relation.target, relation.cardinality === 'to-many', relation.keys, relation.references],
    })),
  ]);
}

const byName = (entries: unknown): unknown => [...(entries as [string][])].sort(([a], [b]) => (a < b ? -1 : 1));

describe('the reader of schema.prisma', () => {
  it.each([
    ['shop/prisma/schema.prisma'],
    ['hard/mongo.prisma'],
    ['workspace/packages/database/prisma/schema.prisma'],
    ['multi-file/prisma/schema/schema.prisma', 'multi-file/prisma/schema/blog.prisma', 'multi-file/prisma/schema/users.prisma'],
  ])('agrees with the official parser on %s', (...paths) => {
    const files = paths.map(fixture);
    const mine = linkPrismaSchema(files.flatMap((path) => prismaFileAt(path) ?? []));
    expect(byName(flat(mine.dataModel))).toEqual(byName(official(files)));
  });

  it('names keys and references in the same order', () => {
    const { models } = parsePrismaSchema(readFileSync(fixture('shop/prisma/schema.prisma'), 'utf8'), 'schema.prisma');
    expect(models.get('OrderLine')?.fields.get('order')?.relation).toEqual({ target: 'Order', cardinality: 'to-one', keys: ['tenant', 'number'], references: ['tenant', 'number'], eager: false, lazy: false });
    expect(models.get('Customer')?.fields.get('referred')?.relation).toMatchObject({ target: 'Customer', cardinality: 'to-many', keys: [] });
    expect(models.get('Order')?.fields.get('shape')).toMatchObject({ type: 'Unsupported', nullable: true });
  });

  it.each([
    ['an unclosed block', 'model A {\n id Int @id\n\nmodel B {\n id Int @id\n a A?\n}', ['A', 'B']],
    ['an unclosed parenthesis', 'model A {\n id Int @default(now(\n b Int @unique\n}\nmodel B {\n id Int\n}', ['A', 'B']],
    ['an unclosed string', 'model A {\n id String @default("x)\n b Int @unique\n}', ['A']],
    ['an unclosed comment', 'model A {\n id Int\n}\n/* model B {', ['A']],
    ['an index without brackets', 'model A {\n id Int @id\n b Int\n @@index(b)\n}', ['A']],
    ['a field over several lines', 'model A {\n id Int\n b Int @unique(\n  map: "x"\n )\n c Int\n}', ['A']],
    ['stray text', '}}} @@ ]) model "x" { model { } enum\nmodel A {\n ??? \n id Int @id\n @@\n @@index\n}', ['A']],
    ['nothing', '', []],
  ])('reads what can be read: %s', (_, text, names) => {
    const { models } = parsePrismaSchema(text, 'schema.prisma');
    expect([...models.keys()]).toEqual(names);
    if (text.includes('@unique')) expect(models.get('A')?.fields.get('b')?.unique).toBe(true);
    if (text.includes('@@index(b)')) expect(models.get('A')?.fields.get('b')?.indexed).toBe(true);
  });

  it('knows the primary key', () => {
    const { models } = parsePrismaSchema('model A {\n code String @id\n}\nmodel B {\n x Int\n y Int\n @@id([x, y])\n}\nmodel C {\n x Int @unique\n}', 'schema.prisma');
    expect([...models.values()].map(({ key }) => key)).toEqual([['code'], ['x', 'y'], []]);
  });

  it('takes hostile text in its stride', () => {
    const started = performance.now();
    parsePrismaSchema('model A {'.repeat(20_000), 'a');
    parsePrismaSchema(`model A {\n a ${'('.repeat(100_000)}\n}`, 'a');
    parsePrismaSchema(`model A {\n a B ${'@x('.repeat(30_000)}`, 'a');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('prismaDataModel', () => {
  it.each([
    ['prisma/schema.prisma upwards from the file', 'shop/src/admin/orders.ts', ['Customer', 'Invoice', 'Order', 'OrderLine', 'Region', 'Revenue', 'Tag']],
    ['a directory of files', 'multi-file/src/posts.ts', ['Post', 'User']],
    ['prisma.config, unrun', 'configured/src/posts.ts', ['Post', 'User']],
    ['prisma.config, by a constant of it', 'configured-by-name/src/posts.ts', ['Post']],
    ['package.json', 'in-package/src/tables.ts', ['Table']],
    ['one schema for each database', 'variants/src/things.ts', ['Thing']],
    ['the workspace package that is depended on', 'workspace/apps/site/src/page.ts', ['Account', 'Person']],
    ['the other one', 'workspace/apps/jobs/src/run.ts', ['Account', 'Booking']],
    ['both', 'workspace/apps/both/src/run.ts', ['Account', 'Booking', 'Person']],
    ['none where several could be meant', 'workspace/apps/none/src/run.ts', undefined],
  ])('finds %s', (_, path, names) => {
    expect(modelNames(path)).toEqual(names);
  });

  it('prefers the larger schema for a model of both', () => {
    expect(prismaDataModel(projectAt('workspace/apps/both/src/run.ts'))?.models.get('Account')?.fields.has('owner')).toBe(true);
  });

  it('says where the client is generated', () => {
    expect(prismaSchema(projectAt('shop/src/a.ts'))?.clientDirectories).toEqual([fixture('shop/generated/client')]);
  });

  it('gives the same model to every file of a run', () => {
    expect(prismaDataModel(projectAt('shop/src/a.ts'))).toBe(prismaDataModel(projectAt('shop/src/b.ts')));
  });
});

describe('rows that a bulk insert gives back', () => {
  const schema = (provider: string): string => `datasource db {\n  provider = "${provider}"\n}\n\nmodel Coupon {\n  id Int @id @default(autoincrement())\n  orderId Int\n}\n\nmodel Order {\n  id Int @id\n}\n`;
  const CODE = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport const add = () => prisma.order.create({ data: {} });\nexport async function scan() {\n  const made = [];\n  for (const order of await prisma.order.findMany()) {\n    made.push(await prisma.coupon.create({ data: { orderId: order.id } }));\n  }\n  return made;\n}\n";
  const told = async (providers: readonly string[]): Promise<string> => {
    const schemas = Object.fromEntries(providers.map((provider) => [`prisma/${provider}/schema.prisma`, schema(provider)]));
    const messages = await lintProject({ 'package.json': '{ "name": "scan", "dependencies": { "@prisma/client": "^6.0.0" } }\n', ...schemas, 'src/jobs/scan.ts': CODE }, 'src/jobs/scan.ts');
    return messages.filter(({ ruleId }) => ruleId === 'admin-scale/no-write-per-row').map(({ message }) => message).join('\n');
  };

  it('are asked for where every database that the program may have gives them', async () => {
    expect(await told(['postgresql', 'sqlite'])).toContain('createManyAndReturn');
  });

  it('are read by themselves where one of them has none', async () => {
    const message = await told(['postgresql', 'mysql', 'sqlite']);
    expect(message).toContain('createMany(');
    expect(message).not.toContain('createManyAndReturn');
  });
});

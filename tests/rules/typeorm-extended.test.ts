import { expect, it } from 'vitest';
import { lintProject } from '../lint-project.ts';

const ENTITIES = "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity() export class User { @PrimaryGeneratedColumn() id: number; @Column() name: string; }\n";

const SOURCE = "import { DataSource } from 'typeorm';\nexport const dataSource: DataSource = new DataSource({ type: 'postgres' });\n";

/** Lines of a round over ids that are reported, `round` being its body and `head` what stands before it. */
async function reported(head: string, round: string, more: Record<string, string> = {}): Promise<number[]> {
  const files = { 'package.json': '{ "dependencies": { "typeorm": "0.3.20" } }', 'src/entities.ts': ENTITIES, 'src/source.ts': SOURCE, 'src/run.ts': `${head}\nexport async function run(ids: number[], tx) {\n  for (const id of ids) {\n    ${round}\n  }\n}\n`, ...more };
  return (await lintProject(files, 'src/run.ts', { rules: { 'admin-scale/no-query-per-row': 'error' } })).map(({ line }) => line);
}

const EXTENDED = {
  'src/users.ts': "import { dataSource } from './source';\nimport { User } from './entities';\nexport const userRepository = dataSource.getRepository(User).extend({\n  base() { return this.createQueryBuilder('user'); },\n  named(name: string) { return this.findOneBy({ name }); },\n  like(id: number) { return this.base().where('user.id = :id', { id }).getOne(); },\n  label(id: number) { return `user ${id}`; },\n});\n",
};
const USERS = "import { userRepository } from './users';";

it('a method that a repository is extended by', async () => {
  expect(await reported(USERS, 'use(await userRepository.named(`user ${id}`));', EXTENDED)).toEqual([4]);
  expect(await reported(USERS, 'use(userRepository.label(id));', EXTENDED)).toEqual([]);
});

it('a builder that another of its methods gives', async () => {
  expect(await reported(USERS, 'use(await userRepository.like(id));', EXTENDED)).toEqual([4]);
});

it('an extended repository in a transaction, which a class hands out', async () => {
  const more = { ...EXTENDED, 'src/repositories.ts': "import type { EntityManager } from 'typeorm';\nimport { userRepository } from './users';\nexport class Repositories {\n  static users(manager: EntityManager) { return manager.withRepository(userRepository); }\n}\n" };
  expect(await reported("import { Repositories } from './repositories';", 'const users = Repositories.users(tx); use(await users.named(`user ${id}`));', more)).toEqual([4]);
  expect(await reported("import { Repositories } from './repositories';", 'const users = Repositories.users(tx); use(users.label(id));', more)).toEqual([]);
});

it('a builder of a class that extends a repository', async () => {
  const users = "import { Repository } from 'typeorm';\nimport { User } from './entities';\nexport class Users extends Repository<User> {\n  open() { return this.createQueryBuilder('user'); }\n  close() { return fetch('/'); }\n";
  const of = (round: string): Promise<number[]> => reported(`${users}  async all(ids: number[]) { for (const id of ids) ${round} }\n}`, '');
  expect(await of("await this.open().where('user.id = :id', { id }).getOne();")).toEqual([6]);
  expect(await of("await this.close().where('user.id = :id', { id }).getOne();")).toEqual([]);
});

it('a repository of whatever entity it is asked for', async () => {
  const made = (body: string): Record<string, string> => ({
    'src/make.ts': `import type { EntityTarget } from 'typeorm';\nimport { dataSource } from './source';\nfunction make<T>(target: EntityTarget<T>) {\n  return { open, named };\n  async function open() { return dataSource.getRepository(target); }\n  async function named(name: string) { ${body} }\n}\nexport const factory = { make };\n`,
    'src/users.ts': "import { factory } from './make';\nimport { User } from './entities';\nconst base = factory.make(User);\nexport const userRepository = { ...base };\n",
  });
  const round = 'use(await userRepository.named(`user ${id}`));';
  expect(await reported(USERS, round, made('return dataSource.getRepository(target).findOneBy({ name });'))).toEqual([4]);
  // the repository is waited for as the query is
  expect(await reported(USERS, round, made('return (await open()).findOneBy({ name });'))).toEqual([4]);
  expect(await reported(USERS, round, made('const repository = await open(); return repository.findOneBy({ name });'))).toEqual([4]);
  expect(await reported(USERS, round, made('const registry = await open(); return registry.has(name);'))).toEqual([]);
});

it('an entity that is a member of a module', async () => {
  const head = "import { dataSource } from './source';\nimport * as entities from './entities';\nconst users = dataSource.getRepository(entities.User);";
  expect(await reported(head, 'use(await users.findOneBy({ id }));')).toEqual([6]);
  // another library's method of that name
  expect(await reported("import { registry } from 'elsewhere';\nimport * as entities from './entities';\nconst users = registry.getRepository(entities.User);", 'use(await users.findOneBy({ id }));')).toEqual([]);
});

it('a connection of the row, which no other row shares', async () => {
  const head = "import { openTenant } from './tenants';\nimport { User } from './entities';";
  const more = { 'src/tenants.ts': "import { DataSource } from 'typeorm';\nconst sources = new Map<number, DataSource>();\nexport function openTenant(id: number): DataSource { return sources.get(id) as DataSource; }\n" };
  expect(await reported(head, "use(await openTenant(id).getRepository(User).createQueryBuilder('user').where('user.id = :id', { id }).getOne());", more)).toEqual([]);
  expect(await reported(head, "use(await openTenant(1).getRepository(User).createQueryBuilder('user').where('user.id = :id', { id }).getOne());", more)).toEqual([4 + 1]);
});

it('a manager without a type that the methods of its class hand on', async () => {
  const of = (given: string): Promise<number[]> => reported(`import { dataSource } from './source';\nimport { User } from './entities';\nexport class Users {\n  all(ids: number[]) { return dataSource.transaction(async (manager) => { await this.each(${given}, ids); }); }\n  private async each(open: any, ids: number[]) { for (const id of ids) use(await open.findOneBy(User, { id })); }\n}`, '');
  expect(await of('manager')).toEqual([5]);
  expect(await of('registry')).toEqual([]);
});

it('a manager without a type that a function of the project hands in', async () => {
  const of = (given: string): Promise<number[]> => reported("import { within } from './within';\nimport { User } from './entities';\nexport const all = (ids: number[]) => within(async (open) => { for (const id of ids) use(await open.findOneBy(User, { id })); });", '', {
    'src/within.ts': `import { dataSource } from './source';\nexport async function within(work: any) { return dataSource.transaction(async (manager) => store.run(() => work(${given}))); }\n`,
  });
  expect(await of('manager')).toEqual([3]);
  expect(await of('registry')).toEqual([]);
});

it('what the project adds to a type of a package', async () => {
  const added = (statements: string, path = 'src/types/server.d.ts'): Record<string, string> => ({ [path]: `import type { DataSource } from 'typeorm';\n${statements}\n` });
  const head = "import type { FastifyInstance as Server } from 'fastify';\nimport { User } from './entities';\nlet app: Server;";
  const round = 'use(await app.store.orm.manager.findOneBy(User, { id }));';
  expect(await reported(head, round, added("declare module 'fastify' {\n  export interface FastifyInstance { store: { orm: DataSource } }\n}"))).toEqual([6]);
  expect(await reported(head, round, added("declare module 'fastify' {\n  interface FastifyInstance { store: Store }\n}\nexport interface Store { orm: DataSource }", 'src/plugins/store.ts'))).toEqual([6]);
  expect(await reported(head, round, added("declare module 'fastify' {\n  interface FastifyRequest { store: { orm: DataSource } }\n}"))).toEqual([]);
  expect(await reported(head, round, added("declare module 'express' {\n  interface FastifyInstance { store: { orm: DataSource } }\n}"))).toEqual([]);
  expect(await reported(head, round, added('export interface FastifyInstance { store: { orm: DataSource } }'))).toEqual([]);
});

it('a member that a type names of another', async () => {
  const head = "import { User } from './entities';\nimport type { DataSource } from 'typeorm';\ninterface Server { orm: DataSource; name: string }\ninterface Context { orm: Server['orm']; server: { one: Server }['one']; named: Server['name'] }\nlet context: Context;";
  expect(await reported(head, 'use(await context.orm.manager.findOneBy(User, { id }));')).toEqual([8]);
  expect(await reported(head, 'use(await context.server.orm.manager.findOneBy(User, { id }));')).toEqual([8]);
  expect(await reported(head, 'use(await context.named.manager.findOneBy(User, { id }));')).toEqual([]);
});

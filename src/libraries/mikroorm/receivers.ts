import { dirname } from 'node:path';
import { speaksNearby } from '../../javascript/project/gate.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { nearestPackage } from '../../javascript/project/packages.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import type { Binding } from '../../javascript/syntax/bindings.ts';
import { MIKRO_PACKAGES } from './packages.ts';
import { entityNamed, isEntityClass } from './schema.ts';

const REPOSITORY = { kind: 'repository', model: 'argument' } as const;
const MANAGER = { kind: 'manager' };
const BUILDER = { kind: 'builder', model: 'argument' } as const;
const SAME = { kind: 'builder', model: 'same' } as const;

/** What a manager is called where nothing says what it is. */
export const MANAGER_NAME = /^_?(?:em|emFork|forkedEm|entityManager)$/;

/** What gives a manager, a repository or a query builder: MikroORM 6.6 and 7.2, and NestJS's module for it. */
export const MIKRO_TYPES: TypeModel = {
  packages: MIKRO_PACKAGES,
  types: {
    manager: /^(?:Sql|Mongo|PostgreSql|MySql)?EntityManager$/,
    repository: /^(?:Sql|Mongo|PostgreSql|MySql)?EntityRepository$/,
    builder: /^(?:Select|Update|Delete|Insert|Count|Truncate)?QueryBuilder$/,
    orm: /^MikroORM$/,
  },
  values: { MikroORM: { kind: 'factory' }, RequestContext: { kind: 'context' } },
  made: { factory: { kind: 'orm' } },
  properties: { orm: { em: MANAGER }, repository: { em: MANAGER, _em: MANAGER, entityManager: MANAGER } },
  methods: {
    factory: { init: { kind: 'orm' }, initSync: { kind: 'orm' } },
    context: { getEntityManager: MANAGER },
    // 7 sends with `em.persist(order).flush()`
    manager: { fork: {}, getContext: {}, persist: {}, remove: {}, getRepository: REPOSITORY, repo: REPOSITORY, createQueryBuilder: BUILDER, qb: BUILDER, getConnection: { kind: 'connection' } },
    repository: { getEntityManager: MANAGER, createQueryBuilder: SAME, qb: SAME },
    builder: { '*': {} },
  },
  unmistakable: { getRepository: REPOSITORY },
  callbacks: { manager: { transactional: MANAGER } },
  decorators: { InjectRepository: REPOSITORY, InjectEntityManager: MANAGER, InjectMikroORM: { kind: 'orm' } },
  aliasedModel: 'repository',
  worthOpening: /repo(?:sitory|sitories)?$|repository|manager$|^(?:get|fork|use|create)?_?(?:em|orm|db|database)$/i,
  conventions: { hold: speaksOfMikro, types: {}, names: { says: MANAGER_NAME, kind: 'manager' } },
  modelClass: { kind: 'entity', isNamed: isEntity },
};

/** True where the file or one that it imports speaks of MikroORM, or its package depends on it, and on no other library whose managers are called so. */
export function speaksOfMikro({ module, path }: SourceFile): boolean {
  const sources = module.imports.map(({ source }) => source);
  if (sources.some((source) => MIKRO_PACKAGES.test(source))) return true;
  return nearestPackage(dirname(path))?.dependencies.has('typeorm') !== true && speaksNearby(sources, path, MIKRO_PACKAGES);
}

/** True where a name stands for an entity's class, or for what defines one. */
export function isEntity(file: SourceFile, binding: Binding): boolean {
  if (binding.kind === 'class') return isEntityClass(file, binding.node);
  return (binding.kind === 'import' || binding.kind === 'variable') && /^[A-Z]/.test(binding.name) && entityNamed(file, binding.name) !== undefined;
}

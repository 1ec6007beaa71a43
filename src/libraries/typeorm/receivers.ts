import type { SourceFile } from '../../javascript/project/modules.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import type { Binding } from '../../javascript/syntax/bindings.ts';
import { type ClassNode, decoratorsOf } from '../../javascript/syntax/nodes.ts';
import { entityNamed } from './schema.ts';

const REPOSITORY = { kind: 'repository', model: 'argument' } as const;
const MANAGER = { kind: 'manager' };
const SOURCE = { kind: 'source' };
const NAMED = { model: 'argument' } as const;

/** What gives a repository, an entity manager or a query builder: TypeORM 0.2, 0.3.31 and 1.1.1, and NestJS's module for it. */
export const TYPEORM_TYPES: TypeModel = {
  packages: /^(?:typeorm|@nestjs\/typeorm)(?:\/|$)/,
  types: {
    repository: /^(?:Tree|Mongo|Abstract|Base)?Repository$/,
    builder: /^(?:Select|Update|Delete|Insert|SoftDelete|Relation)QueryBuilder$/,
    manager: /^(?:Mongo)?EntityManager$/,
    source: /^(?:DataSource|Connection)$/,
    runner: /^QueryRunner$/,
  },
  functions: { getManager: MANAGER, getConnection: SOURCE },
  properties: { repository: { manager: MANAGER }, source: { manager: MANAGER }, runner: { manager: MANAGER }, '*': { connection: SOURCE, dataSource: SOURCE } },
  methods: {
    repository: { extend: {}, createQueryBuilder: { kind: 'builder', model: 'same' } },
    entity: { createQueryBuilder: { kind: 'builder', model: 'same' } },
    manager: { withRepository: { kind: 'given' } },
    // `update(Post)`, `from(Post, 'p')` say which entity a builder is about.
    builder: { from: NAMED, update: NAMED, into: NAMED, delete: NAMED, insert: NAMED, '*': {} },
    '*': { createQueryBuilder: { kind: 'builder', model: 'argument' }, createQueryRunner: { kind: 'runner' } },
  },
  unmistakable: { getRepository: REPOSITORY, getTreeRepository: REPOSITORY, getMongoRepository: REPOSITORY, getCustomRepository: { kind: 'repository' } },
  callbacks: { manager: { transaction: MANAGER }, source: { transaction: MANAGER } },
  decorators: { InjectRepository: REPOSITORY },
  aliasedModel: 'repository',
  worthOpening: /repo(?:sitory|sitories)?$|repository|data-?source|connection$|manager$|^(?:db|orm)$/i,
  modelClass: { kind: 'entity', isNamed: isEntity },
};

/** True where a name stands for an entity's class. */
export function isEntity(file: SourceFile, binding: Binding): boolean {
  if (binding.kind === 'class') return isEntityClass(binding.node);
  return binding.kind === 'import' && /^[A-Z]/.test(binding.name) && entityNamed(file, binding.name) !== undefined;
}

/** `@Entity() class X` */
function isEntityClass(owner: ClassNode): boolean {
  return decoratorsOf(owner).some(({ expression }) => {
    const name = expression.type === 'CallExpression' ? expression.callee : expression;
    return name.type === 'Identifier' && /^(?:View|Child|Multi\w*)?Entity\w*$/.test(name.name);
  });
}

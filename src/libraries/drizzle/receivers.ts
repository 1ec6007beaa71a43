import { passedOnFrom } from '../../javascript/project/exports.ts';
import { declarationOf, lintedFrom, type SourceFile } from '../../javascript/project/modules.ts';
import { resolveSource } from '../../javascript/project/resolve.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import { typeNameOf } from '../../javascript/syntax/annotations.ts';
import { calledName, memberName, type Node, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';
import { oncePer } from '../../project/memo.ts';
import type { TSESTree } from '@typescript-eslint/utils';

const DATABASE = { kind: 'database' };
const TRANSACTION = { kind: 'transaction' };

/** What code calls a database or a transaction. */
const NAME = /^(?:_?db|database|_?drizzle\w*|tx|trx|\w*(?:Db|DB|Database|Tx|Trx)|conn|connection|dbRead|dbWrite|dbClient)$/;

/** What gives a database or a transaction, whatever the driver: Drizzle ORM 0.4x and 1.0. */
export const DRIZZLE_TYPES: TypeModel = {
  packages: /^drizzle-orm(?:\/|$)/,
  types: {
    database: /^(?:NodePg|PostgresJs|MySql2?|BetterSQLite3|LibSQL|Pg|PgRemote|PgAsync|Neon(?:Http)?|Vercel(?:Pg)?|PgLite|Pglite|Drizzle(?:D1)?|Bun(?:SQL|SQLite)?|PlanetScale|TiDBServerless|SQLite(?:Bun|Cloud)?|BaseSQLite|AwsDataApiPg|ExpoSQLite|OPSQLite|DurableObjectSQLite|SingleStore\w*|MySqlRemote|SqliteRemote|MsSql|NodeMsSql|Cockroach)?Database$/,
    transaction: /Transaction$/,
  },
  alike: ['database', 'transaction'],
  functions: { drizzle: DATABASE, withReplicas: DATABASE },
  callbacks: { database: { transaction: TRANSACTION }, transaction: { transaction: TRANSACTION } },
  worthOpening: /db|database|drizzle|connect|^_?(?:tx|trx)$|^conn$|(?:Tx|Trx)$/i,
  conventions: {
    hold: speaksOfDrizzle,
    types: {
      transaction: /^(?:\w*Transaction|Tx|Trx)$/,
      database: /^(?:typeof )?(?:\w*(?:Db|DB|Database|Drizzle\w*|Transaction|Tx|Trx)(?:Client|Type|Instance|Service|Connection)?|db|database)$/,
    },
    tokens: { says: /\bdrizzle|\bdb\b|database/i, kind: 'database' },
  },
};

/** True where nothing but its name says that an expression is one: for code that speaks of Drizzle otherwise. */
export function isCalledDatabase(file: SourceFile, node: Node): boolean {
  const value = withoutAwait(node);
  if (value?.type === 'Identifier') return NAME.test(value.name) && !isMadeByOthers(file, value);
  if (value?.type === 'MemberExpression') return NAME.test(memberName(value) ?? '') || (memberName(value) === 'client' && NAME.test(nameOf(value.object)));
  return value?.type === 'CallExpression' && /^(?:get|use|create|make|connect)?\w*(?:Db|DB|Database|Drizzle)(?:Client|Connection|Instance)?$|^(?:db|drizzle)$/i.test(calledName(value));
}

function nameOf(node: Node): string {
  const value = unwrap(node);
  return value.type === 'Identifier' ? value.name : value.type === 'MemberExpression' ? (memberName(value) ?? '') : '';
}

/** `const db = knex({ … })`: what is made in sight, and by something else. */
function isMadeByOthers(file: SourceFile, identifier: TSESTree.Identifier): boolean {
  const binding = file.module.resolve(identifier);
  if (binding?.kind === 'parameter') {
    const type = typeNameOf(binding.identifier);
    return type !== undefined && !isTypeOfDrizzle(type);
  }
  if (binding?.kind === 'import') return /^(?:knex|kysely|typeorm|sequelize|mongodb|mongoose|pg|mysql2?|better-sqlite3|@prisma\/client)(?:\/|$)/.test(binding.source) || isResolvedElsewhere(file, identifier);
  const init = binding?.kind === 'variable' && binding.node.id.type === 'Identifier' ? withoutAwait(binding.node.init) : undefined;
  return isMadeElse(init) || init?.type === 'ArrayExpression' || init?.type === 'ObjectExpression' || (init?.type === 'CallExpression' && !isCalledDatabase(file, init));
}

/** What is made of something else: `new Kysely(…)`; a Proxy opens its database when it is first asked. */
function isMadeElse(node: Node | undefined): boolean {
  return node?.type === 'NewExpression' && !(node.callee.type === 'Identifier' && node.callee.name === 'Proxy');
}

/** An import whose declaration is in sight, and makes something else: `new Kysely(…)`, `knex(…)`. */
function isResolvedElsewhere(file: SourceFile, identifier: TSESTree.Identifier): boolean {
  const made = withoutAwait(declarationOf(file, identifier)?.node);
  return isMadeElse(made) || made?.type === 'ArrayExpression' || (made?.type === 'CallExpression' && /knex|kysely|prisma|mongo/i.test(calledName(made)));
}

function isTypeOfDrizzle(name: string): boolean {
  return [DRIZZLE_TYPES.types, DRIZZLE_TYPES.conventions?.types ?? {}].some((types) => Object.values(types).some((type) => type.test(name)));
}

/** What conditions, orders and raw parts of statements are made with, which projects pass on beside their database: `export * from 'drizzle-orm'`. */
const OPERATOR = /^(?:eq|ne|[gl]te?|and|or|not|inArray|notInArray|isNull|isNotNull|i?like|between|exists|notExists|asc|desc|sql|count)$/;

/** True where the file imports something of Drizzle's, from its package or from a file of the project that passes it on. */
export function speaksOfDrizzle(file: SourceFile): boolean {
  return speaks(file.module, file);
}

const speaks = oncePer((_: SourceFile['module'], file: SourceFile): boolean => {
  const { imports } = file.module;
  if (imports.some(({ source }) => DRIZZLE_TYPES.packages.test(source))) return true;
  const operator = imports.find(({ imported }) => OPERATOR.test(imported));
  return operator !== undefined && passesOn(file, operator.source, operator.imported);
});

/** True where a file of the project passes something of Drizzle's on under that name. */
export function passesOn(file: SourceFile, source: string, name: string): boolean {
  const path = resolveSource(file.path, source);
  return path !== undefined && passedOnFrom(path, name, DRIZZLE_TYPES.packages, lintedFrom(file)) !== undefined;
}

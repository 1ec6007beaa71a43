import type { TSESTree } from '@typescript-eslint/utils';
import { declarationOf, type SourceFile } from '../../javascript/modules.ts';
import { typeNameOf } from '../../javascript/syntax/annotations.ts';
import { type Member, memberOf } from '../../javascript/syntax/module.ts';
import { decoratorsOf, isFunction, memberName, type Node, parameterPattern, some, unwrap, walk, withoutAwait } from '../../javascript/syntax/nodes.ts';
import { operatorOf } from './filters.ts';

/** Databases and transactions of every driver: `NodePgDatabase`, `BetterSQLite3Database`, `PgTransaction`. */
const TYPE = /^(?:NodePg|PostgresJs|MySql2?|BetterSQLite3|LibSQL|Pg|PgRemote|PgAsync|Neon(?:Http)?|Vercel(?:Pg)?|PgLite|Pglite|Drizzle(?:D1)?|Bun(?:SQL|SQLite)?|PlanetScale|TiDBServerless|SQLite(?:Bun|Cloud)?|BaseSQLite|AwsDataApiPg|ExpoSQLite|OPSQLite|DurableObjectSQLite|SingleStore\w*|MySqlRemote|SqliteRemote|MsSql|NodeMsSql|Cockroach)?(?:Database|Transaction)$/;

/** What projects call their own types of it. */
const OWN_TYPE = /^(?:typeof )?(?:\w*(?:Db|DB|Database|Drizzle\w*|Transaction|Tx|Trx)(?:Client|Type|Instance|Service|Connection)?|db|database)$/;

/** What code calls a database or a transaction. */
const NAME = /^(?:_?db|database|_?drizzle\w*|tx|trx|\w*(?:Db|DB|Database|Tx|Trx)|conn|connection|dbRead|dbWrite|dbClient)$/;

const DEPTH = 8;

/** True where an expression is a Drizzle database or transaction, by how it is made, where it comes from or its annotation. */
export function isDatabase(file: SourceFile, node: Node, depth = DEPTH): boolean {
  const value = withoutAwait(node);
  if (value === undefined || depth === 0) return false;
  const inner = (next: Node): boolean => isDatabase(file, next, depth - 1);
  switch (value.type) {
    case 'Identifier':
      return isDatabaseName(file, value, depth);
    case 'CallExpression':
      return isDatabaseCall(file, value, depth);
    case 'NewExpression':
      return isProxy(value) && some(value.arguments[1], (part) => part.type === 'CallExpression' && isDatabaseCall(file, part, depth - 1));
    case 'LogicalExpression':
      return inner(value.left) || inner(value.right);
    case 'ConditionalExpression':
      return inner(value.consequent) || inner(value.alternate);
    case 'MemberExpression': {
      const owner = value.object.type === 'ThisExpression' ? file.module.thisClass(value.object) : undefined;
      const member = owner && memberOf(owner, memberName(value) ?? '');
      if (member !== undefined) return isDatabaseMember(file, member, depth);
      const declared = NAME.test(memberName(value) ?? '') ? declarationOf(file, value) : undefined;
      return declared !== undefined && isDatabase(declared, declared.node, depth - 1);
    }
    default:
      return false;
  }
}

/** True where nothing but its name says that an expression is one: for code that speaks of Drizzle otherwise. */
export function isCalledDatabase(file: SourceFile, node: Node): boolean {
  const value = withoutAwait(node);
  if (value?.type === 'Identifier') return NAME.test(value.name) && !isMadeByOthers(file, value);
  if (value?.type === 'MemberExpression') return NAME.test(memberName(value) ?? '') || (memberName(value) === 'client' && NAME.test(nameOf(value.object)));
  return value?.type === 'CallExpression' && /^(?:get|use|create|make|connect)?\w*(?:Db|DB|Database|Drizzle)(?:Client|Connection|Instance)?$|^(?:db|drizzle)$/i.test(operatorOf(value));
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
    return type !== undefined && !TYPE.test(type) && !OWN_TYPE.test(type);
  }
  if (binding?.kind === 'import') return /^(?:knex|kysely|typeorm|sequelize|mongodb|mongoose|pg|mysql2?|better-sqlite3|@prisma\/client)(?:\/|$)/.test(binding.source) || isResolvedElsewhere(file, identifier);
  const init = binding?.kind === 'variable' && binding.node.id.type === 'Identifier' ? withoutAwait(binding.node.init) : undefined;
  return isMadeElse(init) || init?.type === 'ArrayExpression' || init?.type === 'ObjectExpression' || (init?.type === 'CallExpression' && !isCalledDatabase(file, init));
}

/** `new Proxy({}, { get: … getDb() … })`: a database that is opened when it is first asked. */
function isProxy({ callee }: TSESTree.NewExpression): boolean {
  return callee.type === 'Identifier' && callee.name === 'Proxy';
}

function isMadeElse(node: Node | undefined): boolean {
  return node?.type === 'NewExpression' && !isProxy(node);
}

/** An import whose declaration is in sight, and makes something else: `new Kysely(…)`, `knex(…)`. */
function isResolvedElsewhere(file: SourceFile, identifier: TSESTree.Identifier): boolean {
  const made = withoutAwait(declarationOf(file, identifier)?.node);
  return isMadeElse(made) || made?.type === 'ArrayExpression' || (made?.type === 'CallExpression' && /knex|kysely|prisma|mongo/i.test(operatorOf(made)));
}

function isDatabaseName(file: SourceFile, identifier: TSESTree.Identifier, depth: number): boolean {
  const { module } = file;
  const binding = module.resolve(identifier);
  if (binding?.kind === 'parameter') return isDatabaseType(file, binding.identifier) || isTransactionParameter(file, binding.node, binding.index, depth);
  if (binding?.kind === 'variable') {
    if (isDatabaseType(file, binding.identifier)) return true;
    if (binding.node.id.type === 'Identifier' && binding.node.init !== null) return isDatabase(file, binding.node.init, depth - 1);
    return module.referencesTo(binding).some((use) => {
      const parent = module.parentOf(use);
      return parent?.type === 'AssignmentExpression' && parent.left === use && isDatabase(file, parent.right, depth - 1);
    });
  }
  if (binding?.kind !== 'import' || !NAME.test(binding.name)) return false;
  const declared = declarationOf(file, identifier);
  return declared !== undefined && isDatabase(declared, declared.node, depth - 1);
}

/** `drizzle(…)`, `getDb()` whose body returns one, `db.$primary`-like wrappers such as `withReplicas(db, […])`. */
function isDatabaseCall(file: SourceFile, call: TSESTree.CallExpression, depth: number): boolean {
  const callee = unwrap(call.callee);
  if (callee.type === 'MemberExpression' && memberName(callee) === 'mock' && nameOf(callee.object) === 'drizzle') return true;
  if (callee.type !== 'Identifier') return false;
  const binding = file.module.resolve(callee);
  if (binding?.kind === 'import' && binding.source.startsWith('drizzle-orm')) return binding.imported === 'drizzle' || binding.imported === 'withReplicas';
  const declared = /db|database|drizzle|connect/i.test(callee.name) ? declarationOf(file, callee) : undefined;
  if (declared === undefined || !isFunction(declared.node)) return false;
  return givesDatabase(declared, declared.node, depth);
}

function givesDatabase(file: SourceFile, fn: Node, depth: number): boolean {
  if (!isFunction(fn)) return false;
  if (fn.body.type !== 'BlockStatement') return isDatabase(file, fn.body, depth - 1);
  let found = false;
  walk(fn.body, (node) => {
    if (isFunction(node)) return false;
    if (node.type === 'ReturnStatement' && node.argument !== null) found ||= isDatabase(file, node.argument, depth - 1);
    return !found;
  });
  return found;
}

/** `db.transaction(async (tx) => …)` */
function isTransactionParameter(file: SourceFile, callback: Node, index: number, depth: number): boolean {
  const owner = transactionOf(file, callback, index);
  return owner !== undefined && (isDatabase(file, owner, depth - 1) || isCalledDatabase(file, owner) && speaksOfDrizzle(file));
}

function transactionOf({ module }: SourceFile, callback: Node, index: number): Node | undefined {
  const call = module.parentOf(callback);
  const callee = index === 0 && isFunction(callback) && call?.type === 'CallExpression' ? unwrap(call.callee) : undefined;
  return callee?.type === 'MemberExpression' && memberName(callee) === 'transaction' ? callee.object : undefined;
}

/** True for the parameter of a transaction's callback, and what is annotated as one. */
export function isTransaction(file: SourceFile, node: Node): boolean {
  const value = unwrap(node);
  const binding = value.type === 'Identifier' ? file.module.resolve(value) : undefined;
  if (binding?.kind !== 'parameter') return false;
  return /Transaction$|^(?:Tx|Trx)$/.test(typeNameOf(binding.identifier) ?? '') || /^(?:tx|trx)$/.test(binding.name) || transactionOf(file, binding.node, binding.index) !== undefined;
}

function isDatabaseMember(file: SourceFile, member: Member, depth: number): boolean {
  if (member.type === 'MethodDefinition') return member.kind === 'get' && givesDatabase(file, member.value, depth);
  const annotated = member.type === 'TSParameterProperty' ? parameterPattern(member) : member;
  if (isDatabaseType(file, annotated)) return true;
  // `@Inject(DRIZZLE) private db: DrizzleDB`
  const isInjected = decoratorsOf(member).some(({ expression }) => /\bdrizzle|\bdb\b|database/i.test(file.module.textOf(expression)));
  if (isInjected && speaksOfDrizzle(file)) return true;
  return member.type !== 'TSParameterProperty' && member.value !== null && isDatabase(file, member.value, depth - 1);
}

function isDatabaseType(file: SourceFile, annotated: Node): boolean {
  const name = typeNameOf(annotated);
  if (name === undefined) return false;
  const binding = file.module.resolveName(name.split('.')[0] as string, annotated);
  if (binding?.kind === 'import' && binding.source.startsWith('drizzle-orm')) return TYPE.test(binding.imported === '*' ? name : binding.imported);
  return OWN_TYPE.test(name) && speaksOfDrizzle(file);
}

/** True where the file imports something of Drizzle's. */
export function speaksOfDrizzle({ module }: SourceFile): boolean {
  return module.imports.some(({ source }) => /^drizzle-orm(?:\/|$)/.test(source));
}

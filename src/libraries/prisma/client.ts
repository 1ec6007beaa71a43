import type { TSESTree } from '@typescript-eslint/utils';
import type { Project } from '../../project/project.ts';
import { aliasOf } from '../../javascript/syntax/callee.ts';
import { chainOf, type JsModule, type Member, memberOf } from '../../javascript/syntax/module.ts';
import { isFunction, memberName, type Node, parameterPattern, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';
import type { ImportBinding } from '../../javascript/syntax/bindings.ts';
import { exportOf, fileFrom, type SourceFile } from '../../javascript/modules.ts';
import { resolveSource } from '../../javascript/resolve.ts';
import { typeNameOf } from '../../javascript/syntax/annotations.ts';

/** Names of types that a Prisma client goes by, the ones of projects included: `PrismaService`, `Prisma.TransactionClient`. */
const CLIENT_TYPE = /^(?:\w*Prisma\w*(?:Client|Service|Db)?|(?:Prisma\.)?TransactionClient|PrismaTransaction\w*)$/;

const DEPTH = 8;

/** Packages whose clients have the shape `client.noun.verb()` as well. */
const OTHER_PACKAGES = /^(?:stripe|@stripe|@trpc|@octokit|octokit|axios|@tanstack|@supabase|@clerk|openai|@anthropic|googleapis|@slack|@sendgrid|resend|redis|ioredis|@aws-sdk|aws-sdk|@google-cloud|bullmq|bull|twilio|@hubspot|mongoose|sequelize|@mikro-orm|typeorm)/;

/** True where an expression is a Prisma client, by import, annotation, `new PrismaClient()`, `$transaction` or the user's settings. */
export function isPrismaClient(file: SourceFile, project: Project, node: Node, depth = DEPTH): boolean {
  const { module } = file;
  const value = withoutAwait(node);
  if (value === undefined || depth === 0) return false;
  if (aliasOf(module, value, project.settings.aliases) === 'PrismaClient') return true;
  const inner = (next: Node): boolean => isPrismaClient(file, project, next, depth - 1);
  switch (value.type) {
    case 'Identifier':
      return isClientName(file, project, value, depth);
    case 'NewExpression':
      return /^\w*PrismaClient$/.test(module.textOf(value.callee));
    case 'CallExpression': {
      const callee = unwrap(value.callee);
      return callee.type === 'MemberExpression' && /^\$(?:extends|on)$/.test(memberName(callee) ?? '') && inner(callee.object);
    }
    case 'LogicalExpression':
      return inner(value.left) || inner(value.right);
    case 'ConditionalExpression':
      return inner(value.consequent) || inner(value.alternate);
    case 'MemberExpression': {
      if (value.object.type === 'ThisExpression') {
        const owner = module.thisClass(value.object);
        const member = owner && memberOf(owner, memberName(value) ?? '');
        return member !== undefined && isClientMember(file, project, member, depth);
      }
      // `ctx.prisma`: a name alone says enough in a file that gives other evidence.
      return /prisma/i.test(memberName(value) ?? '');
    }
    default:
      return false;
  }
}

function isClientMember(file: SourceFile, project: Project, member: Member, depth: number): boolean {
  if (member.type === 'TSParameterProperty') return isClientType(typeNameOf(parameterPattern(member)));
  if (member.type === 'MethodDefinition') return false;
  if (isClientType(typeNameOf(member))) return true;
  return member.value !== null && isPrismaClient(file, project, member.value, depth - 1);
}

function isClientName(file: SourceFile, project: Project, identifier: TSESTree.Identifier, depth: number): boolean {
  const binding = file.module.resolve(identifier);
  switch (binding?.kind) {
    case 'import':
      return /prisma/i.test(binding.imported === 'default' || binding.imported === '*' ? binding.name : binding.imported) || isImportedClient(file, project, binding, depth);
    case 'parameter':
      if (isClientType(typeNameOf(binding.identifier))) return true;
      return isTransactionParameter(file, project, binding.node, depth);
    case 'variable':
      if (isClientType(typeNameOf(binding.identifier))) return true;
      return binding.node.id.type === 'Identifier' ? binding.node.init !== null && isPrismaClient(file, project, binding.node.init, depth - 1) : /prisma/i.test(binding.name);
    default:
      return false;
  }
}

/** `import { db } from './db'`, where that file makes the client or says that it is one. */
function isImportedClient(file: SourceFile, project: Project, binding: ImportBinding, depth: number): boolean {
  if (!/^(?:db|database|client|orm|dbRead|dbWrite|\w*[dD]b)$/.test(binding.name) || depth < DEPTH - 3) return false;
  const path = resolveSource(file.path, binding.source);
  const target = path === undefined ? undefined : fileFrom(file, path);
  if (target === undefined) return false;
  const declared = target.module.scopes.get(target.module.program)?.names.get(binding.imported);
  if (declared !== undefined && declared.kind !== 'import') return isClientName(target, project, declared.identifier, depth - 1);
  const found = exportOf(file, target.path, binding.imported);
  return found !== undefined && isPrismaClient(found, project, found.node, depth - 1);
}

/** `prisma.$transaction(async (tx) => …)`. */
function isTransactionParameter(file: SourceFile, project: Project, callback: Node, depth: number): boolean {
  const call = file.module.parentOf(callback);
  if (!isFunction(callback) || call?.type !== 'CallExpression') return false;
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' && memberName(callee) === '$transaction' && isPrismaClient(file, project, callee.object, depth - 1);
}

/** True for the client of an interactive transaction, which has no `$transaction` of its own. */
export function isTransactionClient(module: JsModule, node: Node): boolean {
  const { root } = chainOf(unwrap(node));
  const binding = root.type === 'Identifier' ? module.resolve(root) : undefined;
  if (binding?.kind !== 'parameter') return false;
  if (/TransactionClient|PrismaTransaction/.test(typeNameOf(binding.identifier) ?? '') || /^(?:tx|trx)$/i.test(binding.name)) return true;
  const call = module.parentOf(binding.node);
  const callee = call?.type === 'CallExpression' ? unwrap(call.callee) : undefined;
  return callee?.type === 'MemberExpression' && memberName(callee) === '$transaction';
}

function isClientType(name: string | undefined): boolean {
  return name !== undefined && CLIENT_TYPE.test(name) && !/Error|Promise|Input|Args|Module/.test(name);
}

/** True where the root of the expression is known to be no database client, whatever its properties are called. */
export function isSomethingElse(module: JsModule, node: Node): boolean {
  const { root, names } = chainOf(unwrap(node));
  if (root.type === 'CallExpression') return false;
  if (root.type !== 'Identifier') return root.type !== 'ThisExpression' && root.type !== 'MemberExpression' && root.type !== 'AwaitExpression' && root.type !== 'LogicalExpression';
  if (/^(?:stripe|trpc|api|axios|octokit|supabase|caller|queryClient)$/i.test(root.name) && names.length === 0) return true;
  const binding = module.resolve(root);
  if (binding?.kind === 'import') return OTHER_PACKAGES.test(binding.source);
  if (binding?.kind !== 'variable') return false;
  const init = withoutAwait(binding.node.init);
  return names.length === 0 && (init?.type === 'ObjectExpression' || init?.type === 'ArrayExpression' || (init?.type === 'NewExpression' && !/prisma|client|db|database/i.test(module.textOf(init.callee))));
}

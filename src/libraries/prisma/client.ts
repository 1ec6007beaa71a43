import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import { chainOf, type JsModule } from '../../javascript/syntax/module.ts';
import { type Node, unwrap, withoutAwait } from '../../javascript/syntax/nodes.ts';

/** What gives a Prisma client: Prisma 5.22, 6.19 and 7.10. Clients are generated, so that names tell of them as well as imports do. */
export const PRISMA_TYPES: TypeModel = {
  packages: /^(?:@prisma\/client(?:\/.*)?|\.prisma\/client(?:\/.*)?|.*\/generated\/(?:prisma|client)(?:\/.*)?)$/,
  types: { transaction: /^TransactionClient$/, client: /^PrismaClient$/ },
  methods: { client: { $extends: {}, $on: {} } },
  callbacks: { client: { $transaction: { kind: 'transaction' } } },
  worthOpening: /^(?:db|database|client|orm|dbRead|dbWrite|\w*[dD]b)$/,
  conventions: {
    hold: () => true,
    types: {
      transaction: /^(?:(?:Prisma\.)?TransactionClient|PrismaTransaction\w*)$/,
      client: /^(?!.*(?:Error|Promise|Input|Args|Module))\w*Prisma\w*$/,
    },
    names: { says: /prisma/i, kind: 'client' },
  },
};

/** What clients and transactions are called, however they come to where they are used. */
export const CLIENT_NAMES = /^(?:tx|trx|db|database|client|orm|prisma)$|(?:[dD]b|[tT]x|[tT]rx|Client|[pP]risma\w*)$/;

/** What the client of an interactive transaction is called where it is handed in. */
export const TRANSACTION_NAMES = /^(?:tx|trx)$/i;

/** Packages whose clients have the shape `client.noun.verb()` as well. */
const OTHER_PACKAGES = /^(?:stripe|@stripe|@trpc|@octokit|octokit|axios|@tanstack|@supabase|@clerk|openai|@anthropic|googleapis|@slack|@sendgrid|resend|redis|ioredis|@aws-sdk|aws-sdk|@google-cloud|bullmq|bull|twilio|@hubspot|mongoose|sequelize|@mikro-orm|typeorm)/;

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

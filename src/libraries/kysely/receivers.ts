import type { TypeModel } from '../../javascript/receivers/type-model.ts';

const DATABASE = { kind: 'database' };
const TRANSACTION = { kind: 'transaction' };
const SAME = {};

/** What gives a database or a transaction: Kysely 0.27 to 0.29, nestjs-kysely, and the property by which prisma-extension-kysely gives one. */
export const KYSELY_TYPES: TypeModel = {
  packages: /^(?:kysely|nestjs-kysely|prisma-extension-kysely)(?:\/|$)/,
  types: { database: /^(?:Kysely|QueryCreator)$/, transaction: /^(?:Controlled)?Transaction$/ },
  decorators: { InjectKysely: DATABASE },
  methods: {
    database: { transaction: { kind: 'transactions' }, connection: { kind: 'connections' }, startTransaction: { kind: 'starting' }, withSchema: SAME, withPlugin: SAME, withoutPlugins: SAME, withTables: SAME, with: SAME, withRecursive: SAME },
    transaction: { transaction: { kind: 'transactions' }, withSchema: SAME, withPlugin: SAME, withoutPlugins: SAME, withTables: SAME, with: SAME, withRecursive: SAME, savepoint: { kind: 'starting' } },
    transactions: { setIsolationLevel: SAME, setAccessMode: SAME },
    starting: { setIsolationLevel: SAME, setAccessMode: SAME, execute: TRANSACTION },
  },
  callbacks: { transactions: { execute: TRANSACTION }, connections: { execute: DATABASE } },
  worthOpening: /db|database|kysely|connect|^_?(?:tx|trx)$|(?:Tx|Trx)$/i,
};

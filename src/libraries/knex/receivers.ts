import { speaksOf } from '../../javascript/project/packages.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import { typeNameOf } from '../../javascript/syntax/annotations.ts';
import { memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';

const KNEX = { kind: 'knex' };
const TRANSACTION = { kind: 'transaction' };

/** What code calls a transaction or the client where nothing else says that it is one. */
const NAME = /^_?(?:knex|trx)$/i;

/** What gives a client or a transaction, both of which are called with a table: Knex 0.95 to 3.3, older ones by their default export; nest-knexjs 0.1. */
export const KNEX_TYPES: TypeModel = {
  packages: /^knex(?:\/|$)|^(?:nest-?knexjs|nestjs-knex|@nest-?js(?:-\w+)?\/knex)$/,
  types: { transaction: /^(?:Knex\.)?Transaction$/, knex: /^(?:[kK]nex|default|Knex\.Knex)$/ },
  alike: ['knex', 'transaction'],
  values: { default: { kind: 'module' }, knex: { kind: 'module' } },
  functions: { default: KNEX, '*': KNEX, knex: KNEX, Knex: KNEX },
  methods: {
    module: { default: KNEX, knex: KNEX, Knex: KNEX },
    knex: { transaction: TRANSACTION, withUserParams: KNEX },
    transaction: { transaction: TRANSACTION, savepoint: TRANSACTION },
  },
  callbacks: { knex: { transaction: TRANSACTION }, transaction: { transaction: TRANSACTION, savepoint: TRANSACTION }, '*': { transaction: TRANSACTION } },
  decorators: { InjectConnection: KNEX, InjectKnex: KNEX },
  worthOpening: /knex|trx|db|database|conn|client|^pg$/i,
  conventions: { hold: speaksOfKnex, types: {}, names: { says: NAME, kind: 'knex' } },
};

/** True where the file's package depends on Knex. */
export function speaksOfKnex({ path, module }: SourceFile): boolean {
  return speaksOf(module.imports.map(({ source }) => source), path, KNEX_TYPES.packages);
}

/** True for a parameter or a property without another type that code calls `knex` or `trx`: what a container or a caller hands in. */
export function isCalledKnex(file: SourceFile, node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'MemberExpression') return NAME.test(memberName(value) ?? '') && speaksOfKnex(file);
  if (value.type !== 'Identifier' || !NAME.test(value.name)) return false;
  const binding = file.module.resolve(value);
  const isHandedIn = binding?.kind === 'parameter' && typeNameOf(binding.identifier) === undefined;
  return isHandedIn && speaksOfKnex(file);
}

#!/usr/bin/env bash
# Asks Keystone for pages of lists before and after the remedies of the plugin, and counts the statements of Prisma.
# Needs Node and npm. Everything is written to a temporary directory; libSQL and Prisma's query compiler come from npm as they are. Prisma's schema engine, which doesn't,
# isn't needed to make a client.
source "$(dirname "$0")/../pages.sh"

prepare() {
  echo "export default { schema: 'schema.prisma', datasource: { url: 'file:keystone.db' } };" >prisma.config.ts
  PRISMA_SCHEMA_ENGINE_BINARY=/bin/true ../node_modules/.bin/keystone build --no-ui >build.log 2>&1 || { cat build.log >&2; return 1; }
}
pages Keystone @keystone-6/core @keystone-6/core@~8.0.6 prisma@^7.9.0 @prisma/client@^7.9.0 @prisma/adapter-libsql@^7.9.0 @libsql/client@^0.17.0

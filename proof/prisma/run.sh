#!/usr/bin/env bash
# Proves the suggestions for Prisma on Prisma itself: takes up each one by itself, type-checks it, and runs the job before and after.
# Needs Node and npm. Everything is written to temporary directories; nothing is compiled, and no engine is downloaded.
source "$(dirname "$0")/../orm.sh"

project prisma@^7.10.0 @prisma/client@^7.10.0 @prisma/adapter-libsql@^7.10.0
mv "$work/src/prisma.config.ts" "$work"
cp "$here/schema.prisma" "$work"
# Any program will do as the schema engine, which the generator asks for and doesn't use.
(cd "$work" && PRISMA_SCHEMA_ENGINE_BINARY=/bin/true node_modules/.bin/prisma generate >/dev/null 2>&1)
prove @prisma/client

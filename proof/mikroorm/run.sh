#!/usr/bin/env bash
# Proves the suggestions for MikroORM on MikroORM itself: takes up each one by itself, type-checks it, and runs the job before and after.
# Needs Node and npm; for version 7 a Node 24 comes from npm where this one is older. Everything is written to temporary directories; libSQL comes from npm as it is.
# usage: run.sh [6 | 7]
source "$(dirname "$0")/../orm.sh"

shared+=(shop.ts)
if [ "${1:-6}" = 6 ]; then
  project @mikro-orm/core@^6.6.16 @mikro-orm/libsql@^6.6.16 libsql@^0.5.29
else
  of_node 24
  # each of its packages wants the very same version of the others
  project @mikro-orm/core@7.2.1 @mikro-orm/libsql@7.2.1 @mikro-orm/decorators@7.2.1 reflect-metadata@^0.2.2 libsql@^0.5.29
  # 7 has its decorators in a package of their own, and two methods less.
  sed -i 's#@mikro-orm/core#@mikro-orm/decorators/legacy#' "$work/src/entities.ts"
  sed -i '/^export async function \w*Of6(/,/^}/d' "$work/src/jobs.ts"
fi
prove @mikro-orm/core

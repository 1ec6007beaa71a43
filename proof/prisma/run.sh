#!/usr/bin/env bash
# Proves the suggestions for Prisma on Prisma itself: takes up each one by itself, type-checks it, and runs the job before and after.
# Needs Node and npm. Everything is written to temporary directories; nothing is compiled, and no engine is downloaded.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
# In memory where there is such a place: thousands of small transactions wait for the disk otherwise.
data=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf "$work" "$data"' EXIT

[ -d "$root/node_modules" ] || (cd "$root" && npm ci --no-audit --no-fund)
(cd "$root" && npm run --silent build >/dev/null)
mkdir "$work/src"
cp "$here"/{database,jobs}.ts "$work/src"
cp "$here"/{prisma.config.ts,schema.prisma} "$here/../tsconfig.json" "$work"
echo '{ "private": true, "type": "module" }' >"$work/package.json"
(cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts prisma@^7.10.0 @prisma/client@^7.10.0 @prisma/adapter-libsql@^7.10.0)
# Any program will do as the schema engine, which the generator asks for and doesn't use.
(cd "$work" && PRISMA_SCHEMA_ENGINE_BINARY=/bin/true node_modules/.bin/prisma generate >/dev/null 2>&1)
echo "Prisma $(node -p 'require(process.argv[1]).version' "$work/node_modules/@prisma/client/package.json"), SQLite"

node "$here/../take-up.mjs" "$work"
"$root/node_modules/.bin/tsc" -p "$work" --typeRoots "$root/node_modules/@types"
DATABASE="$data/proof.db" node "$here/../compare.mjs" "$work"

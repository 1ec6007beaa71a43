#!/usr/bin/env bash
# Proves the suggestions for TypeORM on TypeORM itself: takes up each one by itself, type-checks it, and runs the job before and after.
# Needs Node and npm. Everything is written to a temporary directory; TypeORM's SQLite is sql.js, which is compiled nowhere.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -d "$root/node_modules" ] || (cd "$root" && npm ci --no-audit --no-fund)
(cd "$root" && npm run --silent build >/dev/null)
mkdir "$work/src"
cp "$here"/*.ts "$work/src"
cp "$here/../tsconfig.json" "$work"
echo '{ "private": true, "type": "module" }' >"$work/package.json"
(cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts typeorm@^1.1.1 sql.js@^1.14.0 reflect-metadata@^0.2.2)
echo "TypeORM $(node -p 'require(process.argv[1]).version' "$work/node_modules/typeorm/package.json"), SQLite in memory"

node "$here/../take-up.mjs" "$work"
"$root/node_modules/.bin/tsc" -p "$work" --typeRoots "$root/node_modules/@types"
node "$here/../compare.mjs" "$work"

#!/usr/bin/env bash
# Installs and builds the plugin, checks the example shops, applies the fixes to a copy, and shows what is left.
# Exits 0 where everything happened as expected. Nothing outside a temporary directory, dist/ and node_modules/ is written.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$root"
# Nothing to install where the last installation is newer than the lock file.
[ node_modules/.package-lock.json -nt package-lock.json ] || npm install --no-audit --no-fund
npm run --silent build >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 1; }

cp -r examples/*-shop "$work/"
cd "$work"

check() {
  node "$root/dist/cli/main.js" check --preset strict "$@"
}

# 1 is what a check exits with that has found something.
expect_findings() {
  local status=0
  "$@" || status=$?
  [ "$status" -eq 1 ] || { echo "expected exit code 1 (findings), got $status: $*" >&2; exit 1; }
}

printf '\n=== What admin-scale finds in examples/ ===\n'
expect_findings check

expect_findings check --format json >before.json
printf '\n=== What is left after --fix ===\n'
expect_findings check --fix
expect_findings check --format json >after.json

node --input-type=module - before.json after.json <<'JS'
import { readFileSync } from 'node:fs';
const [before, after] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')).flatMap(({ messages }) => messages));
const fixable = (messages) => messages.filter(({ fix }) => fix !== undefined).length;
const rules = new Set(before.map(({ ruleId }) => ruleId));
console.log(`\n${before.length} findings of ${rules.size} rules; ${before.length - after.length} fixed, ${after.length} left for you to decide.`);
if (rules.size < 7 || fixable(before) === 0 || fixable(after) !== 0 || after.length >= before.length) {
  console.error('That is not what was expected: seven rules or more report, and --fix leaves nothing that it could fix.');
  process.exit(1);
}
JS

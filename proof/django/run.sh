#!/usr/bin/env bash
# Proves the remedies for Django on Django itself: counts the example shop's queries before, with the fixes, and with the suggestions too.
# Needs Python 3.10 or later with venv, and Node. Everything is written to a temporary directory.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -d "$root/node_modules" ] || (cd "$root" && npm ci --no-audit --no-fund)
(cd "$root" && npm run --silent build >"$work/build.log" 2>&1) || { cat "$work/build.log" >&2; exit 1; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$root/examples/django-shop/requirements.txt"
echo "Django $("$work/venv/bin/python" -m django --version), SQLite in memory, 100 rows"

for state in before fixed suggested; do
  cp -r "$root/examples/django-shop" "$work/$state"
  cp "$here/jobs.py" "$work/$state/shop/jobs.py"
done
node "$here/remedy.mjs" "$work/fixed" fixes
node "$here/remedy.mjs" "$work/suggested" suggestions
for state in before fixed suggested; do
  (cd "$work/$state" && "$work/venv/bin/python" manage.py check --fail-level WARNING >/dev/null && "$work/venv/bin/python" "$here/count.py") >"$work/$state.json"
done
"$work/venv/bin/python" "$here/compare.py" "$work/before.json" "$work/fixed.json" "$work/suggested.json"

#!/usr/bin/env bash
# Proves `admin-scale budget` on Django itself: writes the tests of the clinic beside this file and runs them on each version.
# Needs Python 3.10 or later with venv, and Node. Everything is written to a temporary directory.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -d "$root/node_modules" ] || (cd "$root" && npm ci --no-audit --no-fund)
(cd "$root" && npm run --silent build >"$work/build.log" 2>&1) || { cat "$work/build.log" >&2; exit 1; }
cp -r "$here" "$work/clinic"
node "$root/dist/cli/main.js" budget "$work/clinic"
for version in 3.2 4.2 5.2; do
  python3 -m venv "$work/venv-$version"
  "$work/venv-$version/bin/pip" install --quiet --disable-pip-version-check "django==$version.*" setuptools
  (cd "$work/clinic" && "$work/venv-$version/bin/python" check.py)
done

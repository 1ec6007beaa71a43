#!/usr/bin/env bash
# Proves on Django itself what the plugin offers and says: the example shop's queries before and after remedies, the claims of messages, and the estimates of lists.
# usage: bash proof/django/run.sh [--django VERSION]...   5.2 if none is given; `--django all` for each version that the proof knows
# Needs Node and Python 3.10 or later with venv (Django 6.0: 3.12, looked for as $PYTHON, python3.N, and below ~/.pyenv). Everything is written to a temporary directory.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

versions=()
while [ $# -gt 0 ]; do
  case $1 in
    --django) versions+=("${2:?}"); shift 2 ;;
    *) echo "usage: $0 [--django VERSION|all]..." >&2; exit 2 ;;
  esac
done
[ ${#versions[@]} -gt 0 ] || versions=(5.2)
[ "${versions[0]}" != all ] || versions=(4.2 5.2 6.0)

[ -d "$root/node_modules" ] || (cd "$root" && npm ci --no-audit --no-fund)
(cd "$root" && npm run --silent build >"$work/build.log" 2>&1) || { cat "$work/build.log" >&2; exit 1; }

# The first Python that is new enough for a version of Django.
python_for() {
  local least=10 python
  case $1 in 6.*) least=12 ;; esac
  for python in "${PYTHON:-python3}" python3.13 python3.12 "$HOME"/.pyenv/versions/3.1[2-9].*/bin/python; do
    if "$python" -c "import sys, venv; sys.exit(sys.version_info < (3, $least))" 2>/dev/null; then echo "$python"; return; fi
  done
  return 1
}

for version in "${versions[@]}"; do
  python=$(python_for "$version") || { echo "No Python for Django $version here." >&2; exit 1; }
  "$python" -m venv "$work/venv-$version"
  venv=$work/venv-$version/bin
  "$venv/pip" install --quiet --disable-pip-version-check "django~=$version.0"
  echo "Django $("$venv/python" -m django --version), SQLite in memory"

  # the remedies, on 100 rows
  for state in before fixed suggested; do
    cp -r "$root/examples/django-shop" "$work/$version-$state"
    echo "django~=$version.0" >"$work/$version-$state/requirements.txt"
    cp "$here/jobs.py" "$work/$version-$state/shop/jobs.py"
  done
  node "$here/remedy.mjs" "$work/$version-fixed" fixes
  node "$here/remedy.mjs" "$work/$version-suggested" suggestions
  for state in before fixed suggested; do
    (cd "$work/$version-$state" && "$venv/python" manage.py check --fail-level WARNING >/dev/null && "$venv/python" "$here/count.py") >"$work/$version-$state.json"
  done
  "$venv/python" "$here/compare.py" "$version" "$work/$version-before.json" "$work/$version-fixed.json" "$work/$version-suggested.json"

  # the claims, and the estimates for 10 and 50 rows
  cp -r "$here/pages" "$work/$version-pages"
  echo "django~=$version.0" >"$work/$version-pages/requirements.txt"
  (cd "$work/$version-pages" && "$venv/python" -W ignore claims.py && "$venv/python" count.py 10 50 >"$work/$version-counts.json")
  node "$here/pages/estimate.mjs" "$work/$version-pages" >"$work/$version-estimates.json"
  node "$here/pages/compare.mjs" "$work/$version-estimates.json" "$work/$version-counts.json" 10 50

  # the same pages with all remedies, fixes and suggestions
  cp -r "$work/$version-pages" "$work/$version-mended"
  node "$here/remedy.mjs" "$work/$version-mended" suggestions 500000
  (cd "$work/$version-mended" && "$venv/python" manage.py check >/dev/null && "$venv/python" count.py 10 50 >"$work/$version-mended.json")
  node "$here/pages/mended.mjs" "$work/$version-counts.json" "$work/$version-mended.json" 10 50
  node "$here/pages/estimate.mjs" "$work/$version-mended" >"$work/$version-mended-estimates.json"
  node "$here/pages/compare.mjs" "$work/$version-mended-estimates.json" "$work/$version-mended.json" 10 50 | tail -1
done

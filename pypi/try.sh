#!/usr/bin/env bash
# Builds the wheel, installs it into a virtual environment and checks the example shops with no Node.js on the PATH.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bash "$root/pypi/build.sh" "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "$work"/admin_scale-*.whl
cp -r "$root/examples/django-shop" "$root/examples/adminjs-shop" "$work/"
cd "$work"

run() {
  env -i PATH="$work/venv/bin" HOME="$work" "$work/venv/bin/admin-scale" "$@"
}

[ "$(run --version)" = "$(node -p 'require(process.argv[1]).version' "$root/package.json")" ]
for shop in django-shop adminjs-shop; do
  status=0
  run check "$shop" --statistics || status=$?
  [ "$status" -eq 1 ] || { echo "expected exit code 1 (findings) in $shop, got $status" >&2; exit 1; }
done
run explain no-write-per-row >/dev/null
run report django-shop --out shop.html
echo 'The wheel runs without Node.js on the PATH.'

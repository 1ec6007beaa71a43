#!/usr/bin/env bash
# Builds the wheel of the PyPI package: the npm package as it would be published, its dependencies, ESLint, and the parser's binaries for all platforms, so that there is one wheel.
# Usage: pypi/build.sh [DIRECTORY]    where the wheel goes; pypi/dist without one
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "${1:-$root/pypi/dist}"
out=$(cd "${1:-$root/pypi/dist}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$root/package.json" "$work/"
mkdir "$work/pypi"
cp -r "$root/pypi/src" "$root/pypi/pyproject.toml" "$root/pypi/README.md" "$work/pypi/"
cp "$root/LICENSE" "$work/pypi/"
(cd "$root" && npm pack --silent --pack-destination "$work" >/dev/null)

cd "$work/pypi/src/admin_scale"
echo '{ "private": true }' >package.json
eslint=$(node -p 'require(process.argv[1]).devDependencies.eslint' "$root/package.json")
npm install --silent --no-audit --no-fund --omit=dev --omit=optional "$work"/*.tgz "eslint@$eslint"
# npm takes the binary of this platform only, unless each is asked for.
parser=$(node -p 'require("./node_modules/oxc-parser/package.json").version')
platforms=(linux-x64-gnu linux-x64-musl linux-arm64-gnu linux-arm64-musl darwin-x64 darwin-arm64 win32-x64-msvc win32-arm64-msvc)
packages=("${platforms[@]/#/@oxc-parser/binding-}")
npm install --silent --no-audit --no-fund --no-save --force "${packages[@]/%/@$parser}" 2>/dev/null
for platform in "${platforms[@]}"; do
  [ "$(node -p 'require(process.argv[1]).version' "./node_modules/@oxc-parser/binding-$platform/package.json")" = "$parser" ] || { echo "no binary of oxc-parser $parser for $platform" >&2; exit 1; }
done
rm -rf package.json package-lock.json node_modules/.bin node_modules/.package-lock.json
find node_modules \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' \) -delete

cd "$work/pypi"
python3 -m pip wheel --quiet --no-deps --wheel-dir "$out" .
ls -l "$out"/admin_scale-*.whl

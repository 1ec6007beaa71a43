# What the run.sh of each ORM for JavaScript, and of each admin framework, shares; it is sourced.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
# In memory where there is such a place: thousands of small transactions wait for the disk otherwise.
data=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf "$work" "$data"' EXIT

# What a run.sh may set: sources that some libraries share, and the Node that its library needs where this one is too old, which npm has as well.
shared=(seed.ts told.ts claim.ts)
node=node
of_node() {
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$1" ] && return
  (cd "$data" && npm install --silent --no-audit --no-fund --prefix "$data" "node-$(node -p 'process.platform + "-" + process.arch')@$1")
  node=$(echo "$data"/node_modules/node-*/bin/node)
}

# Builds the plugin, and a project of the sources here with the packages that are named.
project() {
  [ -d "$root/node_modules" ] || (cd "$root" && npm ci --no-audit --no-fund)
  # once for all that run one after the other
  if [ ! -e "$root/dist/index.js" ] || [ -n "$(find "$root/src" -newer "$root/dist/index.js" -print -quit)" ]; then (cd "$root" && npm run --silent build >/dev/null); fi
  mkdir "$work/src"
  cp "$here"/*.ts* "${shared[@]/#/$root/proof/}" "$work/src"
  cp "$root/proof/tsconfig.json" "$work"
  echo '{ "private": true, "type": "module" }' >"$work/package.json"
  (cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts "$@")
}

# Takes up the suggestions, checks the types, compares. The arguments are the package whose version is told, and the database if it isn't SQLite.
prove() {
  echo "$1 $(node -p 'require(process.argv[1]).version' "$work/node_modules/$1/package.json"), ${2:-SQLite}"
  node "$root/proof/take-up.mjs" "$work"
  "$root/node_modules/.bin/tsc" -p "$work" --typeRoots "$root/node_modules/@types"
  DATABASE="$data/proof.db" "$node" "$root/proof/compare.mjs" "$work"
}

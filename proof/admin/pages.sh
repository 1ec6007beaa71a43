# What the run.sh of each admin framework shares; it is sourced.
source "$(dirname "${BASH_SOURCE[0]}")/../orm.sh"

# Builds a project of the framework's pages with the packages that are named, mends them, and counts before and after.
# usage: pages <name> <package whose version is told> <package>...
pages() {
  local name=$1 told=$2
  shift 2
  shared=(admin/main.ts "${beside[@]}")
  case "$*" in *jsdom*) shared+=(admin/dom.ts) ;; esac
  project esbuild@^0.28.2 "$@"
  cp -r "$here/pages" "$work/src/before"
  cp "$root/proof/admin/tsconfig.json" "$work"
  [ ! -d "$here/advised" ] || cp -r "$here/advised" "$work/src/advised"
  echo "$name $(node -p 'require(process.argv[1]).version' "$work/node_modules/$told/package.json")"
  (cd "$work/src" && prepare)
  node "$root/proof/admin/mend.mjs" "$work"
  "$root/node_modules/.bin/tsc" -p "$work" --typeRoots "$root/node_modules/@types"
  "$work/node_modules/.bin/esbuild" "$work/src/main.ts" --bundle --platform=node --format=esm --jsx=automatic --log-level=error --outfile="$work/built.mjs" "${bundled[@]}"
  (cd "$work" && node built.mjs >/dev/null)
  node "$root/proof/admin/table.mjs" "$work" "$name"
}

# What a framework wants to be done among the sources before they are used.
prepare() { :; }
# Sources of other proofs that are taken as well.
beside=()
# What a page in a browser imports is bundled, what a server does is not.
bundled=(--packages=external)

#!/usr/bin/env bash
# All proofs of the TypeScript admin frameworks, which takes some minutes. Goes on where one fails, fails at the end, and prints what was counted as one table.
# usage: admin.sh [framework]...
cd "$(dirname "$0")"
[ $# -gt 0 ] || set -- react-admin refine adminjs forest nestjs-paginate nestjs-crud keystone payload
failed=()
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
for framework in "$@"; do
  bash "admin/$framework/run.sh" >>"$printed" || failed+=("$framework")
done
grep -v '^|' "$printed"
echo '| | page | queries or requests | rows | by | told |'
echo '| --- | --- | --: | --: | --- | --- |'
grep '^|' "$printed"
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}"; exit 1; }

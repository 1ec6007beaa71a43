#!/usr/bin/env bash
# All proofs of ORMs for JavaScript, in all versions, which takes some minutes. Goes on where one fails, and fails at the end.
cd "$(dirname "$0")"
failed=()
for run in 'knex' 'kysely' 'objection' 'drizzle' 'sequelize' 'typeorm' 'prisma' 'lucid 21' 'lucid 22' 'mikroorm 6' 'mikroorm 7' 'mongoose 9' 'mongoose 8'; do
  read -r library version <<<"$run"
  bash "$library/run.sh" $version || failed+=("$run")
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}"; exit 1; }

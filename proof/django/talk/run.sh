#!/usr/bin/env bash
# The page of the talk "Django Admin at Scale" on PostgreSQL with 2,000,000 rows (LOGS says otherwise): as it must have been, with the plugin's remedies, and with what it advises in words.
# Not part of .ci/run: it takes some minutes and 6 GB, and brings PostgreSQL from Debian if there is none.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
chmod 755 "$work"

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
if [ -z "$bin" ]; then
  apt-get update -qq && apt-get install -y -qq postgresql >/dev/null
  bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
fi
# PostgreSQL does not run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$1"; else bash -c "$1"; fi; }
mkdir "$work/pg" && { [ "$(id -u)" != 0 ] || chown postgres "$work/pg"; }
as_postgres "'$bin/initdb' -U postgres -A trust -D '$work/pg/data' >/dev/null 2>&1 && '$bin/pg_ctl' -D '$work/pg/data' -l '$work/pg/log' -w -o \"-c listen_addresses='' -k '$work/pg'\" start >/dev/null"
trap 'as_postgres "\"$bin/pg_ctl\" -D \"$work/pg/data\" -m immediate stop >/dev/null"; rm -rf "$work"' EXIT
export PGHOST=$work/pg

(cd "$root" && npm run --silent build >"$work/build.log" 2>&1) || { cat "$work/build.log" >&2; exit 1; }
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'django~=5.2.0' psycopg2-binary
python=$work/venv/bin/python
"$python" -c "import django; print('Django', django.__version__)"
as_postgres "'$bin/postgres' --version"

for state in before remedied followed; do
  cp -r "$here" "$work/$state"
  echo 'django~=5.2.0' >"$work/$state/requirements.txt"
  rm "$work/$state/followed.py"
done
node "$root/proof/django/remedy.mjs" "$work/remedied" suggestions 2000000
cp "$here/followed.py" "$work/followed/store/admin.py"

(cd "$work/before" && "$python" measure.py fill >"$work/before.json")
(cd "$work/remedied" && "$python" measure.py >"$work/remedied.json")
(cd "$work/followed" && "$python" measure.py index >"$work/followed.json")
node "$here/print.mjs" "$work/before.json" "$work/remedied.json" "$work/followed.json"
(cd "$work/before" && "$python" search.py)

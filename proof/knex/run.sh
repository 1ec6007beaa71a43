#!/usr/bin/env bash
# Proves the suggestions for Knex on Knex itself: takes up each one by itself, type-checks it, and runs the job before and after.
# Needs Node and npm. Everything is written to temporary directories; libSQL, which stands in for better-sqlite3, comes from npm as it is.
source "$(dirname "$0")/../orm.sh"

shared+=(shop.ts)
project knex@^3.3.0 libsql@^0.5.29 better-sqlite3@npm:libsql@^0.5.29
prove knex

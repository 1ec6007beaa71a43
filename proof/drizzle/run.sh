#!/usr/bin/env bash
# Proves the suggestions for Drizzle on Drizzle itself: takes up each one by itself, type-checks it, and runs the job before and after.
# Needs Node and npm. Everything is written to temporary directories; libSQL comes from npm as it is, and is compiled nowhere.
source "$(dirname "$0")/../orm.sh"

project drizzle-orm@^0.45.4 @libsql/client@^0.18.0
prove drizzle-orm

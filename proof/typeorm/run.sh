#!/usr/bin/env bash
# Proves the suggestions for TypeORM on TypeORM itself: takes up each one by itself, type-checks it, and runs the job before and after.
# Needs Node and npm. Everything is written to a temporary directory; TypeORM's SQLite is sql.js, which is compiled nowhere.
source "$(dirname "$0")/../orm.sh"

project typeorm@^1.1.1 sql.js@^1.14.0 reflect-metadata@^0.2.2
prove typeorm

#!/usr/bin/env bash
# Proves the suggestions for Lucid on Lucid itself: takes up each one by itself, type-checks it, and runs the job before and after.
# Needs Node and npm; for version 22 a Node 24 comes from npm where this one is older. Everything is written to temporary directories; libSQL, which stands in for
# better-sqlite3, comes from npm as it is.
# usage: run.sh [21 | 22]
source "$(dirname "$0")/../orm.sh"

shared+=(shop.ts)
case "${1:-21}" in
  21) packages=(@adonisjs/lucid@^21.8.2 @adonisjs/core@^6) ;;
  *)
    of_node 24
    packages=(@adonisjs/lucid@^22.4.2 @adonisjs/core@^7)
    ;;
esac
project "${packages[@]}" luxon@^3.7.2 @types/luxon@^3.7.1 libsql@^0.5.29 better-sqlite3@npm:libsql@^0.5.29
prove @adonisjs/lucid

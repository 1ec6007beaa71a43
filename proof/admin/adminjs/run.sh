#!/usr/bin/env bash
# Opens lists of AdminJS before and after the remedies of the plugin, and counts the statements of its adapter for Sequelize.
# Needs Node and npm. Everything is written to a temporary directory; SQLite is sql.js, which is compiled nowhere.
source "$(dirname "$0")/../pages.sh"

beside=(sequelize/sqlite3.ts admin/sequelize-queries.ts)
pages AdminJS adminjs adminjs@~7.8.17 @adminjs/sequelize@~4.1.1 sequelize@^6.37.8 sql.js

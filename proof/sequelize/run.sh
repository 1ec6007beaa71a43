#!/usr/bin/env bash
# Proves the suggestions for Sequelize on Sequelize itself: takes up each one by itself, type-checks it, and runs the job before and after.
# Needs Node and npm. Everything is written to a temporary directory; Sequelize's SQLite is sql.js, which is compiled nowhere.
source "$(dirname "$0")/../orm.sh"

project sequelize@^6.37.8 sql.js@^1.14.0
prove sequelize

#!/usr/bin/env bash
# Lists a collection through Forest Admin's decorators before and after the remedies of the plugin, and counts the statements.
# Needs Node and npm. Everything is written to a temporary directory; SQLite is sql.js, which is compiled nowhere. The agent isn't started: it wants Forest's server.
source "$(dirname "$0")/../pages.sh"

beside=(sequelize/sqlite3.ts admin/sequelize-queries.ts)
pages 'Forest Admin' @forestadmin/datasource-customizer @forestadmin/datasource-customizer@~1.69.3 @forestadmin/datasource-sequelize@~1.13.8 @forestadmin/datasource-toolkit@~1.53.1 sequelize@^6.37.8 sql.js

#!/usr/bin/env bash
# Gives pages of nestjs-paginate before and after the remedies of the plugin, and counts the statements of TypeORM.
# Needs Node and npm. Everything is written to a temporary directory; SQLite is sql.js, which is compiled nowhere.
source "$(dirname "$0")/../pages.sh"

# what the package asks for beside it, but for a web server
pages nestjs-paginate nestjs-paginate --legacy-peer-deps nestjs-paginate@~15.0.1 @nestjs/common@^11 @nestjs/core@^11 @nestjs/swagger@^11 class-transformer class-validator rxjs reflect-metadata typeorm@^1.1 sql.js

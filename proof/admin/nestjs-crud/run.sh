#!/usr/bin/env bash
# Asks controllers of NestJS-Crud for their lists before and after the remedies of the plugin, and counts the statements of TypeORM.
# Needs Node and npm. Everything is written to a temporary directory; SQLite is sql.js, which is compiled nowhere.
source "$(dirname "$0")/../pages.sh"

pages NestJS-Crud @dataui/crud --legacy-peer-deps @dataui/crud@~5.3.4 @dataui/crud-typeorm@~5.3.4 @nestjs/common@^11 @nestjs/core@^11 @nestjs/platform-express@^11 class-transformer class-validator rxjs reflect-metadata typeorm@^0.3.20 sql.js

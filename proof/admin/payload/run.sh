#!/usr/bin/env bash
# Renders the list view of Payload's admin before and after the remedies of the plugin, and counts the statements of its adapter for SQLite.
# Needs Node and npm. Everything is written to a temporary directory; libSQL comes from npm as it is. Brings Next along, so that it takes a minute or two.
source "$(dirname "$0")/../pages.sh"

pages Payload payload payload@~3.88.0 @payloadcms/db-sqlite@~3.88.0 @payloadcms/next@~3.88.0 next@~15.4.11 react@^19 react-dom@^19

#!/usr/bin/env bash
# Opens pages of react-admin in jsdom before and after the remedies of the plugin, and counts what they ask their data provider for.
# Needs Node and npm. Everything is written to a temporary directory.
source "$(dirname "$0")/../pages.sh"

bundled=(--external:jsdom '--banner:js=import { createRequire } from "node:module"; const require = createRequire(import.meta.url);')
pages react-admin react-admin react-admin@~5.15.4 ra-data-fakerest@~5.15.4 react@^18.3.1 react-dom@^18.3.1 @types/react@^18 @types/react-dom@^18 jsdom@^24.1.3

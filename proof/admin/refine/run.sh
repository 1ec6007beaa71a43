#!/usr/bin/env bash
# Opens pages of Refine in jsdom before and after the remedies of the plugin, and counts what they ask their data provider for.
# Needs Node and npm. Everything is written to a temporary directory.
source "$(dirname "$0")/../pages.sh"

bundled=(--external:jsdom '--banner:js=import { createRequire } from "node:module"; const require = createRequire(import.meta.url);')
pages Refine @refinedev/core @refinedev/core@~5.0.12 react@^18.3.1 react-dom@^18.3.1 @types/react@^18 @types/react-dom@^18 jsdom@^24.1.3

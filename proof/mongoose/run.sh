#!/usr/bin/env bash
# Proves on Mongoose itself what advice for it says, by the commands that it sends, and takes up the suggestions, runs the job before and after.
# Needs Node and npm. MongoDB itself is not to be had from npm: server.ts speaks as much of its protocol as is asked of it here, and mingo answers the filters.
# usage: run.sh [9 | 8]
source "$(dirname "$0")/../orm.sh"

project "mongoose@^${1:-9}" mingo@^6.7.2
prove mongoose 'a server of its own'

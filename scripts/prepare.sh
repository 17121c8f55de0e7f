#!/bin/sh
# Runs at the end of npm install. All scripts run on the Node 24 that npm has just brought; with the old npm and Node of
# some distributions two things are missing for that.
set -eu
for node in node_modules/node-linux-*/bin; do
  [ -x "$node/node" ] || exit 0 # On other systems npm has not brought it.
done

# On an old Node, npm leaves out the native parts of tools that want a newer one.
if [ "$("${npm_node_execpath:-node}" -p 'process.versions.node.split(".")[0] < 20')" = true ]; then
  PATH="$PWD/$node:$PATH" npm install --ignore-scripts --no-save --loglevel=error
fi

# npm 9 drops the link when two packages have a program called node and only one fits the machine.
ln -sf "../${node#node_modules/}/node" node_modules/.bin/node

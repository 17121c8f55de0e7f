#!/bin/sh
# npm 9 drops this link when two packages have a program called node and only one fits the machine.
for node in node_modules/node-linux-*/bin/node; do
  [ -x "$node" ] && ln -sf "../${node#node_modules/}" node_modules/.bin/node
done
exit 0

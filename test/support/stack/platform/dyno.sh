#!/bin/bash
# Starts a command line as a dyno does: in /app, with the app's .profile.d sourced. When there is a slug it is unpacked
# first.
# dyno.sh COMMAND_LINE
cd /app || exit
if [ -f /slug.tgz ]; then tar -xzf /slug.tgz; fi
shopt -s nullglob
for script in .profile.d/*.sh .profile; do
  # shellcheck source=/dev/null
  if [ -f "$script" ]; then . "./$script"; fi
done
exec bash -c "$1"

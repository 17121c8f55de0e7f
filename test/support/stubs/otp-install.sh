#!/bin/sh
# As OTP's own Install: writes the root's absolute path into the start scripts.
set -e
[ "$1" = "-minimal" ] || { echo "Install: this stub only knows -minimal" >&2; exit 1; }
root=$2
[ -d "$root/erts-@ERTS@/bin" ] || { echo "Install: the directory $root/erts-@ERTS@/bin does not exist" >&2; exit 1; }
mkdir -p "$root/bin"
cd "$root/erts-@ERTS@/bin"
for script in erl start; do
  sed "s;%FINAL_ROOTDIR%;$root;" $script.src >$script
  chmod 755 $script
  cp -p $script "$root/bin/$script"
done
cp -p start_erl.src "$root/bin/start_erl"
chmod 755 "$root/bin/start_erl"
cp -p escript erlc "$root/bin"
ln -sf ../erts-@ERTS@/bin/epmd "$root/bin/epmd"

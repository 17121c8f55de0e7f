/** Stands for the folder of the installed OTP in the `.src` files, as in upstream's builds. */
export const ROOT_PLACEHOLDER = "%FINAL_ROOTDIR%"

/** The scripts that are made from templates: `NAME.src` in `erts-VERSION/bin`. */
export const startScripts: readonly string[] = ["erl", "start", "start_erl"]

/**
 * The `Install` of an OTP tarball, with upstream's arguments: `Install [-minimal|-sasl] [-cross] ROOT`. ROOT is the
 * folder that the tarball was unpacked to, or with `-cross` the one that the current folder will be moved to.
 */
export const INSTALL_SCRIPT = String.raw`#!/bin/sh
# Writes the place of this Erlang/OTP into its start scripts. Run it again when it was moved.
set -eu

boot=start_sasl
cross=
root=
for argument; do
  case $argument in
    -minimal) boot=start_clean ;;
    -sasl) boot=start_sasl ;;
    -cross) cross=yes ;;
    *) root=$argument ;;
  esac
done

case $root in
  /*) ;;
  *)
    echo "Usage: Install [-minimal|-sasl] [-cross] ROOT (an absolute path)" >&2
    exit 1
    ;;
esac
[ -n "$cross" ] || cd "$root"

place=$(printf %s "$root" | sed 's/[\\;&]/\\&/g')
fill() {
  sed "s;${ROOT_PLACEHOLDER};$place;g" "$1.src" >"$1"
}

for script in ${startScripts.join(" ")}; do
  for bin in erts-*/bin; do
    fill "$bin/$script"
    chmod 755 "$bin/$script"
    cp -p "$bin/$script" "bin/$script"
  done
done
fill releases/RELEASES
cp -p releases/*/"$boot.boot" bin/start.boot
cp -p releases/*/"$boot.script" bin/start.script
`

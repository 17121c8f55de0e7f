#!/bin/bash
# hex.sh MIRROR REAL PACKAGES BUMPED APP OUT LEAF CORE: a registry of Hex in OUT/public, of the real packages in REAL and
# the generated ones in PACKAGES, by real Hex on the runtimes that MIRROR has. OUT/base.lock is the lock of APP; OUT/leaf.lock
# and OUT/core.lock have one package each in the newer version that is in BUMPED/leaf and BUMPED/core.
set -euo pipefail
mirror=$1 real=$2 packages=$3 bumped=$4 app=$5 out=$6
declare -A newer=([leaf]=$7 [core]=$8)
public=$out/public
work=$(mktemp -d)
export HOME=$work LANG=C.UTF-8 MIX_ENV=prod HEX_UNSAFE_REGISTRY=1 HEX_OFFLINE=0

mkdir -p "$public/tarballs" "$work/otp" "$work/elixir"
tar -xzf "$mirror"/builds/otp/*/ubuntu-24.04/OTP-*.tar.gz -C "$work/otp" --strip-components 1
(cd "$work/otp" && ./Install -minimal "$work/otp" >/dev/null)
unzip -q "$mirror"/builds/elixir/v*-otp-27.zip -d "$work/elixir"
export PATH=$work/elixir/bin:$work/otp/bin:$PATH
mix archive.install --force "$mirror"/installs/*/hex-*-otp-27.ez >/dev/null
MIX_REBAR3=$(echo "$mirror"/installs/1.18*/rebar3-*-otp-27)
export MIX_REBAR3

# hex_build FOLDER: packs every package in it, several beside each other.
hex_build() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  find "$1" -mindepth 1 -maxdepth 1 -print0 |
    xargs -0 -P "$(nproc)" -I{} sh -ec 'cd "$1" && mix hex.build >"$1.log" 2>&1 || { cat "$1.log"; exit 255; }; mv ./*.tar "$2"' - {} "$public/tarballs/"
}

registry() {
  mix hex.registry build "$public" --name=hexpm --private-key="$work/key.pem" >/dev/null
}

openssl genrsa -out "$work/key.pem" 2>/dev/null
cp "$real"/*.tar "$public/tarballs/"
hex_build "$packages"
registry

python3 -u -m http.server --bind 127.0.0.1 --directory "$public" 0 >"$work/server.log" 2>&1 &
server=$!
trap 'kill $server' EXIT
until port=$(grep -oPm1 '(?<=port )\d+' "$work/server.log"); do
  kill -0 "$server"
  sleep 0.1
done
export HEX_MIRROR=http://127.0.0.1:$port
cd "$app"
mix deps.get
cp mix.lock "$out/base.lock"
# One after the other: an update takes the newest of what a package needs as well.
for name in leaf core; do
  hex_build "$bumped/$name"
  registry
  cp "$out/base.lock" mix.lock
  mix deps.update "${newer[$name]}"
  cp mix.lock "$out/$name.lock"
done
# What Mix asks for when it installs Hex and rebar3 by itself is signed; ours with a key of our own.
openssl rsa -in "$work/key.pem" -pubout -out "$public/installs.pem" 2>/dev/null
mkdir -p "$public/installs"
for list in hex-1.x rebar3-1.x; do
  openssl dgst -sha512 -sign "$work/key.pem" "$mirror/installs/$list.csv" | base64 -w0 >"$public/installs/$list.csv.signed"
done
chown -R --reference "$out" "$out/"*

#!/bin/bash
# plain.sh BUILD CACHE: the plain sequential build. What a careful person's buildpack does by hand, one command after the
# other, as the buildpacks of today do it, with a cache of its own. The folders of tools are theirs too. UPSTREAM_KEY is the
# public key that lists of Hex and rebar3 are signed with.
set -euo pipefail
build=$1 cache=$2
runtime=/app
tools=$build/.platform_tools
node=$(mktemp -d)
otp_version=27.3.4.1 elixir_version=1.18.3-otp-27 node_version=24.21.0
otp=OTP-$otp_version.tar.gz elixir=v$elixir_version.zip node_archive=node-v$node_version-linux-x64.tar.gz
export LC_ALL=C.UTF-8 MIX_ENV=prod MIX_HOME=$build/.mix HEX_HOME=$build/.hex
export PATH=$tools/elixir/bin:$tools/erlang/bin:$node/bin:$PATH

step() {
  printf -- '-----> %s\n' "$1"
}

# download FILE URL: into the cache, unless it is there.
download() {
  if [ -f "$cache/$1" ]; then return; fi
  curl --fail --silent --show-error --location --retry 3 --output "$cache/$1.part" "$2"
  mv "$cache/$1.part" "$cache/$1"
}

# verify FILE LIST_URL: against the digest that a list has for it.
verify() {
  if [ -f "$cache/$1.ok" ]; then return; fi
  local digest
  digest=$(sha256sum "$cache/$1" | cut -d ' ' -f 1)
  curl --fail --silent --show-error --location --retry 3 "$2" | grep --quiet "$digest"
  touch "$cache/$1.ok"
}

# copy FROM TO NAME...: those that are there, with their times.
copy() {
  local from=$1 to=$2 name
  shift 2
  for name; do
    rm -rf "${to:?}/$name"
    if [ ! -e "$from/$name" ]; then continue; fi
    mkdir -p "$(dirname "$to/$name")"
    cp -pR "$from/$name" "$to/$name"
  done
}

mkdir -p "$cache"
step Download
download "$otp" "$UPSTREAM/builds/otp/amd64/ubuntu-24.04/$otp"
verify "$otp" "$UPSTREAM/builds/otp/amd64/ubuntu-24.04/builds.txt"
download "$elixir" "$UPSTREAM/builds/elixir/$elixir"
verify "$elixir" "$UPSTREAM/builds/elixir/builds.txt"
download "$node_archive" "$UPSTREAM/dist/v$node_version/$node_archive"
verify "$node_archive" "$UPSTREAM/dist/v$node_version/SHASUMS256.txt"

step Unpack
mkdir -p "$tools/erlang" "$tools/elixir"
tar -xzf "$cache/$otp" -C "$tools/erlang" --strip-components 1
# Erlang is told where it will run from, and so it has to be there during the build as well.
mkdir -p "$runtime/.platform_tools"
ln -s "$tools/erlang" "$runtime/.platform_tools/erlang"
(cd "$tools/erlang" && ./Install -minimal "$runtime/.platform_tools/erlang" >/dev/null)
unzip -q "$cache/$elixir" -d "$tools/elixir"
tar -xzf "$cache/$node_archive" -C "$node" --strip-components 1

step "Restore caches"
kept=(deps _build .mix .hex assets/node_modules priv/static/assets)
copy "$cache/kept" "$build" "${kept[@]}"

step Hex
mkdir -p "$MIX_HOME/public_keys"
cp "$UPSTREAM_KEY" "$MIX_HOME/public_keys/upstream.pem"
cd "$build"
mix local.hex --force --if-missing
mix local.rebar --force --if-missing

step Dependencies
mix deps.get --only prod

step Compile
mix compile --force

step "npm packages"
(cd assets && npm install --no-audit --no-fund)

step Assets
mix assets.deploy

step "Save caches"
mix deps.clean --unused
copy "$build" "$cache/kept" "${kept[@]}"

step Slug
rm -rf assets/node_modules "$node" "$runtime/.platform_tools"
mkdir -p .profile.d
cat >.profile.d/plain.sh <<'TEXT'
export PATH=/app/.platform_tools/elixir/bin:/app/.platform_tools/erlang/bin:$PATH
export LC_ALL=C.UTF-8 MIX_ENV=prod MIX_HOME=/app/.mix HEX_HOME=/app/.hex
TEXT

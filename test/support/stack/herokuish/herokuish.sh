#!/bin/bash
# What herokuish does with an app, as Dokku starts it: as root, in a container with the app in /app, its config vars in
# /tmp/env and /app/.env, and a cache that outlives the container in $CACHE_PATH.
#
# herokuish.sh build         with BUILDPACK_URL, or else with the buildpacks that the image brings
# herokuish.sh exec WORD...  the command line of a process type
set -eo pipefail

app=/app build=/tmp/build cache=${CACHE_PATH:-/tmp/cache} env=/tmp/env buildpacks=/tmp/buildpacks
id=32767

# To column one, whatever stands in the line.
start=$'\e[1G'

title() {
  echo "$start-----> $*"
}

indent() {
  local line
  # Without IFS= the blanks at both ends of a line are lost.
  while read -r line; do
    if [[ $line == --* || $line == ==* ]]; then
      # shellcheck disable=SC2086 # one blank between words, however many there were
      echo $start$line
    else
      echo "$start       $line"
    fi
  done
}

as_user() {
  setpriv --reuid "$id" --regid "$id" --clear-groups "$@"
}

own() {
  chown --no-dereference --recursive "$id:$id" "$@"
}

add_user() {
  groupadd --gid "$id" "$USER"
  useradd --uid "$id" --gid "$id" --no-create-home --home-dir "$app" "$USER"
}

prepare() {
  mkdir -p "$build" "$cache" "$env" "$buildpacks"
  cp -R /herokuish/multi "$buildpacks/00_buildpack-multi"
  [ ! -d /bundled ] || cp -R /bundled "$buildpacks/10_buildpack-beampack"
  export APP_DIR=$app HOME=$app REQUEST_ID="build-$RANDOM" STACK="${STACK:-heroku-24}"
  # Whatever is copied so is as new as the copy.
  cp -r "$app/." "$build"
  own "$app" "$build" "$cache" "$env" "$buildpacks"
  export CURL_CONNECT_TIMEOUT=30 CURL_TIMEOUT=180
  if [ -f "$app/.env" ]; then
    # shellcheck disable=SC2046 # line ends and blanks in a row become one blank each
    eval $(cat "$app/.env")
  fi
}

# Sets `selected` and `name`.
select_buildpack() {
  if [ -n "$BUILDPACK_URL" ]; then
    title "Fetching custom buildpack $BUILDPACK_URL"
    selected=$buildpacks/custom
    mkdir "$selected"
    curl -fsSL "$BUILDPACK_URL" | tar -xzC "$selected"
    chown -R root:root "$selected"
    own "$selected"
    name=$(as_user "$selected/bin/detect" "$build" || true)
  else
    local candidate
    for candidate in "$buildpacks"/*; do
      as_user "$candidate/bin/detect" "$build" >/dev/null 2>&1 || continue
      selected=$candidate
      break
    done
    [ -z "$selected" ] || name=$(as_user "$selected/bin/detect" "$build")
  fi
  if [ -z "$selected" ] || [ -z "$name" ]; then
    title "Unable to select a buildpack"
    exit 1
  fi
  title "$name app detected"
}

compile() {
  select_buildpack
  cd "$build"
  as_user "$selected/bin/compile" "$build" "$cache" "$env"
  as_user "$selected/bin/release" "$build" "$cache" | as_user tee "$build/.release" >/dev/null
  as_user mkdir -p "$build/.profile.d"
  as_user touch "$build/.profile.d/00_config_vars.sh"
  cd /
  shopt -s dotglob nullglob
  rm -rf "${app:?}"/*
  mv "$build"/* "$app"
}

start_process() {
  export HOME=$app
  own "$app"
  cd "$app"
  local file
  shopt -s nullglob
  for file in "$env"/*; do
    export "$(basename "$file")=$(cat "$file")"
  done
  # Still as root.
  for file in /etc/profile.d/*.sh "$app"/.profile.d/*.sh "$app/.profile"; do
    # shellcheck source=/dev/null
    [ ! -s "$file" ] || source "$file"
  done
  # Variables of the line get their values, and then each blank parts two words, also one within quotes.
  # shellcheck disable=SC2046,SC2294
  exec setpriv --reuid "$id" --regid "$id" --clear-groups $(eval echo "$@")
}

add_user
case $1 in
  build)
    prepare >/dev/null
    compile | indent
    ;;
  exec)
    shift
    start_process "$@"
    ;;
esac

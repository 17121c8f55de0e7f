#!/bin/bash
# Runs the hooks of an app's buildpacks as Heroku does, as far as they can tell.
# build.sh HOOK BUILD_DIR CACHE_DIR ENV_DIR ANSWERS BUILDPACK..., where HOOK is compile or test-compile. What hooks print
# for the platform goes to files in the folder ANSWERS, named N.detect, N.report and release.
hook=$1 build=$2 cache=$3 env=$4 answers=$5
shift 5

# Hooks get what this shell was started with and what `export` files added, but none of what bash itself sets.
call() {
  env -u _ -u OLDPWD -u PWD -u SHLVL "$@"
}

(
  set -e
  number=0
  for buildpack; do
    number=$((number + 1))
    call "$buildpack/bin/detect" "$build" >"$answers/$number.detect"
    call "$buildpack/bin/$hook" "$build" "$cache" "$env"
    # shellcheck source=/dev/null
    if [ -f "$buildpack/export" ]; then . "$buildpack/export"; fi
  done
  if [ "$hook" = compile ]; then call "$buildpack/bin/release" "$build" >"$answers/release"; fi
)
status=$?

# After success and failure, and without any `export`.
number=0
for buildpack; do
  number=$((number + 1))
  if [ -x "$buildpack/bin/report" ]; then
    call "$buildpack/bin/report" "$build" "$cache" "$env" >"$answers/$number.report"
  fi
done
exit "$status"

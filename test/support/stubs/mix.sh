# shellcheck shell=sh
log_call mix "$@"
if ! command -v erl >/dev/null; then
  echo "$0: exec: erl: not found" >&2
  exit 127
fi
env=${MIX_ENV:-dev}
build=${MIX_BUILD_PATH:-${MIX_BUILD_ROOT:-_build}/$env}
app=$(sed -n 's/.*app: :\([a-z0-9_]*\).*/\1/p' mix.exs 2>/dev/null | head -n 1)

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

failure() {
  case $1 in
    compile | release)
      fail "== Compilation error in file lib/$app.ex ==" "** (CompileError) lib/$app.ex:3: undefined function boom/0 (expected ${app:-app} to define such a function or for it to be imported)" ;;
    deps.get) fail "** (Mix) Hex dependency resolution failed" ;;
    deps.compile) fail "could not compile dependency :stub, \"mix compile\" failed. Errors may have been logged above." ;;
    *) fail "** (Mix) $1 was told to fail" ;;
  esac
}

compile() {
  # What Phoenix writes for bundlers.
  if [ -f lib/hello/hook.ex ]; then
    mkdir -p "$build/phoenix-colocated/hello"
    cp lib/hello/hook.ex "$build/phoenix-colocated/hello/index.js"
  fi
  [ ! -d deps/broken ] ||
    fail 'could not compile dependency :broken, "mix compile" failed. Errors may have been logged above.'
  if grep -q "# unchecked" mix.exs && [ ! -f deps/got ]; then
    fail "Unchecked dependencies for environment $env:" "* part (Hex package)" \
      "  the dependency is not available, run \"mix deps.get\"" "** (Mix) Can't continue due to errors on dependencies"
  fi
  # What was compiled in another folder is compiled again.
  here=$(pwd -P)
  manifest=$build/lib/$app/.mix/compile.elixir
  [ ! -f "$build/lib/$app/ebin/$app.app" ] || ! grep -s -q -F "$here" "$manifest" || return 0
  mkdir -p "$build/lib/$app/ebin" "$build/lib/$app/.mix" || exit
  echo "{application,$app,[]}." >"$build/lib/$app/ebin/$app.app" ||
    fail "** (File.Error) could not write to file \"$build/lib/$app/ebin/$app.app\": no space left on device"
  # A term of Erlang: a binary of so many bytes.
  length=$(printf %s "$here" | wc -c)
  # shellcheck disable=SC2059
  printf "\\203m\\000\\000\\$(printf %03o $((length / 256)))\\$(printf %03o $((length % 256)))%s" "$here" >"$manifest" || exit
  echo "Compiling 1 file (.ex)"
  echo "Generated $app app"
}

digest() {
  # shellcheck disable=SC1091
  [ ! -f assets/.stub-does ] || . ./assets/.stub-does
  mkdir -p priv/static
  echo '{"version":1,"digests":{},"latest":{}}' >priv/static/cache_manifest.json
  echo "Check your digested files at \"priv/static\""
}

release() {
  name='' path=''
  while [ $# -gt 0 ]; do
    case $1 in
      --path) path=$2; shift ;;
      --version) shift ;;
      -*) ;;
      *) name=$1 ;;
    esac
    shift
  done
  name=${name:-$app}
  if [ "$name" != "$app" ] && ! grep -q "$name:" mix.exs; then
    fail "** (Mix) Unknown release :$name. The available releases are: [:$app]"
  fi
  compile
  path=${path:-$(sed -n 's/.*releases:.*path: "\([^"]*\)".*/\1/p' mix.exs)}
  path=${path:-$build/rel/$name}
  echo "* assembling $name-0.1.0 on MIX_ENV=$env"
  rm -rf "$path"
  mkdir -p "$path/bin" "$path/releases" "$path/lib/$app-0.1.0"
  grep -q 'include_erts: false' mix.exs || mkdir -p "$path/erts-15.2/bin"
  echo "15.2 0.1.0" >"$path/releases/start_erl.data"
  echo "stub-cookie" >"$path/releases/COOKIE"
  printf '#!/bin/sh\necho "%s $*"\n' "$name" >"$path/bin/$name"
  chmod 755 "$path/bin/$name"
  [ ! -d priv ] || cp -R priv "$path/lib/$app-0.1.0/priv"
  [ ! -d rel/overlays ] || cp -R rel/overlays/. "$path/"
  echo "Release created at $path"
}

if [ ! -f mix.exs ]; then
  case $1 in
    deps.* | compile | release | phx.* | assets.*) fail "** (Mix) Could not find a Mix.Project, please ensure you are running Mix in a directory with a mix.exs file" ;;
  esac
fi
told_to_fail mix "$@" && failure "$1"
task=$1
[ $# -eq 0 ] || shift
case $task in
  deps.get) mkdir -p deps; ! grep -q '# unchecked' mix.exs || touch deps/got; echo "All dependencies are up to date" ;;
  deps.compile) mkdir -p "$build/lib" ;;
  compile) compile ;;
  release) compile; release "$@" ;;
  assets.deploy | phx.digest) compile; digest ;;
  test) printf '%s' "${STUB_PRINTS-}"; exit "${STUB_EXIT:-0}" ;;
esac

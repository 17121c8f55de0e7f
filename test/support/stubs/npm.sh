# shellcheck shell=sh
# npm and, in the packages that it packs, every other package manager: each is called by its own name.
tool=$(basename "$0")
log_call "$tool" "$@"

fail() {
  printf "$tool error %s\n" "$@" >&2
  exit 1
}

if told_to_fail "$tool" "$@"; then
  case $1 in
    ci | install) fail "code ETARGET" "notarget No matching version found for left-pad@99.0.0." ;;
    pack) fail "code E404" "404 Not Found - GET https://registry.example.com/$2" ;;
    *) fail "Lifecycle script \`$2\` failed with error:" "code 1" ;;
  esac
fi

# SPEC DIR: a package with this stub as its program; programs for one kind of machine are not named in package.json.
pack() {
  name=${1%@*} version=${1##*@}
  command=${name##*/} program='' bin=''
  case $name in
    @yarnpkg/*) command=yarn ;;
    @oven/*) command=bun program=bin/bun ;;
    @pnpm/*) command=pnpm program=pnpm ;;
  esac
  [ -n "$program" ] || program=bin/$command.js bin=",\"bin\":{\"$command\":\"bin/$command.js\"}"
  work=$(mktemp -d)
  mkdir -p "$work/package/bin"
  [ -f .stub-no-program ] || cp "$0" "$work/package/$program"
  printf '{"name":"%s","version":"%s"%s}' "$name" "$version" "$bin" >"$work/package/package.json"
  file=$(printf '%s' "$name-$version.tgz" | sed 's/^@//; s#/#-#')
  tar -C "$work" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --use-compress-program='gzip -n' -cf "$2/$file" package
  rm -rf "$work"
  echo "$file"
}

install() {
  mkdir -p node_modules
  echo stub >node_modules/.stub
  echo "added 1 package in 1s"
}

case $1 in
  --version) echo "10.9.0" ;;
  pack) if [ -f .stub-npm-6 ]; then pack "$2" .; else pack "$2" "$4"; fi ;;
  ci)
    if [ ! -f package-lock.json ] && [ ! -f npm-shrinkwrap.json ]; then
      fail "code EUSAGE" "The \`npm ci\` command can only install with an existing package-lock.json or" "npm-shrinkwrap.json with lockfileVersion >= 1."
    fi
    rm -rf node_modules
    install
    ;;
  install) install ;;
  run)
    grep -q "\"$2\" *:" package.json || fail "Missing script: \"$2\""
    case $PWD in */assets) out=../priv/static/assets ;; *) out=priv/static/assets ;; esac
    mkdir -p "$out"
    echo "console.log('stub')" >"$out/app.js"
    echo "> $2"
    ;;
esac

log_call npm "$@"

fail() {
  printf 'npm error %s\n' "$@" >&2
  exit 1
}

if told_to_fail npm "$@"; then
  case $1 in
    ci | install) fail "code ETARGET" "notarget No matching version found for left-pad@99.0.0." ;;
    *) fail "Lifecycle script \`$2\` failed with error:" "code 1" ;;
  esac
fi
case $1 in
  --version) echo "10.9.0" ;;
  ci)
    if [ ! -f package-lock.json ] && [ ! -f npm-shrinkwrap.json ]; then
      fail "code EUSAGE" "The \`npm ci\` command can only install with an existing package-lock.json or" "npm-shrinkwrap.json with lockfileVersion >= 1."
    fi
    rm -rf node_modules
    mkdir -p node_modules
    echo stub >node_modules/.stub
    echo "added 1 package in 1s"
    ;;
  install)
    mkdir -p node_modules
    echo stub >node_modules/.stub
    echo "added 1 package in 1s"
    ;;
  run)
    grep -q "\"$2\" *:" package.json || fail "Missing script: \"$2\""
    case $PWD in */assets) out=../priv/static/assets ;; *) out=priv/static/assets ;; esac
    mkdir -p "$out"
    echo "console.log('stub')" >"$out/app.js"
    echo "> $2"
    ;;
esac

# shellcheck shell=sh
# Sourced by every stub. Appends a call to the file in STUB_LOG as one JSON object a line; STUB_VARS names more variables.
json() { printf '"%s"' "$(printf '%s' "$1" | tr '\n\t' '  ' | sed 's/[\\"]/\\&/g')"; }

log_call() {
  [ -n "$STUB_LOG" ] || return 0
  line="{\"name\":$(json "$1"),\"args\":["
  comma=''
  shift
  for arg in "$@"; do line="$line$comma$(json "$arg")" comma=,; done
  line="$line],\"cwd\":$(json "$PWD"),\"env\":{\"PATH\":$(json "${PATH%%:*}")"
  for var in MIX_ENV MIX_HOME MIX_ARCHIVES MIX_REBAR3 HEX_HOME LANG ELIXIR_ERL_OPTIONS NODE_ENV $STUB_VARS; do
    value='' is_set=''
    eval "is_set=\${$var+yes} value=\${$var-}"
    [ -z "$is_set" ] || line="$line,\"$var\":$(json "$value")"
  done
  printf '%s}}\n' "$line" >>"$STUB_LOG"
}

# Whether `.stub-fail` in the current folder has a line with which this call begins.
told_to_fail() {
  [ -f .stub-fail ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case "$* " in "$line "*) return 0 ;; esac
  done <.stub-fail
  return 1
}

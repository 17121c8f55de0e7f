#!/bin/bash
# hex-registry.sh FOLDER MIX_EXS: a registry of real Hex packages, made of the sources that Debian 13 has. Run as root in
# a Debian 13 that may be thrown away. FOLDER/public is what a mirror serves, FOLDER/mix.lock the lock of the app whose
# mix.exs is given: Debian's updates and another Hex change the bytes of a package, so it cannot stand in the app's folder.
set -euo pipefail
out=$1
mix_exs=$2
work=$(mktemp -d)
export HOME=$work LANG=C.UTF-8

tools() {
  sed -n 's/^deb /deb-src /p' /etc/apt/sources.list >/etc/apt/sources.list.d/source.list
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends elixir erlang-hex rebar3 >/dev/null
}

# source_of PACKAGE: unpacks upstream's own archive, without Debian's changes, into the folder of that name.
source_of() {
  local url file digest
  while read -r url file _ digest; do
    [[ $file =~ \.orig\.tar\.[gx]z$ ]] || continue
    url=${url//\'/}
    curl -fsSL --retry 3 -o "$file" "$url"
    echo "${digest#SHA256:}  $file" | sha256sum --check --quiet
    mkdir "$1"
    tar -xf "$file" -C "$1" --strip-components 1
  done < <(apt-get source --print-uris -qq "$1")
}

# hex_build FOLDER: packs it.
hex_build() {
  echo "Packing $1"
  (cd "$1" && mix hex.build >/dev/null && mv ./*.tar "$out/public/tarballs/")
}

# value NAME: what the Makefile sets it to, without the comment.
value() {
  sed -n "s/^$1 = \([^#]*[^# ]\).*/\1/p" Makefile
}

# erlang_mk FOLDER REQUIREMENTS: gives a package of erlang.mk, told by its Makefile, what Hex and rebar3 want to read.
erlang_mk() {
  cd "$1"
  local name version applications
  name=$(value PROJECT)
  version=$(value PROJECT_VERSION)
  applications="kernel stdlib $(value LOCAL_DEPS) $(value DEPS)"
  cat >"src/$name.app.src" <<TEXT
{application, $name, [
  {description, "$(value PROJECT_DESCRIPTION)"},
  {vsn, "$version"},
  {registered, [$(value PROJECT_REGISTERED)]},
  {applications, [$(comma_separated "$applications")]},
  $([ ! -f "src/${name}_app.erl" ] || echo "{mod, {${name}_app, []}},")
  {env, []}
]}.
TEXT
  cat >mix.exs <<TEXT
defmodule Package.MixProject do
  use Mix.Project

  def project do
    [
      app: :$name,
      version: "$version",
      description: "$(value PROJECT_DESCRIPTION)",
      deps: [$2],
      package: [
        build_tools: ["rebar3"],
        files: Enum.filter(~w(src include rebar.config LICENSE), &File.exists?/1),
        licenses: ["ISC"],
        links: %{"GitHub" => "https://github.com/ninenines/$name"}
      ]
    ]
  end
end
TEXT
  cd - >/dev/null
}

comma_separated() {
  # shellcheck disable=SC2086 # words
  printf '%s\n' $1 | paste -sd,
}

# lock: as `mix deps.get` writes it.
lock() {
  python3 -u -m http.server --bind 127.0.0.1 --directory "$out/public" 0 >server.log 2>&1 &
  local server=$! port
  until port=$(grep -oPm1 '(?<=port )\d+' server.log); do
    kill -0 "$server"
    sleep 0.1
  done
  mkdir app
  cp "$mix_exs" app/mix.exs
  cd app
  HEX_OFFLINE=1 mix hex.repo set hexpm --url "http://127.0.0.1:$port" --public-key "$out/public/public_key"
  MIX_REBAR3=/usr/bin/rebar3 mix deps.get
  kill "$server"
  cp mix.lock "$out/mix.lock"
}

tools
cd "$work"
mkdir -p "$out/public/tarballs"
for package in elixir-nimble-parsec elixir-makeup elixir-makeup-elixir elixir-earmark-parser; do
  source_of "$package"
  hex_build "$package"
done

# Its archive brings the web server that it leans on, each part as upstream has it on Hex.
source_of rabbitmq-server
parts=rabbitmq-server/deps
erlang_mk "$parts/cowlib" ""
erlang_mk "$parts/ranch" ""
erlang_mk "$parts/cowboy" '{:cowlib, "~> 2.13"}, {:ranch, "~> 2.1"}'
for package in cowlib ranch cowboy; do
  hex_build "$parts/$package"
done

openssl genrsa -out key.pem 2>/dev/null
mix hex.registry build "$out/public" --name=hexpm --private-key=key.pem
lock
# Whoever runs the tests has to be able to remove it.
chown -R --reference "$out" "$out/"*

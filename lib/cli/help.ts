import { prose } from "../core/prose.ts"

/** What a command's help says after its options. */
export const helpTexts: Readonly<Record<string, string>> = {
  beampack: prose`
    Examples:
      $ beampack build . --out /tmp/app       build the app in this folder
      $ beampack run /tmp/app --port 4000     start its web process
      $ beampack plan --json | jq .runtimes   what would be installed
      $ beampack versions --for heroku-24     what could be installed

    The answer goes to standard output, all else to standard error.

    Exit codes:
      0      all is well
      1      the build or the command failed; standard error says why and what to do
      2      wrong usage
      128+n  ended by signal n
      run returns what the process returns.
  `,
  build: prose`
    A copy of the app is built with bin/detect, bin/compile and bin/release; in a git checkout
    it holds what git tracks or would track. The app's own folder is not touched, and a build
    that fails leaves the former result as it was. With a release the result holds no
    sources; without one it holds the app, for a platform that runs it at /app.

    Config vars come from --env-file. Of the shell's variables these have a meaning:
      ERLANG_VERSION, ELIXIR_VERSION, NODE_VERSION   versions, before any file of the app
      HEX_VERSION, REBAR3_VERSION                    the same for Mix's tools
      BEAMPACK_RELEASE                               the release to make, of several
      BEAMPACK_KEEP                                  paths of the app to keep beside the release
      BEAMPACK_<KEY>                                 any other key of [com.beampack] in project.toml
      BEAMPACK_MIRROR                                folder or URL to install from (see mirror)
      HTTP_PROXY, HTTPS_PROXY, NO_PROXY              as usual
      XDG_CACHE_HOME                                 where the cache is, in place of ~/.cache
      STACK                                          the platform's image, such as heroku-24
    MIX_ENV and all other MIX_*, HEX_*, ERL_*, npm_*, NODE_ENV and NODE_OPTIONS count only in
    the env file: a platform does not have your shell's.

    Examples:
      $ beampack build
      $ beampack build ~/src/shop --out /tmp/shop --cache .ci-cache --env-file staging.env
      $ ELIXIR_VERSION=1.18.4 beampack build
  `,
  run: prose`
    The process runs in DIR, with HOME being DIR and the scripts in .profile.d sourced first.
    It gets the shell's environment, then the config vars of --env-file, then PORT, and the
    signals that beampack gets.

    Examples:
      $ beampack run /tmp/shop
      $ beampack run /tmp/shop worker --env-file production.env
      $ SECRET_KEY_BASE=... beampack run /tmp/shop web --port 8080
  `,
  plan: prose`
    Reads the app and the version indexes; installs, writes and runs nothing. Each version is shown
    with who asked for it and, below, what was passed over and why. --env-file and the
    shell's variables (ERLANG_VERSION, ELIXIR_VERSION, NODE_VERSION, BEAMPACK_MIRROR, ...) count
    as they do for build (beampack build --help).

    Examples:
      $ beampack plan
      $ beampack plan --json | jq -r '.runtimes[] | "\(.name) \(.version)"'
      $ beampack plan --procfile > Procfile
  `,
  versions: prose`
    Reads the same indexes as a build; BEAMPACK_MIRROR, STACK, HTTP_PROXY, HTTPS_PROXY and NO_PROXY
    count. A line is a major of Erlang/OTP or Node and a minor of Elixir, which is listed with the
    OTP majors that it can run on. Pre-releases, branches, and what is taken only when it is asked for
    by its full name, are listed with --all.

    Examples:
      $ beampack versions
      $ beampack versions erlang --all --for heroku-26
      $ beampack versions elixir --json | jq -r '.runtimes[].versions[].version'
  `,
  lock: prose`
    beampack.lock has the versions that a build takes, and the URL, digest and size of each file, for
    every platform that has it. Commit it: from then on builds take these and no others. The
    versions are chosen as in a build for this machine, or for the one that --for and --arch name.
    Newer patch releases are announced; running it again takes them. --check is about that one
    platform too, and says which others the lock has files for.

    Examples:
      $ beampack lock --for heroku-24
      $ beampack lock --check --for heroku-24 --arch arm64
  `,
  mirror: prose`
    The folder has the paths, indexes and digests of builds.hex.pm and nodejs.org: builds install
    from it when BEAMPACK_MIRROR is its path, or a URL under which it is served. Running it again
    adds versions and fetches only what is missing. --from-apt needs no root and installs nothing;
    what it packs is the mirror's own, as repacks.txt there says, and fits no lock of upstream's files.

    BEAMPACK_MIRROR, when it is set, is what is copied from in place of upstream;
    HTTP_PROXY, HTTPS_PROXY and NO_PROXY work.

    Examples:
      $ beampack mirror /srv/beampack --erlang 27.3.4 --elixir 1.18.4
      $ beampack mirror ./mirror --from-apt
      $ BEAMPACK_MIRROR=$PWD/mirror beampack build
  `,
}

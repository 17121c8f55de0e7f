import { expect, it } from "vitest"
import type { Origin } from "../../lib/core/setting.ts"
import { assignment, type VersionName } from "../../lib/versions/assignment.ts"

const file = (name: string): Origin => ({ kind: "file", file: name, line: 1 })

function named(version: string): VersionName {
  const [branch] = /(?<=^branch )\S+|^maint.*$/.exec(version) ?? []
  return { version, branch }
}

it.each([
  [".tool-versions", "erlang", "27.3.4", "erlang 27.3.4"],
  [".tool-versions", "node", "22.12.0", "nodejs 22.12.0"],
  [".tool-versions", "elixir", "branch main", "elixir ref:main"],
  [".tool-versions", "erlang", "maint-27", "erlang ref:maint-27"],
  ["apps/web/.tool-versions", "elixir", "1.18.4", "elixir 1.18.4"],
  ["mise.toml", "erlang", "27.3.4", 'erlang = "27.3.4"'],
  [".mise.toml", "node", "22.12.0", 'node = "22.12.0"'],
  ["mise.local.toml", "elixir", "branch main", 'elixir = "ref:main"'],
  ["mise.toml", "erlang", "maint", 'erlang = "ref:maint"'],
  [".config/mise.toml", "elixir", "1.18.4", 'elixir = "1.18.4"'],
  ["mise/config.toml", "elixir", "1.18.4", 'elixir = "1.18.4"'],
  [".config/mise/conf.d/beam.toml", "elixir", "1.18.4", 'elixir = "1.18.4"'],
  ["mise.lock", "erlang", "27.3.4", "mise use erlang@27.3.4"],
  ["project.toml", "elixir", "1.18.4", 'elixir = "1.18.4"'],
  ["elixir_buildpack.config", "erlang", "27.3.4", "erlang_version=27.3.4"],
  ["elixir_buildpack.config", "elixir", "branch main", "elixir_version=(branch main)"],
  ["elixir_buildpack.config", "erlang", "maint-27", "erlang_version=maint-27"],
  ["phoenix_static_buildpack.config", "node", "22.12.0", "node_version=22.12.0"],
  [".nvmrc", "node", "22.12.0", "22.12.0"],
  [".node-version", "node", "22.12.0", "22.12.0"],
  [".elixir-version", "elixir", "1.18.4", "1.18.4"],
  [".exenv-version", "elixir", "1.18.4", "1.18.4"],
  [".erlang-version", "erlang", "27.3.4", "27.3.4"],
  [".otp-version", "erlang", "27.3.4", "27.3.4"],
  ["package.json", "node", "22.12.0", '"node": "22.12.0"'],
  ["assets/package.json", "node", "22.12.0", '"node": "22.12.0"'],
  ["mix.exs", "elixir", "1.18.4", 'elixir: "~> 1.18"'],
  ["apps/web/mix.exs", "elixir", "1.20.0-rc.1", 'elixir: "~> 1.20.0-rc.1"'],
] as const)("in %s, %s %s is %j", (name, runtime, version, line) => {
  expect(assignment(runtime, named(version), file(name))).toBe(line)
})

it.each([
  [{ kind: "env", name: "OTP_VERSION" }, "erlang", "27.3.4", "OTP_VERSION=27.3.4"],
  [{ kind: "env", name: "ELIXIR_VERSION" }, "elixir", "branch main", 'ELIXIR_VERSION="branch main"'],
  [{ kind: "env", name: "OTP_VERSION" }, "erlang", "maint-27", "OTP_VERSION=maint-27"],
  [{ kind: "default", why: "newest that fits" }, "elixir", "branch main", 'ELIXIR_VERSION="branch main"'],
  [{ kind: "env", name: "--node" }, "node", "22.12.0", "--node=22.12.0"],
  [{ kind: "default", why: "newest LTS" }, "node", "22.12.0", "NODE_VERSION=22.12.0"],
] as const)("for %j, %s %s is %j", (origin, runtime, version, line) => {
  expect(assignment(runtime, named(version), origin)).toBe(line)
})

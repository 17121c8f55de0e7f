import { expect, it } from "vitest"
import { parseElixirRef } from "../../lib/versions/elixir-ref.ts"
import { readElixirWish } from "../../lib/versions/elixir-wish.ts"
import type { NodeRelease } from "../../lib/versions/node-index.ts"
import { readNodeWish } from "../../lib/versions/node-wish.ts"
import { parseOtp } from "../../lib/versions/otp-version.ts"
import { readOtpWish } from "../../lib/versions/otp-wish.ts"
import type { Wanted } from "../../lib/versions/wanted.ts"

/** A text as it stands in files of one kind, and what it allows of a short list; undefined when it is refused. */
type Row = readonly [file: string, text: string, allowed: string | undefined]

function allowed<Version>(
  wanted: Wanted<Version> | undefined,
  listed: readonly (readonly [name: string, version: Version | undefined])[],
): string | undefined {
  if (wanted === undefined) return undefined
  const isAllowed = (version: Version | undefined) => version !== undefined && wanted.allows(version)
  return listed.flatMap(([name, version]) => (isAllowed(version) ? name : [])).join(" ")
}

const otps = "24.3.4 25.3.2.21 26.2.5 26.2.5.11 27.0-rc3 27.0 27.3 27.3.4 27.3.4.2 28.0-rc1 28.0.2 maint-27 master"
const otp27 = "27.0 27.3 27.3.4 27.3.4.2"
const otp26 = "26.2.5 26.2.5.11"

it.each<Row>([
  [".tool-versions", "27.3.4.2", "27.3.4.2"],
  [".tool-versions", "27.3.4", "27.3.4 27.3.4.2"],
  [".tool-versions", "27.3", "27.3 27.3.4 27.3.4.2"],
  [".tool-versions", "27.0", "27.0"],
  [".tool-versions", "25.3.2.21", "25.3.2.21"],
  [".tool-versions", "24.3.4", "24.3.4"],
  [".tool-versions", "27.0-rc3", "27.0-rc3"],
  [".tool-versions", "28.0-rc1", "28.0-rc1"],
  [".tool-versions", "28", "28.0.2"],
  [".tool-versions", "latest", `24.3.4 25.3.2.21 ${otp26} ${otp27} 28.0.2`],
  [".tool-versions", "latest:26", otp26],
  [".tool-versions", "ref:master", "master"],
  [".tool-versions", "ref:maint-27", "maint-27"],
  [".tool-versions", "ref:OTP-27.3.4", "27.3.4"],
  [".tool-versions", "ref:OTP-27.3.4.2", "27.3.4.2"],
  [".tool-versions", "ref:2d4f0a1b7c", undefined],
  [".tool-versions", "ref:8c0ea6bd3306cfd6ca19730d180a2a93a716e1ee", undefined],
  [".tool-versions", "path:~/src/otp", undefined],
  [".tool-versions", "path:/usr/local/otp", undefined],
  [".tool-versions", "R16B03-1", undefined],
  [".tool-versions", "17.5.6.10", ""],
  [".tool-versions", "OTP-27.3.4", "27.3.4 27.3.4.2"],
  ["mise.toml", "27", otp27],
  ["mise.toml", "26.2", otp26],
  ["mise.toml", "prefix:27", otp27],
  ["mise.toml", "prefix:27.3", "27.3 27.3.4 27.3.4.2"],
  ["mise.toml", "sub-1:latest", undefined],
  ["mise.toml", "sub-0.1:27", undefined],
  ["mise.toml", "ref:maint-27", "maint-27"],
  ["mise.toml", "branch:master", "master"],
  ["mise.toml", "tag:OTP-27.3.4", "27.3.4"],
  ["elixir_buildpack.config", "26.2.5", "26.2.5 26.2.5.11"],
  ["elixir_buildpack.config", "26", otp26],
  ["elixir_buildpack.config", "v27.3", "27.3 27.3.4 27.3.4.2"],
  ["elixir_buildpack.config", "$OTP", undefined],
  ["variable", "~> 27.3", "27.3 27.3.4 27.3.4.2"],
  ["variable", ">= 26 < 28", `${otp26} 27.0 27.3 27.3.4 27.3.4.2`],
  ["variable", ">= 26.2, < 27.3", `${otp26} 27.0`],
  ["variable", "25.x || 26.x", `25.3.2.21 ${otp26}`],
  ["variable", "26 - 27", `${otp26} ${otp27}`],
  ["variable", "> 27", "28.0.2"],
  ["variable", "maint-27", "maint-27"],
  ["variable", "false", undefined],
  [".erlang-version", "27.3.4\n", "27.3.4 27.3.4.2"],
  [".otp-version", "27", otp27],
  [".otp-version", "OTP-26.2.5.11", "26.2.5.11"],
])("Erlang/OTP, %s: %j", (_, text, expected) => {
  const listed = otps.split(" ").map((name) => [name, parseOtp(name)] as const)
  expect(allowed(readOtpWish(text), listed)).toBe(expected)
})

const elixirs =
  "1.14.5@25 1.15.8@26 1.16.3@26 1.17.3@27 1.18.3@27 1.18.4@26 1.18.4@27 1.19.5@28 1.20.0-rc.1@28 1.20.1@28 v1.18@27 main@28"
const from118 = "1.18.3@27 1.18.4@26 1.18.4@27 1.19.5@28 1.20.1@28"
const from117 = `1.17.3@27 ${from118}`
const from115 = `1.15.8@26 1.16.3@26 ${from117}`
const of118 = "1.18.3@27 1.18.4@26 1.18.4@27"

it.each<Row>([
  [".tool-versions", "1.18.4-otp-27", "1.18.4@27"],
  [".tool-versions", "1.18.4", "1.18.4@26 1.18.4@27"],
  [".tool-versions", "v1.18.4-otp-27", "1.18.4@27"],
  [".tool-versions", "1.18-otp-27", "1.18.3@27 1.18.4@27"],
  [".tool-versions", "1.18", of118],
  [".tool-versions", "1.14.5-otp-25", "1.14.5@25"],
  [".tool-versions", "1.20.0-rc.1-otp-28", "1.20.0-rc.1@28"],
  [".tool-versions", "1.20.0-rc.1", "1.20.0-rc.1@28"],
  [".tool-versions", "latest", `1.14.5@25 ${from115}`],
  [".tool-versions", "latest:1.18", of118],
  [".tool-versions", "main", "main@28"],
  [".tool-versions", "main-otp-28", "main@28"],
  [".tool-versions", "master-otp-24", ""],
  [".tool-versions", "ref:main", "main@28"],
  [".tool-versions", "ref:v1.18", "v1.18@27"],
  [".tool-versions", "ref:v1.18.4", "1.18.4@26 1.18.4@27"],
  [".tool-versions", "ref:v1.18.4-otp-27", "1.18.4@27"],
  [".tool-versions", "ref:91a9b8a0c5", undefined],
  [".tool-versions", "ref:f16fb5aa9d8b3a4f6f4f8a3ecf7d1a9f0a2c7d11", undefined],
  [".tool-versions", "path:/home/me/elixir", undefined],
  [".tool-versions", "1.18.4-otp27", undefined],
  ["mise.toml", "1", `1.14.5@25 ${from115}`],
  ["mise.toml", "1.17", "1.17.3@27"],
  ["mise.toml", "prefix:1.18", of118],
  ["mise.toml", "prefix:1.18.4-otp", undefined],
  ["mise.toml", "sub-1:latest", undefined],
  ["mise.toml", "sub-0.1:1.18", undefined],
  ["mise.toml", "{{ env.ELIXIR }}", undefined],
  ["elixir_buildpack.config", "v1.18.4", "1.18.4@26 1.18.4@27"],
  ["elixir_buildpack.config", "1.18.4", "1.18.4@26 1.18.4@27"],
  ["elixir_buildpack.config", "v1.18", of118],
  ["elixir_buildpack.config", "branch main", "main@28"],
  ["elixir_buildpack.config", "branch master", ""],
  ["elixir_buildpack.config", "branch v1.18", "v1.18@27"],
  ["elixir_buildpack.config", "branch main-otp-28", "main@28"],
  [".elixir-version", "1.17.3\n", "1.17.3@27"],
  [".elixir-version", "1.18.4-otp-27", "1.18.4@27"],
  [".exenv-version", "1.16.3", "1.16.3@26"],
  [".exenv-version", "system", undefined],
  ["mix.exs", "~> 1.18", from118],
  ["mix.exs", "~> 1.17", from117],
  ["mix.exs", "~>1.17", from117],
  ["mix.exs", "~> 1.15", from115],
  ["mix.exs", "~> 1.18.0", of118],
  ["mix.exs", "~> 1.18.4", "1.18.4@26 1.18.4@27"],
  ["mix.exs", "~> 1.17 and < 1.19.0", `1.17.3@27 ${of118}`],
  [".tool-versions", "~> 1.17 and < 1.19", `1.17.3@27 ${of118}`],
  ["mix.exs", ">= 1.15.0", from115],
  ["mix.exs", "> 1.15.8", from115.replace("1.15.8@26 ", "")],
  ["mix.exs", ">= 1.15.0 and < 1.17.0", "1.15.8@26 1.16.3@26"],
  ["mix.exs", "~> 1.14.0 or ~> 1.16.0", "1.14.5@25 1.16.3@26"],
  ["mix.exs", "1.18.4", "1.18.4@26 1.18.4@27"],
  ["mix.exs", "== 1.18.4", "1.18.4@26 1.18.4@27"],
  ["mix.exs", "~> 1.20-rc", "1.20.0-rc.1@28 1.20.1@28"],
  ["mix.exs", "~> 1.20.0-rc.1", "1.20.0-rc.1@28 1.20.1@28"],
  ["mix.exs", "~> 1.21-dev", ""],
  ["mix.exs", "~> 1", `1.14.5@25 ${from115}`],
  ["mix.exs", "^1.18", from118],
  ["mix.exs", ">= 1.16.0 and != 1.18.4", "1.16.3@26 1.17.3@27 1.18.3@27 1.19.5@28 1.20.1@28"],
  ["mix.exs", "~> 1.x.y", undefined],
  ["mix.exs", "Version.parse!()", undefined],
])("Elixir, %s: %j", (_, text, expected) => {
  const listed = elixirs.split(" ").map((name) => [name, parseElixirRef(`${name.replace("@", "-otp-")}`)] as const)
  expect(allowed(readElixirWish(text), listed)).toBe(expected)
})

const nodes = "16.20.2 18.20.8 20.11.1 20.19.5 22.12.0 22.21.0 23.11.1 24.11.0 25.1.0"
const lines: Readonly<Record<string, string>> = { 16: "Gallium", 18: "Hydrogen", 20: "Iron", 22: "Jod", 24: "Krypton" }
const lts = "16.20.2 18.20.8 20.11.1 20.19.5 22.12.0 22.21.0 24.11.0"
const from18 = nodes.replace("16.20.2 ", "")
const from20 = from18.replace("18.20.8 ", "")

it.each<Row>([
  [".tool-versions", "22.12.0", "22.12.0"],
  [".tool-versions", "22", "22.12.0 22.21.0"],
  [".tool-versions", "lts", lts],
  [".tool-versions", "latest", nodes],
  [".tool-versions", "latest:20", "20.11.1 20.19.5"],
  [".tool-versions", "lts-iron", "20.11.1 20.19.5"],
  [".tool-versions", "ref:v22.12.0", undefined],
  [".tool-versions", "path:/opt/node", undefined],
  ["mise.toml", "lts", lts],
  ["mise.toml", "22.12", "22.12.0"],
  ["mise.toml", "prefix:20.1", ""],
  ["mise.toml", "prefix:20", "20.11.1 20.19.5"],
  ["mise.toml", "lts/jod", "22.12.0 22.21.0"],
  ["mise.toml", "sub-1:lts", undefined],
  ["mise.toml", "sub-2:latest", undefined],
  ["phoenix_static_buildpack.config", "20.11.1", "20.11.1"],
  ["phoenix_static_buildpack.config", "10.15", ""],
  ["phoenix_static_buildpack.config", "22.x", "22.12.0 22.21.0"],
  ["phoenix_static_buildpack.config", "latest", nodes],
  [".nvmrc", "v20", "20.11.1 20.19.5"],
  [".nvmrc", "v20.11.1\n", "20.11.1"],
  [".nvmrc", "20.11.1\r\n", "20.11.1"],
  [".nvmrc", "20", "20.11.1 20.19.5"],
  [".nvmrc", "lts/*", lts],
  [".nvmrc", "lts/jod", "22.12.0 22.21.0"],
  [".nvmrc", "lts/Iron", "20.11.1 20.19.5"],
  [".nvmrc", "lts/-1", "22.12.0 22.21.0"],
  [".nvmrc", "lts/argon", ""],
  [".nvmrc", "node", nodes],
  [".nvmrc", "stable", nodes],
  [".nvmrc", "current", nodes],
  [".nvmrc", "system", undefined],
  [".nvmrc", "iojs", undefined],
  [".nvmrc", "iojs-v3.3.1", undefined],
  [".nvmrc", "unstable", undefined],
  [".nvmrc", "default", undefined],
  [".node-version", "22.12.0", "22.12.0"],
  [".node-version", "v22.12.0", "22.12.0"],
  [".node-version", "22", "22.12.0 22.21.0"],
  ["package.json", ">=18", from18],
  ["package.json", ">=18.0.0", from18],
  ["package.json", ">= 18", from18],
  ["package.json", ">18", from20],
  ["package.json", "^20.11.0", "20.11.1 20.19.5"],
  ["package.json", "~20.11.0", "20.11.1"],
  ["package.json", "20.x", "20.11.1 20.19.5"],
  ["package.json", "20.x.x", "20.11.1 20.19.5"],
  ["package.json", "v20.x", "20.11.1 20.19.5"],
  ["package.json", "20 || 22", "20.11.1 20.19.5 22.12.0 22.21.0"],
  ["package.json", "^18.18.0 || ^20.9.0 || >=21.1.0", from18],
  ["package.json", ">=18 <=22", "18.20.8 20.11.1 20.19.5 22.12.0 22.21.0"],
  ["package.json", ">=18.0.0 <23", "18.20.8 20.11.1 20.19.5 22.12.0 22.21.0"],
  ["package.json", "18 - 20", "18.20.8 20.11.1 20.19.5"],
  ["package.json", "*", nodes],
  ["package.json", "=20.11.1", "20.11.1"],
  ["package.json", "lts/*", lts],
  ["package.json", ">=20, <23", undefined],
  ["package.json", "twenty", undefined],
  ["package.json", "please use yarn", undefined],
])("Node.js, %s: %j", (_, text, expected) => {
  const releases = nodes
    .split(" ")
    .map((version): NodeRelease => ({ version, lts: lines[version.slice(0, 2)] ?? false, files: [] }))
  const listed = releases.map((release) => [release.version, release] as const)
  expect(allowed(readNodeWish(text, releases), listed)).toBe(expected)
})

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: bash writes its variables like that
import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { parseBuildpackConfig } from "../../lib/app/buildpack-config.ts"
import { BuildpackError } from "../../lib/core/error.ts"
import { describeOrigin } from "../../lib/core/setting.ts"

const fixtures = join(import.meta.dirname, "../fixtures/configs")
const names = readdirSync(fixtures)
const env = { OTP: "26.2.5", MAKE_RELEASE: "", GREETING: "hello", ACME_KEY: "s3cr3t" }

function parse(name: string) {
  return parseBuildpackConfig(readFileSync(join(fixtures, name), "utf8"), "app.config", env).settings
}

/** What a config file means, one setting a line, or why it is refused. */
function meaning(name: string): string {
  try {
    const lines = [...parse(name)].map(
      ([key, { value, origin }]) => `${describeOrigin(origin)} ${key} ${JSON.stringify(value)}`,
    )
    return lines.join("\n")
  } catch (error) {
    if (!(error instanceof BuildpackError)) throw error
    return `${error.id}: ${error.title}\n\n${error.help.split("\n\n").slice(0, 2).join("\n\n")}`
  }
}

it.each(names)("reads or refuses %s", (name) => {
  const said = meaning(name)
  expect(said.startsWith("config/syntax")).toBe(name.startsWith("refused-"))
  expect(`\n${said}\n`).toMatchSnapshot()
})

/** Bash stumbles over these itself. */
const beyondBash = /^refused-|crlf|byte-order-mark/

it.each(names.filter((name) => !beyondBash.test(name)))("reads %s as bash does", (name) => {
  const settings = [...parse(name)]
  // A name in a variable has its array's words in "${!name}" when it ends in [*].
  const script = 'file=$1; shift; . "$file"; for key; do name="$key[*]"; printf "%s\\0" "${!name}"; done'
  const keys = settings.map(([key]) => key)
  const sourced = execFileSync("bash", ["--norc", "-c", script, "-", join(fixtures, name), ...keys], {
    encoding: "utf8",
    env,
  })
  expect(settings.map(([, { value }]) => `${value}\0`).join("")).toBe(sourced)
})

import { copyFile, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { releaseApp } from "../support/apps.ts"
import { startCnb } from "../support/cnb/beampack.ts"
import { otpBuilds, startHeroku } from "../support/heroku.ts"

const app = { ...releaseApp, ".tool-versions": "erlang 27.3.4.2\nelixir 1.18.4\n" }
const fresh = { vars: { BEAMPACK_CACHE: "false" } }

interface Started {
  readonly mirror: string
  /** Builds the app, and gives its whole log. */
  readonly log: (options?: typeof fresh) => Promise<string>
}

const platforms: Readonly<Record<string, () => Promise<Started>>> = {
  Heroku: async () => {
    const { mirror, push } = await startHeroku()
    return { mirror, log: async (options) => push(app, options).then(({ log, errors }) => log + errors) }
  },
  "a lifecycle": async () => {
    const { mirror, push } = await startCnb()
    return { mirror, log: async (options) => (await push(app, options)).log }
  },
}

it.each(Object.keys(platforms))(
  "what was trusted once is not forgotten by builds without a cache on %s",
  async (name) => {
    const { mirror, log } = (await platforms[name]?.()) ?? { mirror: "", log: async () => "" }
    const index = join(mirror, otpBuilds, "builds.txt")
    const text = await readFile(index, "utf8")
    await writeFile(index, text.replace(/^(OTP-27\.3\.4\.2 \S+ \S+) .*$/m, "$1"))
    expect(await log()).toContain("as it is today")
    expect(await log(fresh)).not.toMatch(/as it is today|download\//)
    const file = join(mirror, otpBuilds, "OTP-27.3.4.2.tar.gz")
    await copyFile(file.replace("27.3.4.2", "27.3.4"), file)
    expect(await log(fresh)).toContain("download/changed")
  },
)

import { copyFile, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { Files } from "../support/app.ts"
import { mixExs, plainApp, releaseApp } from "../support/apps.ts"
import { startCnb } from "../support/cnb/beampack.ts"
import { otpBuilds, startHeroku } from "../support/heroku.ts"
import { hexPackageOf, lockOf, publish } from "../support/hex-package.ts"
import { publishTailwind, realProgram } from "../support/programs.ts"

const app = { ...releaseApp, ".tool-versions": "erlang 27.3.4.2\nelixir 1.18.4\n" }
const fresh = { vars: { BEAMPACK_CACHE: "false" } }

interface Started {
  readonly mirror: string
  /** Builds the app, and gives its whole log. */
  readonly log: (options?: typeof fresh, files?: Files) => Promise<string>
}

const platforms: Readonly<Record<string, () => Promise<Started>>> = {
  Heroku: async () => {
    const { mirror, push } = await startHeroku()
    return { mirror, log: async (options, files = app) => push(files, options).then(({ log, errors }) => log + errors) }
  },
  "a lifecycle": async () => {
    const { mirror, push } = await startCnb()
    return { mirror, log: async (options, files = app) => (await push(files, options)).log }
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

it.each(Object.keys(platforms))("nor the digests of programs that tasks would fetch, on %s", async (name) => {
  const { mirror, log } = (await platforms[name]?.()) ?? { mirror: "", log: async () => "" }
  const tailwind = hexPackageOf("tailwind", { version: "0.4.1" })
  await publish(mirror, [tailwind])
  const content = await realProgram()
  await publishTailwind(mirror, "3.2.7", { content })
  const site: Files = {
    ...plainApp,
    "mix.exs": mixExs(['aliases: ["assets.deploy": ["tailwind a"]]'], ['{:tailwind, "~> 0.4"}']),
    "mix.lock": lockOf([tailwind]),
    "config/config.exs": 'import Config\nconfig :tailwind, version: "3.2.7"\n',
  }
  const first = await log(undefined, site)
  expect(first).toContain("Installing tailwind 3.2.7")
  expect(first).not.toContain("published anew")
  await publishTailwind(mirror, "3.2.7", { content: Buffer.concat([content, content]) })
  expect(await log(fresh, site)).toContain("tailwind 3.2.7 was published anew since an earlier build")
})

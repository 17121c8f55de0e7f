/**
 * Makes dist/heroku/, the packages to host for `heroku buildpacks:set URL`, and dist/cnb/, those for `pack build --buildpack`.
 * NAMEs choose some of them, `--arch` (amd64, arm64) the architectures, `--out` a folder other than dist.
 */
import { join } from "node:path"
import { parseArgs } from "node:util"
import { BuildpackError } from "../lib/core/error.ts"
import { renderError } from "../lib/heroku/output.ts"
import { archs, packageNames } from "./package/catalogue.ts"
import { makePackages } from "./package/make.ts"
import { budgets } from "./package/size.ts"
import { root } from "./trees.ts"

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    arch: { type: "string", multiple: true },
    out: { type: "string", default: join(root, "dist") },
  },
})

const print = (line: string): unknown => process.stdout.write(`${line}\n`)
try {
  await makePackages({
    names: chosen("package", packageNames, positionals),
    archs: chosen("architecture", archs, options.arch ?? []),
    out: options.out,
    budgets,
    env: process.env,
    print,
  })
} catch (error) {
  if (!(error instanceof BuildpackError)) throw error
  process.stderr.write(`${renderError(error)}\n`)
  process.exitCode = 1
}

/** The words when all of them are known, and everything known when there are none. */
function chosen<T extends string>(kind: string, known: readonly T[], words: readonly string[]): readonly T[] {
  const wrong = words.find((word) => !known.some((name) => name === word))
  if (wrong !== undefined) {
    const help = `There are: ${known.join(", ")}`
    throw new BuildpackError(`package/unknown-${kind}`, `There is no ${kind} called ${wrong}`, { help })
  }
  return words.length === 0 ? known : known.filter((name) => words.includes(name))
}

import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { BuildpackError } from "../../lib/core/error.ts"
import { prose } from "../../lib/core/prose.ts"

/** What is bundled, and on what terms. */
export interface Licence {
  readonly name: string
  readonly version: string
  /** As package.json has it: an SPDX expression. */
  readonly terms: string
  readonly text: string
}

/**
 * The licences of the npm packages that compiled files came from, one each, by name. Throws `package/no-licence` when
 * a package brings none.
 */
export async function licencesOf(modules: readonly string[]): Promise<readonly Licence[]> {
  const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== undefined))
  const licences = await Promise.all([...folders].map(readLicence))
  return licences.toSorted((one, other) => (title(one) < title(other) ? -1 : 1))
}

/** The text of THIRD_PARTY_LICENSES. */
export function licencesText(licences: readonly Licence[]): string {
  const rule = "=".repeat(80)
  const texts = licences.map((licence) => `${rule}\n${title(licence)}\n${rule}\n\n${licence.text.trim()}\n`)
  return `This package contains the following software, each on the terms given here.\n\n${texts.join("\n")}`
}

/** The licence in a package's folder. */
export async function readLicence(folder: string): Promise<Licence> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"))
  const { name, version, license: terms } = manifest as { name: string; version: string; license: string }
  const text = await licenceText(folder)
  if (text === undefined) throw noLicence(name, folder)
  return { name, version, terms, text }
}

function title({ name, version, terms }: Licence): string {
  return `${name} ${version} (${terms})`
}

/** `…/node_modules/tar` of `…/node_modules/tar/lib/x.js`. */
function packageFolder(module: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module)?.[0]
}

async function licenceText(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder)).toSorted()
  const files = names.filter((name) => /^(licen[cs]e|copying|notice)\b/i.test(name))
  if (files.length > 0) {
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")))
    return texts.join("\n\n")
  }
  // Some only have it as the last section of their README.
  const readme = names.find((name) => /^readme\b/i.test(name))
  if (readme === undefined) return undefined
  return /^(?:#+ *licen[cs]e|licen[cs]e\n-+) *\n(?<text>.*\bcopyright\b.*)$/ims.exec(
    await readFile(join(folder, readme), "utf8"),
  )?.groups?.text
}

function noLicence(name: string, folder: string): BuildpackError {
  return new BuildpackError("package/no-licence", `${name} brings no licence text`, {
    help: prose`
      It is compiled into the packages, so its licence has to be in them. There is no LICENSE
      file in ${folder}
      and no section of that name in its README. Use another package, or ask its authors.
    `,
  })
}

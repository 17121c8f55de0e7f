import { createHash } from "node:crypto"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { gzipSync } from "node:zlib"
import { writeFiles } from "./app.ts"
import { tarOf } from "./archives.ts"

/** What stands for a program: a script that says what it is called with. */
export function programOf(title: string): string {
  return `#!/bin/sh\necho "${title} $*"\n`
}

/** An executable that every machine has, byte by byte. */
export async function realProgram(): Promise<Buffer> {
  return readFile("/bin/true")
}

/** Puts a package of esbuild into a folder that npm's registry could be, with what the registry says of it. */
export async function publishEsbuild(
  dir: string,
  version: string,
  { name = "@esbuild/linux-x64", path = "package/bin/esbuild", tarball = packageOf(path, version) } = {},
): Promise<void> {
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`
  await writeBytes(join(dir, name, "-", `${name.replace(/^.*\//, "")}-${version}.tgz`), tarball)
  const document = { name, version, dist: { integrity, tarball: "https://registry.example/elsewhere.tgz" } }
  await writeFiles(dir, { [`${name}/${version}`]: JSON.stringify(document) })
}

function packageOf(path: string, version: string): Buffer {
  return gzipSync(tarOf([{ path, content: programOf(`esbuild ${version}`) }]))
}

/** Puts a release of Tailwind into a folder that GitHub could be; `listed`: as its list of digests has it. */
export async function publishTailwind(
  dir: string,
  version: string,
  options: { readonly target?: string; readonly content?: Buffer; readonly listed?: Buffer | "nowhere" } = {},
): Promise<void> {
  const {
    target = "linux-x64",
    content = Buffer.from(programOf(`tailwindcss v${version}`)),
    listed = content,
  } = options
  const release = `tailwindlabs/tailwindcss/releases/download/v${version}`
  await writeBytes(join(dir, release, `tailwindcss-${target}`), content)
  if (listed === "nowhere") return
  const sum = createHash("sha256").update(listed).digest("hex")
  await writeFiles(dir, {
    [`${release}/sha256sums.txt`]: `${"0".repeat(64)}  ./other\n${sum}  ./tailwindcss-${target}\n`,
  })
}

async function writeBytes(file: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, bytes)
}

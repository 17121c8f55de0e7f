import { availableParallelism } from "node:os"
import { join } from "node:path"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import type { Arch, Target } from "../core/target.ts"
import { availableMemory } from "./available-memory.ts"
import { digestFile, readIfExists } from "./files.ts"

const arches: Readonly<Record<string, Arch>> = { x64: "amd64", arm64: "arm64" }

/** The machine we run on, which is the one we build for; `STACK` is Heroku's name for its image. */
export async function readTarget(env: Env): Promise<Target> {
  const arch = process.platform === "linux" ? arches[process.arch] : undefined
  if (arch === undefined) throw unsupportedMachine()
  const distro = parseOsRelease((await readIfExists("/etc/os-release")) ?? "")
  return { os: "linux", arch, distro, ...(env.STACK ? { stack: env.STACK } : {}) }
}

/** How many processes can run at once and how many bytes of memory can be had now, within the limits of a container. */
export async function machineSize(): Promise<{ readonly cores: number; readonly memory: number }> {
  return { cores: availableParallelism(), memory: await availableMemory() }
}

/** The text of /etc/os-release; what it does not say is empty. */
export function parseOsRelease(text: string): Target["distro"] {
  const value = (key: string): string => new RegExp(`^${key}=["']?([^"'\\n]*)`, "m").exec(text)?.[1]?.trim() ?? ""
  return { name: value("ID"), version: value("VERSION_ID") }
}

/** Where distributions note what is installed: Debian's, Alpine's, and others'. */
const packageNotes = ["/var/lib/dpkg/status", "/lib/apk/db/installed", "/var/lib/rpm/rpmdb.sqlite"]

/**
 * Digests of what is installed on this machine, such as compilers and libraries; equal on machines of the same image. `root`:
 * where its file system is.
 */
export async function machinePackages(root = "/"): Promise<string> {
  const digests = await Promise.all(packageNotes.map((file) => digestFile(join(root, file), "sha256").catch(() => "")))
  return digests.join(" ").trim()
}

function unsupportedMachine(): BuildpackError {
  return new BuildpackError("target/unsupported", `No builds for ${process.platform} on ${process.arch}`, {
    help: prose`
      beampack builds for Linux on amd64 (x64) and arm64, since that is what its runtimes are compiled for.
      On another machine, build in a Linux container.
    `,
  })
}

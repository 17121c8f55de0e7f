import { readFile } from "node:fs/promises"
import { freemem } from "node:os"
import { join } from "node:path"

/**
 * Bytes of memory that programs can still be given: what the machine has left, or less where a group that we are in, such as a
 * container, is nearer to its limit. What the kernel keeps of files counts as free, since it goes when somebody wants the
 * room. `root`: where the file system is.
 */
export async function availableMemory(root = "/"): Promise<number> {
  const read = (file: string): Promise<string> => readFile(join(root, file), "utf8").catch(() => "")
  const folders = foldersOf(await read("proc/self/cgroup"))
  const left = await Promise.all(folders.map((folder) => leftIn((name) => read(join(folder, name)))))
  const ofMachine = /^MemAvailable:\s+(\d+) kB$/m.exec(await read("proc/meminfo"))?.[1]
  return Math.max(0, Math.min(ofMachine === undefined ? freemem() : Number(ofMachine) * 1024, ...left))
}

/**
 * Where the groups of a process tell their limits, by the text of /proc/self/cgroup: its own and all above it, whose limits
 * hold for it too. A container mostly sees its own as the top one, whatever that text says, so that some are not there.
 */
function foldersOf(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const [, controllers, path = ""] = /^\d+:([^:]*):\/(.*)$/.exec(line) ?? []
    if (controllers === "") return upwards("sys/fs/cgroup", path)
    return controllers?.split(",").includes("memory") ? upwards("sys/fs/cgroup/memory", path) : []
  })
}

function upwards(top: string, path: string): readonly string[] {
  const names = path.split("/").filter((name) => name !== "" && name !== "..")
  return [top, ...names.map((_, at) => join(top, ...names.slice(0, at + 1)))]
}

/**
 * How both versions of the kernel's interface call it. https://docs.kernel.org/admin-guide/cgroup-v2.html#memory and
 * https://docs.kernel.org/admin-guide/cgroup-v1/memory.html
 */
const interfaces = [
  // Beyond the second limit nothing is refused, but slowed down.
  { limits: ["memory.max", "memory.high"], used: "memory.current", files: /^(?:in)?active_file (\d+)$/gm },
  { limits: ["memory.limit_in_bytes"], used: "memory.usage_in_bytes", files: /^total_(?:in)?active_file (\d+)$/gm },
] as const

/** What a group may still take, by its files; infinite without a limit, or where there is no such group. */
async function leftIn(read: (name: string) => Promise<string>): Promise<number> {
  const each = interfaces.map(async ({ limits, used, files }) => {
    const limit = Math.min(...(await Promise.all(limits.map(async (name) => numberIn(await read(name))))))
    if (limit === Number.POSITIVE_INFINITY) return limit
    const kept = [...(await read("memory.stat")).matchAll(files)].reduce((sum, [, bytes]) => sum + Number(bytes), 0)
    return limit - Math.max(0, Number(await read(used)) - kept)
  })
  return Math.min(...(await Promise.all(each)))
}

/** The number that is all of a text, else infinity, as for `max`. */
function numberIn(text: string): number {
  return /^\d+\s*$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY
}

import { freemem, totalmem } from "node:os"
import { expect, it } from "vitest"
import { availableMemory } from "../../lib/io/available-memory.ts"
import { type Files, tempDir, writeFiles } from "../support/app.ts"

const MB = 1_000_000

/** 4,096 MB of the machine's, as the kernel tells it. */
const machine: Files = {
  "proc/meminfo": "MemTotal:        8000000 kB\nMemFree:          100000 kB\nMemAvailable:    4000000 kB\n",
}

/** The files of a group of version 2; `files` is what the kernel keeps of files. */
function second(folder: string, { max = "max", high = "max", current = 0, files = 0 }): Files {
  return {
    [`${folder}/memory.max`]: `${max}\n`,
    [`${folder}/memory.high`]: `${high}\n`,
    [`${folder}/memory.current`]: `${current}\n`,
    [`${folder}/memory.stat`]: `anon 1\nfile ${files}\nshmem 7\ninactive_file ${files / 2}\nactive_file ${files / 2}\nslab 9\n`,
  }
}

/** The same of version 1. */
function first(folder: string, { limit = "9223372036854771712", usage = 0, files = 0 }): Files {
  return {
    [`${folder}/memory.limit_in_bytes`]: `${limit}\n`,
    [`${folder}/memory.usage_in_bytes`]: `${usage}\n`,
    [`${folder}/memory.stat`]: `cache 1\ninactive_file 5\nactive_file 5\nhierarchical_memory_limit ${limit}\ntotal_cache 1\ntotal_inactive_file ${files / 2}\ntotal_active_file ${files / 2}\n`,
  }
}

const inSecond: Files = { ...machine, "proc/self/cgroup": "0::/\n" }
const inFirst: Files = { ...machine, "proc/self/cgroup": "5:cpu,cpuacct:/docker/a\n4:memory:/docker/a\n0::/docker/a\n" }
const top = "sys/fs/cgroup"
const half = String(512 * MB)

it.each<[string, Files, number]>([
  ["the machine's without groups", machine, 4096 * MB],
  ["the machine's in a group without a limit", { ...inSecond, ...second(top, {}) }, 4096 * MB],
  ["the machine's in a group of version 1 without a limit", { ...inFirst, ...first(`${top}/memory`, {}) }, 4096 * MB],
  ["the machine's where the group may take more", { ...inSecond, ...second(top, { max: `${8000 * MB}` }) }, 4096 * MB],
  ["what the group has not used", { ...inSecond, ...second(top, { max: half, current: 200 * MB }) }, 312 * MB],
  [
    "what the group holds only of files too",
    { ...inSecond, ...second(top, { max: half, current: 500 * MB, files: 400 * MB }) },
    412 * MB,
  ],
  [
    "what it may take before it is slowed down",
    { ...inSecond, ...second(top, { max: half, high: `${300 * MB}`, current: 100 * MB }) },
    200 * MB,
  ],
  ["nothing where all is used", { ...inSecond, ...second(top, { max: half, current: 600 * MB }) }, 0],
  [
    "no more than the limit where nothing but files is held",
    { ...inSecond, ...second(top, { max: half, current: 100 * MB, files: 101 * MB }) },
    512 * MB,
  ],
  [
    "what a group above has left",
    {
      ...machine,
      "proc/self/cgroup": "0::/a.slice/b.scope\n",
      ...second(top, {}),
      ...second(`${top}/a.slice`, { max: half, current: 400 * MB }),
      ...second(`${top}/a.slice/b.scope`, { max: half, current: 100 * MB }),
    },
    112 * MB,
  ],
  [
    "what a container of version 1 has left, which sees itself at the top",
    { ...inFirst, ...first(`${top}/memory`, { limit: half, usage: 300 * MB, files: 200 * MB }) },
    412 * MB,
  ],
  [
    "what a group of version 1 has left, seen from outside",
    { ...inFirst, ...first(`${top}/memory`, {}), ...first(`${top}/memory/docker/a`, { limit: half, usage: 12 * MB }) },
    500 * MB,
  ],
  [
    "the machine's where the group's files make no sense",
    { ...inSecond, [`${top}/memory.max`]: "much\n", [`${top}/memory.current`]: "\n" },
    4096 * MB,
  ],
])("is %s", async (_, files, expected) => {
  expect(await availableMemory(await writeFiles(await tempDir(), files))).toBe(expected)
})

it("is what Node tells where the kernel tells nothing", async () => {
  const before = freemem()
  const memory = await availableMemory(await tempDir())
  expect(memory).toBeGreaterThan(before / 2)
  expect(memory).toBeLessThan(before * 2)
})

it("is some of this machine's, and not all", async () => {
  const memory = await availableMemory()
  expect(memory).toBeGreaterThan(0)
  expect(memory).toBeLessThan(totalmem())
})

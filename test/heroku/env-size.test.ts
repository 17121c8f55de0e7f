import { readFile } from "node:fs/promises"
import { expect, it } from "vitest"
import { checkTotal, splitBySize } from "../../lib/heroku/env-size.ts"
import { run } from "../../lib/io/run.ts"

const KB = 1024

/** Variables of so many bytes in all, names and zero bytes counted. */
function varsOf(bytes: number): Readonly<Record<string, string>> {
  const each = 64 * KB
  return Object.fromEntries(
    Array.from({ length: Math.floor(bytes / each) }, (_, index) => [
      `V${String(index).padStart(6, "0")}`,
      "x".repeat(each - 9 - 8),
    ]),
  )
}

it("finds the largest variable that a program can be given", async () => {
  const fitting = { NAME: "x".repeat(128 * KB - "NAME=".length - 1) }
  const larger = { NAME: `${fitting.NAME}x` }
  expect(splitBySize({ ...fitting, OTHER: "" })).toEqual({ fit: { ...fitting, OTHER: "" }, tooLarge: [] })
  expect(splitBySize({ ...larger, OTHER: "" })).toEqual({
    fit: { OTHER: "" },
    tooLarge: [{ name: "NAME", bytes: 128 * KB + 1 }],
  })
  // As this machine sees it.
  expect(await run("/bin/true", [], { cwd: "/", env: fitting })).toMatchObject({ exitCode: 0 })
  expect(await run("/bin/true", [], { cwd: "/", env: larger })).toMatchObject({
    exitCode: 126,
    lines: ["/bin/true: argument list too long"],
  })
})

it("counts bytes, not characters", () => {
  expect(splitBySize({ NAME: "é".repeat(65 * KB) }).tooLarge).toEqual([{ name: "NAME", bytes: 130 * KB + 6 }])
})

it.each([
  { stack: `${8192 * KB}`, room: 1920 },
  { stack: `${64 * KB}`, room: 120 },
  { stack: "unlimited", room: 5760 },
])("has room for $room KB when the stack may have $stack bytes", ({ stack, room }) => {
  const limits = `Limit                     Soft Limit           Hard Limit           Units
Max data size             unlimited            unlimited            bytes
Max stack size            ${stack.padEnd(20)} unlimited            bytes
`
  expect(() => checkTotal(varsOf(room * KB), limits)).not.toThrow()
  const more = { ...varsOf(room * KB), MORE: "x".repeat(64 * KB) }
  expect(() => checkTotal(more, limits)).toThrow(expect.objectContaining({ id: "env/too-large" }))
})

it("has no more room than this machine", async () => {
  const limits = await readFile("/proc/self/limits", "utf8")
  const fitting = varsOf(1920 * KB)
  expect(() => checkTotal(fitting, limits)).not.toThrow()
  expect(await run("/bin/true", [], { cwd: "/", env: fitting })).toMatchObject({ exitCode: 0 })
})

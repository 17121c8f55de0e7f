import { execa } from "execa"
import { expect, it } from "vitest"
import { entriesOf, tar } from "../../scripts/package/tar.ts"
import { tempDir, writeFiles } from "../support/app.ts"

it("lists a folder's content by name, each folder before what is in it", async () => {
  const files = { "a/b": "1", "a-b": "2", "a.b/c": "3", B: "#!/bin/sh\n", "a/c/d": "" }
  const entries = await entriesOf(await writeFiles(await tempDir(), files), "/x/", new Map())
  expect(entries.map(({ path }) => path)).toEqual([
    ...["/x/B", "/x/a", "/x/a/b", "/x/a/c", "/x/a/c/d"],
    ...["/x/a-b", "/x/a.b", "/x/a.b/c"],
  ])
  const content = Buffer.concat(tar(entries).map(({ plain }) => plain))
  const { stdout } = await execa("tar", ["-tvP", "--full-time"], { input: content, env: { TZ: "UTC" } })
  expect(stdout).toMatchInlineSnapshot(`
    "-rwxr-xr-x 0/0              10 1980-01-01 00:00:01 /x/B
    drwxr-xr-x 0/0               0 1980-01-01 00:00:01 /x/a
    -rw-r--r-- 0/0               1 1980-01-01 00:00:01 /x/a/b
    drwxr-xr-x 0/0               0 1980-01-01 00:00:01 /x/a/c
    -rw-r--r-- 0/0               0 1980-01-01 00:00:01 /x/a/c/d
    -rw-r--r-- 0/0               1 1980-01-01 00:00:01 /x/a-b
    drwxr-xr-x 0/0               0 1980-01-01 00:00:01 /x/a.b
    -rw-r--r-- 0/0               1 1980-01-01 00:00:01 /x/a.b/c"
  `)
})

it("does not read a file again that is known", async () => {
  const known = { plain: Buffer.from("known") }
  const folder = await writeFiles(await tempDir(), { "a/b": "1", b: "2" })
  const entries = await entriesOf(folder, "", new Map([["a/b", known]]))
  expect(entries.map(({ content }) => content?.[0]?.plain.toString())).toEqual([undefined, "known", "2"])
})

it("refuses a name that its format has no place for", () => {
  expect(() => tar([{ path: "x".repeat(101) }])).toThrow(/^x+ is longer than a name in a tar may be$/)
  expect(
    tar([{ path: "x".repeat(100) }])[0]
      ?.plain.subarray(0, 101)
      .toString(),
  ).toBe(`${"x".repeat(100)}0`)
})

import { expect, it } from "vitest"
import { lockLines } from "../../lib/app/lock-lines.ts"
import { hexPackageOf, lockOf } from "../support/hex-package.ts"

const ofHex = hexPackageOf("plug", { needs: ["mime"], optional: ["jason"] })
const git = '"icons": {:git, "https://github.com/a/icons.git", "00ff", [tag: "v2.1.1", sparse: "optimized", depth: 1]}'

it("reads the lines that Mix and Hex write", () => {
  const lines = lockLines(lockOf([ofHex, { entry: git }, { entry: '"other": {:svn, "x"}' }]))
  expect([...(lines ?? [])].map(([app, { entry, text }]) => [app, entry.kind, text.slice(0, 6)])).toEqual([
    ["plug", "hex", "{:hex,"],
    ["icons", "git", "{:git,"],
    ["other", "other", "{:svn,"],
  ])
  expect(lines?.get("plug")?.entry).toMatchObject({
    dependencies: [
      { app: "mime", optional: false },
      { app: "jason", optional: true },
    ],
  })
})

it("reads locks of older versions of Hex, of Windows, and empty ones", () => {
  const old =
    '%{\n  "a": {:hex, :a, "1.0.0", "00", [:mix], [{:b, "~> 1.0", [hex: :b, optional: false]}], "hexpm"},\n}\n'
  expect([...(lockLines(old.replaceAll("\n", "\r\n"))?.keys() ?? [])]).toEqual(["a"])
  expect(lockLines("%{\n}\n")).toEqual(new Map())
})

it.each([
  ["", ""],
  ["no map", '[\n  "a": 1\n]'],
  ["all of it in one line", `%{${ofHex.entry}}`],
  ["a conflict", lockOf([ofHex]).replace("%{\n", "%{\n<<<<<<< HEAD\n")],
  ["a comment", lockOf([ofHex]).replace("%{\n", "%{\n  # by hand\n")],
  ["an entry twice", lockOf([ofHex, ofHex])],
  ["a line with two entries", lockOf([{ entry: `${git}, ${ofHex.entry}` }])],
  ["a need of an unknown form", lockOf([{ entry: ofHex.entry.replace("optional: true", "optional: maybe()") }])],
  ["too little of a package", '%{\n  "a": {:hex, :a, "1.0.0"},\n}\n'],
  ["code", '%{\n  "a": System.get_env("A"),\n}\n'],
  ["more after it", `${lockOf([ofHex])}|> Map.new()\n`],
])("reads nothing else: %s", (_, text) => {
  expect(lockLines(text)).toBeUndefined()
})

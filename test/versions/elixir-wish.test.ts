import { describe, expect, it } from "vitest"
import { type ElixirRef, parseElixirRef } from "../../lib/versions/elixir-ref.ts"
import { readElixirWish } from "../../lib/versions/elixir-wish.ts"

const refs = [
  "v1.0.5",
  "v1.16.3-otp-26",
  "v1.17.3-otp-27",
  "v1.18.0-otp-27",
  "v1.18.4",
  "v1.18.4-otp-26",
  "v1.18.4-otp-27",
  "v1.19.5-otp-28",
  "v1.20.0-rc.0-otp-28",
  "v1.20.0-rc.1-otp-28",
  "v1.20.0-otp-28",
  "v1.21.0-rc.0-otp-29",
  "v1.18-otp-27",
  "main-otp-28",
  "main-otp-29",
]
const listed = refs.map((ref) => ({ ref, parsed: parseElixirRef(ref) }))

/** What is meant of the list, without `v`, and with `@` for `-otp-`. */
function chosen(text: string, how: "allows" | "names" | "includes"): string {
  const wanted = readElixirWish(text)
  if (wanted === undefined) return "not understood"
  const isMeant = (ref: ElixirRef | undefined) => ref !== undefined && wanted[how](ref)
  return listed
    .filter(({ parsed }) => isMeant(parsed))
    .map(({ ref }) => ref.replace(/^v(?=.*\..*\.)/, "").replace("-otp-", "@"))
    .join(" ")
}

const all118 = "1.18.0@27 1.18.4 1.18.4@26 1.18.4@27"
const stable = `1.0.5 1.16.3@26 1.17.3@27 ${all118} 1.19.5@28 1.20.0@28`

describe("what a wish for Elixir allows", () => {
  it.each([
    ["1.18.4", "1.18.4 1.18.4@26 1.18.4@27"],
    ["v1.18.4", "1.18.4 1.18.4@26 1.18.4@27"],
    ["1.18.4-otp-27", "1.18.4@27"],
    ["v1.18.4-otp-26", "1.18.4@26"],
    ["1.18.4-otp-28", ""],
    ["1.18", all118],
    ["v1.18", all118],
    ["1.18-otp-27", "1.18.0@27 1.18.4@27"],
    ["1", stable],
    ["1.18.x", all118],
    ["1.18.*-otp-26", "1.18.4@26"],
    ["1.x", stable],
    ["latest", stable],
    ["latest-otp-28", "1.19.5@28 1.20.0@28"],
    ["latest:1.18", all118],
    ["latest:1.18-otp-27", "1.18.0@27 1.18.4@27"],
    ["prefix:1.18", all118],
    ["1.20.0-rc.1", "1.20.0-rc.1@28"],
    ["v1.20.0-rc.1-otp-28", "1.20.0-rc.1@28"],
    ["1.20.0-rc", "1.20.0-rc.0@28 1.20.0-rc.1@28"],
    ["1.20-rc", "1.20.0-rc.0@28 1.20.0-rc.1@28"],
    ["~> 1.18", `${all118} 1.19.5@28 1.20.0@28`],
    ["~>1.18", `${all118} 1.19.5@28 1.20.0@28`],
    ["~> 1.18.1", "1.18.4 1.18.4@26 1.18.4@27"],
    ["~> 1.18-otp-27", "1.18.0@27 1.18.4@27"],
    ["~> 1", stable],
    ["~> 1.20-rc", "1.20.0-rc.0@28 1.20.0-rc.1@28 1.20.0@28"],
    ["~> 1.20.0-rc.1", "1.20.0-rc.1@28 1.20.0@28"],
    ["~> 1.21", ""],
    ["~> 1.17 and < 1.19", `1.17.3@27 ${all118}`],
    ["~> 1.17 and < 1.19.0", `1.17.3@27 ${all118}`],
    ["~> 1.16.0 or ~> 1.18.1", "1.16.3@26 1.18.4 1.18.4@26 1.18.4@27"],
    ["1.0.5 or >= 1.16.0 and < 1.17.0", "1.0.5 1.16.3@26"],
    [">= 1.19.0", "1.19.5@28 1.20.0@28"],
    ["> 1.18", "1.19.5@28 1.20.0@28"],
    ["> 1.18.0", "1.18.4 1.18.4@26 1.18.4@27 1.19.5@28 1.20.0@28"],
    ["<= 1.16", "1.0.5 1.16.3@26"],
    ["== 1.18.0", "1.18.0@27"],
    ["^1.19", "1.19.5@28 1.20.0@28"],
    ["~1.18.1", "1.18.4 1.18.4@26 1.18.4@27"],
    ["1.16 - 1.17", "1.16.3@26 1.17.3@27"],
    [">= 1.20.0-rc.1 and < 2.0.0", "1.20.0-rc.1@28 1.20.0@28"],
    ["main", "main@28 main@29"],
    ["main-otp-28", "main@28"],
    ["branch main", "main@28 main@29"],
    ["branch main-otp-29", "main@29"],
    [" branch   main ", "main@28 main@29"],
    ["ref:main", "main@28 main@29"],
    ["ref:main-otp-28", "main@28"],
    ["branch v1.18", "v1.18@27"],
    ["ref:v1.18", "v1.18@27"],
    ["ref:v1.18-otp-27", "v1.18@27"],
    ["branch:v1.18", "v1.18@27"],
    ["master", ""],
    ["ref:v1.18.4", "1.18.4 1.18.4@26 1.18.4@27"],
    ["tag:v1.18.4-otp-27", "1.18.4@27"],
  ])("%s: %s", (text, versions) => {
    expect(chosen(text, "allows")).toBe(versions)
  })

  it.each([
    "",
    "path:~/elixir",
    "ref:91a9b8a",
    "ref:4b6e1c3d9f0a7b2c5e8d1f4a6b9c0d3e7f8a2b5c",
    "branch topic",
    "branch main now",
    "branch",
    "sub-1:1.18",
    "system",
    "lts",
    "stable",
    "elixir",
    "maint",
    "1.18.",
    "1..18",
    "1.018",
    "1.18.4-otp",
    "1.18.4-otp-",
    "1.18.4-otp-27-otp-28",
    "1.18.4-otp-27 or 1.17.3",
    "OTP-27",
    "~>",
    "~> 1.17 and",
    "and ~> 1.17",
    "~> 1.17 or or ~> 1.18",
    "~> 1.17 but < 1.19",
    "~> 1.17 &",
    "#{System.version()}",
    "latest:",
  ])("does not understand %j", (text) => {
    expect(readElixirWish(text)).toBeUndefined()
  })
})

describe("what a wish for Elixir names", () => {
  it.each([
    ["1.18.4", "1.18.4 1.18.4@26 1.18.4@27"],
    ["v1.18.4-otp-27", "1.18.4@27"],
    ["== 1.18.0", "1.18.0@27"],
    ["1.20.0-rc.1", "1.20.0-rc.1@28"],
    ["branch v1.18", "v1.18@27"],
    ["ref:v1.18.4-otp-27", "1.18.4@27"],
    ["1.18", ""],
    ["~> 1.18.0", ""],
    ["latest:1.18.4", ""],
  ])("%s: %j", (text, versions) => {
    expect(chosen(text, "names")).toBe(versions)
  })
})

describe("what does for a requirement, pre-releases and branches as Mix sees them", () => {
  it.each([
    ["~> 1.20", "1.20.0@28 1.21.0-rc.0@29 main@28 main@29"],
    ["~> 1.18.1", "1.18.4 1.18.4@26 1.18.4@27 v1.18@27"],
    ["~> 1.17 and < 1.19.0", `1.17.3@27 ${all118} v1.18@27`],
    ["< 1.17.0 or == 1.20.0", "1.0.5 1.16.3@26 1.20.0@28"],
    [">= 1.20.0-rc.1", "1.20.0-rc.1@28 1.20.0@28 1.21.0-rc.0@29 main@28 main@29"],
    ["main", "main@28 main@29"],
  ])("%s: %s", (text, versions) => {
    expect(chosen(text, "includes")).toBe(versions)
  })
})

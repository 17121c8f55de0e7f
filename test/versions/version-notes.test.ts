import { describe, expect, it } from "vitest"
import { type FoundVersion, versionNotes } from "../../lib/versions/version-notes.ts"

const day = new Date("2026-09-01")

/** What is said of versions such as `elixir 1.14.5`. */
function notes(...found: readonly string[]): readonly string[] {
  return versionNotes(
    found.map((text) => {
      const [name, ...version] = text.split(" ")
      return { name: name as FoundVersion["name"], version: version.join(" ") }
    }),
    day,
  )
}

describe("versionNotes", () => {
  it("says nothing of versions that are well", () => {
    expect(notes("erlang 27.3.4.12", "elixir 1.18.4", "hex 2.5.1", "rebar3 3.24.0", "node 24.11.0")).toEqual([])
  })

  it("names the day on which support ended, and what has support", () => {
    expect(notes("erlang 25.2.3", "elixir 1.14.5", "node 20.19.0")).toMatchInlineSnapshot(`
      [
        "Erlang/OTP 25 has had no security fixes since 2025-05-17; supported are 27 and later",
        "Elixir 1.14 has had no security fixes since 2025-10-16; supported are 1.16 and later",
        "Node.js 20 has had no security fixes since 2026-04-30; supported are 22, 24 and 26",
      ]
    `)
  })

  it("names the line of a branch", () => {
    expect(notes("erlang maint-26", "elixir v1.15")).toMatchInlineSnapshot(`
      [
        "Erlang/OTP 26 has had no security fixes since 2026-05-26; supported are 27 and later",
        "Elixir 1.15 has had no security fixes since 2026-06-03; supported are 1.16 and later",
      ]
    `)
  })

  it("waits until the day has passed", () => {
    const found = [{ name: "erlang", version: "27.3.4.12" }] as const
    expect(versionNotes(found, new Date("2027-05-20"))).toEqual([])
    expect(versionNotes(found, new Date("2027-05-21"))).toMatchInlineSnapshot(`
      [
        "Erlang/OTP 27 has had no security fixes since 2027-05-20; supported are 28 and later",
      ]
    `)
  })

  it("names no way out when all that it knows has ended", () => {
    expect(versionNotes([{ name: "node", version: "24.11.0" }], new Date("2199-01-01"))).toMatchInlineSnapshot(`
      [
        "Node.js 24 has had no security fixes since 2028-04-30",
      ]
    `)
  })

  it.each([
    ["erlang 25.3.2.16"],
    ["erlang 26.2.5.6"],
    ["erlang 27.1.2"],
    ["erlang 27.2"],
    ["elixir 1.17.1"],
    ["elixir 1.19.3"],
    ["node 22.5.0"],
  ])("tells the defect of %s", (found) => {
    expect(notes(found).filter((note) => !note.includes("security fixes"))).toMatchSnapshot()
  })

  it("tells the defects that come with the host", () => {
    expect(notes("erlang 28.0.2", "elixir 1.19.5", "hex 2.5.0")).toMatchInlineSnapshot(`
      [
        "Erlang/OTP 28.0.2 has a known defect: Elixir compiles regular expressions while the app runs there, which is slow; take 28.1 or later",
        "Hex 2.5.0 has a known defect: it calls :re.import/1, which Erlang/OTP has since 28.1; take 2.5.1 or later",
      ]
    `)
  })

  it("says that an OTP is newer than what Elixir supports", () => {
    expect(notes("erlang 28.1", "elixir 1.17.3")).toMatchInlineSnapshot(`
      [
        "Elixir 1.17.3 supports Erlang/OTP 25 to 27, and may fail on 28",
      ]
    `)
  })

  it("does so for a line of only one OTP", () => {
    expect(notes("erlang 27.3.4", "elixir 1.0.0").at(-1)).toMatchInlineSnapshot(
      `"Elixir 1.0.0 supports Erlang/OTP 17, and may fail on 27"`,
    )
  })

  it.each([[["erlang 28.1", "elixir branch main"]], [["erlang master", "elixir 1.20.3"]], [["erlang 28.1"]]])(
    "says nothing of a pair that it cannot judge: %j",
    (found) => {
      expect(notes(...found)).toEqual([])
    },
  )
})

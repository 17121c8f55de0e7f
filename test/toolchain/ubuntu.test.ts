import { describe, expect, it } from "vitest"
import type { Target } from "../../lib/core/target.ts"
import { ubuntuFor } from "../../lib/toolchain/ubuntu.ts"

function target(name: string, version: string, stack?: string): Target {
  return { os: "linux", arch: "amd64", distro: { name, version }, ...(stack && { stack }) }
}

describe("ubuntuFor", () => {
  it.each([
    ["heroku-22", "22.04"],
    ["heroku-24", "24.04"],
    ["heroku-26", "26.04"],
  ])("goes by the stack %s", (stack, release) => {
    expect(ubuntuFor(target("debian", "12", stack))).toEqual({ release })
  })

  it.each([
    ["ubuntu", "22.04", "22.04"],
    ["ubuntu", "24.04", "24.04"],
    ["ubuntu", "26.04", "26.04"],
  ])("knows %s %s", (name, version, release) => {
    expect(ubuntuFor(target(name, version))).toEqual({ release })
  })

  it.each([
    ["debian", "12", "22.04"],
    ["debian", "12.11", "22.04"],
    ["debian", "13", "24.04"],
  ])("knows %s %s, and says what fits it", (name, version, release) => {
    const text = `Taking the Erlang/OTP builds for Ubuntu ${release}, which fit ${name} ${version}`
    expect(ubuntuFor(target(name, version))).toEqual({ release, note: { kind: "detail", text } })
  })

  it.each([
    ["ubuntu", "24.04", "24.04"],
    ["debian", "13", "24.04"],
  ])("goes by %s %s where it does not know the stack, and warns", (name, version, release) => {
    const text = `Unknown stack heroku-99: taking the Erlang/OTP builds for Ubuntu ${release}, which fit ${name} ${version}`
    expect(ubuntuFor(target(name, version, "heroku-99"))).toEqual({ release, note: { kind: "warning", text } })
  })

  it.each([
    ["ubuntu", "23.10", "22.04"],
    ["ubuntu", "25.10", "24.04"],
    ["ubuntu", "28.04", "26.04"],
    ["debian", "14", "24.04"],
    ["debian", "", "24.04"],
    ["fedora", "42", "22.04"],
    ["", "", "22.04"],
  ])("guesses for %j %j and says so", (name, version, release) => {
    const choice = ubuntuFor(target(name, version, "container"))
    expect(choice.release).toBe(release)
    expect(choice.note).toMatchObject({ kind: "warning", text: expect.stringContaining(`Ubuntu ${release}`) })
  })

  it.each([
    ["fedora", "42", "fedora 42"],
    ["", "", "this system"],
  ])("says what it guessed for %j %j", (name, version, system) => {
    expect(ubuntuFor(target(name, version)).note?.text).toBe(
      `Taking the Erlang/OTP builds for Ubuntu 22.04, since none are made for ${system}`,
    )
  })

  it.each([
    ["ubuntu", "20.04"],
    ["debian", "11"],
    ["alpine", "3.22.1"],
  ])("refuses %s %s", (name, version) => {
    expect(() => ubuntuFor(target(name, version))).toThrow(expect.objectContaining({ id: "target/unsupported" }))
  })

  it("explains what would do", () => {
    expect(() => ubuntuFor(target("alpine", "3.22.1"))).toThrow(
      expect.objectContaining({
        title: "No Erlang/OTP build runs on alpine 3.22.1",
        help: "Precompiled Erlang/OTP needs glibc 2.35 or later and OpenSSL 3.\n\nBuild on Ubuntu 22.04 or later, Debian 12 or later, or the stack heroku-22, heroku-24 or heroku-26.",
      }),
    )
  })
})

import { describe, expect, it } from "vitest"
import { nearestVersions } from "../../lib/versions/nearest.ts"

const known = ["24.3.4", "25.3.2", "26.2.5", "27.0", "27.0.1", "27.1", "27.3.4", "27.3.4.2", "28.0-rc1", "28.0"]

describe("nearestVersions", () => {
  it.each([
    ["27.3.9", ["27.3.4.2", "27.3.4", "27.1", "27.0.1", "27.0"]],
    ["27.2", ["27.3.4.2", "27.3.4", "27.1", "27.0.1", "27.0"]],
    ["27", ["27.3.4.2", "27.3.4", "27.1", "27.0.1", "27.0"]],
    ["27.0.0.1", ["27.0", "27.0.1", "27.1", "27.3.4.2", "27.3.4"]],
    ["26.9", ["26.2.5", "27.3.4.2", "27.3.4", "27.1", "27.0.1"]],
    ["99.0", ["28.0", "27.3.4.2", "27.3.4", "27.1", "27.0.1"]],
    ["OTP-28.1", ["28.0", "27.3.4.2", "27.3.4", "27.1", "27.0.1"]],
    ["ref:OTP-28.1", ["28.0", "27.3.4.2", "27.3.4", "27.1", "27.0.1"]],
    ["28.0-rc3", ["28.0-rc1", "28.0", "27.3.4.2", "27.3.4", "27.1"]],
    ["~> 26.3 or ~> 24.0", ["26.2.5", "27.3.4.2", "27.3.4", "27.1", "27.0.1"]],
    ["latest", ["28.0", "27.3.4.2", "27.3.4", "27.1", "27.0.1"]],
    ["lts/-1", ["28.0", "27.3.4.2", "27.3.4", "27.1", "27.0.1"]],
    ["maint-26", ["28.0", "27.3.4.2", "27.3.4", "27.1", "27.0.1"]],
  ])("offers what is near %s", (wanted, nearest) => {
    expect(nearestVersions(wanted, known)).toEqual(nearest)
  })

  it("offers every version once, and no more than there are", () => {
    expect(nearestVersions("1.18.5-otp-27", ["1.18.4", "1.18.4", "1.19.0-rc.0"])).toEqual(["1.18.4"])
  })

  it("orders pre-releases by what they count, and before their release", () => {
    const releases = ["1.20.0-rc.10", "1.20.0", "1.20.0-rc.2", "1.20.0-dev", "1.19.5"]
    const nearest = ["1.20.0-rc.10", "1.20.0-rc.2", "1.20.0-dev", "1.20.0", "1.19.5"]
    expect(nearestVersions("1.20.0-rc.11", releases)).toEqual(nearest)
  })

  it.each([
    ["maint-26", ["27.3.4", "maint-27", "maint"], ["maint-27", "maint"]],
    ["branch topic", ["1.18.4", "branch v1.18", "branch main"], ["branch v1.18", "branch main"]],
    ["27.9", ["27.3.4", "maint-27", "maint"], ["27.3.4"]],
    ["1.18", ["1.19.5", "branch v1.18", "branch main"], ["1.19.5"]],
  ])("offers for %s of %j only what is of its kind", (wanted, listed, nearest) => {
    expect(nearestVersions(wanted, listed)).toEqual(nearest)
  })
})

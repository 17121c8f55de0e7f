import { describe, expect, it } from "vitest"
import { nearestToBranch, nearestVersions } from "../../lib/versions/nearest.ts"

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
})

describe("nearestToBranch", () => {
  const branches = ["maint", "maint-26", "maint-27", "maint-28", "master"]

  it.each([
    ["maint-25", ["25.3.2", "maint-26", "maint-27", "maint-28", "maint"]],
    ["ref:maint-24", ["24.3.4", "maint-26", "maint-27", "maint-28", "maint"]],
    ["maint-29", ["maint-28", "maint-27", "maint-26", "maint", "master"]],
    ["main", ["maint", "master", "maint-28", "maint-27", "maint-26"]],
  ])("offers what is near %s", (wanted, nearest) => {
    expect(nearestToBranch(wanted, { branches, releases: known })).toEqual(nearest)
  })

  it("knows the branches of Elixir by two numbers", () => {
    const names = {
      branches: ["branch main", "branch v1.18", "branch v1.20"],
      releases: ["1.16.3", "1.17.3", "1.18.4"],
    }
    const nearest = ["1.17.3", "branch v1.18", "branch v1.20", "branch main"]
    expect(nearestToBranch("branch v1.17", names)).toEqual(nearest)
    expect(nearestToBranch("ref:v1.17-otp-27", names)).toEqual(nearest)
    expect(nearestToBranch("v1.19", names)).toEqual(["branch v1.20", "branch v1.18", "branch main"])
  })

  it("offers releases where there are no branches", () => {
    expect(nearestToBranch("maint-26", { branches: [], releases: known }).slice(0, 2)).toEqual(["26.2.5", "27.3.4.2"])
    expect(nearestToBranch("master", { branches: [], releases: known })[0]).toBe("28.0")
  })
})

import { rm } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { otpElsewhere } from "../../lib/toolchain/otp-elsewhere.ts"
import { type IndexSite, indexSite } from "../support/index-site.ts"

async function others(site: IndexSite) {
  const { events, ...context } = site.build()
  const found = await otpElsewhere(site.origins, { ubuntu: "24.04", arch: "amd64" }, context, Date.now)
  expect(events).toEqual([])
  await context.indexes.save()
  return found.map(({ arch, ubuntu, index }) => `${ubuntu} ${arch}: ${index.entries[0]?.ref}`)
}

const all = ["22.04 amd64: OTP-24.2", "24.04 arm64: OTP-27.2", "26.04 amd64: OTP-28.0"]

it("are the other Ubuntus and the other architecture", async () => {
  const site = await indexSite()
  expect(await others(site)).toEqual(all)
  expect(site.origin.requests).toHaveLength(5)
  expect(site.origin.requests).not.toContain("/builds/otp/amd64/ubuntu-24.04/builds.txt")
})

it("are those that can be had", async () => {
  const site = await indexSite()
  await rm(join(site.files, "builds/otp/arm64"), { recursive: true })
  site.origin.fail("/builds/otp/amd64/ubuntu-22.04/builds.txt", { body: "<html>" })
  expect(await others(site)).toEqual(all.slice(2))
})

it("are none where nothing answers, and that soon", async () => {
  const site = await indexSite()
  for (const folder of ["amd64/ubuntu-22.04", "arm64/ubuntu-24.04", "amd64/ubuntu-26.04"]) {
    site.origin.fail(`/builds/otp/${folder}/builds.txt`, { stall: 60_000 })
  }
  const began = performance.now()
  expect(await others(site)).toEqual([])
  expect(performance.now() - began).toBeLessThan(5000)
})

it("are remembered", async () => {
  const site = await indexSite()
  await others(site)
  await site.origin.close()
  expect(await others(site)).toEqual(all)
})

import { readFile } from "node:fs/promises"
import { expect, it } from "vitest"
import { download } from "../../lib/io/download.ts"
import { redirectTarget } from "../../lib/io/redirect.ts"
import { CONTENT, digestOf, downloadSite } from "../support/download-site.ts"

const FROM = new URL("https://user:secret@mirror.test/builds/otp.tar.gz?token=hush")

it.each([
  { location: "other.tar.gz", to: "https://user:secret@mirror.test/builds/other.tar.gz" },
  { location: "/other.tar.gz", to: "https://user:secret@mirror.test/other.tar.gz" },
  { location: "https://mirror.test/other", to: "https://user:secret@mirror.test/other" },
  { location: "https://mirror.test:8443/other", to: "https://mirror.test:8443/other" },
  { location: "http://mirror.test/other", to: "http://mirror.test/other" },
  { location: "//cdn.test/other", to: "https://cdn.test/other" },
  { location: "https://own:key@mirror.test/other", to: "https://own:key@mirror.test/other" },
  { location: "https://own:key@cdn.test/other", to: "https://own:key@cdn.test/other" },
])("leads to $to by $location", ({ location, to }) => {
  expect(redirectTarget(location, FROM)?.href).toBe(to)
})

it.each(["http://[", "file:///etc/hostname", "data:,text", "ftp://mirror.test/other"])(
  "leads nowhere by %s",
  (location) => {
    expect(redirectTarget(location, FROM)).toBeUndefined()
  },
)

it.each([301, 302, 303, 307, 308])("is followed with its credentials when the status is %i", async (status) => {
  const { origin, url, to } = await downloadSite()
  const withKey = url.replace("//", "//own:key@")
  origin.fail("/old", { redirect: withKey, status })
  await download(url.replace("otp.tar.gz", "old"), to, digestOf(CONTENT), { env: {} })
  expect(await readFile(to, "utf8")).toBe(CONTENT)
  expect(origin.headers.map(({ authorization }) => authorization)).toEqual([
    undefined,
    `Basic ${Buffer.from("own:key").toString("base64")}`,
  ])
})

it("gives the credentials to no other server", async () => {
  const [one, other] = [await downloadSite(), await downloadSite()]
  one.origin.fail("/otp.tar.gz", { redirect: other.url })
  await download(one.url.replace("//", "//own:key@"), one.to, digestOf(CONTENT), { env: {} })
  expect(one.origin.headers[0]?.authorization).toMatch(/^Basic /)
  expect(other.origin.headers.map(({ authorization }) => authorization)).toEqual([undefined])
})

it("gives a secret to its own server alone", async () => {
  const [one, other] = [await downloadSite(), await downloadSite()]
  one.origin.fail("/otp.tar.gz", { redirect: `${one.origin.url}/moved` })
  one.origin.fail("/moved", { redirect: other.url })
  await download(one.url, one.to, digestOf(CONTENT), { env: {}, authorization: "k3y" })
  expect(one.origin.headers.map(({ authorization }) => authorization)).toEqual(["k3y", "k3y"])
  expect(other.origin.headers.map(({ authorization }) => authorization)).toEqual([undefined])
})

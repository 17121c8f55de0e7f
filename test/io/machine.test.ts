import { expect, it } from "vitest"
import { machinePackages, parseOsRelease, readTarget } from "../../lib/io/machine.ts"

it.each([
  ['NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="24.04"\n', { name: "ubuntu", version: "24.04" }],
  ["VERSION_ID='12'\nID=debian\nID_LIKE=other\n", { name: "debian", version: "12" }],
  ['ID="alpine"\nVERSION_ID=3.22.1', { name: "alpine", version: "3.22.1" }],
  ['ID=debian\nPRETTY_NAME="Debian GNU/Linux forky/sid"\n', { name: "debian", version: "" }],
  ["", { name: "", version: "" }],
])("reads %j", (text, expected) => {
  expect(parseOsRelease(text)).toEqual(expected)
})

it("takes the stack only from Heroku", async () => {
  expect(await readTarget({ STACK: "heroku-24" })).toMatchObject({ os: "linux", stack: "heroku-24" })
  expect(await readTarget({})).not.toHaveProperty("stack")
  expect(await readTarget({ STACK: "" })).not.toHaveProperty("stack")
})

it("knows the machine by what its distribution has installed", async () => {
  const packages = await machinePackages()
  expect(packages).toMatch(/^[0-9a-f]{64}/)
  expect(await machinePackages()).toBe(packages)
})

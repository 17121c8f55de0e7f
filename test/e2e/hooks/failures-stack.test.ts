import { expect, it } from "vitest"
import { plainApp } from "../../support/apps.ts"
import { startHeroku } from "../../support/heroku.ts"
import { onSystem } from "../../support/mounts.ts"

const unset = ["env", "-u", "STACK"]

const debian13 = 'ID=debian\nVERSION_ID="13"\n'
const ubuntu28 = 'ID=ubuntu\nVERSION_ID="28.04"\n'

it.each([
  { stack: "not set", by: unset, env: {}, system: debian13 },
  { stack: "empty", by: [], env: { STACK: "" }, system: debian13 },
  { stack: "unknown", by: [], env: { STACK: "heroku-99" }, system: debian13 },
  { stack: "unknown, on a system that is", by: [], env: { STACK: "heroku-99" }, system: ubuntu28 },
  { stack: "not set, on an unknown system", by: unset, env: {}, system: "ID=fedora\nVERSION_ID=42\n" },
  { stack: "not set, on a system without a name", by: unset, env: {}, system: "" },
])("says whose Erlang/OTP it takes when the stack is $stack", async ({ by, env, system }) => {
  const heroku = await startHeroku()
  const build = await heroku.push(plainApp, { env, by: [...onSystem(system), ...by] })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  const [said = ""] = /.*Erlang\/OTP builds.*/.exec(build.log) ?? []
  expect(said).toMatchSnapshot()
  const asked = heroku.origin.requests.flatMap((path) => /\/otp\/.*ubuntu-([\d.]+)\//.exec(path)?.[1] ?? [])
  expect(new Set(asked)).toEqual(new Set([/Ubuntu ([\d.]+)/.exec(said)?.[1]]))
})

it.each([
  { where: "a system that is too old", env: { STACK: "heroku-16" }, system: 'ID=ubuntu\nVERSION_ID="16.04"\n' },
  { where: "a system with another libc", env: { STACK: "" }, system: "ID=alpine\nVERSION_ID=3.22.1\n" },
])("refuses to build on $where", async ({ env, system }) => {
  const heroku = await startHeroku()
  const build = await heroku.push(plainApp, { env, by: onSystem(system) })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  expect(heroku.origin.requests).toEqual([])
})

it("installs another stack's runtimes anew", async () => {
  const heroku = await startHeroku()
  expect((await heroku.push(plainApp, { env: { STACK: "heroku-22" } })).exitCode).toBe(0)
  const build = await heroku.push(plainApp, { env: { STACK: "heroku-99" }, by: onSystem(ubuntu28) })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(build.log).toMatch(/Installing Erlang\/OTP 27\.3\.4\.2 \(the cache has it for [^)]+\)\n/)
})

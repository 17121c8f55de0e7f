import { expect, it } from "vitest"
import { targetNamed } from "../../lib/core/named-target.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { failure } from "../support/failure.ts"

it.each([
  {
    name: "heroku-24",
    target: { os: "linux", arch: "arm64", distro: { name: "ubuntu", version: "24.04" }, stack: "heroku-24" },
  },
  { name: "debian-13", target: { os: "linux", arch: "arm64", distro: { name: "debian", version: "13" } } },
])("knows the machine called $name", ({ name, target }) => {
  expect(targetNamed(name, "arm64")).toEqual(target)
})

it("names the systems that there are when one is not among them", async () => {
  const error = await failure((async () => targetNamed("heroku-20", "amd64"))())
  expect(renderError(error)).toMatchInlineSnapshot(`
    " !
     !     There are no builds for a system called heroku-20
     !
     !     The systems that can be named: heroku-22, heroku-24, heroku-26, ubuntu-22.04, ubuntu-24.04, ubuntu-26.04, debian-12, debian-13
     !
     !     Name one of these; for this machine, leave --for out.
     !
     !     Error id: target/unknown-stack
     !"
  `)
})

it("takes no property of every object for a system", async () => {
  const { id } = await failure((async () => targetNamed("constructor", "amd64"))())
  expect(id).toBe("target/unknown-stack")
})

import { expect, it } from "vitest"
import { BuildpackError } from "../../lib/core/error.ts"

it("carries an id, a title and a way out, and is an Error with the title as its message", () => {
  const cause = new Error("ENOSPC")
  const error = new BuildpackError("cache/full", "The disk is full", { help: "Make room.", cause })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: "BuildpackError",
    id: "cache/full",
    title: "The disk is full",
    message: "The disk is full",
    help: "Make room.",
    cause,
  })
  expect(error.stack).toMatch(/^BuildpackError: The disk is full\n/)
})

it("has no cause unless there is one", () => {
  expect(new BuildpackError("a/b", "title", { help: "help" })).not.toHaveProperty("cause")
})

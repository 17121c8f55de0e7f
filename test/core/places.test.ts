import { expect, it } from "vitest"
import { movedEnv, withMarks } from "../../lib/core/places.ts"

const here = { app: ["/tmp/build_1", "/tmp/beampack-1"], cache: ["/tmp/build_1/cache"] }
const there = { app: ["/app"], cache: ["/cache"] }

it.each([
  ["/tmp/build_1/bin:/usr/bin", "/app/bin:/usr/bin"],
  ["-I/tmp/build_1 -L/tmp/build_1/lib", "-I/app -L/app/lib"],
  ["/tmp/beampack-1/bin:/tmp/build_1/cache/x", "/app/bin:/cache/x"],
  ["/tmp/build_12:/tmp/build_1.old:/tmp/build_1-x", "/tmp/build_12:/tmp/build_1.old:/tmp/build_1-x"],
  ["/usr/tmp/build_1/bin", "/usr/tmp/build_1/bin"],
  ["file:///tmp/build_1/a", "file:///app/a"],
  ['{"cwd":"/tmp/build_1"}', '{"cwd":"/app"}'],
  ["/tmp", "/tmp"],
])("takes %j for %j elsewhere", (one, other) => {
  expect(withMarks(one, here)).toBe(withMarks(other, there))
})

it("tells a value with a folder from one with another folder", () => {
  expect(withMarks("/tmp/build_1/a", here)).not.toBe(withMarks("/tmp/build_1/a", there))
})

it("leaves a text alone when the app is the root of all", () => {
  expect(withMarks("/usr/bin", { app: ["/"], cache: ["/cache"] })).toBe("/usr/bin")
})

it("moves the folder in variables, where it is one", () => {
  const env = { PATH: "/app/bin:/usr/app/bin:/application", CFLAGS: "-I/app/include", HOME: "/app", NONE: undefined }
  expect(movedEnv(env, [["/app", "/tmp/$&"]])).toEqual({
    PATH: "/tmp/$&/bin:/usr/app/bin:/application",
    CFLAGS: "-I/tmp/$&/include",
    HOME: "/tmp/$&",
    NONE: undefined,
  })
})

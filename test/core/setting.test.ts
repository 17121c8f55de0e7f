import { expect, it } from "vitest"
import { describeOrigin, type Origin } from "../../lib/core/setting.ts"

it.each<[Origin, string]>([
  [{ kind: "file", file: ".tool-versions", line: 2 }, ".tool-versions:2"],
  [{ kind: "file", file: "Procfile" }, "Procfile"],
  [{ kind: "env", name: "ELIXIR_VERSION" }, "ELIXIR_VERSION"],
  [{ kind: "default", why: "newest that fits" }, "newest that fits"],
])("describes %j as %s", (origin, phrase) => {
  expect(describeOrigin(origin)).toBe(phrase)
})

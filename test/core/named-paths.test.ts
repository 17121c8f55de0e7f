import { describe, expect, it } from "vitest"
import { namedPaths, pathInApp } from "../../lib/core/named-paths.ts"

describe("namedPaths", () => {
  it.each([
    ["bin/start", ["bin/start"]],
    ["exec ./bin/start.sh -p $PORT", ["exec", "bin/start.sh"]],
    [`cd "$HOME/web" && \${HOME}/run`, ["cd", "web", "run"]],
    ["PATH=/app/.apt/bin:/usr/bin:$PATH", ["PATH", ".apt/bin"]],
    [". bin/env.sh", ["bin/env.sh"]],
    ["cat ../secret ~/data/x", ["cat", "data/x"]],
  ])("%s", (text, paths) => {
    expect(namedPaths(text)).toEqual(paths)
  })
})

describe("pathInApp", () => {
  it.each([
    ["data/", "data"],
    ["/app/priv/*.db", "priv/*.db"],
    [".", "."],
    ["./.env", ".env"],
    ["a/../b", "b"],
    ["..", undefined],
    ["../x", undefined],
    ["/etc/passwd", undefined],
    ["-v", undefined],
    ["$X", undefined],
  ])("%s is %s", (word, path) => {
    expect(pathInApp(word)).toBe(path)
  })
})

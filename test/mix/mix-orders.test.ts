import { describe, expect, it } from "vitest"
import { mixLines, mixOrder, servesIn } from "../../lib/mix/mix-orders.ts"

describe("an order", () => {
  it("has what is to be changed of the environment, and the task", () => {
    expect(mixOrder(["release", "shop"], { A: "1", B: "two words", C: "" }, { A: "1", B: "2", D: "4" })).toBe(
      "B%3Dtwo%20words D C%3D\trelease shop",
    )
  })

  it("is one line of three kinds of blanks, whatever is in it", () => {
    const text = "tab\tnew\nline=% ü 日"
    const [changes = "", task = ""] = mixOrder(["run", text], { A: text }, {}).split("\t")
    expect(decodeURIComponent(changes)).toBe(`A=${text}`)
    expect(task.split(" ").map(decodeURIComponent)).toEqual(["run", text])
  })
})

describe("what a lasting Mix prints", () => {
  it.each([
    ["m begun", [{ kind: "begun" }]],
    ["m done", [{ kind: "done" }]],
    ["m unfit", [{ kind: "unfit" }]],
    ["no end of line: m done", [{ kind: "printed", text: "no end of line: " }, { kind: "done" }]],
    ["Compiling 1 file (.ex)", [{ kind: "printed", text: "Compiling 1 file (.ex)" }]],
    ["m sleeps", [{ kind: "printed", text: "m sleeps" }]],
    ["", [{ kind: "printed", text: "" }]],
  ])("%j", (line, expected) => {
    expect(mixLines(line, "m")).toEqual(expected)
  })
})

describe("the environment of a task", () => {
  const started = { PATH: "/bin", MIX_ENV: "prod", LANG: "C.UTF-8" }

  it.each([
    [
      "has another path, which is read when something is started",
      { ...started, PATH: "/node/bin:/bin", NODE_ENV: "x" },
    ],
  ])("%s", (_, env) => {
    expect(servesIn(env, started)).toBe(true)
  })

  it.each([
    ["another MIX_ENV", { ...started, MIX_ENV: "staging" }],
    ["flags for the BEAM", { ...started, ERL_FLAGS: "+S 1" }],
    ["no language", { PATH: "/bin", MIX_ENV: "prod" }],
    ["a limit of its own", { ...started, MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "2" }],
  ])("that has %s wants a Mix of its own", (_, env) => {
    expect(servesIn(env, started)).toBe(false)
  })
})

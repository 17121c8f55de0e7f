import { expect, it } from "vitest"
import { type CompileTask, compileWay } from "../../lib/mix/compile-way.ts"

const GB = 1e9

const task: CompileTask = {
  elixir: "1.18.3-otp-27",
  env: {},
  dependencies: 30,
  bytes: 3_000_000,
  machine: { cores: 4, memory: 8 * GB },
}

it.each<{ what: string; with: Partial<CompileTask>; way: ReturnType<typeof compileWay> }>([
  { what: "as many workers as cores", with: {}, way: { kind: "workers", processes: 4 } },
  { what: "workers on Elixir 1.14", with: { elixir: "1.14.0" }, way: { kind: "workers", processes: 4 } },
  { what: "Mix itself from 1.19 on", with: { elixir: "1.19.0-rc.0" }, way: { kind: "mix", processes: 4 } },
  { what: "Mix itself on what comes later", with: { elixir: "1.20.3-otp-28" }, way: { kind: "mix", processes: 4 } },
  { what: "nothing new on older ones", with: { elixir: "1.13.4" }, way: { kind: "plain" } },
  { what: "nothing new on a branch", with: { elixir: "main" }, way: { kind: "plain" } },
  { what: "nothing new on an Elixir that nobody knows", with: { elixir: undefined }, way: { kind: "plain" } },
  { what: "nothing new on an Elixir 2", with: { elixir: "2.14.0" }, way: { kind: "plain" } },
  { what: "nothing new on one core", with: { machine: { cores: 1, memory: 8 * GB } }, way: { kind: "plain" } },
  {
    what: "what the memory allows",
    with: { machine: { cores: 8, memory: 1.7 * GB } },
    way: { kind: "workers", processes: 3 },
  },
  {
    what: "nothing new with memory for one",
    with: { machine: { cores: 8, memory: 1.1 * GB } },
    way: { kind: "plain" },
  },
  { what: "nothing new with no memory", with: { machine: { cores: 8, memory: 0 } }, way: { kind: "plain" } },
  { what: "eight at most", with: { machine: { cores: 64, memory: 256 * GB } }, way: { kind: "workers", processes: 8 } },
  {
    what: "no more than dependencies",
    with: { dependencies: 6, machine: { cores: 8, memory: 9 * GB } },
    way: { kind: "workers", processes: 6 },
  },
  { what: "nothing new for a few", with: { dependencies: 3 }, way: { kind: "plain" } },
  { what: "nothing new for little source", with: { bytes: 100_000 }, way: { kind: "plain" } },
  {
    what: "what the user has set",
    with: { env: { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "2" } },
    way: { kind: "workers", processes: 2 },
  },
  {
    what: "what the user has set, also for little",
    with: { bytes: 1, dependencies: 2, env: { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "6" } },
    way: { kind: "workers", processes: 2 },
  },
  {
    what: "nothing new where the user wants one",
    with: { env: { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "1" } },
    way: { kind: "plain" },
  },
  {
    what: "nothing new where the user wants none",
    with: { env: { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "0" } },
    way: { kind: "plain" },
  },
  {
    what: "its own choice where the user's is empty",
    with: { env: { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "" } },
    way: { kind: "workers", processes: 4 },
  },
  {
    what: "its own choice where the user's is no number",
    with: { env: { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "all" } },
    way: { kind: "workers", processes: 4 },
  },
  {
    what: "what the user has told Mix from 1.19 on",
    with: { elixir: "1.19.5", env: { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "2" } },
    way: { kind: "plain" },
  },
])("takes $what", ({ with: other, way }) => {
  expect(compileWay({ ...task, ...other })).toEqual(way)
})

import { expect, it } from "vitest"
import { compilerTrace } from "../../lib/mix/compiler-variables.ts"

it.each([
  { ERL_COMPILER_OPTIONS: "deterministic" },
  { ELIXIR_ERL_OPTIONS: "+fnu -pa /vendor" },
  { CC: "clang" },
  { CFLAGS: "-O3" },
  { CFLAGS: "" },
  { CFLAGS_x86_64_unknown_linux_gnu: "-O3" },
  { PKG_CONFIG_PATH: "/opt/lib/pkgconfig" },
  { RUSTFLAGS: "-C target-cpu=native" },
  { CARGO_PROFILE_RELEASE_LTO: "true" },
  { CMAKE_TOOLCHAIN_FILE: "arm.cmake" },
])("%j compiles to something else", (env) => {
  expect(compilerTrace(env)).not.toBe(compilerTrace({}))
})

it.each([
  { CARGO_BUILD_JOBS: "2" },
  { CMAKE_BUILD_PARALLEL_LEVEL: "2" },
  { CC_: "" },
  { MIX_DEBUG: "1" },
  { HOME: "/root" },
])("%j does not", (env) => {
  expect(compilerTrace(env)).toBe(compilerTrace({}))
})

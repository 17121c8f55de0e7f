import type { Env } from "../core/env.ts"
import { tracedVariables } from "./kept-variables.ts"

/** What compilers, build tools and their like read themselves, whatever the code that they compile. */
const names = [
  // https://www.erlang.org/doc/apps/compiler/compile.html and erl_cmd.html; ERL_LIBS has applications, parse transforms in them
  ...[
    "ERL_COMPILER_OPTIONS",
    "ERL_FLAGS",
    "ERL_AFLAGS",
    "ERL_ZFLAGS",
    "ERL_LIBS",
    "ELIXIR_ERL_OPTIONS",
    "REBAR_CONFIG",
  ],
  // https://hexdocs.pm/mix/Mix.html#module-environment-variables; the others have no part in what is compiled
  ...["MIX_EXS", "MIX_PATH", "MIX_REBAR3"],
  // The implicit rules of make, elixir_make and rebar3's compiler of ports
  ...["CC", "CXX", "CPP", "AR", "AS", "LD", "RANLIB", "STRIP", "MAKE", "CROSSCOMPILE", "TARGET_ARCH"],
  ...["CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "LDLIBS", "ARFLAGS", "ASFLAGS"],
  ...["ERL_CFLAGS", "ERL_LDFLAGS", "ERL_EI_INCLUDE_DIR", "ERL_EI_LIBDIR"],
  // https://gcc.gnu.org/onlinedocs/gcc/Environment-Variables.html, which clang reads too
  ...["CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH", "COMPILER_PATH", "GCC_EXEC_PREFIX"],
  ...["PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR"],
  // https://doc.rust-lang.org/cargo/reference/environment-variables.html
  ...["RUSTC", "RUSTFLAGS", "RUSTUP_TOOLCHAIN", "CARGO_ENCODED_RUSTFLAGS"],
] as const

/** Families of them: of Cargo, of its crate `cc`, and of CMake; neither where it works nor with how many processes. */
const families =
  /^(?:CARGO_(?:BUILD|PROFILE|TARGET)_(?!JOBS$|DIR$|TARGET_DIR$)|(?:HOST|TARGET)_(?:CC|CXX|AR|C(?:XX)?FLAGS)$|C(?:XX|C|FLAGS|XXFLAGS)_\w+$|CMAKE_(?!BUILD_PARALLEL_LEVEL$))/

/** A trace of the values that they have: what was compiled with another is not what would be compiled now. */
export function compilerTrace(env: Env): string {
  return tracedVariables([...names, ...Object.keys(env).filter((name) => families.test(name))], env).trace
}

import type { RuntimeName } from "../core/runtime.ts"

/** How each runtime is called in messages. */
export const runtimeTitles = {
  erlang: "Erlang/OTP",
  elixir: "Elixir",
  hex: "Hex",
  rebar3: "rebar3",
  node: "Node.js",
} as const satisfies Record<RuntimeName, string>

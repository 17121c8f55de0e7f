import { expect, it } from "vitest"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import type { Origin } from "../../lib/core/setting.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { readElixirWish } from "../../lib/versions/elixir-wish.ts"
import { readNodeWish } from "../../lib/versions/node-wish.ts"
import { notUnderstood } from "../../lib/versions/not-understood.ts"
import { readOtpWish } from "../../lib/versions/otp-wish.ts"

const file = (name: string, line: number): Origin => ({ kind: "file", file: name, line })

it.each<readonly [name: RuntimeName, value: string, origin: Origin]>([
  ["erlang", "{{ env.OTP }}", file("mise.toml", 3)],
  ["erlang", "twenty seven", { kind: "env", name: "ERLANG_VERSION" }],
  ["elixir", "ref:4a2f7c1be09d63f5a8c7e1d2b3f4a5968d7c6b5e", file(".tool-versions", 2)],
  ["elixir", "path:~/src/elixir", file(".tool-versions", 2)],
  ["elixir", "1.18 stable", file("elixir_buildpack.config", 1)],
  ["node", "sub-1:lts", file(".tool-versions", 3)],
  ["node", "LTS please", file(".nvmrc", 1)],
  ["node", "Iron", { kind: "env", name: "NODE_VERSION" }],
  ["node", "kripton", file(".nvmrc", 1)],
  ["hex", "latest", { kind: "env", name: "HEX_VERSION" }],
  ["rebar3", "~> 3.24", file("project.toml", 4)],
])("says why %s cannot be %s, and what it can be", (name, value, origin) => {
  expect(renderError(notUnderstood(name, { value, origin }))).toMatchSnapshot()
})

it.each([
  "{{ env.OTP }}",
  "ref:4a2f7c1be09d63f5a8c7e1d2b3f4a5968d7c6b5e",
  "path:~/src",
  "path:/opt/27",
  "sub-1:latest",
  "sub-0.1:lts",
])("understands %s for no runtime", (text) => {
  expect([readOtpWish(text), readElixirWish(text), readNodeWish(text)]).toEqual([undefined, undefined, undefined])
})

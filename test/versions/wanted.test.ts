import { expect, it } from "vitest"
import { readElixirWish } from "../../lib/versions/elixir-wish.ts"
import { readNodeWish } from "../../lib/versions/node-wish.ts"
import { readOtpWish } from "../../lib/versions/otp-wish.ts"

const readers = { erlang: readOtpWish, elixir: readElixirWish, node: readNodeWish }

it.each([
  ["version", "erlang", ["27.3.4", "27.3", "OTP-27.3.4", "= 27.3.4", "28.0-rc1", "ref:OTP-27.3.4"]],
  ["version", "elixir", ["1.18.4", "v1.18.4", "== 1.18.4", "1.18.4-otp-27", "1.20.0-rc.1", "ref:v1.18.4"]],
  ["version", "node", ["22.12.0", "v22.12.0", "=22.12.0", "25.0.0-rc.1"]],
  ["family", "erlang", ["27", "27.x", "27.*", "*", "latest", "latest:27", "prefix:27.3"]],
  ["family", "elixir", ["1.18", "1.x", "1.18.*", "= 1.18", "latest", "1.18-otp-27"]],
  [
    "family",
    "node",
    ["24", "v24.1", "24.x", "24.*", "*", "x", "latest", "latest:24", "node", "lts", "lts/*", "lts/jod"],
  ],
  ["range", "erlang", ["~> 27.3", ">= 26 < 28", "26 - 27", "27 || 28", "27.0,27.1"]],
  ["range", "elixir", ["~> 1.17", "~> 1.17 and < 1.19.0", "1.17 or 1.18", "1.18,1.19", "!= 1.18.0", "~> 1.18-otp-27"]],
  ["range", "node", [">=20", "^22.5.0", "~22", "18 || 20", "20 - 22", ">=20 <22"]],
  ["ref", "erlang", ["maint-27", "master", "ref:maint", "branch maint-27"]],
  ["ref", "elixir", ["main", "branch main", "ref:v1.18", "branch:v1.18", "main-otp-28"]],
] as const)("a %s of %s is %j", (kind, name, texts) => {
  expect(texts.map((text) => [text, readers[name](text)?.kind])).toEqual(texts.map((text) => [text, kind]))
})

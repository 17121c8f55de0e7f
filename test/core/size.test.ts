import { expect, it } from "vitest"
import { parseSize, readableSize } from "../../lib/core/size.ts"

it.each([
  ["2GB", 2e9],
  ["2 gb", 2e9],
  ["2G", 2e9],
  ["500 MB", 5e8],
  ["500m", 5e8],
  ["64kB", 64_000],
  ["1.5GB", 1.5e9],
  ["1GiB", 1_073_741_824],
  ["1.5 MiB", 1_572_864],
  ["1 TiB", 1_099_511_627_776],
  ["2TB", 2e12],
  ["700000B", 700_000],
])("%s is %d bytes", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

it.each([
  "",
  "0",
  "0GB",
  "2",
  "GB",
  "-2GB",
  "2,5GB",
  "2.GB",
  ".5GB",
  "2GBs",
  "2 G B",
  "1e3MB",
  "0.1B",
  "9999999TB",
  "many",
])("%j is no size", (text) => {
  expect(parseSize(text)).toBeUndefined()
})

it.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [999_499, "999 kB"],
  [999_500, "1 MB"],
  [1_540_000, "1.5 MB"],
  [99_960_000, "100 MB"],
  [234_567_890, "235 MB"],
  [1_250_000_000, "1.3 GB"],
  [2e9, "2 GB"],
  [5e12, "5000 GB"],
])("%d bytes are %s", (bytes, text) => {
  expect(readableSize(bytes)).toBe(text)
})

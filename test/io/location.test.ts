import { expect, it } from "vitest"
import { fileName, printable } from "../../lib/io/location.ts"

it.each([
  ["https://nodejs.org/dist/index.json", "https://nodejs.org/dist/index.json"],
  ["https://me:secret@mirror.test/a?token=secret#secret", "https://mirror.test/a"],
  ["https://50%:100%@mirror.test/a", "https://mirror.test/a"],
  ["file:///mirror/a%20b", "file:///mirror/a%20b"],
  ["//me:secret@mirror.test/a?secret", "//mirror.test/a"],
  ["mirror", "mirror"],
])("prints %s as %s", (source, printed) => {
  expect(printable(source)).toBe(printed)
})

it.each([
  ["https://mirror.test/otp/OTP-27.0.tar.gz?x=1", "OTP-27.0.tar.gz"],
  ["file:///mirror/a%20b.zip", "a b.zip"],
  ["https://mirror.test/100%/50%", "50%"],
  ["https://mirror.test/", ""],
])("names the file of %s: %s", (source, name) => {
  expect(fileName(source)).toBe(name)
})

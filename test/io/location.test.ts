import { describe, expect, it } from "vitest"
import { fileName, printable } from "../../lib/io/location.ts"

it.each([
  ["https://nodejs.org/dist/index.json", "https://nodejs.org/dist/index.json"],
  ["https://registry.npmjs.org/@yarnpkg/cli-dist/-/x.tgz", "https://registry.npmjs.org/@yarnpkg/cli-dist/-/x.tgz"],
  ["http://127.0.0.1:4873/@yarnpkg/cli-dist", "http://127.0.0.1:4873/@yarnpkg/cli-dist"],
  ["http://localhost:4873/otp@27/x", "http://localhost:4873/otp@27/x"],
  ["http://[::1]:4873/@yarnpkg/cli-dist", "http://[::1]:4873/@yarnpkg/cli-dist"],
  ["http://mirror:8080/x", "http://mirror:8080/x"],
  ["https://50%:100%@mirror.test/a", "https://mirror.test/a"],
  ["file:///mirror/a%20b@2", "file:///mirror/a%20b@2"],
  ["/srv/mirror@2/a?b#c", "/srv/mirror@2/a?b#c"],
  ["mirror", "mirror"],
  ["mirror:8080/x", "mirror:8080/x"],
  ["ftp://mirror.test/x", "ftp://mirror.test/x"],
])("prints %s as %s", (source, printed) => {
  expect(printable(source)).toBe(printed)
})

// Whatever may be a password has s3c and ret in it, also in places where a URL has its host, port, path or query.
describe("no part of a secret is printed", () => {
  it.each([
    ["https://me:s3cret@mirror.test/a?token=s3cret#s3cret", "https://mirror.test/a"],
    ["HTTPS://me:s3cret@mirror.test/a", "https://mirror.test/a"],
    ["https:me:s3cret@mirror.test/a", "https://mirror.test/a"],
    ["https://s3cret@mirror.test/a", "https://mirror.test/a"],
    ["https://:s3cret@mirror.test/a", "https://mirror.test/a"],
    ["http://me:s3c@ret@mirror.test/a", "http://mirror.test/a"],
    ["http://me:s3c/ret@mirror.test/a", "http://…@mirror.test/a"],
    ["http://me:s3c\\ret@mirror.test/a", "http://…@mirror.test/a"],
    ["http://me:s3c ret@mirror.test/a", "http://mirror.test/a"],
    ["http://me:s3c/ret@127.0.0.1:18765", "http://…@127.0.0.1:18765"],
    ["http://me:s3c#ret@mirror.test/a", "http://…"],
    ["http://me:s3c?ret@mirror.test/a", "http://…"],
    ["http://me:s3c@ret@[bad/", "http://…@[bad/"],
    ["http://me:s3c@s3c/ret@mirror.test/a", "http://…@mirror.test/a"],
    ["http://me:s3cret%40mirror.test/a", "http://…@mirror.test/a"],
    ["http://me:s3cret＠mirror.test/a", "http://…@mirror.test/a"],
    ["http://me:s3cret@mirror.test:99999/a?s3cret", "http://…@mirror.test:99999/a"],
    ["http://me:s3cret@", "http://…@"],
    ["http://me:s3cret", "http://me:…"],
    ["http://me:s3cret/mirror.test", "http://me:…"],
    ["me:s3cret@mirror.test/a", "…@mirror.test/a"],
    ["s3cret@mirror.test/a", "…@mirror.test/a"],
    ["s3c:ret@mirror.test/a", "…@mirror.test/a"],
    ["s3c+ret:x@mirror.test/a", "…@mirror.test/a"],
    ["me:s3c/ret@mirror.test/a", "…@mirror.test/a"],
    ["me:s3c://ret@mirror.test/a", "…@mirror.test/a"],
    ["me:s3cret", "me:…"],
    ["//me:s3cret@mirror.test/a?s3cret", "//…@mirror.test/a"],
    ["//me:s3c/ret@mirror.test/a", "//…@mirror.test/a"],
    ["mirror.test/a?token=s3cret", "mirror.test/a"],
    ["mirror.test/a?token=s3c@ret", "…"],
    ["ftp://me:s3c/ret@mirror.test/a", "ftp://…@mirror.test/a"],
    ["ftp://me:s3cret@mirror.test/a", "ftp://…@mirror.test/a"],
    ["git+ssh://me:s3cret@mirror.test/a", "git+ssh://…@mirror.test/a"],
    ["http:/me:s3cret@mirror.test/a", "http://mirror.test/a"],
    ["file://me:s3cret@mirror.test/a", "file://…@mirror.test/a"],
    ["file:me:s3cret@mirror.test/a", "…@mirror.test/a"],
    ["file:/me:s3cret@mirror.test/a", "…@mirror.test/a"],
    ["file:///a?token=s3cret", "file:///a"],
    [" http://me:s3cret@mirror.test/a", "http://mirror.test/a"],
    ["http://me:s3c\nret@mirror.test/a", "http://mirror.test/a"],
  ])("of %s", (source, printed) => {
    expect(printable(source)).toBe(printed)
    expect(printed).not.toMatch(/s3c|ret/)
  })

  // The first half of the password reads as a port, so that these are sound URLs.
  it.each([
    ["http://me:1234/5678@mirror.test/a", "http://…@mirror.test/a"],
    ["http://me:1234/@5678@mirror.test/a", "http://…@mirror.test/a"],
    ["http://me.you:1234/5678@mirror.test/a", "http://…@mirror.test/a"],
    ["http://me.you:80/5678@mirror.test/a", "http://…@mirror.test/a"],
    ["http://me:1234\\5678@mirror.test/a", "http://…@mirror.test/a"],
    ["http://me:1234?5678@mirror.test/a", "http://…"],
    ["http://me:1234#5678@mirror.test/a", "http://…"],
    ["http://me:1234/5678%40mirror.test/a", "http://…@mirror.test/a"],
  ])("of %s, which has digits only", (source, printed) => {
    expect(printable(source)).toBe(printed)
  })
})

it.each([
  ["https://mirror.test/otp/OTP-27.0.tar.gz?x=1", "OTP-27.0.tar.gz"],
  ["file:///mirror/a%20b.zip", "a b.zip"],
  ["https://mirror.test/100%/50%", "50%"],
  ["https://mirror.test/", ""],
])("names the file of %s: %s", (source, name) => {
  expect(fileName(source)).toBe(name)
})

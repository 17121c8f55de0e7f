import { expect, it } from "vitest"
import type { BuildpackError } from "../../lib/core/error.ts"
import { corrupt, escapes, noXz, specialFile, unknownFormat } from "../../lib/io/archive-errors.ts"

function shown(error: BuildpackError): string {
  return `${error.id}\n${error.title}\n\n${error.help}`
}

it("explains an entry that escapes", () => {
  expect(shown(escapes("../etc/passwd", "has an absolute path"))).toMatchInlineSnapshot(`
    "archive/escapes
    The archive leaves its folder: "../etc/passwd"

    This entry has an absolute path. No sound archive does that, it can overwrite files of the machine; nothing was unpacked.
    Find out where the archive comes from, and get it from its publisher."
  `)
})

it("explains a special file", () => {
  expect(shown(specialFile("dev/null", "CharacterDevice"))).toMatchInlineSnapshot(`
    "archive/special-file
    The archive holds a CharacterDevice: "dev/null"

    Only files, folders and links are unpacked; nothing was. Get the archive from its publisher."
  `)
})

it("explains a damaged archive", () => {
  expect(shown(corrupt("OTP-27.0.tar.gz", new Error("unexpected end of file")))).toMatchInlineSnapshot(`
    "archive/corrupt
    The archive is damaged: OTP-27.0.tar.gz

    Reading it failed: unexpected end of file
    It is cut short or was changed; nothing was unpacked. Download it again, and compare its digest with the
    one its publisher names."
  `)
})

it("explains what is no archive", () => {
  expect(shown(unknownFormat("OTP-27.0.tar.gz", "is an HTML page"))).toMatchInlineSnapshot(`
    "archive/unknown-format
    Not an archive: OTP-27.0.tar.gz

    It is an HTML page. Archives are .tar.gz, .tar.xz, .tar or .zip, told by their first bytes.
    A server or proxy may have answered with a page of its own: open the download's address in a browser."
  `)
})

it("explains that xz is missing", () => {
  expect(shown(noXz("node-v24.1.0-linux-x64.tar.xz"))).toMatchInlineSnapshot(`
    "archive/no-xz
    The command xz is missing, needed to unpack node-v24.1.0-linux-x64.tar.xz

    Install it (Debian, Ubuntu: apt-get install xz-utils; Alpine: apk add xz), or use a .tar.gz."
  `)
})

it("shows odd names without letting them act on the terminal", () => {
  const error = escapes("\u001b[2J\n/evil", 'is a symbolic link to "\\n"')
  expect(error.title).toBe('The archive leaves its folder: "\\u001b[2J\\n/evil"')
  expect(error.help).toContain('is a symbolic link to "\\n"')
  expect(corrupt("a.tar", new Error("cannot write \u001b[2J")).help).toContain("cannot write ?[2J")
})

import { expect, it } from "vitest"
import type { BuildpackError } from "../../lib/core/error.ts"
import {
  badProxy,
  badRedirect,
  changed,
  digestMismatch,
  isNotFound,
  notFound,
  refused,
  serverError,
  textTooLarge,
  timedOut,
  truncated,
  unreachable,
  unsupportedUrl,
} from "../../lib/io/download-errors.ts"

const URL = "https://user:secret@builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz?token=secret"

function shown(error: BuildpackError): string {
  expect(error.title + error.help).not.toContain("secret")
  return `${error.id}\n${error.title}\n\n${error.help}`
}

it("tells what is not there from what is not given", () => {
  expect([notFound(URL), refused(URL, 403), new Error("ENOENT")].map(isNotFound)).toEqual([true, false, false])
})

it("explains a file that is not there", () => {
  expect(shown(notFound(URL))).toMatchInlineSnapshot(`
    "download/not-found
    Not found: https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    There is no such file at
      https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz
    Maybe the version does not exist, or not for this platform; check its number. With BEAMPACK_MIRROR set,
    the mirror may lack the file: add it there."
  `)
})

it("explains a refusal", () => {
  expect(shown(refused(URL, 403))).toMatchInlineSnapshot(`
    "download/refused
    The server refused the download with status 403: https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    The request was understood and turned down, so it was not tried again. 401 and 403 mean that credentials
    are missing or wrong, 407 that a proxy wants them; a firewall or a proxy may also answer so for the server.
    Open the address from the same network, or name a mirror you can reach in BEAMPACK_MIRROR."
  `)
})

it("explains a failing server", () => {
  expect(shown(serverError(URL, 503))).toMatchInlineSnapshot(`
    "download/server-error
    The server failed with status 503: https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    It was asked 3 times. The fault is likely on its side and passes: build again in some minutes.
    If it stays, name another source in BEAMPACK_MIRROR."
  `)
})

it("explains a failed connection", () => {
  const cause = new Error(`request to ${URL} failed, reason: getaddrinfo ENOTFOUND builds.hex.pm`)
  expect(shown(unreachable(URL, cause))).toMatchInlineSnapshot(`
    "download/unreachable
    Cannot reach https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    The request failed: getaddrinfo ENOTFOUND builds.hex.pm.
    Check the network of this machine. Behind a proxy, set HTTPS_PROXY and HTTP_PROXY (and NO_PROXY for hosts
    that need none); without internet, set BEAMPACK_MIRROR to a mirror's URL or folder."
  `)
})

it("explains a failed connection by its code when there is no message", () => {
  const cause = Object.assign(new Error(`request to ${URL} failed, reason: `), { code: "ECONNREFUSED" })
  expect(unreachable(URL, cause).help).toContain("The request failed: ECONNREFUSED.")
})

it("explains a time limit", () => {
  expect(shown(timedOut(URL, { what: "The server did not answer", seconds: 30 }))).toMatchInlineSnapshot(`
    "download/timeout
    The download took too long: https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    The server did not answer within 30 seconds. The network or the server may be slow or overloaded: build again, or
    allow more time with CURL_CONNECT_TIMEOUT (until the answer begins) and CURL_TIMEOUT (in all), in seconds."
  `)
})

it("explains a body that is cut", () => {
  expect(shown(truncated(URL, 1000, 60_000_000))).toMatchInlineSnapshot(`
    "download/truncated
    The download broke off: https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    1000 of 60000000 bytes arrived before the connection was closed.
    A proxy or a weak network may cut it: build again, or name a nearer source in BEAMPACK_MIRROR."
  `)
  expect(truncated(URL, 1000, undefined).help).toContain("1000 bytes arrived")
})

it("explains a wrong digest", () => {
  expect(shown(digestMismatch(URL, { algorithm: "sha256", hex: "aa11" }, "bb22"))).toMatchInlineSnapshot(`
    "download/digest-mismatch
    The sha256 digest is wrong: https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    expected aa11
    actual   bb22
    The file is not the one that was published: it was replaced at its source, damaged on the way, or tampered
    with. It was thrown away and nothing was unpacked. A proxy or mirror in between is the first thing to check;
    when the file was published anew, its new digest must be taken up first."
  `)
})

it("explains a redirect to nowhere", () => {
  expect(shown(badRedirect(URL))).toMatchInlineSnapshot(`
    "download/bad-redirect
    The server redirects to nowhere: https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    Its redirects form a loop, or lead to an address that is none or begins with neither https:// nor http://.
    Open the address in a browser; if it is a mirror, its configuration is the place to look."
  `)
})

it("explains a file that is not the one that was trusted", () => {
  const trusted = { algorithm: "sha256", hex: "0a".repeat(32), firstUse: true } as const
  expect(shown(changed(URL, trusted, "0b".repeat(32)))).toMatchInlineSnapshot(`
    "download/changed
    The file has changed since it was first trusted: https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    at first 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
    now      0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b
    No sha256 digest of this file is published. It was trusted as it came when it was first downloaded,
    and a released version has no reason to change. It was thrown away and nothing was unpacked. A proxy or mirror in
    between is the first thing to check.

    Take a newer patch release, whose digest is published. Or, when you know why it was replaced, write down the new
    digest with:

        beampack lock"
  `)
})

it("explains a text that is too large", () => {
  expect(shown(textTooLarge(URL, 67_108_864))).toMatchInlineSnapshot(`
    "download/too-large
    The file is too large for an index: https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.9.tar.gz

    It has more than 67108864 bytes. The address is likely wrong, or the mirror serves something else there."
  `)
})

it("explains what is no address", () => {
  expect(shown(unsupportedUrl("ftp://user:secret@mirror.test/"))).toMatchInlineSnapshot(`
    "download/unsupported-url
    Not an address to download from: ftp://…@mirror.test/

    It must begin with https://, http:// or file://. Check BEAMPACK_MIRROR if it is set."
  `)
  expect(shown(unsupportedUrl("//user:secret@mirror.test/x?secret"))).toContain("//…@mirror.test/x")
})

it("explains a proxy whose address cannot be read, and does not show it", () => {
  expect(shown(badProxy("HTTPS_PROXY"))).toMatchInlineSnapshot(`
    "download/bad-proxy
    HTTPS_PROXY is no address of a proxy

    It may be set in lower case as well, which wins. Its value is not shown, since it may hold a password.
    / ? # @ and : in a user or password have to be written as %2F %3F %23 %40 and %3A, as in:

        HTTPS_PROXY=http://user:pass%2Fword@proxy.example:3128"
  `)
})

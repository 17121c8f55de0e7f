import { expect, it } from "vitest"
import { versionsText } from "../../lib/cli/versions-answer.ts"
import type { ListedVersion } from "../../lib/core/version-list.ts"

const plain = { line: "27", isPrerelease: false, hasDigest: true }
const versions: readonly ListedVersion[] = [
  { ...plain, version: "27.3.4" },
  { ...plain, version: "27.2", supportEnd: "2027-05-20", knownBad: "its TLS refuses the certificates of many servers" },
  { ...plain, version: "27.1", supportEnd: "2025-11-30", hasDigest: false },
]

function text(list: readonly ListedVersion[], day = "2025-12-01"): string {
  return versionsText([{ name: "erlang", source: "builds.txt", versions: list }], new Date(`${day}T12:00:00Z`))
}

it("says of each version what is to be known about it", () => {
  expect(text(versions)).toMatchInlineSnapshot(`
    "Erlang/OTP (builds.txt)
      27.3.4
      27.2    security fixes until 2027-05-20; taken only by its full name: its TLS refuses the certificates of many servers
      27.1    no security fixes since 2025-11-30; no digest is listed
    "
  `)
})

it.each([
  { day: "2025-11-30", says: "security fixes until 2025-11-30" },
  { day: "2025-12-01", says: "no security fixes since 2025-11-30" },
])("says on $day: $says", ({ day, says }) => {
  expect(text(versions.slice(2), day)).toContain(` ${says};`)
})

it("says when there are none", () => {
  expect(text([])).toBe("Erlang/OTP (builds.txt)\n  none for this platform\n")
})

import { expect, it } from "vitest"
import { packageUrl } from "../../lib/core/purl.ts"

// The expected ones are those of https://github.com/package-url/purl-spec
it.each<[Parameters<typeof packageUrl>[0], string]>([
  [{ type: "hex", name: "jason", version: "1.1.2" }, "pkg:hex/jason@1.1.2"],
  [{ type: "hex", namespace: "acme", name: "foo", version: "2.3." }, "pkg:hex/acme/foo@2.3."],
  [
    { type: "hex", name: "bar", version: "1.2.3", qualifiers: { repository_url: "https://myrepo.example.com" } },
    "pkg:hex/bar@1.2.3?repository_url=https:%2F%2Fmyrepo.example.com",
  ],
  [{ type: "npm", namespace: "@angular", name: "animation", version: "12.3.1" }, "pkg:npm/%40angular/animation@12.3.1"],
  [{ type: "github", namespace: "erlang", name: "otp", version: "OTP-28.0" }, "pkg:github/erlang/otp@OTP-28.0"],
  [{ type: "generic", name: "openssl" }, "pkg:generic/openssl"],
  [{ type: "hex", name: "a", version: "1.0.0-rc.1+build (2)" }, "pkg:hex/a@1.0.0-rc.1%2Bbuild%20%282%29"],
  [
    {
      type: "otp",
      name: "asn1",
      version: "5.4.1",
      qualifiers: { vcs_url: "git+https://github.com/erlang/otp.git", repository_url: "https://github.com/erlang/otp" },
    },
    "pkg:otp/asn1@5.4.1?repository_url=https:%2F%2Fgithub.com%2Ferlang%2Fotp&vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Ferlang%2Fotp.git",
  ],
])("%j is written %s", (parts, text) => {
  expect(packageUrl(parts)).toBe(text)
})

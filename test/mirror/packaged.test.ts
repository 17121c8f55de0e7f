import { expect, it } from "vitest"
import { upstreamVersion } from "../../lib/mirror/packaged.ts"

it.each([
  ["1:25.2.3+dfsg-1+deb12u4", "25.2.3"],
  ["1:27.3.4.1+dfsg-1+deb13u4", "27.3.4.1"],
  ["1.14.0.dfsg-2", "1.14.0"],
  ["3.19.0-1", "3.19.0"],
  ["2.0.6-2", "2.0.6"],
])("the package version %s is upstream's %s", (version, upstream) => {
  expect(upstreamVersion(version)).toBe(upstream)
})

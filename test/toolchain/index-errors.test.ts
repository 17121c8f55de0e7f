import { expect, it } from "vitest"
import { renderError } from "../../lib/heroku/output.ts"
import { notFound } from "../../lib/io/download-errors.ts"
import { missing, unreadable } from "../../lib/toolchain/index-errors.ts"

it.each([
  ["upstream's", "https://builds.hex.pm/builds/elixir/builds.txt", "Elixir"],
  ["a server's", "https://mona:s3cret@mirror.test/builds/elixir/builds.txt", "Elixir"],
  ["a folder's", "file:///srv/mirror/dist/index.json", "Node.js"],
  ["for another system", "file:///srv/mirror/builds/otp/arm64/ubuntu-24.04/builds.txt", "Erlang/OTP"],
  ["that Debian 12 cannot fill", "file:///srv/mirror/installs/hex.csv", "Hex"],
])("explains an index that is not there: %s", (_, url, title) => {
  expect(renderError(missing(url, title, notFound(url)))).toMatchSnapshot()
})

it("explains what is no index", () => {
  expect(renderError(unreadable("https://mirror.test/builds/elixir/builds.txt"))).toMatchInlineSnapshot(`
    " !
     !     What should be a list of versions is none: https://mirror.test/builds/elixir/builds.txt
     !
     !     The server answered, but with something else: a proxy may have put its own page there. Open the address from the
     !     same network.
     !
     !     If BEAMPACK_MIRROR is set, see that it names the mirror's own root.
     !
     !     Error id: index/unreadable
     !"
  `)
})

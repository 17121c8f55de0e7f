import { expect, it } from "vitest"
import { renderError } from "../../lib/heroku/output.ts"
import { notFound } from "../../lib/io/download-errors.ts"
import { missing, unreadable } from "../../lib/toolchain/index-errors.ts"

const url = "https://mona:s3cret@mirror.test/builds/elixir/builds.txt"

it("explains an index that is not there", () => {
  expect(renderError(missing(url, "Elixir", notFound(url)))).toMatchInlineSnapshot(`
    " !
     !     The list of Elixir versions is not there: https://mirror.test/builds/elixir/builds.txt
     !
     !     The app needs Elixir, and this list says which versions there are, with their digests.
     !
     !     If BEAMPACK_MIRROR is set, that mirror lacks Elixir for this platform: add it with "beampack mirror",
     !     or unset BEAMPACK_MIRROR to install from builds.hex.pm and nodejs.org.
     !
     !     Error id: index/missing
     !"
  `)
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

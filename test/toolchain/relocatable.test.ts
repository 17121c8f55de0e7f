import { describe, expect, it } from "vitest"
import { relocatable } from "../../lib/toolchain/relocatable.ts"

const root = "/layers/erlang"

/** As OTP 24 and 25 have it. */
const erl25 = `#!/bin/sh
if [ -z "$ERL_ROOTDIR" ]
then
    ROOTDIR="${root}"
else
    ROOTDIR="$ERL_ROOTDIR"
fi
BINDIR=$ROOTDIR/erts-13.1.5/bin
EMU=beam
exec "$BINDIR/erlexec" \${1+"$@"}
`

/** From OTP 26 on, the script looks whether it was moved, but not through a symlink. */
const start27 = `#!/bin/sh
if [ -z "$ERL_ROOTDIR" ]
then
    ROOTDIR="${root}"
    if [ "$dyn_rootdir" != "$ROOTDIR" ] && [ "$dyn_rootdir" != "" ]
    then
        ROOTDIR="$dyn_rootdir"
    fi
else
    ROOTDIR="$ERL_ROOTDIR"
fi
START_ERL_DATA=\${1:-$RELDIR/start_erl.data}
`

describe("relocatable", () => {
  it("finds the root of bin/erl from its own place", () => {
    expect(relocatable(erl25, root, 1)).toMatchInlineSnapshot(`
      "#!/bin/sh
      if [ -z "$ERL_ROOTDIR" ]
      then
          ROOTDIR="$(readlink -f "$0")"
          ROOTDIR="\${ROOTDIR%/*/*}"
      else
          ROOTDIR="$ERL_ROOTDIR"
      fi
      BINDIR=$ROOTDIR/erts-13.1.5/bin
      EMU=beam
      exec "$BINDIR/erlexec" \${1+"$@"}
      "
    `)
  })

  it("finds the root of erts-VERSION/bin/start, one folder further up", () => {
    expect(relocatable(start27, root, 2)).toMatchInlineSnapshot(`
      "#!/bin/sh
      if [ -z "$ERL_ROOTDIR" ]
      then
          ROOTDIR="$(readlink -f "$0")"
          ROOTDIR="\${ROOTDIR%/*/*/*}"
          if [ "$dyn_rootdir" != "$ROOTDIR" ] && [ "$dyn_rootdir" != "" ]
          then
              ROOTDIR="$dyn_rootdir"
          fi
      else
          ROOTDIR="$ERL_ROOTDIR"
      fi
      START_ERL_DATA=\${1:-$RELDIR/start_erl.data}
      "
    `)
  })

  it.each([
    ["without quotes", `ROOTDIR=${root}`],
    ["in single quotes", `ROOTDIR='${root}'`],
    ["with white space after it", `ROOTDIR="${root}" \t`],
  ])("replaces a root %s", (_, line) => {
    expect(relocatable(`${line}\n`, root, 1)).toBe(`ROOTDIR="$(readlink -f "$0")"\nROOTDIR="\${ROOTDIR%/*/*}"\n`)
  })

  it.each([
    ["an argument", "ROOTDIR=$1"],
    ["another folder", 'ROOTDIR="/layers/erlang-2"'],
    ["another variable", `ERL_ROOTDIR="${root}"`],
    ["a comment", `# ROOTDIR="${root}"`],
    ["a root that is a pattern", 'ROOTDIR="/layersXerlang"'],
  ])("leaves %s alone", (_, line) => {
    expect(relocatable(line, root.replace("s/", "s."), 1)).toBe(line)
    expect(relocatable(line, root, 1)).toBe(line)
  })

  it("does nothing the second time", () => {
    const once = relocatable(start27, root, 1)
    expect(relocatable(once, root, 1)).toBe(once)
  })
})

/**
 * The text of one of OTP's start scripts, with the absolute ROOTDIR that `Install` wrote into it replaced by one found
 * from the script's own place, `depth` folders below the root; a symlink to the script is followed. The tree may then
 * be copied or moved. A script without that ROOTDIR comes back as it is.
 */
export function relocatable(script: string, root: string, depth: number): string {
  const up = "/*".repeat(depth + 1)
  return script.replace(
    /^([ \t]*)ROOTDIR=(["']?)(.+)\2[ \t]*$/gm,
    (line, indent: string, _quote: string, value: string) =>
      value === root ? `${indent}ROOTDIR="$(readlink -f "$0")"\n${indent}ROOTDIR="\${ROOTDIR%${up}}"` : line,
  )
}

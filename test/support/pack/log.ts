/** What buildpacks printed while an app was built, of all that a client printed. */
export function buildLog(log: string): string {
  const [, fromBuild = ""] = log.split(/^===> BUILDING\n/m)
  const [build = ""] = fromBuild.split(/^===> EXPORTING$/m)
  return build
}

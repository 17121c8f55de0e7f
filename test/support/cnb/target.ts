/** What an image is, as its config and its labels have it; what they do not say is absent. */
export interface Target {
  readonly os: string
  readonly arch: string
  readonly variant?: string | undefined
  readonly distro?: { readonly name: string; readonly version: string } | undefined
}

/** What a buildpack says to be made for; what it leaves out fits everything. */
export interface TargetClaim {
  readonly os?: string | undefined
  readonly arch?: string | undefined
  readonly "arch-variant"?: string | undefined
  readonly distros?:
    | readonly { readonly name?: string | undefined; readonly version?: string | undefined }[]
    | undefined
}

/** Whether a buildpack that makes this claim can build for the target. */
export function fits(target: Target, claim: TargetClaim): boolean {
  const { distro } = target
  const { distros = [] } = claim
  return (
    agrees(target.os, claim.os) &&
    agrees(target.arch, claim.arch) &&
    agrees(target.variant, claim["arch-variant"]) &&
    (distros.length === 0 ||
      distros.some((one) => distro && agrees(distro.name, one.name) && agrees(distro.version, one.version)))
  )
}

function agrees(one: string | undefined, other: string | undefined): boolean {
  return !one || !other || one === other
}

/** What a buildpack sees of the target. */
export function targetVars({ os, arch, variant, distro }: Target): Readonly<Record<string, string>> {
  return {
    CNB_TARGET_OS: os,
    CNB_TARGET_ARCH: arch,
    ...(variant && { CNB_TARGET_ARCH_VARIANT: variant }),
    ...(distro?.name && { CNB_TARGET_DISTRO_NAME: distro.name }),
    ...(distro?.version && { CNB_TARGET_DISTRO_VERSION: distro.version }),
  }
}

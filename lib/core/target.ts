/** The machine the build is for. */
export interface Target {
  readonly os: "linux"
  readonly arch: Arch
  /** Id and version of the distribution, as in os-release: `ubuntu` `24.04`, `debian` `12`. */
  readonly distro: { readonly name: string; readonly version: string }
  /** Heroku's word for the image, such as `heroku-24`; absent elsewhere. */
  readonly stack?: string
}

/** By Debian's and Go's names, which builds.hex.pm and Cloud Native Buildpacks have too. */
export const arches = ["amd64", "arm64"] as const

/** One of them. */
export type Arch = (typeof arches)[number]

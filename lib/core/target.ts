/** The machine the build is for. */
export interface Target {
  readonly os: "linux"
  readonly arch: Arch
  /** Id and version of the distribution, as in os-release: `ubuntu` `24.04`, `debian` `12`. */
  readonly distro: { readonly name: string; readonly version: string }
  /** Heroku's word for the image, such as `heroku-24`; absent elsewhere. */
  readonly stack?: string
}

export const arches = ["amd64", "arm64"] as const

export type Arch = (typeof arches)[number]

import { BuildpackError } from "./error.ts"
import { prose } from "./prose.ts"
import { stackOf, ubuntuReleases } from "./stacks.ts"
import type { Arch, Target } from "./target.ts"
import { quotable } from "./visible.ts"

type System = Omit<Target, "os" | "arch">

const ubuntus = ubuntuReleases.map((version) => ({ name: "ubuntu", version }))
const debians = ["12", "13"].map((version) => ({ name: "debian", version }))

/** The systems that can be named, as people call them: Heroku's stacks, and distributions with their versions. */
const systems: ReadonlyMap<string, System> = new Map([
  ...ubuntus.map((distro): [string, System] => [stackOf(distro.version), { distro, stack: stackOf(distro.version) }]),
  ...[...ubuntus, ...debians].map((distro): [string, System] => [`${distro.name}-${distro.version}`, { distro }]),
])

/** The machine that a name such as `heroku-24` or `debian-13` means. Throws `target/unknown-stack` for any other name. */
export function targetNamed(name: string, arch: Arch): Target {
  const system = systems.get(name)
  if (system === undefined) throw unknownStack(name)
  return { os: "linux", arch, ...system }
}

function unknownStack(name: string): BuildpackError {
  return new BuildpackError("target/unknown-stack", `There are no builds for a system called ${quotable(name)}`, {
    help: prose`
      The systems that can be named: ${[...systems.keys()].join(", ")}

      Name one of these; for this machine, leave --for out.
    `,
  })
}

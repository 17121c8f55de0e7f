import { BuildpackError } from "./error.ts"
import { prose } from "./prose.ts"
import type { Arch, Target } from "./target.ts"

/** The systems that can be named, as people call them: Heroku's stacks, and distributions with their versions. */
const systems: Readonly<Record<string, Omit<Target, "os" | "arch">>> = {
  "heroku-22": { distro: { name: "ubuntu", version: "22.04" }, stack: "heroku-22" },
  "heroku-24": { distro: { name: "ubuntu", version: "24.04" }, stack: "heroku-24" },
  "heroku-26": { distro: { name: "ubuntu", version: "26.04" }, stack: "heroku-26" },
  "ubuntu-22.04": { distro: { name: "ubuntu", version: "22.04" } },
  "ubuntu-24.04": { distro: { name: "ubuntu", version: "24.04" } },
  "ubuntu-26.04": { distro: { name: "ubuntu", version: "26.04" } },
  "debian-12": { distro: { name: "debian", version: "12" } },
  "debian-13": { distro: { name: "debian", version: "13" } },
}

/** The machine that a name such as `heroku-24` or `debian-13` means. Throws `target/unknown-stack` for any other name. */
export function targetNamed(name: string, arch: Arch): Target {
  const system = Object.hasOwn(systems, name) ? systems[name] : undefined
  if (system === undefined) throw unknownStack(name)
  return { os: "linux", arch, ...system }
}

function unknownStack(name: string): BuildpackError {
  return new BuildpackError("target/unknown-stack", `There are no builds for a system called ${name}`, {
    help: prose`
      The systems that can be named: ${Object.keys(systems).join(", ")}

      Name one of these; for this machine, leave --for out.
    `,
  })
}

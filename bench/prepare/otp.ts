import { createHash } from "node:crypto"
import { mkdir, readdir, readFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { runContainer } from "../../test/support/stack/docker.ts"
import { readMachineNetwork } from "../../test/support/stack/machine.ts"
import type { Machine } from "../machine/machine.ts"

const script = join(import.meta.dirname, "otp.sh")

/**
 * A mirror that has only Erlang/OTP, but all of it, as upstream's archives have: the machine's mirror leaves out what Mix and
 * releases do not need. It is made once, and again when what makes it changes.
 */
export async function makeFullOtp({ cache, work, images, mirror }: Machine): Promise<string> {
  const key = createHash("sha256")
    .update(mirror)
    .update(await readFile(script))
  const name = `bench-otp-${key.digest("hex").slice(0, 12)}`
  const folder = join(cache, name)
  if ((await readdir(cache)).includes(name)) return folder
  const made = join(work, name)
  await mkdir(made)
  const network = await readMachineNetwork()
  const { exitCode, stdout, stderr } = await runContainer({
    image: images.build,
    user: "root",
    command: ["/otp.sh", "/mirror", "/out"],
    env: { HOME: "/root", ...network.vars },
    mounts: [
      ...network.mounts,
      { from: script, to: "/otp.sh", readOnly: true },
      { from: mirror, to: "/mirror", readOnly: true },
      { from: made, to: "/out" },
    ],
  })
  if (exitCode !== 0) throw new Error(`Erlang/OTP could not be completed:\n${stdout}${stderr}`)
  await rename(made, folder)
  return folder
}

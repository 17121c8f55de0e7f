import { execa } from "execa"
import type { Mount } from "./docker.ts"

/**
 * What containers need of this machine for what they fetch: the certificate authorities that it trusts, which may be more
 * than a distribution's, its proxies and its npm registry.
 */
export interface MachineNetwork {
  readonly mounts: readonly Mount[]
  /** Variables, which an app would have as config vars. */
  readonly vars: Readonly<Record<string, string>>
}

const certificates = "/etc/ssl/certs"
const proxies = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"]

export async function readMachineNetwork(): Promise<MachineNetwork> {
  const { env } = process
  const names = [...proxies, "NODE_EXTRA_CA_CERTS"]
  const vars = Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
  const { stdout: registry } = await execa("npm", ["config", "get", "registry"])
  const { NODE_EXTRA_CA_CERTS: extra } = vars
  const files = [certificates, ...(extra === undefined || extra.startsWith(`${certificates}/`) ? [] : [extra])]
  return {
    mounts: files.map((path) => ({ from: path, to: path, readOnly: true })),
    vars: { ...vars, npm_config_registry: registry },
  }
}

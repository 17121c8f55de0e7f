import { join } from "node:path"
import { execa } from "execa"
import { freePort } from "../../../scripts/free-port.ts"
import { writeFiles } from "../app.ts"
import { eventually } from "../eventually.ts"
import { type Container, startContainer } from "../stack/docker.ts"

/** A registry of images on this machine, which docker and the lifecycle take without TLS. */
export interface Registry {
  /** `localhost:PORT`, which begins the names of its images. */
  readonly host: string
  stop(): Promise<void>
}

/** Starts Debian's docker-registry with nothing in it. What is pushed is gone with its container. */
export async function startRegistry(image: string, work: string): Promise<Registry> {
  const host = `localhost:${await freePort()}`
  const folder = await writeFiles(join(work, "registry"), { "config.yml": config(host) })
  const container = startContainer({
    image,
    command: ["docker-registry", "serve", "/registry/config.yml"],
    mounts: [{ from: folder, to: "/registry", readOnly: true }],
  })
  await Promise.race([eventually(() => answers(host)), failure(container)])
  return { host, stop: container.remove }
}

/** Puts an image of the daemon into it. Returns its name there. */
export async function publish(image: string, { host }: Registry): Promise<string> {
  const name = `${host}/${image}`
  await execa("docker", ["tag", image, name])
  await execa("docker", ["push", "--quiet", name])
  await execa("docker", ["rmi", name])
  return name
}

function config(host: string): string {
  return `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: /var/lib/docker-registry }, delete: { enabled: true } }
http: { addr: "${host}" }
`
}

async function answers(host: string): Promise<boolean> {
  const answer = await fetch(`http://${host}/v2/`).catch(() => undefined)
  return answer?.ok === true
}

async function failure({ ended }: Container): Promise<never> {
  const { stdout, stderr } = await ended
  throw new Error(`docker-registry ended:\n${stdout}${stderr}`)
}

/** The labels of an image, by its name with a registry. */
export async function labelsOf(image: string): Promise<Readonly<Record<string, string>>> {
  const [host, name] = image.split("/")
  const get = async (path: string): Promise<Response> => {
    const answer = await fetch(`http://${host}/v2/${name}/${path}`, { headers: { accept: manifestType } })
    if (!answer.ok) throw new Error(`${answer.url} answers ${answer.status}`)
    return answer
  }
  const { config } = (await (await get("manifests/latest")).json()) as { readonly config: { readonly digest: string } }
  const content = (await (await get(`blobs/${config.digest}`)).json()) as ImageConfig
  return content.config.Labels ?? {}
}

const manifestType = "application/vnd.docker.distribution.manifest.v2+json"

interface ImageConfig {
  readonly config: { readonly Labels?: Readonly<Record<string, string>> }
}

import { expect, it } from "vitest"
import { readText } from "../../lib/io/download.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"
import { startOrigin } from "../support/origin.ts"
import { startProxy } from "../support/proxy.ts"

async function originUrl(): Promise<string> {
  const origin = await startOrigin(await writeFiles(await tempDir(), { "builds.txt": "OTP-27.0" }))
  return `${origin.url}/builds.txt`
}

it.each<{ what: string; env: (host: string) => Record<string, string>; through: boolean; credentials?: string }>([
  { what: "HTTP_PROXY", env: (host) => ({ HTTP_PROXY: `http://${host}` }), through: true },
  { what: "http_proxy", env: (host) => ({ http_proxy: `http://${host}/` }), through: true },
  { what: "a proxy without a scheme", env: (host) => ({ HTTP_PROXY: host }), through: true },
  {
    what: "lower case before upper case",
    env: (host) => ({ http_proxy: `http://${host}`, HTTP_PROXY: "http://127.0.0.1:1" }),
    through: true,
  },
  {
    what: "credentials for the proxy",
    env: (host) => ({ HTTP_PROXY: `http://me:p%40ss@${host}` }),
    through: true,
    credentials: " me:p@ss",
  },
  { what: "NO_PROXY", env: (host) => ({ HTTP_PROXY: `http://${host}`, NO_PROXY: "a.org,127.0.0.1" }), through: false },
  { what: "no_proxy=*", env: (host) => ({ HTTP_PROXY: `http://${host}`, no_proxy: "*" }), through: false },
  { what: "HTTPS_PROXY for http", env: (host) => ({ HTTPS_PROXY: `http://${host}` }), through: false },
  { what: "no variable", env: () => ({}), through: false },
])("honours $what", async ({ env, through, credentials }) => {
  const url = await originUrl()
  const proxy = await startProxy()
  expect(await readText(url, { env: env(proxy.host) })).toBe("OTP-27.0")
  expect(proxy.requests).toEqual(through ? [`GET ${url}${credentials ?? ""}`] : [])
})

it("asks HTTPS_PROXY for a tunnel", async () => {
  const proxy = await startProxy()
  const env = { HTTPS_PROXY: `http://me:secret@${proxy.host}` }
  const error = await failure(readText("https://builds.test/builds.txt", { env }))
  expect(error.id).toBe("download/unreachable")
  expect(error.help).toContain(`Failed to establish tunnel to builds.test:443 via http://${proxy.host}`)
  expect(error.help).not.toContain("secret")
  expect(proxy.requests[0]).toBe("CONNECT builds.test:443 me:secret")
})

it.each([
  ["HTTP_PROXY", "http://127.0.0.1/builds.txt", "http://me:s3c/ret@127.0.0.1:1"],
  ["HTTP_PROXY", "http://127.0.0.1/builds.txt", "me:s3c#ret@127.0.0.1:1"],
  ["HTTPS_PROXY", "https://127.0.0.1/builds.txt", "http://me:s3c?ret@127.0.0.1:1"],
])("does not show %s when it cannot be read, since it may hold a password", async (name, url, value) => {
  const error = await failure(readText(url, { env: { [name]: value } }))
  expect(error).toMatchObject({ id: "download/bad-proxy", title: `${name} is no address of a proxy` })
  expect(`${error.help}${error.cause}${error.stack}`).not.toMatch(/s3c|ret@/)
})

import { Agent as HttpAgent } from "node:http"
import { Agent as HttpsAgent } from "node:https"
import { unescape } from "node:querystring"
import type { RequestInit } from "node-fetch"
import type { Env } from "../core/env.ts"

const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"] as const

/** The address without credentials, and how to ask for it: through the proxies that the environment names. */
export function request(source: string, env: Env): { readonly url: URL; readonly init: RequestInit } {
  const url = new URL(source)
  const credentials = `${unescape(url.username)}:${unescape(url.password)}`
  url.username = ""
  url.password = ""
  const options = { proxyEnv: proxies(env) }
  return {
    url,
    init: {
      agent: (target) => (target.protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options)),
      headers: {
        "user-agent": "beampack",
        ...(credentials !== ":" && { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` }),
      },
    },
  }
}

// Lower-case names win, as in curl.
function proxies(env: Env): Record<string, string> {
  return Object.fromEntries(
    PROXY_VARIABLES.flatMap((name) => {
      const value = env[name.toLowerCase()] || env[name]
      if (!value) return []
      // Node passes over a proxy without a scheme in silence; curl takes it for http.
      return [[name, name === "NO_PROXY" || value.includes("://") ? value : `http://${value}`]]
    }),
  )
}

import { channel } from "node:diagnostics_channel"
import { type ClientRequest, Agent as HttpAgent } from "node:http"
import { Agent as HttpsAgent } from "node:https"
import { hasCode } from "../core/cause.ts"
import type { Env } from "../core/env.ts"
import { badProxy } from "./download-errors.ts"

const agents = new Map<string, HttpAgent>()

/** In milliseconds: fewer than servers wait for the next request, and than a network forgets a connection. */
const IDLE = 4000

/**
 * What holds the connections for a URL, through the proxies that the environment names. A connection serves one request
 * after the other, and none of them keeps the process alive. Throws `download/bad-proxy`.
 */
export function agentFor({ protocol }: URL, env: Env): HttpAgent {
  const proxyEnv = proxies(env)
  const key = JSON.stringify([protocol, proxyEnv])
  const agent = agents.get(key) ?? makeAgent(protocol === "https:", proxyEnv)
  agents.set(key, agent)
  return agent
}

function makeAgent(isSecure: boolean, proxyEnv: Record<string, string>): HttpAgent {
  const options = { keepAlive: true, timeout: IDLE, proxyEnv }
  try {
    return isSecure ? new HttpsAgent(options) : new HttpAgent(options)
  } catch {
    // Node's error has the whole address in it, with its password.
    throw badProxy(isSecure ? "HTTPS_PROXY" : "HTTP_PROXY")
  }
}

const proxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"] as const

// Lower-case names win, as in curl.
function proxies(env: Env): Record<string, string> {
  return Object.fromEntries(
    proxyVariables.flatMap((name) => {
      const value = env[name.toLowerCase()] || env[name]
      if (!value) return []
      // Node passes over a proxy without a scheme in silence; curl takes it for http.
      return [[name, name === "NO_PROXY" || value.includes("://") ? value : `http://${value}`]]
    }),
  )
}

const created = channel("http.client.request.created")

/**
 * Does what begins a request, and does it again when the connection was one of an earlier request and the server had just
 * closed it: that says nothing about the server. `ask` makes the request before it returns.
 */
export async function onLivingConnection<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    let request: ClientRequest | undefined
    const note = (message: unknown): void => {
      request = (message as { readonly request: ClientRequest }).request
    }
    created.subscribe(note)
    const answer = ask()
    created.unsubscribe(note)
    try {
      return await answer
    } catch (error) {
      if (!isStale(request, error)) throw error
    }
  }
}

function isStale(request: ClientRequest | undefined, error: unknown): boolean {
  return request?.reusedSocket === true && hasCode(error, "ECONNRESET", "EPIPE")
}

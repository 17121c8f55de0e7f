import { type Fetched, pageWithAssets } from "../../../scripts/page.ts"
import type { Container } from "./docker.ts"

/** A container that serves an app. */
export interface Web {
  readonly url: string
  readonly container: Container
  /** The page and the style sheets and scripts that it names. Throws unless all answer with 200. */
  page(): Promise<readonly Fetched[]>
}

export function webOf(container: Container, port: string): Web {
  const url = `http://localhost:${port}/`
  const ended = container.ended.then(() => Promise.reject(new Error(`web has ended:\n${container.log()}`)))
  // It ends with the test as well, when nobody asks for a page.
  ended.catch(() => undefined)
  return { url, container, page: () => Promise.race([pageWithAssets(url, 60_000), ended]) }
}

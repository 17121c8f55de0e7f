export interface Fetched {
  readonly path: string
  readonly status: number
  readonly bytes: number
  readonly text: string
}

/** Waits until the page answers, then fetches it with the style sheets and scripts it names; throws unless all are 200. */
export async function pageWithAssets(url: string, patience = 20_000): Promise<readonly Fetched[]> {
  const page = await firstAnswer(url, Date.now() + patience)
  const assets = [...page.text.matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js))(?:\?[^"]*)?"/g)].map(
    (match) => match[1] ?? "",
  )
  const all = [page, ...(await Promise.all(assets.map((path) => get(new URL(path, url)))))]
  const bad = all.find(({ status }) => status !== 200)
  if (bad !== undefined) throw new Error(`${bad.path} answers ${bad.status}`)
  const digested = assets.filter((path) => /-[0-9a-f]{32}\.(css|js)$/.test(path))
  if (digested.length < 2) throw new Error(`the page names no digested CSS and JS: ${assets.join(", ") || "no assets"}`)
  return all
}

async function firstAnswer(url: string, deadline: number): Promise<Fetched> {
  for (;;) {
    try {
      return await get(new URL(url))
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function get(url: URL): Promise<Fetched> {
  const response = await fetch(url)
  const text = await response.text()
  return { path: url.pathname, status: response.status, bytes: Buffer.byteLength(text), text }
}

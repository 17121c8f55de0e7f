import { existsSync } from "node:fs"
import { type Browser, chromium } from "playwright-core"

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

/** A headless browser of the machine. Fails, rather than skips, when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = candidates.find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error("The page is tested in a real browser: apt-get install chromium")
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  })
}

import type { NamedText } from "./named-files.ts"

/** The version that a wish begins with; what may be several, or is no number, may be any. */
const wished = /^[~^v=]?(\d+)[\w.+-]*$/
const packages = /"(?:tailwindcss|@tailwindcss\/(?:postcss|vite|cli|node|webpack))"\s*:\s*"([^"]*)"/g

/** The major versions of Tailwind that the configuration of its Mix task or package.json ask for. */
export function tailwindMajors({ path, text }: NamedText): readonly number[] {
  if (path.endsWith("package.json")) {
    return [...text.matchAll(packages)].map(([, wish = ""]) => Number(wished.exec(wish)?.[1] ?? Infinity))
  }
  if (!path.endsWith(".exs")) return []
  return [...text.matchAll(/config\s+:tailwind\s*,[^"]{0,40}?version:\s*"(\d+)/g)].map(([, major]) => Number(major))
}

import type { NamedText } from "./named-files.ts"

/** What Tailwind 4 takes its utilities from; the other parts of it look at no sources. */
const imports =
  /@import\s+(?:url\(\s*)?["']?tailwindcss(?:\/index|\/utilities)?(?:\.css)?(?![\w/.-])["']?\s*\)?([^;{}]*)|@tailwind\s+utilities([^;{}]*)/g

/** They look at all there is too, or at what they find in packages. */
const others = /["'](?:windicss|vite-plugin-windicss|@master\/css[\w.-]*)["']/

/**
 * The first text that lets Tailwind look for class names in whatever files there are: version 4 does, unless `source(…)`
 * says where; earlier ones look only where their configuration says.
 */
export function looseTailwind(texts: readonly NamedText[]): string | undefined {
  const other = texts.find(({ path, text }) => path.endsWith("package.json") && others.test(text))
  if (other !== undefined) return other.path
  if (isOld(texts)) return undefined
  const loose = texts.find(({ text }) => {
    return [...text.matchAll(imports)].some(([, ofImport, ofRule]) => !(ofImport ?? ofRule ?? "").includes("source("))
  })
  return loose?.path
}

/** Whether it is a version before 4: it is asked for, or everything is written as only those read it. */
function isOld(texts: readonly NamedText[]): boolean {
  const majors = texts.flatMap(({ path, text }) => versionsIn(path, text))
  if (majors.length > 0) return majors.every((major) => major < 4)
  const css = texts.map(({ text }) => text)
  const hasOld = css.some((text) =>
    /@tailwind\s+(?:base|components)|@import\s+["']tailwindcss\/(?:base|components)/.test(text),
  )
  const hasNew = css.some((text) => /@(?:source|theme|utility|custom-variant|config|plugin|reference)[\s"']/.test(text))
  return hasOld && !hasNew && texts.some(({ path }) => /(?:^|\/)tailwind\.config\.\w+$/.test(path))
}

/** In the configuration of its Mix task, or in package.json; what is no number there may be any version. */
function versionsIn(path: string, text: string): readonly number[] {
  if (path.endsWith("package.json")) {
    return [...text.matchAll(/"tailwindcss"\s*:\s*"([^"]*)"/g)].map(([, wish = ""]) =>
      Number(/^[~^v=]?(\d+)/.exec(wish)?.[1] ?? Infinity),
    )
  }
  if (!path.endsWith(".exs")) return []
  return [...text.matchAll(/config\s+:tailwind\s*,[^"]{0,40}?version:\s*"(\d+)/g)].map(([, major]) => Number(major))
}

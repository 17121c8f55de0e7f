import type { Files } from "../package.ts"

/** The browser's side: a script that imports packages, a style sheet, and a build that reads the templates' classes. */
export function assetFiles(imports: readonly string[]): Files {
  return {
    "assets/build.mjs": build,
    "assets/css/app.css": "body { font-family: sans-serif; color: #222 }\n.link { text-decoration: underline }\n",
    "assets/js/app.js": `${imports.map((name) => `import { run as ${identifier(name)} } from "${name}"`).join("\n")}

const all = [${imports.map(identifier).join(", ")}]
document.title += \` (\${all.reduce((sum, run) => sum + run(1), 0)})\`
`,
  }
}

/** What npm is told. */
export function packageJson(dependencies: Readonly<Record<string, string>>, esbuild: string): string {
  return `${JSON.stringify(
    {
      name: "shop-assets",
      version: "0.1.0",
      private: true,
      type: "module",
      scripts: { deploy: "node build.mjs" },
      dependencies,
      devDependencies: { esbuild },
    },
    undefined,
    2,
  )}\n`
}

function identifier(name: string): string {
  return name.replaceAll("-", "_")
}

const build = `import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { build } from "esbuild"

const sources = "../lib/shop/web"
const rules = {
  m: "margin", mt: "margin-top", mr: "margin-right", mb: "margin-bottom", p: "padding", gap: "gap",
}

/** As Tailwind does: a rule for every word of the sources that is the name of one. */
async function utilities() {
  const entries = await readdir(sources, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")))
  const words = new Set(texts.flatMap((text) => text.match(/[a-z]+-\\d+/g) ?? []))
  return [...words].sort().flatMap((name) => {
    const [kind, size] = name.split("-")
    return kind in rules ? [\`.\${name} { \${rules[kind]}: \${size / 4}rem }\`] : []
  }).join("\\n")
}

const styles = {
  name: "styles",
  setup(esbuild) {
    esbuild.onLoad({ filter: /app\\.css$/ }, async ({ path }) => ({
      contents: await readFile(path, "utf8") + await utilities(),
      loader: "css",
    }))
  },
}

await build({
  entryPoints: ["js/app.js", "css/app.css"],
  entryNames: "[name]",
  outdir: "../priv/static/assets",
  bundle: true,
  minify: true,
  sourcemap: true,
  format: "esm",
  target: "es2022",
  plugins: [styles],
  logLevel: "info",
})
`

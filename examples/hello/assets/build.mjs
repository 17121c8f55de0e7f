import { build, version } from "esbuild"

// Shown on the page.
const made = { bundler: `esbuild ${version}`, runtime: `Node.js ${process.versions.node}` }

await build({
  entryPoints: ["js/app.js", "css/app.css"],
  entryNames: "[name]",
  outdir: "../priv/static/assets",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  define: { BUILD: JSON.stringify(made) },
  logLevel: "info",
})

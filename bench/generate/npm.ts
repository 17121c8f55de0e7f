import { nouns } from "./names.ts"
import type { Files } from "./package.ts"
import { type Random, randomFrom } from "./random.ts"

/** A generated npm package. */
export interface NpmPackage {
  readonly name: string
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly files: Files
}

/** So many packages, each after those that it needs. Half of them are dead weight for a bundler, as in real life. */
export function npmPackages(count: number, seed: string): readonly NpmPackage[] {
  const random = randomFrom(`${seed} npm`)
  const made: NpmPackage[] = []
  for (let place = 0; place < count; place++) {
    const needs = random.some(made, place === 0 ? 0 : random.below(3)).map(({ name }) => name)
    made.push(npmPackage(`${nouns[place % nouns.length]}-kit${place < nouns.length ? "" : `-${place}`}`, needs, random))
  }
  return made
}

/** Those that no other needs: the app names them itself. */
export function topPackages(packages: readonly NpmPackage[]): readonly NpmPackage[] {
  const needed = new Set(packages.flatMap(({ dependencies }) => Object.keys(dependencies)))
  return packages.filter(({ name }) => !needed.has(name))
}

function npmPackage(name: string, needs: readonly string[], random: Random): NpmPackage {
  const version = "1.0.0"
  const dependencies = Object.fromEntries(needs.map((need) => [need, "^1.0.0"]))
  const parts = Array.from({ length: 4 + random.below(30) }, (_, at) => `part-${at + 1}`)
  const used = parts.slice(0, Math.ceil(parts.length / 2))
  const imports = [
    ...used.map((part, at) => `import { sum as sum${at} } from "./lib/${part}.js"`),
    ...needs.map((need, at) => `import { run as run${at} } from "${need}"`),
  ]
  const calls = [...used.map((_, at) => `sum${at}(number)`), ...needs.map((_, at) => `run${at}(number)`)]
  return {
    name,
    version,
    dependencies,
    files: {
      "package.json": `${JSON.stringify({ name, version, type: "module", main: "index.js", license: "MIT", dependencies })}\n`,
      "README.md": `# ${name}\n\nMade up for a benchmark.\n`,
      "index.js": `${imports.join("\n")}\n\nexport function run(number) {\n  return ${calls.join(" + ")}\n}\n`,
      ...Object.fromEntries(parts.map((part) => [`lib/${part}.js`, partOf(random)])),
    },
  }
}

function partOf(random: Random): string {
  const fields = random.some(nouns, 3 + random.below(20))
  return `const weights = {
${fields.map((field) => `  ${field}: ${random.below(1000)},`).join("\n")}
}

/** The sum of all weights, times a number. */
export function sum(number) {
  return Object.values(weights).reduce((sum, weight) => sum + weight * number, 0)
}

export function weightOf(name) {
  if (!(name in weights)) throw new RangeError(\`no weight is known for \${name}\`)
  return weights[name]
}
`
}

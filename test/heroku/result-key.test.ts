import { isDeepStrictEqual } from "node:util"
import fc from "fast-check"
import { expect, it } from "vitest"
import { type ResultInputs, resultKey } from "../../lib/heroku/result-key.ts"

const word = fc.string({ maxLength: 6 })
const name = fc.string({ minLength: 1, maxLength: 6 })
const digest = fc.record({
  algorithm: fc.constantFrom("sha256" as const, "sha512" as const),
  hex: fc.string({ unit: fc.constantFrom("0", "a", "f"), maxLength: 3 }),
})
const entry = fc.record(
  {
    kind: fc.constantFrom("file" as const, "folder" as const, "link" as const),
    path: name,
    mode: fc.constantFrom(0o644, 0o755),
    bytes: fc.constant(0),
    digest: fc.constantFrom("00", "11"),
  },
  { requiredKeys: ["kind", "path", "mode", "bytes"] },
)

/** Every part of it, each with few values, so that two of them are often the same. */
const parts = {
  buildpack: fc.record({ id: word, version: word, program: word }),
  group: fc.array(word, { maxLength: 2 }),
  purpose: fc.constantFrom("production" as const, "test" as const),
  runtimePath: word,
  inPlace: fc.boolean(),
  target: fc.record(
    {
      os: fc.constant("linux" as const),
      arch: fc.constantFrom("amd64" as const, "arm64" as const),
      distro: fc.record({ name: word, version: word }),
      stack: name,
    },
    { requiredKeys: ["os", "arch", "distro"] },
  ),
  packages: word,
  runtimes: fc.array(
    fc.record({
      name: fc.constantFrom("erlang" as const, "node" as const),
      version: fc.record({ value: word, origin: fc.constant({ kind: "default" as const, why: "test" }) }),
      digest,
    }),
    { maxLength: 2 },
  ),
  env: fc.dictionary(name, word, { maxKeys: 3 }),
  entries: fc.uniqueArray(entry, { selector: ({ path }) => path, maxLength: 3 }),
} satisfies { readonly [Part in keyof ResultInputs]: fc.Arbitrary<ResultInputs[Part]> }

const inputs: fc.Arbitrary<ResultInputs> = fc.record(parts)

function keyOf(one: ResultInputs): string {
  return resultKey(one).key
}

function inOrder({ env, entries, ...others }: ResultInputs): unknown {
  const byPath = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return { ...others, env: Object.entries(env).toSorted(), entries: byPath }
}

it.each(Object.keys(parts) as (keyof ResultInputs)[])("is another one for each change of %s", (part) => {
  const other = fc.record({ [part]: parts[part] }) as fc.Arbitrary<Partial<ResultInputs>>
  fc.assert(
    fc.property(inputs, other, (one, change) => {
      const changed = { ...one, ...change }
      return (keyOf(one) === keyOf(changed)) === isDeepStrictEqual(inOrder(one), inOrder(changed))
    }),
    { numRuns: 300 },
  )
})

it("has a part for all but the app's files, which is another one for each change of these", () => {
  const change = fc.oneof(...Object.entries(parts).map(([part, values]) => fc.record({ [part]: values })))
  fc.assert(
    fc.property(inputs, change as fc.Arbitrary<Partial<ResultInputs>>, (one, other) => {
      const changed = { ...one, ...other }
      const isSame = resultKey(one).surroundings === resultKey(changed).surroundings
      return isSame === isDeepStrictEqual(inOrder({ ...one, entries: [] }), inOrder({ ...changed, entries: [] }))
    }),
    { numRuns: 1000 },
  )
})

it("does not depend on the order of files and variables, nor on who asks for a version", () => {
  fc.assert(
    fc.property(inputs, (one) => {
      const other: ResultInputs = {
        ...one,
        env: Object.fromEntries(Object.entries(one.env).toReversed()),
        entries: one.entries.toReversed(),
        runtimes: one.runtimes.map((runtime) => ({
          ...runtime,
          version: { ...runtime.version, origin: { kind: "env", name: "ELIXIR_VERSION" } },
        })),
      }
      expect(resultKey(other)).toEqual(resultKey(one))
    }),
  )
})

it("tells no value of a variable", () => {
  const [one] = fc.sample(inputs, { numRuns: 1, seed: 1 })
  if (one === undefined) throw new Error("no sample")
  const { key, surroundings } = resultKey({ ...one, env: { SECRET: "hunter2" } })
  for (const digest of [key, surroundings]) expect(digest).toMatch(/^[0-9a-f]{64}$/)
})

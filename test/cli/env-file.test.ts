import { join } from "node:path"
import { expect, it } from "vitest"
import { readEnvFile } from "../../lib/cli/env-file.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

/** It must be in no path of the machine, which the errors do show. */
const secret = "sEcr3t-0f-tHe-t3st"

async function file(text: string): Promise<string> {
  return join(await writeFiles(await tempDir(), { "app.env": text }), "app.env")
}

it.each([
  { what: "plain values", text: "A=1\nB=two words\n", vars: { A: "1", B: "two words" } },
  { what: "an empty value", text: "A=\nB=1", vars: { A: "", B: "1" } },
  { what: "= in a value", text: "URL=postgres://u:p@h/db?ssl=true\n", vars: { URL: "postgres://u:p@h/db?ssl=true" } },
  { what: "quotes", text: `A=" a # b "\nB='x"y'\n`, vars: { A: " a # b ", B: 'x"y' } },
  {
    what: "lines within quotes",
    text: 'KEY="-----BEGIN\nabc\n-----END"\nB=1\n',
    vars: { KEY: "-----BEGIN\nabc\n-----END", B: "1" },
  },
  { what: "comments and blank lines", text: "# all\n\n  # of it\nA=1 # one\n", vars: { A: "1" } },
  { what: "export", text: "export A=1\n", vars: { A: "1" } },
  { what: "Windows' line ends and a byte order mark", text: "\uFEFFA=1\r\nB=2\r\n", vars: { A: "1", B: "2" } },
  { what: "nothing", text: "", vars: {} },
])("reads $what", async ({ text, vars }) => {
  expect(await readEnvFile(await file(text))).toEqual(vars)
})

it.each([
  { what: "no =", text: `A=1\n${secret}\n`, line: 2 },
  { what: "a name that leads elsewhere", text: `../A=${secret}\n`, line: 1 },
  { what: "a name with a blank", text: `\nMY KEY=${secret}\n`, line: 2 },
  { what: "an open quote", text: `A=1\nB="${secret}\nC=3\n`, line: 2 },
  { what: "text after a quote", text: `A='x'${secret}\n`, line: 1 },
  { what: "# that would cut the value", text: `A=${secret}#x\n`, line: 1 },
])("refuses $what, and does not show it", async ({ text, line }) => {
  const path = await file(text)
  const error = await failure(readEnvFile(path))
  expect(error.title).toBe(`Line ${line} of ${path} is not KEY=value`)
  expect(JSON.stringify([error.title, error.help, String(error.stack)])).not.toContain(secret)
})

it("shows the error for a bad line", async () => {
  const { id, help } = await failure(readEnvFile(await file("oops")))
  expect(`${id}\n${help}`).toMatchInlineSnapshot(`
    "cli/env-file-syntax
    Each line sets one config var: a name of letters, digits and _, then = and the value.
    A value with blanks at its ends, # or line breaks stands in quotes of a kind it does not hold.
    (The line is not shown, since it may hold a secret.)"
  `)
})

it("shows the error for a file that is not there", async () => {
  const { id, title, help } = await failure(readEnvFile("/no/such/file"))
  expect(`${id}\n${title}\n${help}`).toMatchInlineSnapshot(`
    "cli/env-file
    The file of config vars cannot be read: /no/such/file
    --env-file names a file with one KEY=value on each line.
    The system said: ENOENT: no such file or directory, open '/no/such/file'"
  `)
})

it("fails as well for a folder", async () => {
  const error = await failure(readEnvFile(await tempDir()))
  expect(error.help).toContain("EISDIR")
})

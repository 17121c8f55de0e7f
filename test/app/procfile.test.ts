import { describe, expect, it } from "vitest"
import { parseProcfile } from "../../lib/app/procfile.ts"

function processes(text: string): readonly string[] {
  return Object.entries(parseProcfile(text)).map(([type, { value, origin }]) => {
    const place = origin.kind === "file" ? `${origin.file}:${origin.line}` : origin.kind
    return `${type}=${value} @${place}`
  })
}

describe("parseProcfile", () => {
  it.each([
    ["a type", "web: bin/server", ["web=bin/server @Procfile:1"]],
    ["a line with colons", "web: env A=b:c run: x", ["web=env A=b:c run: x @Procfile:1"]],
    ["no space after the colon", "web:run", ["web=run @Procfile:1"]],
    ["dashes and underscores", "my-worker_2:  run", ["my-worker_2=run @Procfile:1"]],
    ["Windows line ends and a BOM", "\uFEFFweb: a\r\nworker: b  \r\n", ["web=a @Procfile:1", "worker=b @Procfile:2"]],
    ["comments and blank lines", "# web: no\n\nweb: yes", ["web=yes @Procfile:3"]],
    ["the last of a type", "web: old\nweb: new", ["web=new @Procfile:2"]],
    ["lines of another form", " web: indented\nweb:\nfoo bar\nwörker: x", []],
    ["nothing", "", []],
  ])("reads %s", (_, text, expected) => {
    expect(processes(text)).toEqual(expected)
  })
})

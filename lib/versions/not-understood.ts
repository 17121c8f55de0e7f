import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { assignment } from "./assignment.ts"
import { lineNamed } from "./node-lines.ts"

/** A text that stands where a version should, and says nothing about one. */
export function notUnderstood(name: RuntimeName, { value, origin }: Setting<string>): BuildpackError {
  const title = `${describeOrigin(origin)}: "${quotable(value)}" is no version of ${runtimeTitles[name]} that can be understood`
  const line = name === "node" ? lineNamed(value) : undefined
  const reason = line === undefined ? reasons.find(({ shape }) => shape.test(value))?.why : `Did you mean ${line}?`
  return new BuildpackError("version/not-understood", title, {
    help: prose`
      ${reason === undefined ? "" : `${reason}\n\n`}It can be:
        ${forms[name].map(([form, what]) => `${form.padEnd(WIDTH)}${what}`).join("\n")}

      For example:

          ${assignment(name, { version: line ?? forms[name][0][0] }, origin)}
    `,
  })
}

type Form = readonly [form: string, what: string]

const WIDTH = 16 // columns of the longest form, and a gap

/** What may be written, the best advice first. */
const forms: Readonly<Record<RuntimeName, readonly [Form, ...Form[]]>> = {
  erlang: [
    ["27.3.4", "a version"],
    ["27", "the start of one: the newest of these"],
    ["~> 27.3", "a range"],
    ["latest", "the newest"],
    ["maint-27", "a branch"],
  ],
  elixir: [
    ["1.18.4", "a version"],
    ["1.18", "the start of one: the newest of these"],
    ["1.18.4-otp-27", "either of them, for an OTP"],
    ["~> 1.17", "a requirement, as in mix.exs"],
    ["latest", "the newest"],
    ["main", "a branch"],
  ],
  hex: [["2.2.2", "a version"]],
  rebar3: [["3.24.0", "a version"]],
  node: [
    ["24.11.0", "a version"],
    ["24", "the start of one: the newest of these"],
    [">=22 <25", "a range, as in package.json"],
    ["lts", "the newest of the long-term support lines"],
    ["lts/jod", "the newest of one of these"],
    ["latest", "the newest"],
  ],
}

/** What other tools know and a build cannot. */
const reasons: readonly { readonly shape: RegExp; readonly why: string }[] = [
  { shape: /\{\{|\{%/, why: "This is a template, which only mise works out, on the machine where it runs." },
  { shape: /^path:/, why: "This is a folder of one machine; a build installs what everybody can download." },
  { shape: /^(?:ref|rev):/, why: "There are builds of tags and branches only, not of single commits." },
  { shape: /^sub-/, why: "This is a version of mise that goes back from the newest; name the one that is meant." },
]

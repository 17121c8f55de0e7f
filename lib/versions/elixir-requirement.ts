import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { quotable } from "../core/visible.ts"
import { assignment } from "./assignment.ts"
import { readElixirWish } from "./elixir-wish.ts"

const whole = String.raw`\d+\.\d+\.\d+`
// What ends in an OTP is a pre-release for Mix, which no Elixir ever is.
const pre = "(?:-(?!otp-)[0-9A-Za-z.-]+)?"
const comparator = String.raw`(?:~> *(?:\d+\.\d+|${whole})|(?:(?:==|!=|>=|<=|>|<) *)?${whole})${pre}`
const requirement = new RegExp(`^${comparator}(?: +(?:and|or) +${comparator})*$`)

/**
 * Whether Mix can read this in `elixir:` of a mix.exs, which knows fewer forms than other files:
 * https://hexdocs.pm/elixir/Version.html#module-requirements. Left out is what nobody writes: build metadata, and `!`.
 */
export function isElixirRequirement(text: string): boolean {
  return requirement.test(text.replace(/^ +| +$/g, "")) && readElixirWish(text) !== undefined
}

/** What stands in `elixir:` and Mix cannot read: it refuses the app, whatever the version is. */
export function noRequirement({ value, origin }: Setting<string>): BuildpackError {
  const title = `${describeOrigin(origin)}: "${quotable(value)}" is no requirement that Mix can read`
  const [version = "1.18"] = /\d+\.\d+(?:\.\d+)?/.exec(value) ?? []
  return new BuildpackError("version/not-understood", title, {
    help: prose`
      Mix would stop the build with it. It can be:
        ~> 1.17                   1.17 and what is newer, before 2.0
        ~> 1.17.2                 1.17.2 and what is newer, before 1.18
        >= 1.17.0 and < 1.19.0    all between two
        ~> 1.16.0 or ~> 1.18      one of two
        == 1.18.4                 just this one

      Only ~> takes a version of two numbers. For example:

          ${assignment("elixir", { version }, origin)}

      Other forms, such as 1.18, latest or main, are for .tool-versions.
    `,
  })
}

import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { splitWords } from "../core/words.ts"

/** The command that runs the app's tests, with the user's `test_args` behind it. Throws `config/test-args`. */
export function testCommand(testArgs: Setting<string> | undefined): readonly string[] {
  if (testArgs === undefined) return ["mix", "test"]
  const words = splitWords(testArgs.value)
  if (words === undefined) throw unclosedQuote(testArgs)
  return ["mix", "test", ...words]
}

function unclosedQuote({ origin }: Setting<string>): BuildpackError {
  return new BuildpackError("config/test-args", "test_args has a quote that is never closed", {
    help: prose`
      ${describeOrigin(origin)} sets it. Its value is split into words as a shell does, so that quotes hold a word
      with spaces together, for example:
        test_args="--only 'area:sign up' --seed 0"
    `,
  })
}

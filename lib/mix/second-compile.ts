import type { Output } from "../core/output.ts"

/** What Mix says when it compiles, for Elixir and Erlang alike. */
const compiling = /^Compiling \d+ files? \(/

/** An output that hears whether Mix compiles. */
export interface CompileWatch {
  readonly output: Output
  readonly hasCompiled: () => boolean
}

/** After all was compiled, a second compilation should find nothing to do: this tells when it did. */
export function watchCompile(output: Output): CompileWatch {
  let compiled = false
  return {
    output: (event) => {
      compiled ||= event.kind === "tool" && compiling.test(event.text)
      output(event)
    },
    hasCompiled: () => compiled,
  }
}

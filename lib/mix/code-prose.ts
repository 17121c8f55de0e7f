/** Lines that are comments, of Elixir and of Erlang; `#{` begins none. */
const comments = /^[ \t]*(?:#(?!\{)|%(?!\{)).*$/gm
const documents = /@(?:module|type)?doc\s+(?:~[sS])?("""|''')[\s\S]*?\n\s*\1/g

/** Code without what it only tells people: comments of their own line, and its documents. */
export function withoutProse(code: string): string {
  return code.replace(documents, "").replace(comments, "")
}

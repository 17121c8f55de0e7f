const token =
  /[{}[\],:]|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy

type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end"

/**
 * The offset of the first character of a text that cannot stand there in JSON; the end of the text when it stops too
 * early. JSON.parse itself tells the place of some mistakes only.
 */
export function jsonMistake(text: string): number {
  const open: string[] = []
  let expected: Expected | undefined = "value"
  let at = 0
  for (;;) {
    at += /^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0
    token.lastIndex = at
    const found = token.exec(text)?.[0]
    expected = found === undefined ? undefined : step(expected, found, open)
    if (found === undefined || expected === undefined) return Math.min(at, text.trimEnd().length)
    at += found.length
  }
}

/** What may follow a token; undefined when the token itself may not stand there. Keeps the open brackets. */
function step(expected: Expected, found: string, open: string[]): Expected | undefined {
  switch (expected) {
    case "colon":
      return found === ":" ? "value" : undefined
    case "comma or end":
      return found === "," ? another(open) : close(found, open)
    case "key":
    case "key or }":
      if (found.startsWith('"')) return "colon"
      return expected === "key or }" ? close(found, open) : undefined
    case "value":
    case "value or ]":
      if (found === "]" && expected === "value or ]") return close(found, open)
      return value(found, open)
  }
}

function another(open: readonly string[]): Expected | undefined {
  if (open.length === 0) return undefined
  return open.at(-1) === "{" ? "key" : "value"
}

function value(found: string, open: string[]): Expected | undefined {
  if (found === "{" || found === "[") {
    open.push(found)
    return found === "{" ? "key or }" : "value or ]"
  }
  return /^[}\],:]/.test(found) ? undefined : "comma or end"
}

function close(found: string, open: string[]): Expected | undefined {
  const pair = open.at(-1)
  if (!((found === "}" && pair === "{") || (found === "]" && pair === "["))) return undefined
  open.pop()
  return "comma or end"
}

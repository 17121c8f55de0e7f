import { withoutProse } from "./code-prose.ts"

/** In the place of a name: code reads all variables, and nobody can tell which of them count. */
export const EVERY = "*"

const open = String.raw`(?:~[a-zA-Z][("'\[{|<\/]|["'])`
const shut = String.raw`[)"'\]}|>\/]`
const name = String.raw`${open}(\w+)${shut}`

/** `System.get_env("NAME")`, `"NAME" |> System.fetch_env!()` and, of Erlang, `os:getenv("NAME")` and `:os.getenv(~c"NAME")`. */
const reading = new RegExp(String.raw`(?:_env!?|getenv)[\s(]+${name}|${name}\s*\|>\s*System\.(?:get|fetch)_env`, "g")

/** All variables at once: `System.get_env()`, also without brackets, `os:getenv()`, `:os.env()`; not what a name is piped into. */
const whole =
  /\bSystem(?<!\|>\s*System)\.get_env(?:\(\s*\)|(?=[ \t]*(?:[|[),}\]]|\r?$)))|\bos[:.](?:getenv|env|list_env_vars)\(\s*\)/gm

/** What takes those that it names out of a map. */
const taking = String.raw`(?:(?:Map|Access)\.(?:get|fetch!?|take|has_key\?)|get_in)\(\s*`
const takenBefore = new RegExp(`${taking}$`)
const matchBefore = /%\{([^{}]*)\}\s*=\s*$/
const namesAfter = String.raw`(~w[(\[{|<"][\w\s]+|\[\s*"\w+"(?:\s*,\s*"\w+")*\s*\]|"\w+")`
const lookUp = new RegExp(String.raw`^\s*(?:\[\s*|\|>\s*${taking})${namesAfter}`)
const argument = new RegExp(String.raw`^\s*,\s*${namesAfter}`)

/** The variables that Elixir or Erlang code may read, as far as it has their names. */
export function codeVariables(text: string): readonly string[] {
  const names = [...text.matchAll(reading)].map(([, inside, piped]) => inside ?? piped ?? "")
  // Few ask for all, and some only in what they tell of it.
  return text.search(whole) < 0 ? names : [...names, ...takenOfAll(withoutProse(text))]
}

function takenOfAll(code: string): readonly string[] {
  return [...code.matchAll(whole)].flatMap(({ 0: match, index }) => {
    const before = code.slice(Math.max(0, index - 200), index)
    const after = code.slice(index + match.length, index + match.length + 400)
    const keys = keysIn(matchBefore.exec(before)?.[1] ?? "")
    if (keys.length > 0) return keys
    const taken = (takenBefore.test(before) ? argument : lookUp).exec(after)?.[1]
    return taken === undefined ? [EVERY] : wordsIn(taken)
  })
}

function wordsIn(taken: string): readonly string[] {
  return [...taken.replace(/^~w./, "").matchAll(/\w+/g)].map(([word]) => word)
}

function keysIn(pattern: string): readonly string[] {
  return [...pattern.matchAll(/"(\w+)"\s*=>/g)].map(([, key = ""]) => key)
}

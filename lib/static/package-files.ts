const modules = /\.(?:exs?|[ehxy]rl|erl\.src|app\.src(?:\.script)?|appup(?:\.src)?|pot?)$/
const native = /\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx|S|rs|zig|mk|o|a|d|so|dll|dylib|beam|app)$/
const ofTools =
  /(?:^|\/)(?:\.hex|\.fetch|hex_metadata\.config|rebar\.(?:config(?:\.script)?|lock)|(?:GNU)?Makefile(?:\.\w+)?|Cargo\.(?:toml|lock)|\.gitignore)$/
/** What rebar3 leaves below the `_build` of a package that it has compiled. */
const byRebar = /(?:^|\/)_build\/(?:[^/]+\/)*\.rebar3\//
const documents =
  /\.(?:md|markdown|asciidoc|adoc|rst|edoc)$|(?:^|\/)(?:README|CHANGE(?:LOG|S)|LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|AUTHORS|CONTRIBUT(?:ORS|ING)|VERSION)(?:[-_]\w+)*(?:\.txt)?$/i

/** Whether a package's file is one that no bundler and no style sheet reads: a module, what it is compiled by, or a document. */
export function isPlain(path: string): boolean {
  return [modules, native, ofTools, byRebar, documents].some((pattern) => pattern.test(path))
}

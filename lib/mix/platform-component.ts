import type { BuiltApplication } from "../app/built-applications.ts"
import type { Component } from "../core/component.ts"
import { packageUrl } from "../core/purl.ts"

const elixir = ["eex", "elixir", "ex_unit", "iex", "logger", "mix"]

/** All that OTP has had since 22; a release has a few of them. */
const otp = [
  ...["asn1", "common_test", "compiler", "crypto", "debugger", "dialyzer", "diameter", "edoc", "eldap", "erl_docgen"],
  ...["erl_interface", "erts", "et", "eunit", "ftp", "hipe", "inets", "jinterface", "kernel", "megaco", "mnesia"],
  ...["observer", "odbc", "os_mon", "parsetools", "public_key", "reltool", "runtime_tools", "sasl", "snmp", "ssh"],
  ...["ssl", "stdlib", "syntax_tools", "tftp", "tools", "wx", "xmerl"],
]

const repositories: ReadonlyMap<string, string> = new Map([
  ...elixir.map((name) => [name, "https://github.com/elixir-lang/elixir"] as const),
  ...otp.map((name) => [name, "https://github.com/erlang/otp"] as const),
])

/**
 * An application that Erlang/OTP or Elixir brings, under the name by which their advisories call it; undefined for any
 * other. https://www.erlang.org/doc/system/vulnerabilities
 */
export function platformComponent({ name, version }: BuiltApplication): Component | undefined {
  const repository = repositories.get(name)
  if (repository === undefined || version === undefined) return undefined
  const qualifiers = { repository_url: repository, vcs_url: `git+${repository}.git` }
  return { kind: "library", name, version, purl: packageUrl({ type: "otp", name, version, qualifiers }) }
}

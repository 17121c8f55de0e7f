import type { Bill, Component } from "./component.ts"
import { packageUrl } from "./purl.ts"
import { type Artifact, type RuntimeName, runtimeTitles } from "./runtime.ts"

interface Identity {
  readonly kind: Component["kind"]
  /** The repository on GitHub that it is made from: advisories name that, whoever has compiled it. */
  readonly namespace: string
  readonly name: string
  /** The tag of a version there. */
  readonly tag: (version: string) => string
  /** Vendor and product in the National Vulnerability Database, where advisories use them. */
  readonly cpe?: string
}

/** https://www.erlang.org/doc/system/vulnerabilities names Erlang/OTP so. */
const identities: Readonly<Record<RuntimeName, Identity>> = {
  erlang: {
    kind: "platform",
    namespace: "erlang",
    name: "otp",
    tag: (version) => `OTP-${version}`,
    cpe: "erlang:erlang\\/otp",
  },
  elixir: { kind: "platform", namespace: "elixir-lang", name: "elixir", tag: (version) => `v${version}` },
  hex: { kind: "application", namespace: "hexpm", name: "hex", tag: (version) => `v${version}` },
  rebar3: { kind: "application", namespace: "erlang", name: "rebar3", tag: (version) => version },
  node: {
    kind: "platform",
    namespace: "nodejs",
    name: "node",
    tag: (version) => `v${version}`,
    cpe: "nodejs:node.js",
  },
}

/** A version of a runtime, wherever it came from. */
export function runtimeComponent(runtime: RuntimeName, version: string): Component {
  const { kind, namespace, name, tag, cpe } = identities[runtime]
  // A branch of Elixir has no tag.
  const ref = /^\d/.test(version) ? tag(version) : undefined
  return {
    kind,
    name: runtimeTitles[runtime],
    version,
    purl: packageUrl({ type: "github", namespace, name, version: ref }),
    // What else a version may have would have to be escaped there, and is in no advisory.
    ...(cpe !== undefined && /^[\d.]+$/.test(version) && { cpe: `cpe:2.3:a:${cpe}:${version}:*:*:*:*:*:*:*` }),
  }
}

/** The layers of runtimes, which have their names. */
export function runtimeLayers(artifacts: readonly Artifact[]): Bill["layers"] {
  return Object.fromEntries(
    artifacts.map(({ name, version, url, digest }) => [
      name,
      [{ ...runtimeComponent(name, version.value), digest, url }],
    ]),
  )
}

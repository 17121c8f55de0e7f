/** What upstream is asked for. */
const kinds = [
  "otp",
  "elixir",
  "node",
  "tools",
  "hex-registry",
  "hex-packages",
  "npm-registry",
  "npm-packages",
  "other",
] as const
/** What was asked for, as the results count it. */
export type Kind = (typeof kinds)[number]

const hexPaths: readonly [RegExp, Kind][] = [
  [/^\/builds\/otp\//, "otp"],
  [/^\/builds\/elixir\//, "elixir"],
  [/^\/dist\//, "node"],
  [/^\/installs\//, "tools"],
  [/^\/tarballs\//, "hex-packages"],
  [/^\/(packages\/|names$|versions$)/, "hex-registry"],
]

/** What a path of builds.hex.pm, repo.hex.pm or nodejs.org is. */
export function kindOf(path: string): Kind {
  return hexPaths.find(([pattern]) => pattern.test(path))?.[1] ?? "other"
}

/** What a path of npm's registry is. */
export function npmKindOf(path: string): Kind {
  if (path.startsWith("/-/")) return "other"
  return path.includes("/-/") ? "npm-packages" : "npm-registry"
}

/** Answers, and the bytes of their bodies. */
export interface Count {
  readonly requests: number
  readonly bytes: number
}

/** Requests and bytes of bodies, by kind. */
export type Traffic = Readonly<Partial<Record<Kind, Count>>>

/** The traffic with one more answer. */
export function withAnswer(traffic: Traffic, kind: Kind, bytes: number): Traffic {
  const { requests, bytes: before } = traffic[kind] ?? { requests: 0, bytes: 0 }
  return { ...traffic, [kind]: { requests: requests + 1, bytes: before + bytes } }
}

/** All kinds together. */
export function totalOf(traffic: Traffic): Count {
  return Object.values(traffic).reduce(
    (sum, { requests, bytes }) => ({ requests: sum.requests + requests, bytes: sum.bytes + bytes }),
    { requests: 0, bytes: 0 },
  )
}

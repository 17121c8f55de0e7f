import { posix } from "node:path"

/**
 * The config files of mise among an app's files, the strongest first, in the order of mise itself: those of MISE_ENV, of
 * which the last name is the strongest, those for one machine (`local`), then the others.
 */
export function miseConfigs(files: Iterable<string>, miseEnv = ""): readonly string[] {
  const known = [...files]
  const names = miseEnv.split(",").map((name) => name.trim())
  const places = [...names.filter(Boolean).toReversed().flatMap(placesOf), ...localPlaces, ...commonPlaces]
  return places.flatMap((place) => {
    if (!place.endsWith("/")) return known.includes(place) ? [place] : []
    // In a folder of fragments the last name wins.
    return known
      .filter((file) => file.startsWith(place))
      .toSorted()
      .toReversed()
  })
}

/** The lock that mise keeps for a config file: beside it, for all fragments of a folder beside that folder. */
export function miseLockOf(config: string): string {
  const folder = posix.dirname(config)
  if (posix.basename(folder) === "conf.d") return posix.join(folder, "../mise.lock")
  const [, name] = /^(?:\.?mise|config)\.(.+)\.toml$/.exec(posix.basename(config)) ?? []
  return posix.join(folder, name === undefined ? "mise.lock" : `mise.${name}.lock`)
}

const localPlaces = [
  ".mise.local.toml",
  "mise.local.toml",
  ".rtx.local.toml",
  "mise/config.local.toml",
  ".mise/config.local.toml",
  ".config/mise.local.toml",
  ".config/mise/mise.local.toml",
  ".config/mise/config.local.toml",
]

/** What ends with a slash is a folder of fragments. */
const commonPlaces = [
  ".mise.toml",
  "mise.toml",
  ".rtx.toml",
  "mise/config.toml",
  ".mise/config.toml",
  ".mise/conf.d/",
  ".config/mise.toml",
  ".config/mise/mise.toml",
  ".config/mise/config.toml",
  ".config/mise/conf.d/",
]

function placesOf(name: string): readonly string[] {
  const stems = [".mise", ".mise/config", "mise", "mise/config", ".config/mise", ".config/mise/config"]
  return [`${name}.local`, name].flatMap((suffix) => stems.map((stem) => `${stem}.${suffix}.toml`))
}

import { posix } from "node:path"

/** Where a Mix project has what it is built with and what is built, from the app's top folder. */
export interface MixPlaces {
  /** The folder of what is compiled, for all environments. */
  readonly build: string
  /** The file at which the configuration begins. */
  readonly config: string
  readonly deps: string
}

/** As `mix help compile` and `mix help loadconfig` have it when a mix.exs says nothing. */
const usual = { build_path: "_build", config_path: "config/config.exs", deps_path: "deps" } as const

/** Reads them from the text of the mix.exs in `folder`; undefined when only code tells. */
export function mixPlaces(folder: string, text: string): MixPlaces | undefined {
  const [build, config, deps] = (["build_path", "config_path", "deps_path"] as const).map((key) => {
    const path = pathOf(key, text)
    return path === undefined ? undefined : posix.join(folder, path)
  })
  if (build === undefined || config === undefined || deps === undefined) return undefined
  const places = { build, config, deps }
  return Object.values(places).some((path) => path.startsWith("..")) ? undefined : places
}

function pathOf(key: keyof typeof usual, text: string): string | undefined {
  const settings = [...text.matchAll(new RegExp(`\\b${key}\\b(?::\\s*"([^"#]*)"(?=\\s*[,\\]\n]))?`, "g"))]
  const [first, ...others] = settings
  if (first === undefined) return usual[key]
  return others.length > 0 ? undefined : first[1]
}

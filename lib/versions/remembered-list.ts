import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"

/** A list of versions that was read. */
export interface ReadList {
  /** Where it was read, for messages. */
  readonly source: string
  /**
   * When an earlier build read it, in milliseconds since 1970; absent when it was read now. Nobody can tell what has come
   * since, so that what is missing may be there.
   */
  readonly rememberedAt?: number | undefined
}

/**
 * The failure of a choice from these lists, told anew when one of them is remembered: that it could not be read is the
 * reason then, as far as anybody knows.
 */
export function withoutNewList(error: BuildpackError, lists: readonly ReadList[]): BuildpackError {
  const old = lists.flatMap(({ source, rememberedAt }) =>
    rememberedAt === undefined ? [] : [`${source} as it was ${moment(rememberedAt)}`],
  )
  if (old.length === 0) return error
  const [what, it] = old.length === 1 ? ["list", "it"] : ["lists", "them"]
  return new BuildpackError("version/not-in-remembered-list", `${error.title}, by the ${what} of an earlier build`, {
    help: prose`
      The server cannot be asked now, so that this had to do:

          ${old.join("\n")}

      What has come since is not in ${it}: that is a failure of the network or of the server, and may pass. Build again in
      some minutes, or set BEAMPACK_MIRROR to a mirror that can be reached.

      What the ${what} of that time ${old.length === 1 ? "tells" : "tell"}:

      ${error.help}
    `,
    cause: error,
  })
}

function moment(milliseconds: number): string {
  const [day = "", time = ""] = new Date(milliseconds).toISOString().split("T")
  return `on ${day} at ${time.slice(0, 5)} UTC`
}

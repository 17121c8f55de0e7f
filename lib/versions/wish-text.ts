/** What a wish is about, before anybody knows the runtime's versions. */
export interface WishText {
  /**
   * Versions; the newest of some (`latest`, `latest:27`, `prefix:27`); or what git calls it (`ref:maint-27`, `branch
   * main`).
   */
  readonly kind: "versions" | "newest" | "ref"
  readonly of: string
}

/** Tells the words of asdf, mise and the older buildpacks from versions. */
export function readWishText(text: string): WishText {
  const wish = text.trim()
  const [, ref] = /^(?:(?:ref|tag|branch):|branch\s)\s*(\S+)$/.exec(wish) ?? []
  if (ref !== undefined) return { kind: "ref", of: ref }
  if (wish === "latest") return { kind: "newest", of: "*" }
  const [, of] = /^(?:latest|prefix):\s*(\S+)$/.exec(wish) ?? []
  return of === undefined ? { kind: "versions", of: wish } : { kind: "newest", of }
}

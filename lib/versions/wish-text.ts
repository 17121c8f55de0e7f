/** What a wish is about, before anybody knows the runtime's versions. */
export type WishText =
  /** What git calls it: `ref:maint-27`, `branch main`. */
  | { readonly kind: "ref"; readonly ref: string }
  /** The newest of some: `latest`, `latest:27`, `prefix:27`. */
  | { readonly kind: "newest"; readonly of: string }
  | { readonly kind: "versions"; readonly of: string }

/** Tells the words of asdf, mise and the older buildpacks from versions. */
export function readWishText(text: string): WishText {
  const wish = text.trim()
  const [, ref] = /^(?:(?:ref|tag|branch):|branch\s)\s*(\S+)$/.exec(wish) ?? []
  if (ref !== undefined) return { kind: "ref", ref }
  if (wish === "latest") return { kind: "newest", of: "*" }
  const [, of] = /^(?:latest|prefix):\s*(\S+)$/.exec(wish) ?? []
  return of === undefined ? { kind: "versions", of: wish } : { kind: "newest", of }
}

import type { Digest } from "./runtime.ts"

/** A piece of software that an app is made of, or that its build has used. */
export interface Component {
  readonly kind: "application" | "library" | "platform"
  /** What the name belongs to, such as the scope of an npm package. */
  readonly group?: string | undefined
  readonly name: string
  readonly version?: string | undefined
  /** Its package URL; absent when none is certain. https://github.com/package-url/purl-spec */
  readonly purl?: string | undefined
  /** Its name in the National Vulnerability Database, for those that are looked up by it. */
  readonly cpe?: string | undefined
  /** Of the file that it came in. */
  readonly digest?: Digest | undefined
  /** Where that file was taken from. */
  readonly url?: string | undefined
}

/** What a buildpack has installed and built. */
export interface Bill {
  /** What is in its layers, by their names. */
  readonly layers: Readonly<Record<string, readonly Component[]>>
  /** What is in the app's folder; from the last buildpack alone, which knows all of it. */
  readonly app?: AppBill | undefined
}

/** What an app is made of. */
export interface AppBill {
  /** The app itself, with the name and the version that it has given itself. */
  readonly self: Component
  /** What is there when the app runs, its own code aside. */
  readonly launch: readonly Component[]
  /** What was there for the build alone. */
  readonly build: readonly Component[]
}

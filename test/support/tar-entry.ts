import { tarOf } from "./archives.ts"

/** A tar file with one entry of any name, as no sound program writes it. */
export function tarWithEntry(name: string): Buffer {
  return tarOf([{ path: name, content: "evil\n" }])
}

import type { ClassicName, CnbName } from "./catalogue.ts"
import type { Size } from "./size.ts"

/** A package's file, with the folders that are handed out beside it. */
export interface Made {
  /** Whose budget it has. */
  readonly name: ClassicName | CnbName
  readonly file: Output
  readonly folders: readonly Output[]
  readonly parts: Size["parts"]
}

/** A file or folder, where it was made, and where it goes below the folder of all packages. */
interface Output {
  readonly from: string
  readonly to: string
}

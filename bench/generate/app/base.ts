import type { Package } from "../graph.ts"
import { callOf, type Files } from "../package.ts"
import { treeOf } from "../tree.ts"
import { directPackages } from "./project.ts"

/** What is the same in every app: where it starts, what it keeps, and the parts of its pages. */
export function baseFiles(packages: readonly Package[]): Files {
  return {
    ...treeOf("shop"),
    "lib/shop/suppliers.ex": `defmodule Shop.Suppliers do
  @moduledoc "Leans on every package that the app names."

  @doc "Calls them all."
  @spec run(integer()) :: [integer()]
  def run(number) do
    [
${directPackages(packages)
  .map((one) => `      ${callOf(one)}(number)`)
  .join(",\n")}
    ]
  end
end
`,
  }
}

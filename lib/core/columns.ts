/** Rows as lines, `gap` between the columns, each as wide as its widest cell; a column without any text takes no room. */
export function columns(rows: readonly (readonly string[])[], gap: string): readonly string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  return rows.map((row) =>
    row
      .map((cell, column) => ({ cell, width: width(column) }))
      .filter((column) => column.width > 0)
      .map((column) => column.cell.padEnd(column.width))
      .join(gap)
      .trimEnd(),
  )
}

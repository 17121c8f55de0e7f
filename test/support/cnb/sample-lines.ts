/** Lines of shell one after the other. */
export function lines(...text: readonly string[]): string {
  return text.join("\n")
}

/** Lines of shell that write a file, of lines in which nothing is expanded. */
export function file(name: string, ...content: readonly string[]): string {
  return lines(`cat >${name} <<'TEXT'`, ...content, "TEXT")
}

/**
 * Lines of shell that make a layer with types and files, whose texts are as `printf` has them: `\n` is a new line. One that
 * begins with `#!` is a program.
 */
export function layer(name: string, types: readonly string[], files: Readonly<Record<string, string>> = {}): string {
  return lines(
    `mkdir -p ${name}`,
    file(`${name}.toml`, "[types]", ...types.map((type) => `${type} = true`)),
    ...Object.entries(files).flatMap(([path, text]) => [
      `mkdir -p "$(dirname ${name}/${path})"; printf '%b' '${text}' >${name}/${path}`,
      ...(text.startsWith("#!") ? [`chmod 755 ${name}/${path}`] : []),
    ]),
  )
}

/** What make and shells set by themselves, or what belongs to the machine: a program is the same whatever they are. */
const ambient = /^(?:\d.*|PWD|OLDPWD|SHLVL|HOME|PATH|USER|SHELL|TMPDIR|CURDIR|MAKE\w*)$/

/** The variables that a Makefile may take from its environment: `$(NAME)`, `${NAME}`, `ifdef NAME`. */
export function makeVariables(text: string): readonly string[] {
  return namesBy(/\$[({](\w+)|^\s*(?:else\s+)?ifn?def\s+(\w+)/gm, text)
}

/** Of a shell script, and of rebar.config with its hooks and flags for compilers: `$NAME` and `${NAME}`. */
export function shellVariables(text: string): readonly string[] {
  return namesBy(/\$\{?(\w+)/g, text)
}

/** Of CMake: `$ENV{NAME}`. */
export function cmakeVariables(text: string): readonly string[] {
  return namesBy(/\bENV\{(\w+)/g, text)
}

/** Of Rust and its build scripts: `env!("NAME")` and `option_env!`, `env::var("NAME")` and `var_os`. */
export function rustVariables(text: string): readonly string[] {
  return namesBy(/\benv(?:!|::var(?:_os)?)\s*\(\s*"(\w+)"|\boption_env!\s*\(\s*"(\w+)"/g, text)
}

function namesBy(pattern: RegExp, text: string): readonly string[] {
  const names = [...text.matchAll(pattern)].flatMap((match) => match.slice(1).filter((name) => name !== undefined))
  return names.filter((name) => !ambient.test(name))
}

/**
 * Elixir that has the atoms of Erlang's and Elixir's own modules come up in the same order in each build, however the modules
 * are loaded afterwards: maps are written in the order in which the atoms of their keys came up, also those in a release. It
 * wants `compiled`, a folder, and `keep`, which writes a file. The first time it reads the modules for it, and keeps the atoms.
 */
export const nameAtoms = `
atoms = Path.join(compiled, "atoms")

known? =
  case :file.read_file(atoms) do
    {:ok, binary} ->
      try do
        is_list(:erlang.binary_to_term(binary))
      rescue
        _ -> false
      end

    _ ->
      false
  end

unless known? do
  all =
    for app <- [:kernel, :stdlib, :compiler, :elixir, :logger, :mix],
        folder = :code.lib_dir(app),
        is_list(folder),
        {:ok, files} <- [:file.list_dir(folder ++ ~c"/ebin")],
        # What reads them comes up first.
        file <- if(app == :kernel, do: [:code.which(:beam_lib)], else: []) ++ Enum.sort(files),
        {:ok, {_, [atoms: atoms]}} <- [:beam_lib.chunks(:filename.join(folder ++ ~c"/ebin", file), [:atoms])],
        {_, atom} <- atoms,
        uniq: true,
        do: atom

  keep.(atoms, :erlang.term_to_binary(all))
end
`

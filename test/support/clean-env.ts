/** Variables of the developer's shell that would change what a child process does. */
const inherited = /^(MIX_|HEX_|ERL_|ELIXIR_|RELEASE_|npm_|NPM_|NODE_OPTIONS|BEAMPACK_|STACK$|PORT$)/

for (const name of Object.keys(process.env)) {
  if (inherited.test(name)) delete process.env[name]
}

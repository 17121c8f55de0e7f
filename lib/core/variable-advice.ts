/** What to type to set a variable for the build, one line for each platform. */
export function setVariable(assignment: string): string {
  return `heroku config:set ${assignment}\npack build --env ${assignment}`
}

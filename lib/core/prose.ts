import dedent from "dedent"

/**
 * The tag for help texts: indented as the code around them, printed from the margin; what is put in stays as it is, and
 * all its lines are indented as the first.
 */
export const prose = dedent.withOptions({ escapeSpecialCharacters: false, alignValues: true })

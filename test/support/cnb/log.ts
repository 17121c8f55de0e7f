/**
 * A log of a build without what differs from run to run, and from stack to stack: durations, sizes, ports, digests, and the
 * versions of what comes from the stack's distribution.
 */
export function stableCnbLog(text: string): string {
  return (
    text
      .replace(/127\.0\.0\.1:\d+/g, "origin")
      .replace(/Done in [\dm. ]+s/g, "Done in 0.0s")
      // npm's own.
      .replace(/(?<= packages?.* in )\d+m?s/g, "0s")
      .replace(/\d+ of \d+ bytes/g, "N of M bytes")
      .replace(/\b([0-9a-f]{128}|[0-9a-f]{64})\b/g, "DIGEST")
      // In the table of the plan a shorter version has more blanks behind it.
      .replace(/\b(Erlang\/OTP|Elixir|Hex|rebar3|Node\.js)( +)\d[\w.]*( +(?= ))?/g, "$1$2N.N")
      .replace(/linux-(x64|arm64)/g, "linux-ARCH")
      .replace(/(otp|linux)\/(amd64|arm64)/g, "$1/ARCH")
  )
}

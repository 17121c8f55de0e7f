// biome-ignore-all lint/suspicious/noTemplateCurlyInString: bash writes its variables like that
import { expect, it } from "vitest"
import { parseBuildpackConfig } from "../../lib/app/buildpack-config.ts"
import { unreadSettings } from "../../lib/app/unread-settings.ts"

function warnings(text: string): readonly string[] {
  return unreadSettings(parseBuildpackConfig(text, "elixir_buildpack.config", {}), ["release", "erlang_version"])
}

it("names the settings that nobody reads, with what was meant and never with their value", () => {
  expect(warnings("release=true\nrelase=true\n\nTOKEN=s3cr3t\n")).toEqual([
    "elixir_buildpack.config:2 sets relase, which nothing reads: did you mean release?",
    "elixir_buildpack.config:4 sets TOKEN, which nothing reads: what commands need is set as a config var",
  ])
})

it("leaves the file its own variables", () => {
  expect(warnings('OTP=27\nPATCH=3.4\nerlang_version="$OTP.${PATCH:-0}"\n')).toEqual([])
})

it("has nothing to say about an empty file", () => {
  expect(warnings("")).toEqual([])
})

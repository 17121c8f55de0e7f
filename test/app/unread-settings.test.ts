// biome-ignore-all lint/suspicious/noTemplateCurlyInString: bash writes its variables like that
import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { unreadSettings } from "../../lib/app/unread-settings.ts"
import { tempApp } from "../support/app.ts"
import { plainApp } from "../support/apps.ts"

const file = "elixir_buildpack.config"

async function warnings(text: string): Promise<readonly string[]> {
  const app = await readApp(await tempApp({ ...plainApp, [file]: text }))
  return unreadSettings(app, file, ["release", "erlang_version"], {})
}

it("names the settings that nobody reads, with what was meant and never with their value", async () => {
  expect(await warnings("release=true\nrelase=true\n\nTOKEN=s3cr3t\n")).toEqual([
    "elixir_buildpack.config:2 sets relase, which nothing reads: did you mean release?",
    "elixir_buildpack.config:4 sets TOKEN, which nothing reads: what commands need is set as a config var",
  ])
})

it("leaves the file its own variables", async () => {
  expect(await warnings('OTP=27\nPATCH=3.4\nerlang_version="$OTP.${PATCH:-0}"\n')).toEqual([])
})

it("has nothing to say about an app without the file", async () => {
  const app = await readApp(await tempApp(plainApp))
  expect(unreadSettings(app, file, [], {})).toEqual([])
})

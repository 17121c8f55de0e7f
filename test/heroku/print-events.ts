// Renders events, given as JSON, on standard output as a hook does: node print-events.ts EVENTS
import { arrows } from "../../lib/heroku/output.ts"

JSON.parse(process.argv[2] ?? "[]").forEach(arrows(process.stdout))

import { startCounter } from "./counter.js"
import { startUptime } from "./uptime.js"

const uptime = startUptime(document.querySelector("#uptime"))

startCounter({
  button: document.querySelector("#visit"),
  number: document.querySelector("#visits"),
  status: document.querySelector(".status"),
  onReading: ({ uptime: seconds }) => uptime.set(seconds),
})

// BUILD is written into the bundle by build.mjs.
for (const element of document.querySelectorAll("[data-build]")) {
  element.textContent = BUILD[element.dataset.build]
  element.parentElement.hidden = false
}

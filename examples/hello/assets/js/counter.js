const POLL_MS = 2000
/** As long as the animation `rise` in motion.css. */
const PLUS_MS = 900

/** Shows the server's count: at once for one's own clicks, within two seconds for everyone else's. */
export function startCounter({ button, number, status, onReading }) {
  let shown = Number(number.textContent)

  async function read(method) {
    try {
      const response = await fetch("/count", { method, signal: AbortSignal.timeout(5000) })
      if (!response.ok) throw new Error(`status ${response.status}`)
      const reading = await response.json()
      show(reading.visits)
      onReading(reading)
      setStatus("live")
    } catch {
      setStatus("offline")
    }
  }

  function show(visits) {
    if (visits === shown) return
    float(visits - shown)
    shown = visits
    number.textContent = String(visits)
    replay(number, "bump")
  }

  /** A "+1" that rises from the number and is gone. A restarted node counts from zero: nothing rises then. */
  function float(difference) {
    if (difference < 1) return
    const plus = document.createElement("span")
    plus.className = "plus"
    plus.ariaHidden = "true"
    plus.textContent = `+${difference}`
    number.parentElement.append(plus)
    setTimeout(() => plus.remove(), PLUS_MS)
  }

  function setStatus(name) {
    status.dataset.status = name
    status.firstElementChild.textContent = name
  }

  button.addEventListener("click", () => read("POST"))
  setInterval(() => document.visibilityState === "visible" && read("GET"), POLL_MS)
}

function replay(element, animation) {
  element.classList.remove(animation)
  // Reading a size makes the browser notice the removal.
  void element.offsetWidth
  element.classList.add(animation)
}

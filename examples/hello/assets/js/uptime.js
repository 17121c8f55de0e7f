/** A clock that ticks by itself and is set right by every reading. */
export function startUptime(element) {
  let startedAt = 0

  function set(seconds) {
    startedAt = performance.now() - seconds * 1000
    tick()
  }

  function tick() {
    element.textContent = clock(Math.floor((performance.now() - startedAt) / 1000))
  }

  set(Number(element.dataset.seconds))
  setInterval(tick, 1000)
  return { set }
}

function clock(seconds) {
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, "0"))
    .join(":")
}

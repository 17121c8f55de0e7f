import type { MeasuredStep } from "../measure/steps.ts"

/** The steps of one scenario's builds. */
export interface Track {
  readonly scenario: string
  readonly builds: readonly { readonly name: string; readonly steps: readonly MeasuredStep[]; readonly wall: number }[]
}

const WIDTH = 1200
const LABELS = 150
const ROW = 16
const GAP = 6
const CHARACTER = 5.6 // pixels, about

/** What a step is about, by words of its name. */
const colours: readonly (readonly [RegExp, string])[] = [
  [/npm|packages/i, "#59a14f"],
  [/compil/i, "#4e79a7"],
  [/assets|digest/i, "#b07aa1"],
  [/hex|dep(s|endencies)/i, "#f28e2b"],
  [/download|unpack|restore|runtimes|node/i, "#e15759"],
  [/release|slug|save|keep|tidy/i, "#9c755f"],
]

/** A picture of all steps on one scale: beampack's with those beside each other that ran at the same time, then the plain build's. */
export function timeline(tracks: readonly Track[]): string {
  const longest = Math.max(1, ...tracks.flatMap(({ builds }) => builds.map(({ wall }) => wall)))
  const scale = (WIDTH - LABELS) / longest
  const parts: string[] = []
  let top = GAP
  for (const { scenario, builds } of tracks) {
    for (const { name, steps, wall } of builds) {
      const lanes = lanesOf(steps)
      const height = Math.max(1, lanes.length) * ROW
      parts.push(text(0, top + 11, `${scenario} ${name}`, "#222"))
      parts.push(rect({ x: LABELS, y: top, width: wall * scale, height }, "#eee", `${name}: ${wall.toFixed(1)} s`))
      lanes.forEach((lane, row) => {
        for (const step of lane) parts.push(...bar(step, top + row * ROW, scale))
      })
      top += height + 2
    }
    top += GAP
  }
  const seconds = Array.from({ length: Math.floor(longest / 10) + 1 }, (_, at) => at * 10)
  const axis = seconds.map((second) => text(LABELS + second * scale, top + 10, `${second} s`, "#777"))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top + ROW}" font-family="sans-serif" font-size="10">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...parts,
    ...axis,
    "</svg>\n",
  ].join("\n")
}

/** Steps in rows, so that none lies over another: each in the first row where there is room. */
function lanesOf(steps: readonly MeasuredStep[]): readonly (readonly MeasuredStep[])[] {
  const lanes: MeasuredStep[][] = []
  for (const step of steps.toSorted((a, b) => a.from - b.from)) {
    const free = lanes.find((lane) => (lane.at(-1)?.to ?? 0) <= step.from)
    if (free === undefined) lanes.push([step])
    else free.push(step)
  }
  return lanes
}

function bar({ name, from, to, cpu }: MeasuredStep, y: number, scale: number): readonly string[] {
  const width = Math.max(0.5, (to - from) * scale)
  const x = LABELS + from * scale
  const title = `${name}: ${(to - from).toFixed(1)} s, CPU ${cpu.toFixed(1)} s`
  const shape = rect({ x, y, width, height: ROW - 2 }, colourOf(name), title)
  return name.length * CHARACTER > width ? [shape] : [shape, text(x + 2, y + 10, name, "#fff")]
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function rect({ x, y, width, height }: Box, fill: string, title: string): string {
  const place = `x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${height}"`
  return `<rect ${place} fill="${fill}"><title>${escaped(title)}</title></rect>`
}

function text(x: number, y: number, content: string, fill: string): string {
  return `<text x="${x.toFixed(1)}" y="${y}" fill="${fill}">${escaped(content)}</text>`
}

function colourOf(name: string): string {
  return colours.find(([pattern]) => pattern.test(name))?.[1] ?? "#8a8a8a"
}

function escaped(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
}

import { formatNumber, numberOf } from './format.ts'
import { escapeText, toPicture, WIDTH } from './picture.ts'
import type { Table } from './report.ts'

const NAMES = 320
const BAR = 18
const STEP = 26
const TOP = 34

/** Draws the first column of a table as horizontal bars, each with a line from the minimum to the maximum. */
export function toChart({ title, columns, rows }: Table): string {
  const drawn = rows.map(({ name, cells }) => ({ name, cell: cells[0], value: numberOf(cells[0]) }))
  const longest = Math.max(...drawn.map(({ value }) => (Number.isFinite(value) ? value : 0)))
  const scale = (value: number) => ((WIDTH - NAMES - 80) * value) / (longest || 1)
  const bars = drawn.flatMap(({ name, cell, value }, index) => {
    if (!Number.isFinite(value)) return []
    const y = TOP + index * STEP
    const middle = y + BAR / 2
    const whisker =
      typeof cell === 'object'
        ? `<path d="M${x(scale(cell.min))} ${middle}H${x(Math.min(scale(cell.max), scale(longest)))}" class="range"/>`
        : ''
    return [
      `<text x="${NAMES - 8}" y="${middle}" class="name">${escapeText(name)}</text>`,
      `<rect x="${NAMES}" y="${y}" width="${scale(value).toFixed(1)}" height="${BAR}" class="${kindOf(name)}"/>`,
      whisker,
      `<text x="${x(scale(value) + 6)}" y="${middle}">${formatNumber(value)}</text>`,
    ]
  })
  const height = TOP + rows.length * STEP + 6
  return toPicture({ title, columns }, height, bars)
}

const x = (offset: number) => (NAMES + offset).toFixed(1)

const kindOf = (name: string) =>
  name.startsWith('latchkey') ? 'ours' : name.startsWith('limit') ? 'limit' : 'peer'

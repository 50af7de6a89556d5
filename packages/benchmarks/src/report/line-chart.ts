import { formatNumber, numberOf } from './format.ts'
import { escapeText, toPicture, WIDTH } from './picture.ts'
import type { Table } from './report.ts'

const HEIGHT = 260
const LEFT = 56
const RIGHT = 20
const TOP = 34
const BOTTOM = 30
const LINES = 4

/** Draws the first column of a table as a line over its rows, starting at zero. */
export function toLineChart({ title, columns, rows }: Table): string {
  const values = rows.map(({ cells }) => numberOf(cells[0]))
  const top = roundUp(Math.max(...values))
  const x = (index: number) => LEFT + ((WIDTH - LEFT - RIGHT) * index) / Math.max(1, rows.length - 1)
  const y = (value: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / top
  const grid = Array.from({ length: LINES + 1 }, (_, line) => {
    const value = (top * line) / LINES
    const at = y(value).toFixed(1)
    return (
      `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" class="grid"/>` +
      `<text x="${LEFT - 8}" y="${at}" class="name">${formatNumber(value)}</text>`
    )
  })
  const moments = [0, Math.floor((rows.length - 1) / 2), rows.length - 1].map(
    (index) =>
      `<text x="${x(index).toFixed(1)}" y="${HEIGHT - 12}" text-anchor="middle">${escapeText(rows[index]?.name ?? '')}</text>`,
  )
  const points = values.map((value, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
  return toPicture({ title, columns }, HEIGHT, [
    ...grid,
    ...moments,
    `<path d="M${points.join('L')}" class="curve"/>`,
  ])
}

/** The next number that {@link LINES} divides into round steps. */
function roundUp(value: number): number {
  const step = 10 ** Math.floor(Math.log10(value || 1)) * 0.4
  return Math.ceil((value || 1) / step) * step
}

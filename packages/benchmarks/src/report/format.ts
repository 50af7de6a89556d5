import type { Row } from './report.ts'

type Cell = Row['cells'][number]

/** A number with three significant digits and thin spaces between thousands. Whole numbers, such as counts, are not rounded. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
}

/** `median (min–max)` for a value measured several times. */
export function formatCell(cell: Cell): string {
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number') return formatNumber(cell)
  return `${formatNumber(cell.median)} (${formatNumber(cell.min)}–${formatNumber(cell.max)})`
}

/** The number that represents a cell. */
export function numberOf(cell: Cell | undefined): number {
  if (typeof cell === 'object') return cell.median
  return typeof cell === 'number' ? cell : Number.NaN
}

/** A value measured several times. */
export interface Spread {
  median: number
  min: number
  max: number
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

export const spread = (values: readonly number[]): Spread => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
})

/** The median of `dividends[n] / divisors[n]`. Both values of a pair were measured in the same round. */
export const ratio = (dividends: readonly number[], divisors: readonly number[]): Spread =>
  spread(dividends.map((dividend, index) => dividend / (divisors[index] as number)))

/** The median of `minuends[n] - subtrahends[n]`. */
export const difference = (minuends: readonly number[], subtrahends: readonly number[]): Spread =>
  spread(minuends.map((minuend, index) => minuend - (subtrahends[index] as number)))

/** The least-squares line through points: its slope per `x`, plus or minus two standard errors. */
export function slope(points: readonly { x: number; y: number }[]): Spread {
  const count = points.length
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count
  const squares = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  const rise = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / squares
  const rest = points.reduce((sum, { x, y }) => sum + (y - meanY - rise * (x - meanX)) ** 2, 0)
  const error = Math.sqrt(rest / (count - 2) / squares)
  return { median: rise, min: rise - 2 * error, max: rise + 2 * error }
}

/** The condition by which everything in this repository finds the sources of a package instead of its build. */
const SOURCE = '@latchkey/source'

/** A published package has no sources, so its manifest names none. */
function withoutSource(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const others = Object.entries(value).filter(([key]) => key !== SOURCE)
  return Object.fromEntries(others.map(([key, inner]) => [key, withoutSource(inner)]))
}

export const hooks = { beforePacking: withoutSource }

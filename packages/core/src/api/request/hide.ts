/** Replaces a secret if one of our objects is printed or serialized. */
const REDACTED = '[redacted]'

const inspected = {
  toJSON: { value: shown },
  [Symbol.for('nodejs.util.inspect.custom')]: { value: shown },
  [Symbol.for('Deno.customInspect')]: {
    value(this: object, inspect: (value: unknown, options: unknown) => string, options: unknown) {
      return inspect(shown.call(this), options)
    },
  },
}

// Deliberately not `Object.prototype`: frameworks that serialize page data refuse such an object with an error, whereas they
// would write the secrets of a plain object into the HTML.
const prototype = Object.create(Object.prototype, inspected)

/**
 * Returns a copy whose named fields are readable, but appear as `[redacted]` in JSON, `console.log` and inspection. A
 * copy made by spread or `structuredClone` is a plain object again, because the caller made it explicitly.
 */
export function hide<T extends object>(value: T, secrets: readonly string[]): T {
  const hidden = { __proto__: prototype, ...value } as T
  for (const key of secrets) {
    const item = (value as Record<string, unknown>)[key]
    if (item === undefined || item === null) continue
    Object.defineProperty(hidden, key, { get: () => item, enumerable: true, configurable: true })
  }
  return hidden
}

function shown(this: object): Record<string, unknown> {
  const visible: Record<string, unknown> = {}
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(this))) {
    visible[key] = property.get === undefined ? property.value : REDACTED
  }
  return visible
}

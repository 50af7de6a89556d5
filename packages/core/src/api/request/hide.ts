/** What stands for a secret wherever an object of ours is printed or serialized. */
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

// Not `Object.prototype` on purpose: frameworks that serialize page data refuse such an object with an error,
// where a plain one would carry its secrets into HTML.
const prototype = Object.create(Object.prototype, inspected)

/**
 * A copy whose named fields read as usual but do not show: in JSON, `console.log` and inspection they are
 * `[redacted]`. A copy by spread or `structuredClone` is plain again, because the caller asked for it.
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

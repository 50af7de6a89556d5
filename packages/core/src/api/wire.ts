/** Deeper JSON than this is an attack or a mistake. */
const MAXIMUM_DEPTH = 64

/** Keys whose contents are the customer's own: they are never renamed. */
const customerKeys = new Set(['metadata', 'customAttributes'])

const toSnake = new Map<string, string>()
const toCamel = new Map<string, string>()

/** `expiresInDays` → `expires_in_days`. */
export function snakeCase(key: string): string {
  return remember(toSnake, key, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
}

/** `expires_in_days` → `expiresInDays`. */
export function camelCase(key: string): string {
  return remember(toCamel, key, (name) =>
    name.replace(/(?<=.)_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  )
}

/** Our names to the wire's. `undefined` is left out; `null`, `false`, `0` and `''` stay. */
export function toWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWire)
  if (!isPlainObject(value)) return value
  const wire: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item === undefined) continue
    wire[snakeCase(key)] = customerKeys.has(key) ? item : toWire(item)
  }
  return wire
}

/** The wire's names to ours. Fails with `RangeError` when nested too deeply. */
export function fromWire(value: unknown, depth = 0): unknown {
  return copy(value, depth, camelCase)
}

/** A copy with its names unchanged, without the one key that could change a prototype. */
export function withoutPrototypeKeys(value: unknown, depth = 0): unknown {
  return copy(value, depth, undefined)
}

function copy(value: unknown, depth: number, rename: ((key: string) => string) | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > MAXIMUM_DEPTH) throw new RangeError('JSON is nested too deeply')
  if (Array.isArray(value)) {
    const items = new Array<unknown>(value.length)
    for (let index = 0; index < value.length; index++) items[index] = copy(value[index], depth + 1, rename)
    return items
  }
  const object: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const name = rename === undefined ? key : rename(key)
    // Assigning to `__proto__` would not make a property but change the object's prototype.
    if (name === '__proto__') continue
    const item = (value as Record<string, unknown>)[key]
    object[name] =
      typeof item === 'object' && item !== null
        ? copy(item, depth + 1, customerKeys.has(name) ? undefined : rename)
        : item
  }
  return object
}

function remember(names: Map<string, string>, key: string, convert: (key: string) => string): string {
  const known = names.get(key)
  if (known !== undefined) return known
  const name = convert(key)
  // Answers choose the keys, so the memory is bounded.
  if (names.size < 1_000) names.set(key, name)
  return name
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

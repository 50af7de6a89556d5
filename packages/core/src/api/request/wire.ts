/** JSON nested deeper than this is an attack or a mistake. */
const MAXIMUM_DEPTH = 64

/** Keys whose contents belong to the customer or their identity provider. Those contents are never renamed. */
export const customerKeys: ReadonlySet<string> = new Set(['metadata', 'customAttributes', 'rawAttributes'])

const snakeNames = new Map<string, string>()
const camelNames = new Map<string, string>()

/** Converts `expiresInDays` to `expires_in_days`. */
export function snakeCase(key: string): string {
  const known = snakeNames.get(key)
  if (known !== undefined) return known
  return remember(
    snakeNames,
    key,
    key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  )
}

/** Converts `expires_in_days` to `expiresInDays`. */
export function camelCase(key: string): string {
  const known = camelNames.get(key)
  if (known !== undefined) return known
  return remember(
    camelNames,
    key,
    key.replace(/(?<=[^_])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  )
}

/** Converts our names to wire names. `undefined` is omitted; `null`, `false`, `0` and `''` are sent. */
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

/** Converts wire names to ours. Fails with `RangeError` if nested too deeply. */
export function fromWire(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  refuseDepth(depth)
  if (Array.isArray(value)) return value.map((item) => fromWire(item, depth + 1))
  const object: Record<string, unknown> = {}
  const keys = Object.keys(value)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string
    // Assigning to `__proto__` would change the object's prototype instead of creating a property.
    if (key === '__proto__') continue
    const name = camelCase(key)
    const item = (value as Record<string, unknown>)[key]
    if (typeof item !== 'object' || item === null) object[name] = item
    else
      object[name] = customerKeys.has(name)
        ? withoutPrototypeKeys(item, depth + 1)
        : fromWire(item, depth + 1)
  }
  return object
}

/** Returns a copy with unchanged names, but without the key `__proto__`, which could change a prototype. */
export function withoutPrototypeKeys(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  refuseDepth(depth)
  if (Array.isArray(value)) return value.map((item) => withoutPrototypeKeys(item, depth + 1))
  const object: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    if (key === '__proto__') continue
    object[key] = withoutPrototypeKeys((value as Record<string, unknown>)[key], depth + 1)
  }
  return object
}

function refuseDepth(depth: number): void {
  if (depth > MAXIMUM_DEPTH) throw new RangeError('JSON is nested too deeply')
}

function remember(names: Map<string, string>, key: string, name: string): string {
  // Responses determine the keys, so the memory is bounded.
  if (names.size < 1_000) names.set(key, name)
  return name
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

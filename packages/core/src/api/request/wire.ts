/** Deeper JSON than this is an attack or a mistake. */
const MAXIMUM_DEPTH = 64

/** Keys whose contents are the customer's own, or those of their identity provider: they are never renamed. */
export const customerKeys: ReadonlySet<string> = new Set(['metadata', 'customAttributes', 'rawAttributes'])

const snakeNames = new Map<string, string>()
const camelNames = new Map<string, string>()

/** `expiresInDays` → `expires_in_days`. */
export function snakeCase(key: string): string {
  const known = snakeNames.get(key)
  if (known !== undefined) return known
  return remember(
    snakeNames,
    key,
    key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  )
}

/** `expires_in_days` → `expiresInDays`. */
export function camelCase(key: string): string {
  const known = camelNames.get(key)
  if (known !== undefined) return known
  return remember(
    camelNames,
    key,
    key.replace(/(?<=[^_])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
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
  if (typeof value !== 'object' || value === null) return value
  refuseDepth(depth)
  if (Array.isArray(value)) return value.map((item) => fromWire(item, depth + 1))
  const object: Record<string, unknown> = {}
  const keys = Object.keys(value)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string
    // Assigning to `__proto__` would not make a property but change the object's prototype.
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

/** A copy with its names unchanged, without the one key that could change a prototype. */
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
  // Answers choose the keys, so the memory is bounded.
  if (names.size < 1_000) names.set(key, name)
  return name
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

import { isStorable } from './request-body.ts'

/** Query parameters by name. Repeated ones and `name[]` become lists, and empty ones are omitted. */
export function queryOf(url: string): Record<string, unknown> {
  const from = url.indexOf('?')
  if (from === -1) return {}
  const query = new Map<string, string | string[]>()
  for (const [rawName, value] of new URLSearchParams(url.slice(from).replace(/#.*$/, ''))) {
    if (value === '' || !isStorable(value) || !isStorable(rawName)) continue
    const name = rawName.replace(/\[\]$/, '')
    const earlier = query.get(name)
    if (earlier === undefined) query.set(name, rawName.endsWith('[]') ? [value] : value)
    else query.set(name, [...(Array.isArray(earlier) ? earlier : [earlier]), value])
  }
  return Object.fromEntries(query)
}

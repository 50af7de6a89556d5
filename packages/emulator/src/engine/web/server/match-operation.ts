import { operations } from '../api/operations.ts'
import type { Operation } from '../http/operation.ts'

export interface Match {
  operation: Operation
  params: Record<string, string>
}

interface Route {
  operation: Operation
  /** The parts of the path; those that begin with a colon match any text. */
  parts: string[]
}

const fixed = new Map<string, Operation>()
const flexible = new Map<string, Route[]>()
for (const operation of operations) {
  if (!operation.path.includes(':')) {
    fixed.set(`${operation.method} ${operation.path}`, operation)
    continue
  }
  const parts = operation.path.split('/')
  const key = `${operation.method} ${parts.length}`
  flexible.set(key, [...(flexible.get(key) ?? []), { operation, parts }])
}

/** The operation for a path: the first match in the list of operations. */
export function matchOperation(method: string, path: string): Match | undefined {
  const operation = fixed.get(`${method} ${path}`)
  if (operation !== undefined) return { operation, params: {} }
  const given = path.split('/')
  for (const route of flexible.get(`${method} ${given.length}`) ?? []) {
    const params = fit(route.parts, given)
    if (params !== undefined) return { operation: route.operation, params }
  }
  return undefined
}

function fit(parts: string[], given: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const text = given[index] ?? ''
    if (!part.startsWith(':')) {
      if (part !== text) return undefined
    } else {
      if (text === '') return undefined
      params[part.slice(1)] = decoded(text)
    }
  }
  return params
}

function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    // Invalid percent-encoding stays as it is, and matches no object.
    return text
  }
}

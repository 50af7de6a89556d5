import { isoTime } from '../clock.ts'
import type { Operation } from '../http/operation.ts'
import type { Cause } from './cause.ts'
import type { Exchange } from './run-operation.ts'

/** Adds an exchange to the request log of its environment: without bodies, credentials and codes. */
export function record(
  { env, answer, because }: Exchange,
  { id, method, path }: Cause,
  operation: Operation,
  durationMs: number,
): void {
  if (env === undefined) return
  const refusal = answer.status >= 400 ? refusalOf(answer.body) : {}
  env.requests.add({
    id,
    method,
    path,
    operation: operation.id,
    status: answer.status,
    ...refusal,
    ...(because !== undefined && { because }),
    duration_ms: Math.round(durationMs * 10) / 10,
    at: isoTime(env.clock.now()),
  })
}

function refusalOf(body: unknown): { code?: string; message?: string } {
  if (typeof body !== 'object' || body === null) return {}
  const { code, error, message, error_description: description, errors } = body as Record<string, unknown>
  const name = code ?? error
  const details = Array.isArray(errors) ? errors.map((entry) => entry?.message ?? entry?.property) : []
  const words = details.length > 0 ? details.join(' ') : (message ?? description)
  return {
    ...(typeof name === 'string' && { code: name }),
    ...(typeof words === 'string' && { message: words }),
  }
}

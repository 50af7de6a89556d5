import { isoTime } from '../../engine/base/clock.ts'
import type { Interceptor, Received } from '../../engine/web/server/interceptor.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import { maskedUrl } from '../request-log/masked.ts'

/**
 * Records every request in the request log of its environment, without bodies, credentials and codes. Those stay in the memory
 * of this process, for the page that shows them masked and can send the request again.
 */
export const requestInterceptor: Interceptor<EmulatorEnvironment> = {
  observe({ context, response, detail, id, method, path, operation, received }, durationMs) {
    context?.requests.add(
      {
        id,
        method,
        path: maskedUrl(path),
        operation: operation.id,
        status: response.status,
        ...(response.status >= 400 && refusalOf(response.body)),
        ...(detail !== undefined && { detail }),
        duration_ms: Math.round(durationMs * 10) / 10,
        at: isoTime(context.clock.now()),
      },
      {
        url: received.url,
        headers: sentHeaders(received),
        ...(received.text !== undefined && { text: received.text }),
        responseHeaders: response.headers ?? {},
        responseBody: response.body,
      },
    )
  },
}

const HEADERS = [
  ...['accept', 'accept-language', 'authorization', 'content-type', 'idempotency-key', 'origin', 'referer'],
  ...['sec-fetch-site', 'user-agent', 'x-forwarded-for'],
]

function sentHeaders({ header }: Received): Record<string, string> {
  const found = HEADERS.map((name) => [name, header(name)] as const)
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function refusalOf(body: unknown): { code?: string; message?: string } {
  if (typeof body !== 'object' || body === null) return {}
  const { code, error, message, error_description: description, errors } = body as Record<string, unknown>
  const name = code ?? error
  const details = Array.isArray(errors) ? errors.map((entry) => entry?.message ?? entry?.property) : []
  const parts = details.length > 0 ? details.join(' ') : (message ?? description)
  return {
    ...(typeof name === 'string' && { code: name }),
    ...(typeof parts === 'string' && { message: parts }),
  }
}

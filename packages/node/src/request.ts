import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { Readable } from 'node:stream'
import { webHeaders } from '@latchkey/core/node'
import { ConfigError } from '@latchkey/core/server'

/** A request of `node:http`, `node:https` or `node:http2`, possibly extended by a framework. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & {
  /** The path before a framework removed the mount path. */
  originalUrl?: string
  /** The parsed body. */
  body?: unknown
}

/**
 * Converts a Node request to a Web-standard one. Its URL consists of the app's origin and the requested path: the `Host` and
 * forwarding headers are not read.
 *
 * @param origin The app's origin, such as `handler.appOrigin`.
 * @throws {ConfigError} `body_already_read` if the body was read before and no parsed body is available.
 * @throws {MalformedRequest} if the target is not a path, or if the parsed body cannot come from a form.
 */
export function toWebRequest(origin: string, req: NodeRequest): Request {
  const target = req.originalUrl ?? req.url ?? '/'
  // Concatenated on purpose: resolved against the origin, `//evil.example/` would change the host.
  const address = origin + target
  if (!target.startsWith('/') || !URL.canParse(address)) {
    throw new MalformedRequest('The request target must be a path.')
  }
  const method = req.method ?? 'GET'
  const headers = webHeaders(req)
  if (isRead(req)) return new Request(address, { method, headers })
  return new Request(address, { method, headers, body: bodyOf(req, headers), duplex: 'half' } as RequestInit)
}

/** Whether a request only reads. */
export const isRead = ({ method = 'GET' }: Pick<NodeRequest, 'method'>): boolean =>
  method === 'GET' || method === 'HEAD'

/** A request that cannot be parsed. The response is a 400. */
export class MalformedRequest extends Error {
  override readonly name = 'MalformedRequest'
  readonly status = 400
  readonly statusCode = 400
}

function bodyOf(
  req: NodeRequest,
  headers: Headers,
): ReadableStream | Uint8Array<ArrayBuffer> | URLSearchParams | string | null {
  const { body } = req
  // Express 4 sets `req.body` to `{}` before anything was read, so check the stream first.
  if (!Readable.isDisturbed(req)) return Readable.toWeb(req as Readable) as ReadableStream
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>
  if (typeof body === 'object' && body !== null) return encoded(body as Record<string, unknown>, headers)
  if (headers.get('content-length') === '0' || !hasBody(headers)) return null
  throw new ConfigError(
    'body_already_read',
    'The body of this request was read before Latchkey, and the parsed body is not available. Mount Latchkey before that middleware.',
  )
}

const hasBody = (headers: Headers) => headers.has('content-length') || headers.has('transfer-encoding')

/** Encodes a parsed body again. */
function encoded(fields: Record<string, unknown>, headers: Headers): URLSearchParams | string {
  // The length and encoding describe the bytes that the parser read.
  headers.delete('content-length')
  headers.delete('content-encoding')
  if (/^application\/([\w.+-]+\+)?json\b/i.test(headers.get('content-type') ?? ''))
    return JSON.stringify(fields)
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    // A repeated field is encoded repeatedly, so that it is refused as it would have been.
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === 'object') throw new MalformedRequest(`The field ${name} must be text.`)
      form.append(name, String(one))
    }
  }
  headers.set('content-type', 'application/x-www-form-urlencoded')
  return form
}

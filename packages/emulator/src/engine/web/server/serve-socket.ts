import type { IncomingMessage, ServerResponse } from 'node:http'
import type { EngineContext } from '../../context/engine-context.ts'
import { StorageUnavailable } from '../../storage/unavailable.ts'
import type { ApiRequest } from '../http/operation.ts'
import { MAX_BODY_BYTES, tooLarge } from '../http/request-body.ts'
import { isAllowedHost, isHost } from './host.ts'
import type { ApiServer } from './interceptor.ts'
import { matchOperation } from './match-operation.ts'
import { type Reply, replyOf } from './reply.ts'
import { serveOperation } from './serve-operation.ts'

/**
 * Serves the API directly from a socket, without the Web's Request and Response, which cost more than the operations. Returns
 * false for requests that are not for the API.
 */
export function serveSocket<Context extends EngineContext>(
  server: ApiServer<Context>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): boolean {
  const { method = 'GET', url = '/' } = incoming
  const end = url.indexOf('?')
  const path = end === -1 ? url : url.slice(0, end)
  const { host } = incoming.headers
  const isServed = isHost(host) && (server.anyHost === true || isAllowedHost(host))
  const match = isServed ? matchOperation(method, path) : undefined
  if (match === undefined) return false
  const request: ApiRequest = {
    method,
    url,
    path,
    header: (name) => {
      const value = incoming.headers[name]
      return Array.isArray(value) ? value[0] : value
    },
    text: () => readText(incoming),
  }
  serveOperation(server, match.operation, match.params, request)
    .then((reply) => write(reply, incoming, outgoing))
    .catch((error: unknown) => writeError(error, incoming, outgoing))
  return true
}

const RETRY_SECONDS = '1'

/** The response to an unexpected error. */
export function internalError(error: unknown): Reply {
  if (error instanceof StorageUnavailable) {
    const headers = { 'Retry-After': RETRY_SECONDS }
    return replyOf(
      { status: 503, body: { code: 'database_unavailable', message: error.message }, headers },
      '',
    )
  }
  const message = `The emulator failed: ${error instanceof Error ? error.message : 'unknown'}`
  return replyOf({ status: 500, body: { code: 'emulator_error', message } }, '')
}

function write(
  { status, headers, text, connection }: Reply,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
) {
  if (connection === 'hang') return
  if (connection === 'reset') {
    incoming.socket.destroy()
    return
  }
  const length = text === undefined ? 0 : Buffer.byteLength(text)
  const isBodiless = status === 204 || status === 304
  outgoing.writeHead(status, isBodiless ? headers : { ...headers, 'Content-Length': length })
  outgoing.end(text)
}

/** Also after a response that cannot be sent, such as one with an invalid header: no request may end the process. */
function writeError(error: unknown, incoming: IncomingMessage, outgoing: ServerResponse) {
  if (outgoing.headersSent) outgoing.destroy()
  else write(internalError(error), incoming, outgoing)
}

function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength
      if (bytes > MAX_BODY_BYTES) reject(tooLarge())
      else chunks.push(chunk)
    })
    incoming.once('end', () => resolve(Buffer.concat(chunks).toString()))
    incoming.once('error', reject)
  })
}

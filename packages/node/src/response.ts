import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A response of `node:http`, `node:https` or `node:http2`. */
export type NodeResponse = ServerResponse | Http2ServerResponse

/** Headers for a single connection, which HTTP/2 forbids. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding'])

/** Sends a Web-standard response. Resolves when it has been sent, or when the client has disconnected. */
export async function sendResponse(response: Response, to: NodeResponse): Promise<void> {
  const res = to as ServerResponse
  res.statusCode = response.status
  for (const [name, value] of response.headers) {
    if (name === 'set-cookie' || HOP_BY_HOP.has(name)) continue
    res.setHeader(name, value)
  }
  for (const cookie of response.headers.getSetCookie()) res.appendHeader('set-cookie', cookie)
  if (response.body === null || res.req?.method === 'HEAD') {
    await response.body?.cancel()
    res.end()
    return
  }
  try {
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), res)
  } catch (error) {
    // A client that disconnects during the response is not an error.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}

/**
 * Runs `prepare` right before the first part of a response is sent, and delays the response until it is done. Headers that
 * `prepare` sets are included.
 */
export function beforeHeaders(res: ServerResponse, prepare: () => Promise<void>): void {
  let isReady = false
  let isWaiting = false
  let hasEnded = false
  let { statusCode } = res
  const held: (() => unknown)[] = []

  async function release() {
    await prepare().catch(() => {})
    isReady = true
    res.statusCode = statusCode
    for (const call of held) call()
    res.emit('drain')
  }
  function hold<Name extends 'writeHead' | 'write' | 'end' | 'flushHeaders'>(name: Name, result: unknown) {
    const original = res[name] as (...args: unknown[]) => unknown
    res[name] = ((...args: unknown[]) => {
      if (isReady) return original.apply(res, args)
      // A complete response stays as it is.
      if (hasEnded) return result
      hasEnded = name === 'end'
      held.push(() => original.apply(res, args))
      if (!isWaiting) {
        isWaiting = true
        statusCode = res.statusCode
        release().catch((error) => res.destroy(error))
      }
      return result
    }) as (typeof res)[Name]
  }
  hold('writeHead', res)
  hold('write', false)
  hold('end', res)
  hold('flushHeaders', undefined)
}

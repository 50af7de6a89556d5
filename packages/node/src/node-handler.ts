import type { ServerResponse } from 'node:http'
import type { AuthHandler } from '@latchkey/core/server'
import { setClientAddress } from './client-address.ts'
import { flowPagesOf, isOwnTarget, type MountOptions } from './mount.ts'
import { isRead, MalformedRequest, type NodeRequest, toWebRequest } from './request.ts'
import { type NodeResponse, sendResponse } from './response.ts'

/** Handles requests of `node:http`, `node:https` and `node:http2`. With `next`, it handles only the handler's own routes. */
export type NodeHandler = (req: NodeRequest, res: NodeResponse, next?: (error?: unknown) => void) => void

/**
 * Mounts the auth handler on a Node server, or on anything that calls `(req, res, next)`.
 *
 * @param options `flowPages: true` also serves the pages of all flows.
 * @example
 * createServer(toNodeHandler(createAuthHandler())).listen(3000)
 */
export function toNodeHandler(
  handler: AuthHandler,
  options: Pick<MountOptions, 'flowPages'> = {},
): NodeHandler {
  const pageOf = flowPagesOf(handler, options)
  return (req, res, next) => {
    run().catch((error) => {
      if (next !== undefined) return next(error)
      fail(res as ServerResponse, error)
    })

    async function run(): Promise<void> {
      const isOwn = isOwnTarget(handler, req.originalUrl ?? req.url ?? '/')
      const page = !isOwn && pageOf && isRead(req) && (await pageOf(toWebRequest(handler.appOrigin, req)))
      if (page) return sendResponse(page, res)
      if (!isOwn && next !== undefined) return next()
      await respondFromMount(handler, req, res, req.socket?.remoteAddress)
    }
  }
}

/** Handles one of the handler's own routes. */
export async function respondFromMount(
  handler: AuthHandler,
  req: NodeRequest,
  res: NodeResponse,
  address: string | undefined,
): Promise<void> {
  const request = toWebRequest(handler.appOrigin, req)
  setClientAddress(request, address)
  await sendResponse(await handler.handle(request), res)
}

/** For servers without an error handler: the developer sees the error in the log, and the client only its status. */
function fail(res: ServerResponse, error: unknown): void {
  const isMalformed = error instanceof MalformedRequest
  if (!isMalformed) console.error(error)
  if (res.headersSent) {
    res.destroy()
    return
  }
  const code = isMalformed ? 'invalid_request' : 'internal_error'
  res.writeHead(isMalformed ? 400 : 500, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  res.end(JSON.stringify({ error: { code } }))
}

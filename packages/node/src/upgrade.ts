import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { webHeaders } from '@latchkey/core/node'
import {
  type AccessRefusal,
  type Auth,
  type AuthHandler,
  decideAccess,
  type Requirement,
} from '@latchkey/core/server'
import type { NodeRequest } from './request.ts'

/** The session of a WebSocket request, and how to refuse it. */
export interface UpgradeAuth {
  auth: Auth
  /** Whether to accept the request: it comes from the app's own origin, and its user meets the requirement. */
  isAllowed: boolean
  /** Responds with 401, 403 or 503 and closes the connection. */
  refuse(socket: Duplex): void
}

/**
 * Authenticates a WebSocket request in `server.on('upgrade')`. Pages of other origins are refused, because browsers send
 * cookies with WebSocket requests too. Never refreshes a session, because an upgrade response cannot store the new one.
 *
 * @param args The requirement for the user. Default: signed in.
 */
export async function authenticateUpgrade(
  handler: AuthHandler,
  req: NodeRequest,
  // A requirement that is passed as undefined, such as one looked up under a wrong name, is met by no user.
  ...args: [requirement?: Requirement]
): Promise<UpgradeAuth> {
  const requirement = args.length > 0 ? (args[0] as Requirement) : {}
  const headers = webHeaders(req)
  const { auth } = await handler.resolve(
    { headers, url: handler.appOrigin + (req.url ?? '/') },
    { refresh: false },
  )
  // A handshake is a GET that opens a connection for writing, so its origin is checked as for a write.
  const isOwn = handler.isSameOrigin({ method: 'POST', headers })
  const decision = decideAccess(handler, auth, requirement, { canRedirect: false })
  const refusal: AccessRefusal | undefined = !isOwn
    ? { outcome: 'refused', status: 403, code: 'forbidden', message: 'This request came from another site.' }
    : decision.outcome === 'allowed'
      ? undefined
      : (decision as AccessRefusal)
  return {
    auth,
    isAllowed: refusal === undefined,
    refuse(socket) {
      const { status, code = 'forbidden', message, headers = {} } = refusal ?? FORBIDDEN
      const body = JSON.stringify({ error: { code, message } })
      const lines = [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'content-type: application/json',
        `content-length: ${Buffer.byteLength(body)}`,
        'cache-control: no-store',
        'connection: close',
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      ]
      socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
    },
  }
}

const FORBIDDEN: AccessRefusal = {
  outcome: 'refused',
  status: 403,
  code: 'forbidden',
  message: 'You are not allowed to do that.',
}

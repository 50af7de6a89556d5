// Browsers load this instead of `./server`: the middlewares that `src/start.ts` and server functions import, without their
// server code.
import { createMiddleware } from '@tanstack/react-start'

const functionMiddleware = () =>
  Object.assign(createMiddleware({ type: 'function' }), { route: () => onServersOnly })

export const latchkey = (): unknown => createMiddleware()
export const authed: unknown = Object.assign(functionMiddleware(), { with: functionMiddleware })

function onServersOnly(): never {
  throw new Error('@latchkey/tanstack-start/server works only on servers. Call it within a server function.')
}
export const auth: typeof onServersOnly = onServersOnly
export const readAuth: typeof onServersOnly = onServersOnly
export const readFlow: typeof onServersOnly = onServersOnly
export const requireAccess: typeof onServersOnly = onServersOnly
export const requireOrganization: typeof onServersOnly = onServersOnly
export const requirePermission: typeof onServersOnly = onServersOnly
export const requireRole: typeof onServersOnly = onServersOnly
export const requireUser: typeof onServersOnly = onServersOnly
export class AccessRefusedError extends Error {}
export const onServer = undefined

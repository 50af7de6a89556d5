/**
 * The resource route below `/auth`: `export { action, loader } from '@latchkey/react-router/route'`, in the file of
 * `route('auth/*', …)`.
 *
 * @module @latchkey/react-router/route
 */

import { type GuardContext, handlerIn } from './request-auth.ts'

/** Handles `GET` requests under `/auth`. */
export const loader = (args: GuardContext): Promise<Response> => handlerIn(args).handle(args.request)
/** Handles state-changing requests under `/auth`. */
export const action: typeof loader = loader

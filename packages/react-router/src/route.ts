/**
 * The resource route below `/auth`: `export { action, loader } from '@latchkey/react-router/route'`, in the file of
 * `route('auth/*', …)`.
 *
 * @module @latchkey/react-router/route
 */

import { type GuardContext, handlerIn } from './request-auth.ts'

/** Answers `GET` requests below `/auth`. */
export const loader = (args: GuardContext): Promise<Response> => handlerIn(args).handle(args.request)
/** Answers requests below `/auth` that change something. */
export const action: typeof loader = loader

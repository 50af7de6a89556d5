/**
 * The route handlers below `/auth`: `export { DELETE, GET, PATCH, POST } from '@latchkey/next/route'` in
 * `app/auth/[...route]/route.ts`.
 *
 * @module @latchkey/next/route
 */

import { createHandlerOf } from './handler.ts'
import { createHandlers, type Handlers } from './handlers.ts'

const handlers: Handlers = createHandlers(createHandlerOf({}))

/** Answers `GET` requests below `/auth`. */
export const GET: Handlers['GET'] = handlers.GET
/** Answers `POST` requests below `/auth`. */
export const POST: Handlers['POST'] = handlers.POST
/** Answers `PATCH` requests below `/auth`. */
export const PATCH: Handlers['PATCH'] = handlers.PATCH
/** Answers `DELETE` requests below `/auth`. */
export const DELETE: Handlers['DELETE'] = handlers.DELETE

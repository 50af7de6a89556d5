/**
 * The route handlers below `/auth`: `export { DELETE, GET, PATCH, POST } from '@latchkey/next/route'` in
 * `app/auth/[...route]/route.ts`.
 *
 * @module @latchkey/next/route
 */

import { createHandlerOf } from './handler.ts'
import { createHandlers, type Handlers } from './handlers.ts'

const handlers: Handlers = createHandlers(createHandlerOf({}))

/** Handles `GET` requests under `/auth`. */
export const GET: Handlers['GET'] = handlers.GET
/** Handles `POST` requests under `/auth`. */
export const POST: Handlers['POST'] = handlers.POST
/** Handles `PATCH` requests under `/auth`. */
export const PATCH: Handlers['PATCH'] = handlers.PATCH
/** Handles `DELETE` requests under `/auth`. */
export const DELETE: Handlers['DELETE'] = handlers.DELETE

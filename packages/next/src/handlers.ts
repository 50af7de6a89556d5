import type { HandlerOf } from './handler.ts'

type RouteHandler = (request: Request) => Promise<Response>

/** The HTTP methods that the handler's routes support. */
export interface Handlers {
  GET: RouteHandler
  POST: RouteHandler
  PATCH: RouteHandler
  DELETE: RouteHandler
}

export function createHandlers(handlerOf: HandlerOf): Handlers {
  const handle: RouteHandler = async (request) => handlerOf().handle(request)
  return { GET: handle, POST: handle, PATCH: handle, DELETE: handle }
}

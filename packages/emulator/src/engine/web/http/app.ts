import type { Hono } from 'hono'

/** What the Node listener hands over with a request; absent in process. */
export interface Bindings {
  incoming?: { socket: { destroy(): void } }
}

export type App = Hono<{ Bindings: Bindings }>

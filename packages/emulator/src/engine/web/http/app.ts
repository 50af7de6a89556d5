import type { Hono } from 'hono'

/** What the Node listener passes with a request. Absent in process. */
export interface Bindings {
  incoming?: { socket: { destroy(): void } }
}

export type App = Hono<{ Bindings: Bindings }>

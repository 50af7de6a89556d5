import type { Hono } from 'hono'

/** What the Node listener passes with a request. Absent for requests within the process. */
export interface Bindings {
  incoming?: { socket: { destroy(): void } }
}

export type App = Hono<{ Bindings: Bindings }>

import type { Server } from 'node:http'
import type { Bindings } from './app.ts'

export interface Listener {
  url: string
  close(): Promise<void>
}

const GRACE_MS = 4000

type Handler = (request: Request, bindings: Bindings) => Response | Promise<Response>

/** Serves on a TCP port. Rejects with the system's error when the port cannot be had. */
export async function listen(handle: Handler, port: number, host: string): Promise<Listener> {
  const { createAdaptorServer } = await import('@hono/node-server')
  const server = createAdaptorServer({
    fetch: (request, bindings) => handle(request, bindings as Bindings),
    overrideGlobalObjects: false,
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const actualPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    close: () => stop(server),
  }
}

/** Idle connections close at once, busy ones get a moment to finish. */
function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}

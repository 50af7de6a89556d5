import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { getRequestListener } from '@hono/node-server'
import type { Bindings } from './app.ts'

export interface Listener {
  url: string
  close(): Promise<void>
}

const GRACE_MS = 3000

type Handler = (request: Request, bindings: Bindings) => Response | Promise<Response>

/** Serves what it knows, and returns false for the rest. */
type Direct = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

/** Serves on a TCP port. Rejects with the system's error when the port cannot be had. */
export async function listen(direct: Direct, handle: Handler, port: number, host: string): Promise<Listener> {
  const usual = webListener(handle)
  const server = createServer((incoming, outgoing) => {
    if (!direct(incoming, outgoing)) usual(incoming, outgoing)
  })
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

/** The adapter to the web's Request and Response is loaded when the first page is asked for. */
function webListener(handle: Handler): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  let loading: Promise<ReturnType<typeof getRequestListener>> | undefined
  const load = async () => {
    const { getRequestListener } = await import('@hono/node-server')
    return getRequestListener((request, bindings) => handle(request, bindings as Bindings), {
      overrideGlobalObjects: false,
    })
  }
  return (incoming, outgoing) => {
    loading ??= load()
    loading.then((serve) => serve(incoming, outgoing))
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

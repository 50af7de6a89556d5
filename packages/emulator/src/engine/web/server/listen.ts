import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as pause, setImmediate } from 'node:timers/promises'
import type { getRequestListener } from '@hono/node-server'
import type { Bindings } from '../http/app.ts'

export interface Listener {
  url: string
  close(): Promise<void>
}

const READ_MS = 100
const MOST_READ_MS = 500
const TIDY_MS = 50
const QUIET_TURNS = 5
const GRACE_MS = 3000

type Handler = (request: Request, bindings: Bindings) => Response | Promise<Response>

/** Serves the requests that it knows, and returns false for all others. */
type Direct = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

/** Listens on a TCP port. Rejects with the system's error if the port is not available. */
export async function listen(direct: Direct, handle: Handler, port: number, host: string): Promise<Listener> {
  const usual = webListener(handle)
  let isStopping = false
  const server = createServer((incoming, outgoing) => {
    if (isStopping) outgoing.setHeader('Connection', 'close')
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
    async close() {
      isStopping = true
      await stop(server)
    },
  }
}

/** The adapter to the Web's Request and Response is loaded when the first page is requested. */
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

/**
 * Closes idle connections, and gives busy ones a moment to finish. A connection with a request that was just sent looks idle
 * until it is read, so reading comes first.
 */
async function stop(server: Server): Promise<void> {
  await readWhatIsSent(server)
  const connections = await new Promise<number>((resolve) => {
    server.getConnections((_error, count) => resolve(count))
  })
  if (connections > 0) {
    await pause(READ_MS)
    await readWhatIsSent(server)
  }
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    // A connection becomes idle after its response has been sent.
    const tidy = setInterval(() => server.closeIdleConnections(), TIDY_MS)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(tidy)
      resolve()
    })
  })
}

/**
 * One turn of the event loop accepts a connection and reads what has arrived on the others. If requests keep arriving, it
 * continues only for a moment.
 */
async function readWhatIsSent(server: Server): Promise<void> {
  const giveUpAt = performance.now() + MOST_READ_MS
  let seen = 0
  const note = () => seen++
  server.on('connection', note).on('request', note)
  for (let before = -1; before !== seen && performance.now() < giveUpAt; ) {
    before = seen
    for (let turn = 0; turn < QUIET_TURNS; turn++) await setImmediate()
  }
  server.off('connection', note).off('request', note)
}

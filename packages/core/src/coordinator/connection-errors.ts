/** Called for errors of a connection. */
export type OnConnectionError = (error: unknown) => void

type Listener = (subject: unknown) => void
interface Emitter {
  on(event: string, listener: Listener): unknown
}

const isEmitter = (source: unknown): source is Emitter =>
  typeof (source as Partial<Emitter> | undefined)?.on === 'function'

/**
 * Listens for errors of a store's client. Without a listener, an `error` event ends the process, and every restart of a store
 * causes one.
 */
export function listenForErrors(source: unknown, onError: OnConnectionError): void {
  if (isEmitter(source)) source.on('error', onError)
}

/** The same for a pool: for idle connections, and for each connection while it is in use. */
export function listenForPoolErrors(pool: unknown, onError: OnConnectionError): void {
  if (!isEmitter(pool)) return
  // An idle connection also reports its error to the pool.
  const reported = new WeakSet<object>()
  const once: OnConnectionError = (error) => {
    if (typeof error !== 'object' || error === null) return onError(error)
    if (reported.has(error)) return
    reported.add(error)
    onError(error)
  }
  pool.on('error', once)
  pool.on('connect', (connection) => listenForErrors(connection, once))
}

const QUIET_MS = 60_000

/** Writes a connection's errors to the console, at most one line per minute. */
export function reportInConsole(store: string, now: () => number = Date.now): OnConnectionError {
  let quietUntil = Number.NEGATIVE_INFINITY
  return (error) => {
    if (now() < quietUntil) return
    quietUntil = now() + QUIET_MS
    const why = error instanceof Error ? error.message : 'unknown'
    console.error(
      `[latchkey] The connection of the ${store} coordinator failed: ${why}. Latchkey reconnects automatically.`,
    )
  }
}

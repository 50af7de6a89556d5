/** Work that uses less CPU time than this leaves little behind. */
const BURST_MS = 1_000
/** The process is idle if it uses less than this part of an interval. */
const IDLE_PART = 0.05
const INTERVAL_MS = 5_000

/** What {@link createMemoryReturn} observes and does. */
export interface ProcessMemory {
  /** The CPU time that the process has used so far, in milliseconds. */
  cpuMs(): number
  collect(): Promise<void>
}

/**
 * Decides at each interval whether to return memory: once the process is idle after a burst of work, such as a seed or an import
 * of many users. V8 keeps the memory of such a burst for the next one, which may never come: about 260 MB after 100,000 users.
 */
export function createMemoryReturn(
  { cpuMs, collect }: ProcessMemory,
  intervalMs = INTERVAL_MS,
): () => Promise<void> {
  let returnedAt = 0
  let before = cpuMs()
  return async () => {
    const now = cpuMs()
    const isIdle = now - before < intervalMs * IDLE_PART
    before = now
    if (!isIdle || now - returnedAt < BURST_MS) return
    // Another interval must not start a second collection.
    returnedAt = Number.POSITIVE_INFINITY
    await collect()
    // The collection itself is not a burst.
    returnedAt = cpuMs()
    before = returnedAt
  }
}

/** Returns the memory of each burst of work to the system, for as long as this process runs. Does not keep it running. */
export function returnMemoryWhenIdle(): void {
  const cpuMs = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
  setInterval(createMemoryReturn({ cpuMs, collect }), INTERVAL_MS).unref()
}

/**
 * Collects everything that can be collected, after which V8 gives back its unused pages. The inspector is the documented way to
 * request it from inside a process. A runtime without it keeps the memory.
 */
async function collect(): Promise<void> {
  try {
    const { Session } = await import('node:inspector')
    const session = new Session()
    session.connect()
    await new Promise<void>((resolve) =>
      session.post('HeapProfiler.collectGarbage', () => setImmediate(resolve)),
    )
    // Not inside the callback: there, the inspector still holds a lock that disconnecting waits for.
    session.disconnect()
  } catch {}
}

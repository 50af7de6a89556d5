import type { Clock } from '../../engine/base/clock.ts'
import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import type { EnvironmentStorage, Storage } from '../../engine/storage/storage.ts'
import type { EmulatorConfig, EmulatorEnvironment } from './emulator-environment.ts'
import { openEnvironment } from './open-environment.ts'

/** The environments that this process has open: those that requests use, and those that a program keeps open. */
export interface OpenEnvironments {
  /** Opens an environment, unless it is already open. */
  open(credentials: EnvironmentCredentials): Promise<EmulatorEnvironment>
  /** Like {@link OpenEnvironments.open}, but keeps the environment open until it is closed. */
  hold(credentials: EnvironmentCredentials): Promise<EmulatorEnvironment>
  /** Records that a request uses the environment. */
  touch(environment: EmulatorEnvironment): EmulatorEnvironment
  byApiKey(key: string): EmulatorEnvironment | undefined
  byClientId(id: string): EmulatorEnvironment | undefined
  /** In the order in which they were opened. */
  list(): EmulatorEnvironment[]
  close(clientId: string): Promise<void>
  closeIdle(): Promise<void>
  closeAll(): Promise<void>
}

interface Entry {
  opening: Promise<EmulatorEnvironment>
  environment?: EmulatorEnvironment
  isHeld: boolean
  /** The number of requests and other tasks in progress. */
  busy: number
  touchedAt: number
}

const IDLE_MS = 5 * 60_000
/** Each has two open files and uses half a megabyte of memory. */
const MOST_OPEN = 100

export function createOpenEnvironments(
  config: EmulatorConfig,
  storage: Storage,
  clock: Clock,
  realTime: () => number,
): OpenEnvironments {
  const entries = new Map<string, Entry>()
  const byKey = new Map<string, string>()
  /** Only one instance can have the file open at a time, even within this process. */
  const closing = new Map<string, Promise<void>>()

  function begin(credentials: EnvironmentCredentials): Entry {
    const entry: Entry = {
      opening: Promise.resolve().then(() => load(credentials, entry)),
      isHeld: false,
      busy: 0,
      touchedAt: realTime(),
    }
    entries.set(credentials.clientId, entry)
    byKey.set(credentials.apiKey, credentials.clientId)
    entry.opening.catch(() => forget(credentials))
    return entry
  }

  function forget({ clientId, apiKey }: EnvironmentCredentials): void {
    entries.delete(clientId)
    byKey.delete(apiKey)
  }

  async function load(credentials: EnvironmentCredentials, entry: Entry): Promise<EmulatorEnvironment> {
    await closing.get(credentials.clientId)
    const opened = await storage.open(credentials.clientId)
    if (opened.ephemeral) entry.isHeld = true
    entry.environment = await openEnvironment(config, credentials, counting(opened, entry), clock)
    return entry.environment
  }

  /** All work for a request goes through the storage, so an environment with work in progress is not closed. */
  function counting(storage: EnvironmentStorage, entry: Entry): EnvironmentStorage {
    return {
      ...storage,
      async durably(work) {
        entry.busy++
        try {
          return await storage.durably(work)
        } finally {
          entry.busy--
          entry.touchedAt = realTime()
        }
      },
    }
  }

  async function entryOf(credentials: EnvironmentCredentials): Promise<Entry> {
    const entry = entries.get(credentials.clientId) ?? begin(credentials)
    entry.touchedAt = realTime()
    await entry.opening
    return entry
  }

  async function close(clientId: string): Promise<void> {
    const environment = await entries.get(clientId)?.opening
    if (environment === undefined) return closing.get(clientId)
    forget(environment)
    const closed = environment.close().finally(() => closing.delete(clientId))
    closing.set(clientId, closed)
    return closed
  }

  const idle = () =>
    [...entries.values()].filter(
      ({ environment, isHeld, busy }) =>
        environment !== undefined && !isHeld && busy === 0 && environment.webhooks.isIdle,
    )
  const closeEntries = (some: Entry[]) =>
    Promise.all(some.map(({ environment }) => environment && close(environment.clientId)))

  async function makeRoom(): Promise<void> {
    if (entries.size <= MOST_OPEN) return
    const oldest = idle().sort((a, b) => a.touchedAt - b.touchedAt)
    await closeEntries(oldest.slice(0, entries.size - MOST_OPEN))
  }

  return {
    async open(credentials) {
      const { opening } = await entryOf(credentials)
      await makeRoom()
      return opening
    },
    async hold(credentials) {
      const entry = await entryOf(credentials)
      entry.isHeld = true
      return entry.opening
    },
    touch(environment) {
      const entry = entries.get(environment.clientId)
      if (entry !== undefined) entry.touchedAt = realTime()
      return environment
    },
    byApiKey: (key) => entries.get(byKey.get(key) ?? '')?.environment,
    byClientId: (id) => entries.get(id)?.environment,
    list: () => [...entries.values()].flatMap(({ environment }) => environment ?? []),
    close,
    async closeIdle() {
      const since = realTime() - IDLE_MS
      await closeEntries(idle().filter(({ touchedAt }) => touchedAt <= since))
    },
    async closeAll() {
      await Promise.all([...entries.keys()].map(close))
    },
  }
}

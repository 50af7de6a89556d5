import type { Clock, ClockPosition } from '../clock.ts'
import { createIds, type Ids } from '../ids.ts'
import { type Randomness, seededRandomness, systemRandomness } from '../randomness.ts'
import { createVault, type Vault } from '../secrets.ts'
import { clearTables } from '../storage/clear-tables.ts'
import type { Db, EnvironmentStorage } from '../storage/storage.ts'
import { createWebhookSender, type WebhookSender } from '../webhooks/sender.ts'
import { createEnvironmentTime, type EnvironmentTime } from './environment-clock.ts'
import { createFaults, type FaultTable } from './faults.ts'
import { createOutbox, type Outbox } from './inbox.ts'
import { follow, type Kept, keep } from './kept.ts'
import { createKeys, type Keys } from './keys.ts'
import { createLimiter, type Limiter } from './limits.ts'
import { createRequestLog, type RequestLog } from './requests.ts'
import { defaultSettings, type Settings } from './settings.ts'
import { createSnapshots, type Snapshots } from './snapshots.ts'

/** What all environments of one emulator share. */
export interface ServerConfig {
  /** Origin under which the server is reached, without a trailing slash. */
  baseUrl: string
  cost: 'test' | 'dev' | 'production'
  limits: 'off' | 'documented'
  /** Whether faults may be added. */
  faults: boolean
  autoConsent: boolean
  strict: boolean
  /** The same seed makes the same ids, codes and tokens, at the same time of the clock. */
  deterministic: string | undefined
}

/** One environment as the routes see it. An API key names it; nothing is shared with another one. */
export interface EnvironmentState extends EnvironmentCredentials {
  readonly config: ServerConfig
  readonly db: Db
  readonly clock: EnvironmentTime
  readonly ids: Ids
  readonly random: Randomness
  readonly vault: Vault
  readonly outbox: Outbox
  readonly faults: FaultTable
  readonly requests: RequestLog
  readonly limiter: Limiter
  readonly keys: Keys
  readonly webhooks: WebhookSender
  readonly settings: Settings
  updateSettings(change: Partial<Settings>): Promise<void>
  readonly snapshots: Snapshots
  readonly storage: EnvironmentStorage
  /** Takes up what other nodes have changed; nothing to do where this process owns the storage. */
  synchronize(): Promise<void>
  /** Forgets everything but the credentials, the clock and the signing keys. */
  reset(): Promise<void>
  /** Puts the content of a snapshot in place of what is there; clock, inbox and faults go on as they are. */
  restore(snapshot: Uint8Array): Promise<void>
  /** Stops what runs in the background, then closes the storage. */
  close(): Promise<void>
}

export interface EnvironmentCredentials {
  readonly clientId: string
  readonly apiKey: string
  /** What people call it. */
  readonly name: string
}

export async function openEnvironmentState(
  config: ServerConfig,
  credentials: EnvironmentCredentials,
  storage: EnvironmentStorage,
  baseClock: Clock,
): Promise<EnvironmentState> {
  const { deterministic } = config
  const random =
    deterministic === undefined ? systemRandomness : seededRandomness(`${deterministic} ${credentials.name}`)
  // Apart from the rest: when the first token is signed must not change the ids after it.
  const seededKeys =
    deterministic === undefined ? undefined : seededRandomness(`${deterministic} ${credentials.name} keys`)
  const clock = createEnvironmentTime(baseClock, storage)
  const ids = createIds(clock, random)
  const vault = createVault(credentials.apiKey, random)
  const settings: Kept<Settings> = keep(storage, 'settings', defaultSettings(), 'restart')
  const faults = createFaults(storage, ids, random)
  const kept = [settings, clock.kept, faults.kept] as Array<Kept<unknown>>
  let keys = createKeys(storage, clock, random, seededKeys)
  const state: EnvironmentState = {
    config,
    ...credentials,
    storage,
    clock,
    ids,
    random,
    vault,
    outbox: createOutbox(storage, vault, clock, ids),
    faults,
    requests: createRequestLog(storage),
    limiter: createLimiter(config.limits, clock, storage),
    get db() {
      return storage.db
    },
    get keys() {
      return keys
    },
    get webhooks() {
      return webhooks
    },
    get snapshots() {
      return snapshots
    },
    get settings() {
      return settings.value
    },
    // A setting that was added since the storage was written has its default.
    updateSettings: (change) => settings.change((now) => ({ ...defaultSettings(), ...now, ...change })),
    async synchronize() {
      if (storage.shared) await follow(storage, ...kept)
    },
    async reset() {
      await clearTables(storage.db)
      settings.accept(undefined)
      await Promise.all([
        settings.change(defaultSettings),
        faults.clear(),
        state.outbox.clear(),
        state.requests.clear(),
      ])
      state.limiter.clear()
      webhooks.forget()
    },
    async restore(snapshot) {
      const position: ClockPosition = clock.kept.value
      const rules = faults.kept.value
      await storage.restore(snapshot)
      await follow(storage, settings)
      await Promise.all([clock.kept.change(() => position), faults.kept.change(() => rules)])
      keys = createKeys(storage, clock, random, seededKeys)
      webhooks.forget()
    },
    close() {
      // An environment and its emulator may be closed in any order, and more than once.
      closing ??= shutDown()
      return closing
    },
  }
  let closing: Promise<void> | undefined
  async function shutDown(): Promise<void> {
    state.outbox.stopWaiting()
    await webhooks.stop()
    await Promise.allSettled([...kept.map((one) => one.settled()), state.requests.settled()])
    await storage.close()
  }
  const webhooks = createWebhookSender(state)
  const snapshots = createSnapshots(state)
  if (!storage.ephemeral) {
    await follow(storage, ...kept)
    await state.outbox.load()
    webhooks.wake()
  }
  return state
}

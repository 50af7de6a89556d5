import { type Clock, createMovableClock, type MovableClock } from '../clock.ts'
import { createIds, type Ids } from '../ids.ts'
import { createVault, type Vault } from '../secrets.ts'
import { fromJson, toJson } from '../storage/json.ts'
import type { Db, EnvironmentStorage } from '../storage/storage.ts'
import { createWebhookSender, type WebhookSender } from '../webhooks/sender.ts'
import { createFaults, type FaultTable } from './faults.ts'
import { createOutbox, type Outbox } from './inbox.ts'
import { createKeys, type Keys } from './keys.ts'
import { createLimiter, type Limiter } from './limits.ts'
import { createRequestLog, type RequestLog } from './requests.ts'
import { defaultSettings, type Settings } from './settings.ts'

/** What all environments of one emulator share. */
export interface ServerConfig {
  /** Origin under which the server is reached, without a trailing slash. */
  baseUrl: string
  cost: 'test' | 'dev' | 'production'
  limits: 'off' | 'documented'
  autoConsent: boolean
  strict: boolean
}

/** One environment as the routes see it. An API key names it; nothing is shared with another one. */
export interface EnvironmentState {
  readonly config: ServerConfig
  readonly clientId: string
  readonly apiKey: string
  readonly db: Db
  readonly clock: MovableClock
  readonly ids: Ids
  readonly vault: Vault
  readonly outbox: Outbox
  readonly faults: FaultTable
  readonly requests: RequestLog
  readonly limiter: Limiter
  readonly keys: Keys
  readonly webhooks: WebhookSender
  readonly settings: Settings
  updateSettings(change: Partial<Settings>): Promise<void>
  readonly storage: EnvironmentStorage
  /** Forgets everything but the credentials, the clock and the signing keys. */
  reset(): Promise<void>
  /** Stops what runs in the background, then closes the storage. */
  close(): Promise<void>
  /** Takes up stored settings after the content was replaced. */
  reload(): Promise<void>
}

export interface EnvironmentCredentials {
  clientId: string
  apiKey: string
}

export async function openEnvironmentState(
  config: ServerConfig,
  credentials: EnvironmentCredentials,
  storage: EnvironmentStorage,
  baseClock: Clock,
): Promise<EnvironmentState> {
  const clock = createMovableClock(baseClock)
  const ids = createIds(clock)
  let settings = storage.ephemeral ? defaultSettings() : await readSettings(storage.db)
  let keys = createKeys(storage, clock)
  const state: EnvironmentState = {
    config,
    ...credentials,
    storage,
    clock,
    ids,
    vault: createVault(credentials.apiKey),
    outbox: createOutbox(clock, ids),
    faults: createFaults(),
    requests: createRequestLog(),
    limiter: createLimiter(config.limits, clock),
    get db() {
      return storage.db
    },
    get keys() {
      return keys
    },
    get webhooks() {
      return webhooks
    },
    get settings() {
      return settings
    },
    async updateSettings(change) {
      settings = { ...settings, ...change }
      await writeDocument(storage.db, 'settings', settings)
    },
    async reset() {
      await clearTables(storage.db)
      settings = defaultSettings()
      state.outbox.clear()
      state.faults.clear()
      state.requests.clear()
      state.limiter.clear()
      webhooks.forget()
    },
    async close() {
      await webhooks.stop()
      await storage.close()
    },
    async reload() {
      settings = await readSettings(storage.db)
      keys = createKeys(storage, clock)
      webhooks.forget()
    },
  }
  const webhooks = createWebhookSender(state)
  if (!storage.ephemeral) webhooks.wake()
  return state
}

async function readSettings(db: Db): Promise<Settings> {
  const stored = await readDocument<Partial<Settings>>(db, 'settings')
  return { ...defaultSettings(), ...stored }
}

export async function readDocument<T>(db: Db, name: string): Promise<T | undefined> {
  const row = await db.selectFrom('documents').select('content').where('name', '=', name).executeTakeFirst()
  return row === undefined ? undefined : fromJson<T>(row.content)
}

export async function writeDocument(db: Db, name: string, value: unknown): Promise<void> {
  const content = toJson(value)
  await db
    .insertInto('documents')
    .values({ name, content })
    .onConflict((on) => on.column('name').doUpdateSet({ content }))
    .execute()
}

const CLEARED = [
  'refresh_tokens',
  'sessions',
  'one_time_codes',
  'password_resets',
  'challenges',
  'factors',
  'pending_tokens',
  'authorization_codes',
  'identities',
  'connections',
  'invitations',
  'memberships',
  'organizations',
  'users',
  'redirect_uris',
  'cors_origins',
  'roles',
  'device_codes',
  'webhook_deliveries',
  'webhook_endpoints',
  'events',
  'hosted_flows',
  'idempotency',
] as const

async function clearTables(db: Db): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of CLEARED) await trx.deleteFrom(table).execute()
    await trx.deleteFrom('documents').where('name', 'not in', ['schema', 'credentials']).execute()
  })
}

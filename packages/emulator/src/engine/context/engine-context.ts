import type { Clock } from '../base/clock.ts'
import type { Ids } from '../base/ids.ts'
import type { Randomness } from '../base/randomness.ts'
import type { Vault } from '../base/secrets.ts'
import type { Limiter } from '../services/rate-limits.ts'
import type { Settings } from '../services/settings.ts'
import type { Keys } from '../services/signing-keys.ts'
import type { Db, EnvironmentStorage } from '../storage/storage.ts'
import type { EventRow } from '../storage/tables.ts'
import type { Mailer } from './mailer.ts'

/** What all environments of one server share. */
export interface EngineConfig {
  /** The server's public origin, without a trailing slash. */
  baseUrl: string
  /** The cost of password hashes. */
  cost: 'test' | 'dev' | 'production'
  /** `/authorize` signs in the user named by `login_hint` without showing a page. */
  autoConsent: boolean
}

export interface EnvironmentCredentials {
  readonly clientId: string
  readonly apiKey: string
  /** The name shown to users of the server. */
  readonly name: string
}

/** Notified of changes. The program around the engine decides who listens. */
export interface EngineListeners {
  eventRecorded(event: EventRow): Promise<void>
  webhookEndpointsChanged(): void
}

/** One environment, as the engine sees it. It is identified by an API key, and shares nothing with other environments. */
export interface EngineContext extends EnvironmentCredentials {
  readonly config: EngineConfig
  readonly db: Db
  readonly storage: EnvironmentStorage
  readonly clock: Clock
  readonly ids: Ids
  readonly random: Randomness
  readonly vault: Vault
  readonly keys: Keys
  readonly limiter: Limiter
  readonly settings: Settings
  updateSettings(change: Partial<Settings>): Promise<void>
  readonly mailer: Mailer
  readonly listeners: EngineListeners
  /** Loads what other nodes have changed. Does nothing if this process owns the storage. */
  synchronize(): Promise<void>
}

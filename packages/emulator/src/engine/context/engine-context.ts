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
  /** Origin under which the server is reached, without a trailing slash. */
  baseUrl: string
  /** Price of password hashes. */
  cost: 'test' | 'dev' | 'production'
  /** `/authorize` signs in the user that `login_hint` names, without a page. */
  autoConsent: boolean
}

export interface EnvironmentCredentials {
  readonly clientId: string
  readonly apiKey: string
  /** What users of the server call it. */
  readonly name: string
}

/** Told of what happened here. Who listens is the matter of the program around the engine. */
export interface EngineListeners {
  eventRecorded(event: EventRow): Promise<void>
  webhookEndpointsChanged(): void
}

/** One environment as the engine sees it. An API key names it; nothing is shared with another one. */
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
  /** Takes up what other nodes have changed; nothing to do where this process owns the storage. */
  synchronize(): Promise<void>
}

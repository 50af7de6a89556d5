import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import { allowImpersonation } from '../../engine/domain/authorization/impersonation.ts'
import { listEvents, type RecordedEvent } from '../../engine/domain/events/list-events.ts'
import { currentTotp } from '../../engine/domain/factors/factors.ts'
import type { WebhookDelivery } from '../../engine/domain/webhooks/deliver-webhooks.ts'
import { onlyGiven, type Settings, type SettingsInput } from '../../engine/services/settings.ts'
import type { PublicJwk } from '../../engine/services/signing-keys.ts'
import type { Faults } from '../faults/faults.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { RequestLog, Requests } from '../request-log/request-log.ts'
import { applySeed } from '../seed/apply-seed.ts'
import type { Seed } from '../seed/seed.ts'
import { clockCommands } from './clock-commands.ts'
import type { EmulatorEnvironment } from './emulator-environment.ts'

/** The clock that determines every expiry, token and authenticator code of an environment. */
export interface EnvironmentClock {
  now(): Date
  /**
   * Sets the clock to an instant. It continues to run from there, unless it is frozen. All methods take effect immediately in
   * this process; the promise resolves when every node that shares the storage has followed.
   */
  set(to: Date | string): Promise<void>
  advance(by: Duration): Promise<void>
  freeze(): Promise<void>
  resume(): Promise<void>
}

/** A duration: milliseconds, or the sum of its parts. */
export type Duration = number | { seconds?: number; minutes?: number; hours?: number; days?: number }

/**
 * An isolated environment with its own users, settings, clock, keys, emails and faults, identified by an API key.
 *
 * Close it with `await using` or `close()`. An environment in memory is then deleted; one in a folder or database is opened
 * again when a request uses it.
 */
export interface Environment extends AsyncDisposable {
  readonly clientId: string
  readonly apiKey: string
  /** The name shown in the dashboard. */
  readonly name: string
  /**
   * Variables for `process.env`: `WORKOS_API_KEY`, `WORKOS_CLIENT_ID`, `WORKOS_BASE_URL`, and the three variables of the WorkOS
   * SDK.
   */
  readonly env: Record<string, string>
  /** Adds the data of the seed. Rejects with a `SeedError` that contains the path of the error. */
  seed(seed: Seed, onProgress?: (list: string, done: number, total: number) => void): Promise<void>
  /** Deletes all data and settings. Credentials, clock and signing keys stay. */
  reset(): Promise<void>
  /** Returns the whole content. Pass it to {@link Environment.restore} of the same environment. */
  snapshot(): Promise<Uint8Array>
  restore(snapshot: Uint8Array): Promise<void>
  readonly clock: EnvironmentClock
  readonly inbox: Inbox
  readonly faults: Faults
  readonly requests: Requests
  readonly events: {
    /** Newest last. */
    list(query?: { event?: string }): Promise<RecordedEvent[]>
  }
  readonly webhooks: {
    /** The deliveries and their results, newest last. */
    deliveries(): Promise<WebhookDelivery[]>
    /** Resolves when no delivery or retry is pending. */
    flush(): Promise<void>
  }
  readonly settings: {
    get(): Settings
    update(change: SettingsInput): Promise<void>
  }
  readonly keys: {
    /** Starts signing with a new key. Earlier keys stay published unless `dropOld` is set. */
    rotate(options?: { dropOld?: boolean }): Promise<void>
    jwks(): Promise<{ keys: PublicJwk[] }>
  }
  /** The current code of an authenticator app, by user id, email address or factor id. */
  totp(userOrFactor: string): Promise<string>
  /** Makes the next sign-in on the hosted pages, within ten minutes, an impersonation of this user. */
  impersonate(userId: string, operator: { email: string; reason?: string }): Promise<void>
  close(): Promise<void>
}

/** Converts an environment's state to the interface that tests and scripts use. */
export function presentEnvironment(state: EmulatorEnvironment, close: () => Promise<void>): Environment {
  const { clock } = state
  return {
    clientId: state.clientId,
    apiKey: state.apiKey,
    name: state.name,
    get env() {
      return environmentVariables(state, state.config.baseUrl)
    },
    seed: (seed, onProgress) => state.storage.durably(() => applySeed(state, seed, onProgress)),
    reset: () => state.reset(),
    snapshot: () => state.storage.snapshot(),
    restore: (snapshot) => state.restore(snapshot),
    clock: {
      now: () => new Date(clock.now()),
      set: (to) => clock.apply(clockCommands.set(new Date(to).getTime())),
      advance: (by) => clock.apply(clockCommands.advance(toMs(by))),
      freeze: () => clock.apply(clockCommands.freeze()),
      resume: () => clock.apply(clockCommands.resume()),
    },
    inbox: state.inbox,
    faults: state.faults,
    requests: state.requests satisfies RequestLog,
    events: { list: (query) => listEvents(state, query) },
    webhooks: { deliveries: () => state.webhooks.deliveries(), flush: () => state.webhooks.flush() },
    settings: {
      get: () => state.settings,
      update: (change) => state.updateSettings(onlyGiven(change)),
    },
    keys: { rotate: (options) => state.keys.rotate(options), jwks: () => state.keys.jwks() },
    totp: (userOrFactor) => currentTotp(state, userOrFactor),
    impersonate: (userId, { email, reason = null as string | null }) =>
      allowImpersonation(state, userId, { email, reason }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

export function environmentVariables(
  { apiKey, clientId }: EnvironmentCredentials,
  baseUrl: string,
): Record<string, string> {
  const { hostname, port, protocol } = new URL(baseUrl)
  const isSecure = protocol === 'https:'
  return {
    WORKOS_API_KEY: apiKey,
    WORKOS_CLIENT_ID: clientId,
    WORKOS_BASE_URL: baseUrl,
    WORKOS_API_HOSTNAME: hostname,
    WORKOS_API_PORT: port || (isSecure ? '443' : '80'),
    WORKOS_API_HTTPS: String(isSecure),
  }
}

export function toMs(by: Duration): number {
  if (typeof by === 'number') return by
  const { seconds = 0, minutes = 0, hours = 0, days = 0 } = by
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}

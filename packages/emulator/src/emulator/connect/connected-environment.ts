import { randomUUID } from 'node:crypto'
import type { RecordedEvent } from '../../engine/domain/events/list-events.ts'
import type { WebhookDelivery } from '../../engine/domain/webhooks/deliver-webhooks.ts'
import type { Settings, SettingsInput } from '../../engine/services/settings.ts'
import type { PublicJwk } from '../../engine/services/signing-keys.ts'
import type { Duration } from '../environment/environment.ts'
import { toMs } from '../environment/environment.ts'
import type { FaultRule } from '../faults/faults.ts'
import type { InboxQuery, Message } from '../inbox/inbox.ts'
import type { RequestRecord } from '../request-log/request-log.ts'
import type { Seed } from '../seed/seed.ts'
import type { ControlClient } from './control-client.ts'

/** An {@link Environment} over HTTP. Methods that read from memory there return promises here. */
export interface ConnectedEnvironment extends AsyncDisposable {
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
  seed(seed: Seed): Promise<void>
  /** Deletes all data and settings. Credentials, clock and signing keys stay. */
  reset(): Promise<void>
  /** Stores the whole content in the emulator. Pass the result to {@link ConnectedEnvironment.restore}. */
  snapshot(): Promise<Uint8Array>
  restore(snapshot: Uint8Array): Promise<void>
  readonly clock: {
    now(): Promise<Date>
    /** Sets the clock to an instant. It continues to run from there, unless it is frozen. */
    set(to: Date | string): Promise<void>
    advance(by: Duration): Promise<void>
    freeze(): Promise<void>
    resume(): Promise<void>
  }
  readonly inbox: {
    /** Oldest first. */
    list(query?: InboxQuery): Promise<Message[]>
    /**
     * Returns the newest matching message, and waits for one if there is none. Rejects after `timeoutMs` milliseconds of real
     * time (default 5000).
     */
    waitFor(query: InboxQuery & { timeoutMs?: number }): Promise<Message>
    clear(): Promise<void>
  }
  readonly faults: {
    add(rule: FaultRule): Promise<{ id: string; remove(): Promise<void> }>
    list(): Promise<Array<FaultRule & { id: string; strikes: number }>>
    clear(): Promise<void>
  }
  readonly requests: {
    /** Oldest first. */
    list(query?: { method?: string; path?: string }): Promise<RequestRecord[]>
    clear(): Promise<void>
  }
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
    get(): Promise<Settings>
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
  /** Deletes the environment, unless it existed before the connection. */
  close(): Promise<void>
}

interface Identity {
  name: string
  client_id: string
  env: Record<string, string>
}

/** Identifies the environment with one request, so that a wrong key fails here and not in the first test. */
export async function connectEnvironment(
  control: ControlClient,
  close: () => Promise<void>,
): Promise<ConnectedEnvironment> {
  const { name, client_id: clientId, env } = await control.call<Identity>('GET', '/environment')
  const list = async <T>(path: string) => (await control.call<{ data: T[] }>('GET', path)).data
  const setClock = (change: object) => control.call('PUT', '/clock', change)
  return {
    clientId,
    apiKey: control.apiKey,
    name,
    env,
    seed: (seed) => control.call('POST', '/seed', seed),
    reset: () => control.call('POST', '/reset'),
    async snapshot() {
      const name = `connected-${randomUUID()}`
      await control.call('POST', '/snapshots', { name })
      return Buffer.from(name)
    },
    restore: (snapshot) =>
      control.call('POST', '/snapshots', { name: Buffer.from(snapshot).toString(), restore: true }),
    clock: {
      now: async () => new Date((await control.call<{ now: string }>('GET', '/clock')).now),
      set: (to) => setClock({ now: new Date(to).toISOString() }),
      advance: (by) => setClock({ advance_seconds: toMs(by) / 1000 }),
      freeze: () => setClock({ frozen: true }),
      resume: () => setClock({ frozen: false }),
    },
    inbox: {
      list: (query) => list(`/emails?${parameters(query)}`),
      waitFor: (query) => waitForEmail(query, list),
      clear: () => control.call('DELETE', '/emails'),
    },
    faults: {
      async add(rule) {
        const { id } = await control.call<{ id: string }>('POST', '/faults', rule)
        return { id, remove: () => control.call('DELETE', `/faults/${id}`) }
      },
      list: () => list('/faults'),
      clear: () => control.call('DELETE', '/faults'),
    },
    requests: {
      list: (query) => list(`/requests?${parameters(query)}`),
      clear: () => control.call('DELETE', '/requests'),
    },
    events: { list: (query) => list(`/events?${parameters(query)}`) },
    webhooks: {
      deliveries: () => list('/webhooks'),
      flush: () => control.call('POST', '/webhooks/flush'),
    },
    settings: {
      get: () => control.call('GET', '/settings'),
      update: (change) => control.call('PUT', '/settings', change),
    },
    keys: {
      rotate: ({ dropOld = false } = {}) => control.call('POST', '/keys/rotate', { drop_old: dropOld }),
      jwks: () => control.get(`/sso/jwks/${clientId}`),
    },
    totp: async (userOrFactor) =>
      (await control.call<{ code: string }>('GET', `/totp?${parameters({ user_id: userOrFactor })}`)).code,
    impersonate: (userId, { email, reason = null as string | null }) =>
      control.call('POST', '/impersonations', { user_id: userId, email, reason }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function parameters(query: object = {}): URLSearchParams {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return new URLSearchParams(given)
}

/** The emulator waits at most 60 seconds per request. */
async function waitForEmail(
  { timeoutMs = 5000, ...query }: InboxQuery & { timeoutMs?: number },
  list: <T>(path: string) => Promise<T[]>,
): Promise<Message> {
  const giveUpAt = performance.now() + timeoutMs
  for (;;) {
    const remainingMs = giveUpAt - performance.now()
    const wait = String(Math.min(60, Math.max(0, remainingMs / 1000)))
    const message = (await list<Message>(`/emails?${parameters({ ...query, wait })}`)).at(-1)
    if (message !== undefined) return message
    if (remainingMs <= 0) {
      throw new Error(
        `No email arrived within ${timeoutMs} ms: to ${query.to ?? 'anyone'}, kind ${query.kind ?? 'any'}`,
      )
    }
  }
}

import type { ApiKey, ApiKeyValidation } from '../../api/api-keys.ts'
import type { Client } from '../../api/index.ts'
import type { Clock } from '../../base/clock.ts'
import { cryptography } from '../../base/cryptography.ts'
import { ApiError, ConfigError, SessionError } from '../../errors/index.ts'
import { bearerToken } from '../../session/bearer-token.ts'
import { createRecent } from '../../session/recent.ts'
import type { RequirementSubject } from '../../session/requirement.ts'

/** Settings of {@link createApiKeyVerifier}. */
export interface ApiKeyVerifierOptions {
  /** From `createClient`. */
  client: Client
  /**
   * Seconds for which the API is not asked about a key again, and so the longest that a revoked key still works where no
   * event arrives. 0 asks about every request. Default 10, at most 300.
   */
  maxAgeSeconds?: number
  /** Default: the client's clock. */
  clock?: Clock
}

/**
 * Who calls with an API key. `checkRequirement` takes it like the `auth` of a session: with the key's organization and
 * permissions, without roles, and never with a recent sign-in.
 */
export interface ApiKeyCaller extends RequirementSubject {
  apiKeyId: string
  /** The name of the key, for logs. */
  name: string
  organizationId: string
  /** Whose key it is; `undefined` for a key of the organization itself. */
  userId: string | undefined
}

/** What changes who may call: an event of a webhook, as its body has it or decoded, or of `listEvents`. */
export interface ApiKeyEvent {
  /** The name, such as `api_key.revoked`. */
  event: string
  data: unknown
}

/** Checks API keys, and keeps the results for some seconds. */
export interface ApiKeyVerifier {
  /**
   * Who calls.
   *
   * @param from A request with the key in `Authorization: Bearer`, or the key itself, as `x-api-key` brings it.
   *
   * Rejects with {@link SessionError} `api_key_missing` or `api_key_invalid` (respond with 401), or `api_key_unavailable`,
   * which says nothing about the key (503), and with {@link ApiError} `unauthorized` or `forbidden` when the API refuses this client itself.
   */
  verify(from: Pick<Request, 'headers'> | string | null | undefined): Promise<ApiKeyCaller>
  /**
   * Forgets what an event changes, so that a revoked key is refused from the next request on: `api_key.*`, and the end of a
   * user, an organization or a membership. One of these that does not say whom it is about ends all results; other events
   * change nothing. It is for this process: others that do not get the
   * event refuse the key after `maxAgeSeconds`.
   */
  forget(event: ApiKeyEvent): void
}

const LONGEST_KEY = 1_000
const MAXIMUM_AGE_SECONDS = 300

interface Checked {
  apiKey: ApiKey | null
  at: number
}

/**
 * Makes a verifier for API keys of users and organizations, which call your API without a session. The API is asked once about
 * a key, however many requests come at once, and again after some seconds. Keys are kept as a hash.
 *
 * ```ts
 * const apiKeys = createApiKeyVerifier({ client })
 * const caller = await apiKeys.verify(request)
 * if (checkRequirement(caller, { permission: 'reports:read' }) !== 'met') return new Response(null, { status: 403 })
 * ```
 *
 * @throws {ConfigError} `option_invalid`.
 * @see OpenAPI `POST /api_keys/validations`
 */
export function createApiKeyVerifier(options: ApiKeyVerifierOptions): ApiKeyVerifier {
  const { client, clock = client.api.clock } = options
  const maxAgeMs = readMaxAge(options.maxAgeSeconds ?? 10) * 1000
  const { digest } = cryptography()
  // Apart, so that keys that are guessed push no good one out.
  const good = createRecent<Checked>(2_000)
  const bad = createRecent<Checked>(2_000)
  const underWay = new Map<string, Promise<Checked>>()
  /** Grows with each event: a result that was asked for before may be out of date. */
  let events = 0

  async function check(value: string, name: string): Promise<Checked> {
    const before = events
    const at = clock.now()
    const { apiKey } = await validation(client, value)
    const checked = { apiKey, at }
    if (events === before) (apiKey === null ? bad : good).set(name, checked)
    return checked
  }

  async function checked(value: string): Promise<Checked> {
    const name = await digest(value)
    const known = good.get(name) ?? bad.get(name)
    if (known !== undefined && clock.now() - known.at < maxAgeMs) return known
    good.delete(name)
    const checking = underWay.get(name) ?? check(value, name)
    underWay.set(name, checking)
    try {
      return await checking
    } finally {
      if (underWay.get(name) === checking) underWay.delete(name)
    }
  }

  return {
    async verify(from) {
      const value = keyIn(from)
      if (value === undefined) throw new SessionError('api_key_missing')
      if (value === '' || value.length > LONGEST_KEY) throw new SessionError('api_key_invalid')
      const { apiKey } = await checked(value)
      // One may expire while its result is kept.
      if (apiKey === null || isOver(apiKey, clock.now())) throw new SessionError('api_key_invalid')
      return callerOf(apiKey)
    },
    forget({ event, data }) {
      const isChanged = changedBy(event, data)
      if (isChanged === undefined) return
      events += 1
      underWay.clear()
      good.deleteWhere(({ apiKey }) => apiKey !== null && isChanged(apiKey))
    },
  }
}

function readMaxAge(seconds: number): number {
  if (Number.isFinite(seconds) && seconds >= 0 && seconds <= MAXIMUM_AGE_SECONDS) return seconds
  throw new ConfigError(
    'option_invalid',
    `maxAgeSeconds must be a number from 0 to ${MAXIMUM_AGE_SECONDS}.`,
    {
      option: 'maxAgeSeconds',
    },
  )
}

/** `undefined` where there is none; empty where there is something that is no key. */
function keyIn(from: unknown): string | undefined {
  if (from === null || from === undefined) return undefined
  if (typeof from === 'string')
    return bearerToken({ headers: new Headers({ authorization: `Bearer ${printable(from)}` }) })
  return bearerToken(from as Pick<Request, 'headers'>)
}

const printable = (text: string) => (/^[ -~]*$/.test(text) ? text : '')

/** What the API says about a key. A fault of this client, such as a wrong API key of its own, stays what it is. */
async function validation(client: Client, value: string): Promise<ApiKeyValidation> {
  try {
    return await client.validateApiKey({ value })
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw new SessionError('api_key_unavailable', undefined, { cause })
    if (cause.status === 401 || cause.status === 403) throw cause
    if (cause.status === 400 || cause.status === 404 || cause.status === 422) return { apiKey: null }
    throw new SessionError('api_key_unavailable', undefined, { cause })
  }
}

/** Also where the time cannot be read: a key that ends at some time does not live forever. */
const isOver = ({ expiresAt }: ApiKey, nowMs: number) =>
  expiresAt !== null && !(Date.parse(expiresAt) > nowMs)

function callerOf({ id, name, owner, permissions }: ApiKey): ApiKeyCaller {
  const ofUser = owner.type === 'user'
  return {
    apiKeyId: id,
    name,
    organizationId: ofUser ? owner.organizationId : owner.id,
    userId: ofUser ? owner.id : undefined,
    roles: [],
    permissions,
    authenticatedAt: 0,
  }
}

/** Which keys an event changes; `undefined` for one that changes none. */
function changedBy(event: string, data: unknown): ((key: ApiKey) => boolean) | undefined {
  const { id, userId, user_id } = (data ?? {}) as Record<string, unknown>
  // What does not say whom it is about may be about any of them.
  const isNamed = (named: unknown, own: string | undefined) => typeof named !== 'string' || named === own
  if (event.startsWith('api_key.')) return (key) => isNamed(id, key.id)
  if (event === 'organization.deleted') return (key) => isNamed(id, callerOf(key).organizationId)
  if (event === 'user.deleted') return (key) => isNamed(id, callerOf(key).userId)
  if (event.startsWith('organization_membership.'))
    return (key) => isNamed(userId ?? user_id, callerOf(key).userId)
  return undefined
}

import type { ApiKey, ApiKeyValidation } from '../../api/api-keys.ts'
import type { Client } from '../../api/index.ts'
import type { Clock } from '../../base/clock.ts'
import { cryptography } from '../../base/cryptography.ts'
import { ApiError, ConfigError, SessionError } from '../../errors/index.ts'
import { bearerToken } from '../../session/bearer-token.ts'
import { createRecent } from '../../session/recent.ts'
import type { RequirementSubject } from '../../session/requirement.ts'

/** Options of {@link createApiKeyVerifier}. */
export interface ApiKeyVerifierOptions {
  /** The client, from `createClient`. */
  client: Client
  /**
   * Seconds for which a result is cached, and so the maximum time for which a revoked key still works if no event arrives. 0
   * calls the API for every request. Default 10, maximum 300.
   */
  maxAgeSeconds?: number
  /** Default: the client's clock. */
  clock?: Clock
}

/**
 * A caller with an API key. `checkRequirement` accepts it like the `auth` of a session: it has the key's organization and
 * permissions, no roles, and never a recent sign-in.
 */
export interface ApiKeyCaller extends RequirementSubject {
  apiKeyId: string
  /** The name of the key, for logs. */
  name: string
  organizationId: string
  /** The owner of the key; `undefined` for a key of the organization. */
  userId: string | undefined
}

/** An event that can change a caller: from a webhook, as its body contains it or decoded, or from `listEvents`. */
export interface ApiKeyEvent {
  /** The name, such as `api_key.revoked`. */
  event: string
  data: unknown
}

/** Verifies API keys, and caches the results for some seconds. */
export interface ApiKeyVerifier {
  /**
   * Identifies the caller.
   *
   * Rejects with {@link SessionError} `api_key_missing` or `api_key_invalid` (respond with 401), with `api_key_unavailable` if
   * the key could not be validated (respond with 503), and with {@link ApiError} `unauthorized` or `forbidden` if the API
   * refuses this client itself.
   *
   * @param from A request with the key in `Authorization: Bearer`, or the key itself, for example from an `x-api-key` header.
   */
  verify(from: Pick<Request, 'headers'> | string | null | undefined): Promise<ApiKeyCaller>
  /**
   * Discards the cached results that an event changes, so that a revoked key is refused from the next request on. Handles
   * `api_key.*`, and the deletion of users, organizations and memberships; other events change nothing. An event that does not
   * name its owner discards all results. Only this process is affected: other processes refuse the key after `maxAgeSeconds`.
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
 * Creates a verifier for API keys of users and organizations, which call your API without a session. The API is called once per
 * key, even for parallel requests, and again when the cached result expires. Only hashes of keys are stored.
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
  // Separate, so that guessed keys do not evict valid ones.
  const good = createRecent<Checked>(2_000)
  const bad = createRecent<Checked>(2_000)
  const underWay = new Map<string, Promise<Checked>>()
  /** Increases with each event: a result that was requested before may be out of date. */
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
      // A key can expire while its result is cached.
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

/** `undefined` if there is no key; empty if there is something that is not a key. */
function keyIn(from: unknown): string | undefined {
  if (from === null || from === undefined) return undefined
  if (typeof from === 'string')
    return bearerToken({ headers: new Headers({ authorization: `Bearer ${printable(from)}` }) })
  return bearerToken(from as Pick<Request, 'headers'>)
}

const printable = (text: string) => (/^[ -~]*$/.test(text) ? text : '')

/** The API's result for a key. An error of this client, such as its own wrong API key, is not converted. */
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

/** Also true if the time cannot be read: a key with an expiry must not be valid forever. */
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

/** The keys that an event changes; `undefined` if it changes none. */
function changedBy(event: string, data: unknown): ((key: ApiKey) => boolean) | undefined {
  const { id, userId, user_id } = (data ?? {}) as Record<string, unknown>
  // An event without an owner may affect any cached result.
  const isNamed = (named: unknown, own: string | undefined) => typeof named !== 'string' || named === own
  if (event.startsWith('api_key.')) return (key) => isNamed(id, key.id)
  if (event === 'organization.deleted') return (key) => isNamed(id, callerOf(key).organizationId)
  if (event === 'user.deleted') return (key) => isNamed(id, callerOf(key).userId)
  if (event.startsWith('organization_membership.'))
    return (key) => isNamed(userId ?? user_id, callerOf(key).userId)
  return undefined
}

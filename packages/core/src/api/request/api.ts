import { type Clock, systemClock } from '../../base/clock.ts'
import { ConfigError } from '../../errors/index.ts'
import { checkBaseUrl } from './base-url.ts'
import { readEnvironment } from './environment.ts'
import type { ApiEvent } from './event.ts'
import { type Fetch, globalFetch } from './fetch.ts'
import { VERSION } from './version.ts'

/** The API's base URL unless `baseUrl` or `WORKOS_BASE_URL` is set. */
export const DEFAULT_BASE_URL = 'https://api.workos.com'

/** Options of a client. Omitted options come from the environment variable or default named here. */
export interface ApiOptions {
  /**
   * The secret key, `sk_…`. Default: `WORKOS_API_KEY`. `null` creates a public client, which has only a client ID and supports
   * the calls that need no key (PKCE code exchange, refresh, device sign-in, URLs).
   */
  apiKey?: string | null
  /** Required for sign-in and for URLs. Default: `WORKOS_CLIENT_ID`. */
  clientId?: string
  /** The API's base URL. Default: `WORKOS_BASE_URL`, else `https://api.workos.com`. */
  baseUrl?: string
  /** Sends every request. Default: the runtime's `fetch`. */
  fetch?: Fetch
  /** Serializes a request body to JSON. Default: `JSON.stringify`. */
  stringify?: (value: unknown) => string
  /** Milliseconds until a call times out, including all retries and reading the response. Default: 10,000. */
  timeoutMs?: number
  /** The maximum number of retries of a call that is safe to repeat. Default: 2. */
  maxRetries?: number
  /** Default: the system's clock. */
  clock?: Clock
  /** Added to `User-Agent: latchkey/<version>`. */
  userAgent?: string
  /** Called for each response, failure and retry. Errors thrown here are ignored. */
  onEvent?: (event: ApiEvent) => void
}

/** The first argument of every operation. Create it with {@link createApi}. */
export interface Api {
  readonly baseUrl: string
  readonly clientId: string | undefined
  readonly fetch: Fetch
  readonly stringify: (value: unknown) => string
  readonly timeoutMs: number
  readonly maxRetries: number
  readonly clock: Clock
  readonly userAgent: string
  readonly onEvent: ((event: ApiEvent) => void) | undefined
  /** The API key. It is a function, so that printing or serializing this object cannot reveal the key. */
  readonly key: () => string | undefined
}

/**
 * Validates the options once and creates the first argument of every operation.
 *
 * Fails with {@link ConfigError} `api_key_missing`, `api_key_invalid`, `client_id_invalid`, `base_url_invalid` or
 * `option_invalid`.
 */
export function createApi(options: ApiOptions = {}): Api {
  const key = readKey(options.apiKey)
  return {
    baseUrl: checkBaseUrl(filled(options.baseUrl) ?? readEnvironment('WORKOS_BASE_URL') ?? DEFAULT_BASE_URL),
    clientId: readClientId(options.clientId),
    fetch: options.fetch ?? globalFetch,
    stringify: options.stringify ?? JSON.stringify,
    timeoutMs: readNumber('timeoutMs', options.timeoutMs ?? 10_000, 1, 2 ** 31 - 1),
    maxRetries: readNumber('maxRetries', options.maxRetries ?? 2, 0, 10),
    clock: options.clock ?? systemClock,
    userAgent: readUserAgent(options.userAgent),
    onEvent: options.onEvent,
    key: () => key,
  }
}

/**
 * Returns the client ID for operations that require it. Fails with {@link ConfigError} `client_id_missing`.
 */
export function requireClientId(api: Api, given: string | undefined): string {
  const clientId = given ?? api.clientId
  if (clientId !== undefined && clientId !== '') return clientId
  throw new ConfigError(
    'client_id_missing',
    'This call needs a client ID. Pass clientId or set WORKOS_CLIENT_ID.',
    {
      option: 'clientId',
    },
  )
}

function readKey(given: string | null | undefined): string | undefined {
  if (given === null) return undefined
  const key = (given ?? readEnvironment('WORKOS_API_KEY'))?.trim()
  // A template string or shell script turns an unset variable into "undefined".
  if (key === undefined || key === '' || key === 'undefined' || key === 'null') {
    const how = 'Pass apiKey or set WORKOS_API_KEY. (apiKey: null creates a public client.)'
    throw new ConfigError('api_key_missing', `There is no API key. ${how}`, { option: 'apiKey' })
  }
  if (!isHeaderToken(key)) {
    throw new ConfigError('api_key_invalid', 'The API key contains spaces or invalid characters.', {
      option: 'apiKey',
    })
  }
  return key
}

function readClientId(given: string | undefined): string | undefined {
  const clientId = (filled(given) ?? readEnvironment('WORKOS_CLIENT_ID'))?.trim()
  if (clientId === undefined) return undefined
  if (clientId === 'undefined' || clientId === 'null' || !isHeaderToken(clientId)) {
    throw new ConfigError('client_id_invalid', 'The client ID contains invalid characters.', {
      option: 'clientId',
    })
  }
  return clientId
}

/** Treats a blank string as not set, because it comes from a variable that was left empty. */
const filled = (value: string | undefined) => (value?.trim() === '' ? undefined : value)

function readUserAgent(given: string | undefined): string {
  if (given === undefined) return `latchkey/${VERSION}`
  if (/^[\x20-\x7e]+$/.test(given)) return `latchkey/${VERSION} ${given}`
  throw new ConfigError('option_invalid', 'userAgent must be printable ASCII on one line.', {
    option: 'userAgent',
  })
}

function readNumber(option: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new ConfigError('option_invalid', `${option} must be a whole number from ${least} to ${most}.`, {
    option,
  })
}

function isHeaderToken(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value)
}

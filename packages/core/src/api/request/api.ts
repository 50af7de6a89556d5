import { type Clock, systemClock } from '../../base/clock.ts'
import { ConfigError } from '../../errors/index.ts'
import { checkBaseUrl } from './base-url.ts'
import { readEnvironment } from './environment.ts'
import type { ApiEvent } from './event.ts'
import { type Fetch, globalFetch } from './fetch.ts'
import { VERSION } from './version.ts'

/** Where the API lives unless `baseUrl` or `WORKOS_BASE_URL` says otherwise. */
export const DEFAULT_BASE_URL = 'https://api.workos.com'

/** Settings of a client. What is left out comes from the environment or the default named here. */
export interface ApiOptions {
  /**
   * The secret key, `sk_…`. Default: `WORKOS_API_KEY`. `null` makes a public client, which has a client ID only
   * and can do the calls that need no key (PKCE code exchange, refresh, device sign-in, URLs).
   */
  apiKey?: string | null
  /** Default: `WORKOS_CLIENT_ID`. Needed for sign-in and for URLs. */
  clientId?: string
  /** Default: `WORKOS_BASE_URL`, else `https://api.workos.com`. */
  baseUrl?: string
  /** Carries every call. Default: the runtime's `fetch`. */
  fetch?: Fetch
  /** Turns a request body into JSON. Default: `JSON.stringify`. */
  stringify?: (value: unknown) => string
  /** Total time of a call with all its retries and the reading of the response. Default: 10,000. */
  timeoutMs?: number
  /** How often a call that may be repeated is tried again. Default: 2. */
  maxRetries?: number
  /** Default: the system's clock. */
  clock?: Clock
  /** Added to `User-Agent: latchkey/<version>`. */
  userAgent?: string
  /** Called for each response, failure and retry. Errors thrown here are ignored. */
  onEvent?: (event: ApiEvent) => void
}

/** What every operation takes first. Make one with {@link createApi}. */
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
  /** The API key. A function, so that printing or serializing this object cannot show it. */
  readonly key: () => string | undefined
}

/**
 * Checks the settings once and makes the record that every operation takes as its first argument.
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
 * The client ID, for the operations that cannot do without. Fails with {@link ConfigError} `client_id_missing`.
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
  // "undefined" is what a template string or a shell script makes of a variable that was never set.
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

/** A blank text is what a variable that nobody filled in leaves behind. It is no value. */
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

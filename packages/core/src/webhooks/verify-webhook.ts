import { type Clock, systemClock } from '../api/clock.ts'
import { type Event, readEvent } from '../api/events.ts'
import { fromWire } from '../api/wire.ts'
import { ConfigError } from '../errors/index.ts'
import { fromJson, utf8 } from '../session/crypto.ts'
import type { ClaimEvent } from './claim-events.ts'
import { readSignatureHeader, type SignatureHeader } from './signature-header.ts'

/** How a receiver of webhooks is set up. */
export interface WebhookVerifierOptions {
  /** The endpoint's secret, or several while they rotate. At least 16 characters each. */
  secret: string | readonly string[]
  /** How old, or how far in the future, a signature may be. Default: 180. */
  toleranceSeconds?: number
  /** Default: the system's clock. */
  clock?: Clock
  /** Tells repeated deliveries apart. Default: none are told apart. */
  claim?: ClaimEvent
}

/** One delivery, as it arrived. */
export interface WebhookDelivery {
  /** The raw body: the very bytes, never JSON that was parsed and written again. */
  payload: string | Uint8Array | ArrayBuffer
  /** The `WorkOS-Signature` header. */
  signature: string | null | undefined
}

/** What became of a delivery. Answer 2xx to `verified` and `duplicate`, 400 to `refused`. */
export type WebhookOutcome =
  | { status: 'verified'; event: Event }
  | { status: 'duplicate'; event: Event }
  | { status: 'refused'; reason: WebhookRefusal }

/**
 * Why a delivery was refused: the header is missing or unreadable; its time is too far from now; no secret made any
 * of its signatures; or what was signed is not an event.
 */
export type WebhookRefusal =
  | 'signature_missing'
  | 'signature_malformed'
  | 'timestamp_outside_tolerance'
  | 'signature_mismatch'
  | 'payload_malformed'

const MINIMUM_SECRET_LENGTH = 16
const MAXIMUM_SECRETS = 10

/**
 * Checks the secrets once and returns the function that verifies deliveries.
 *
 * Fails with {@link ConfigError} `webhook_secret_invalid` or `option_invalid`, at once.
 */
export function createWebhookVerifier(
  options: WebhookVerifierOptions,
): (delivery: WebhookDelivery) => Promise<WebhookOutcome> {
  const secrets = readSecrets(options.secret)
  const toleranceMs = readTolerance(options.toleranceSeconds ?? 180)
  const clock = options.clock ?? systemClock
  let keys: Promise<CryptoKey[]> | undefined

  return async ({ payload, signature }) => {
    if (signature === null || signature === undefined || signature === '') return refused('signature_missing')
    const header = readSignatureHeader(signature)
    if (header === undefined) return refused('signature_malformed')
    const timestamps = header.timestamps.filter((time) => Math.abs(clock.now() - Number(time)) <= toleranceMs)
    if (timestamps.length === 0) return refused('timestamp_outside_tolerance')

    keys ??= Promise.all(secrets.map(importKey))
    const bytes = typeof payload === 'string' ? utf8(payload) : new Uint8Array(payload)
    if (!(await anyMatches(await keys, { ...header, timestamps }, bytes)))
      return refused('signature_mismatch')

    const event = readPayload(bytes)
    if (event === undefined) return refused('payload_malformed')
    const first = options.claim === undefined || (await options.claim(event.id))
    return { status: first ? 'verified' : 'duplicate', event }
  }
}

/**
 * Verifies one delivery. A receiver of many keeps a {@link createWebhookVerifier} instead.
 *
 * Fails with {@link ConfigError} `webhook_secret_invalid` or `option_invalid`; a bad delivery is an outcome.
 */
export async function verifyWebhook(
  params: WebhookVerifierOptions & WebhookDelivery,
): Promise<WebhookOutcome> {
  return createWebhookVerifier(params)(params)
}

async function anyMatches(
  keys: CryptoKey[],
  { timestamps, signatures }: SignatureHeader,
  payload: Uint8Array,
): Promise<boolean> {
  let matches = false
  for (const timestamp of timestamps) {
    const signed = concat(utf8(`${timestamp}.`), payload)
    for (const signature of signatures) {
      for (const key of keys) {
        // `verify` compares in constant time (Web Crypto API §31.6.2).
        if (await crypto.subtle.verify('HMAC', key, signature, signed)) matches = true
      }
    }
  }
  return matches
}

function readPayload(bytes: Uint8Array): Event | undefined {
  try {
    return readEvent(fromWire(fromJson(bytes)), 'event')
  } catch {
    // Signed, and yet no event.
  }
  return undefined
}

function importKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', utf8(secret), algorithm, false, ['verify'])
}

function readSecrets(given: string | readonly string[]): readonly string[] {
  const secrets = typeof given === 'string' ? [given] : given
  const fit = (secret: unknown) => typeof secret === 'string' && secret.trim().length >= MINIMUM_SECRET_LENGTH
  if (
    Array.isArray(secrets) &&
    secrets.length > 0 &&
    secrets.length <= MAXIMUM_SECRETS &&
    secrets.every(fit)
  ) {
    return secrets
  }
  throw new ConfigError(
    'webhook_secret_invalid',
    `secret must be 1 to ${MAXIMUM_SECRETS} strings of at least ${MINIMUM_SECRET_LENGTH} characters.`,
    { option: 'secret' },
  )
}

function readTolerance(seconds: number): number {
  if (seconds > 0 && seconds <= 86_400) return seconds * 1_000
  throw new ConfigError('option_invalid', 'toleranceSeconds must be more than 0 and at most 86,400.', {
    option: 'toleranceSeconds',
  })
}

function concat(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(head.length + tail.length)
  bytes.set(head)
  bytes.set(tail, head.length)
  return bytes
}

function refused(reason: WebhookRefusal): WebhookOutcome {
  return { status: 'refused', reason }
}

import { type Event, readEvent } from '../api/events.ts'
import { fromWire } from '../api/request/wire.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import { fromJson, utf8 } from '../base/cryptography.ts'
import { ConfigError } from '../errors/index.ts'
import type { ClaimEvent } from './claim-events.ts'
import { readSignatureHeader, type SignatureHeader } from './signature-header.ts'

/** Options of {@link createWebhookVerifier}. */
export interface WebhookVerifierOptions {
  /** The endpoint's secret, or several while they rotate. At least 16 characters each. */
  secret: string | readonly string[]
  /** Maximum age of a signature in seconds, and how far it can be in the future. Default: 180. */
  toleranceSeconds?: number
  /** Default: the system's clock. */
  clock?: Clock
  /** Detects repeated deliveries. Default: they are not detected. */
  claim?: ClaimEvent
}

/** One delivery, as it arrived. */
export interface WebhookDelivery {
  /** The raw body. Pass the exact bytes, not JSON that was parsed and serialized again. */
  payload: string | Uint8Array | ArrayBuffer
  /** The `WorkOS-Signature` header, also in Node's form: a list if the header occurs several times. */
  signature: string | readonly string[] | null | undefined
}

/** The result of a delivery. Respond with 2xx to `verified` and `duplicate`, and with 400 to `refused`. */
export type WebhookOutcome =
  | { status: 'verified'; event: Event }
  | { status: 'duplicate'; event: Event }
  | { status: 'refused'; reason: WebhookRefusal }

/**
 * Why a delivery was refused: the header is missing or malformed, its timestamp is outside the tolerance, no secret matches any
 * of its signatures, or the signed body is not an event.
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
 * Validates the secrets once and returns a function that verifies deliveries. Line breaks and spaces at either end of a secret,
 * which pasting can add, are removed.
 *
 * Fails immediately with {@link ConfigError} `webhook_secret_invalid` or `option_invalid`. The returned function fails with
 * {@link ConfigError} `input_invalid` if `payload` is neither text nor bytes, such as a parsed body, or if `signature` is not a
 * header.
 */
export function createWebhookVerifier(
  options: WebhookVerifierOptions,
): (delivery: WebhookDelivery) => Promise<WebhookOutcome> {
  const secrets = readSecrets(options.secret)
  const toleranceMs = readTolerance(options.toleranceSeconds ?? 180)
  const clock = options.clock ?? systemClock
  let keys: Promise<CryptoKey[]> | undefined

  return async ({ payload, signature }) => {
    const bytes = readBody(payload)
    const text = headerText(signature)
    if (text === '') return refused('signature_missing')
    const header = readSignatureHeader(text)
    if (header === undefined) return refused('signature_malformed')
    const timestamps = header.timestamps.filter((time) => Math.abs(clock.now() - Number(time)) <= toleranceMs)
    if (timestamps.length === 0) return refused('timestamp_outside_tolerance')

    keys ??= Promise.all(secrets.map(importKey))
    if (!(await anyMatches(await keys, { ...header, timestamps }, bytes)))
      return refused('signature_mismatch')

    const event = readPayload(bytes)
    if (event === undefined) return refused('payload_malformed')
    const first = options.claim === undefined || (await options.claim(event.id))
    return { status: first ? 'verified' : 'duplicate', event }
  }
}

/**
 * Verifies one delivery. To verify many, create a {@link createWebhookVerifier} once.
 *
 * Fails with {@link ConfigError} `webhook_secret_invalid`, `option_invalid` or `input_invalid`. An invalid delivery is an
 * outcome, not an error.
 */
export async function verifyWebhook(
  params: WebhookVerifierOptions & WebhookDelivery,
): Promise<WebhookOutcome> {
  return createWebhookVerifier(params)(params)
}

/** The signed bytes. Any other value that a framework passes would only look like a wrong secret. */
function readBody(payload: unknown): Uint8Array {
  if (typeof payload === 'string') return utf8(payload)
  if (ArrayBuffer.isView(payload))
    return new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength)
  if (payload instanceof ArrayBuffer || Object.prototype.toString.call(payload) === '[object ArrayBuffer]')
    return new Uint8Array(payload as ArrayBuffer)
  throw new ConfigError(
    'input_invalid',
    `payload must be the raw body, as text or bytes, but is ${kindOf(payload)}. Read it before anything parses it: await request.text(), or express.raw({ type: 'application/json' }).`,
    { option: 'payload' },
  )
}

function kindOf(payload: unknown): string {
  if (payload === undefined || payload === null) return String(payload)
  if (payload instanceof Promise) return 'a promise: await is missing'
  if (payload instanceof ReadableStream) return 'a stream'
  return typeof payload === 'object' ? 'an object, such as a parsed body' : `a ${typeof payload}`
}

/** The text of the header. Repeated header lines count as one line joined by commas (RFC 9110 §5.3). */
function headerText(signature: unknown): string {
  const lines = Array.isArray(signature) ? signature : [signature ?? '']
  if (lines.every((line) => typeof line === 'string'))
    return lines.filter((line) => line.trim() !== '').join(',')
  throw new ConfigError(
    'input_invalid',
    'signature must be the WorkOS-Signature header: a string, or a list of strings.',
    {
      option: 'signature',
    },
  )
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
    // The signature is valid, but the body is not an event.
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
    return secrets.map((secret) => secret.trim())
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

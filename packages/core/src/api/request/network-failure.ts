import { type NetworkReason, TransportError } from '../../errors/index.ts'
import { scrub } from './scrub.ts'

// Codes of Node, undici and Bun that mean that no connection was made, so nothing was sent.
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
])

/**
 * Converts an error of the transport to a {@link TransportError} that states whether the request may have arrived. Its `cause`
 * copies only name, code and message, because transports attach whole requests, with their headers, to their errors.
 */
export function networkFailure(thrown: unknown, secrets: readonly (string | undefined)[]): TransportError {
  const outcome = wasNeverSent(thrown) ? 'not_sent' : 'unknown'
  return new TransportError(
    'network',
    { outcome, reason: reasonOf(thrown) },
    { cause: describe(thrown, secrets) },
  )
}

/** Error codes of Node, undici and Bun. The first match counts. */
const REASONS: readonly [NetworkReason, RegExp][] = [
  ['dns', /^(ENOTFOUND|ENODATA|EAI_\w+|DNSException)$/],
  ['tls', /CERT|^(ERR_)?(TLS|SSL)|^EPROTO$|UNABLE_TO_(GET|VERIFY)/],
  ['refused', /^(ECONNREFUSED|ConnectionRefused)$/],
  ['unreachable', /^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/],
  ['timeout', /^(ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w+_TIMEOUT)$/],
]

function reasonOf(thrown: unknown): NetworkReason {
  for (const code of codesOf(thrown)) {
    const found = REASONS.find(([, pattern]) => pattern.test(code))
    if (found) return found[0]
  }
  return 'broken'
}

/** The codes of an error, its causes and its aggregated errors, innermost last. */
function codesOf(thrown: unknown, depth = 0): string[] {
  if (depth > 4 || typeof thrown !== 'object' || thrown === null) return []
  const { code, cause, errors } = thrown as { code?: unknown; cause?: unknown; errors?: unknown }
  const inner = [cause, ...(Array.isArray(errors) ? errors : [])]
  return [...(typeof code === 'string' ? [code] : []), ...inner.flatMap((one) => codesOf(one, depth + 1))]
}

function wasNeverSent(thrown: unknown): boolean {
  let error = thrown
  for (let depth = 0; depth < 4 && typeof error === 'object' && error !== null; depth++) {
    const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown }
    if (typeof code === 'string' && neverConnected.has(code)) return true
    // A host with several addresses fails once per address.
    if (Array.isArray(errors) && errors.length > 0 && errors.every(wasNeverSent)) return true
    error = cause
  }
  return false
}

function describe(thrown: unknown, secrets: readonly (string | undefined)[]): Error {
  const deepest = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  const text = deepest instanceof Error ? `${deepest.name}: ${deepest.message}` : 'The transport failed'
  const cause = new Error(scrub(text.slice(0, 4_096), secrets).slice(0, 200))
  const code = (deepest as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? Object.assign(cause, { code: scrub(code, secrets).slice(0, 50) }) : cause
}

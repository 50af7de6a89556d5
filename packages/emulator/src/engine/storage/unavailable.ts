/**
 * The database is temporarily unavailable: it is restarting, has no connection left, or does not respond in time. The request
 * can be retried.
 */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** Connection exceptions, too many connections, and shutdown or startup: PostgreSQL's appendix A. */
const SQLSTATES = /^(?:08...|53300|57P0[1-5])$/
/** The driver's messages for broken connections and its own timeouts, which have no code. */
const DRIVER_WORDS =
  /^(?:Connection terminated|Client (?:has encountered|was closed)|timeout exceeded|Query read timeout|Cannot use a pool)/

/** Converts an error to a {@link StorageUnavailable} if it means that the database is temporarily unavailable. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  const isMeant = NETWORK_CODES.has(code) || SQLSTATES.test(code) || DRIVER_WORDS.test(error.message)
  return isMeant
    ? new StorageUnavailable(`The database is unavailable: ${error.message}`, { cause: error })
    : error
}

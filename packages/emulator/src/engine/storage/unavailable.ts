/**
 * The database cannot be used at this moment: it restarts, has no connection left, or does not respond in time.
 * What was asked for may be tried again.
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
/** Connection exceptions, no connection left, and shut down or starting up: PostgreSQL's appendix A. */
const SQLSTATES = /^(?:08...|53300|57P0[1-5])$/
/** What the driver says of connections that broke, and of its own time limits; it gives these no code. */
const DRIVER_WORDS =
  /^(?:Connection terminated|Client (?:has encountered|was closed)|timeout exceeded|Query read timeout|Cannot use a pool)/

/** The error itself, or what it means when it says that the database cannot be used now. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  const isMeant = NETWORK_CODES.has(code) || SQLSTATES.test(code) || DRIVER_WORDS.test(error.message)
  return isMeant
    ? new StorageUnavailable(`The database is unavailable: ${error.message}`, { cause: error })
    : error
}

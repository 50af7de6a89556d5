import { ApiError, TransportError } from '../../errors/index.ts'
import { isTransientStatus } from '../../errors/transient-status.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000
const LONGEST_RETRY_AFTER_MS = 60_000
/** Less time than this is too short for another response. */
const SHORTEST_RESEND_MS = 1_500

/** What is known when a try has failed. */
export interface FailedTry {
  error: unknown
  /** 0 after the first try. */
  attempt: number
  maxRetries: number
  /** Whether doing it twice does no harm: reads, and writes under one idempotency key. */
  repeatable: boolean
  /** Whether to send it again at once when its response is lost. */
  resendWhenLost?: boolean
  /** What is left of the total time. */
  remainingMs: number
  /** At least 0 and less than 1. */
  random: number
}

/**
 * How long to wait before the next try; `undefined` when there must not be one.
 *
 * What is not repeatable is tried again only if it certainly never arrived, or at once where a lost response may be asked
 * for again: the API repeats what it said to a refresh token, but only for some seconds. Other waits are drawn from the whole interval
 * up to a doubling limit, so that clients who failed together do not return together.
 */
export function retryDelayMs(failed: FailedTry): number | undefined {
  const { error, attempt, maxRetries, repeatable, resendWhenLost, remainingMs, random } = failed
  if (attempt >= maxRetries) return undefined
  if (resendWhenLost && isLostResponse(error)) return remainingMs > SHORTEST_RESEND_MS ? 0 : undefined
  if (!mayPass(error, repeatable)) return undefined
  const wait = retryAfterMs(error) ?? random * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt)
  return wait < remainingMs ? wait : undefined
}

function mayPass(error: unknown, repeatable: boolean): boolean {
  if (error instanceof ApiError) return repeatable && isTransientStatus(error.status)
  if (!(error instanceof TransportError)) return false
  if (error.code === 'network') return repeatable || error.outcome === 'not_sent'
  return error.code === 'invalid_response' && repeatable && isTransientStatus(error.status)
}

/** Statuses of a gateway that got no response, or none it could use, from the server behind it. */
const GATEWAY_STATUSES = new Set([502, 504])

/** Whether the request may have taken effect although there is no usable response. */
function isLostResponse(error: unknown): boolean {
  if (!(error instanceof TransportError) || error.retryAfterSeconds !== undefined) return false
  const { code, outcome, status } = error
  if (code === 'network') return outcome === 'unknown'
  if (code !== 'invalid_response' && code !== 'response_too_large') return false
  return status !== undefined && (status < 300 || GATEWAY_STATUSES.has(status))
}

function retryAfterMs(error: unknown): number | undefined {
  if (!(error instanceof ApiError || error instanceof TransportError)) return undefined
  if (error.retryAfterSeconds === undefined) return undefined
  return Math.min(error.retryAfterSeconds * 1_000, LONGEST_RETRY_AFTER_MS)
}

import { ApiError, TransportError } from '../../errors/index.ts'
import { isTransientStatus } from '../../errors/transient-status.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 8_000
const LONGEST_RETRY_AFTER_MS = 60_000
/** With less remaining time than this, the response to a resent request would probably be too late. */
const SHORTEST_RESEND_MS = 1_500

/** The data for the decision after a failed attempt. */
export interface FailedTry {
  error: unknown
  /** 0 after the first attempt. */
  attempt: number
  maxRetries: number
  /** Whether repeating the call is safe: reads, and writes with an idempotency key. */
  repeatable: boolean
  /** Whether to resend it immediately if its response is lost. */
  resendWhenLost?: boolean
  /** The remaining total time. */
  remainingMs: number
  /** At least 0 and less than 1. */
  random: number
}

/**
 * Returns the milliseconds to wait before the next attempt, or `undefined` if there must not be one.
 *
 * A call that is not repeatable is retried only if it provably never arrived, or immediately if a lost response can be
 * requested again: the API repeats its response to a refresh token, but only for some seconds. Other waits are drawn at random
 * from zero up to a doubling limit, so that clients that failed together do not retry together.
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

/** Statuses of a gateway that got no usable response from the server behind it. */
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

import { setTimeout as timer } from 'node:timers/promises'
import type { SendRequest } from './import-users.ts'
import { parseJson } from './parse-json.ts'
import { ExportError } from './read-export.ts'

/** The maximum number of attempts per request while the API is unavailable. */
const MOST_ATTEMPTS = 6
/** The maximum number of attempts per request that exceeds the rate limit. */
const MOST_LIMITED_ATTEMPTS = 20
/** If a rate limit lasts longer, the import ends with an error instead of waiting. */
const LONGEST_WAIT_SECONDS = 10 * 60
const FIRST_DELAY_MS = 500
const TIMEOUT_MS = 30_000

/** A pause before a request is sent again. */
export interface Wait {
  /** The status of the API's response, or the reason why it could not be reached. */
  why: string
  ms: number
  /** The number of the attempt that follows. */
  attempt: number
  most: number
}

export interface SendOptions {
  delayMs?: number
  onWait?: (wait: Wait) => void
  /** Default: the system's timer. */
  pause?: (ms: number) => Promise<unknown>
}

/**
 * Sends requests to the API. Honors `Retry-After` when the rate limit is exceeded, and retries while the API is unavailable.
 * Rejects if that lasts too long, or if the API refuses the key.
 */
export function sendTo(
  baseUrl: string,
  apiKey: string,
  { delayMs = FIRST_DELAY_MS, onWait = () => {}, pause = timer }: SendOptions = {},
): SendRequest {
  async function waitBefore(wait: Wait): Promise<void> {
    onWait(wait)
    await pause(wait.ms)
  }
  return async (method, path, body) => {
    for (let failures = 0, limited = 0; ; ) {
      const response = await request(baseUrl, apiKey, method, path, body)
      const { status, retryAfterSeconds } = response
      if (status === 401) throw new ExportError(`${baseUrl} refused the API key`)
      if (status === 429) {
        if (retryAfterSeconds > LONGEST_WAIT_SECONDS)
          throw stopped(`${baseUrl} limits the rate for ${retryAfterSeconds} seconds.`)
        if (++limited === MOST_LIMITED_ATTEMPTS)
          throw stopped(`${baseUrl} still limits the rate after ${limited} attempts.`)
        const ms = retryAfterSeconds * 1000
        await waitBefore({ why: '429', ms, attempt: limited + 1, most: MOST_LIMITED_ATTEMPTS })
        continue
      }
      if (status > 0 && status < 500) return response
      const why = status === 0 ? String(response.body.message) : String(status)
      if (++failures === MOST_ATTEMPTS) throw stopped(`${baseUrl} cannot be reached (${why}).`)
      const ms = delayMs * 2 ** (failures + 1)
      await waitBefore({ why, ms, attempt: failures + 1, most: MOST_ATTEMPTS })
    }
  }
}

const stopped = (what: string) =>
  new ExportError(`${what} Run the import again later: it continues where it stopped.`)

async function request(
  baseUrl: string,
  apiKey: string,
  method: string,
  path: string,
  body: object | undefined,
) {
  try {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await response.text()
    return {
      status: response.status,
      retryAfterSeconds: retryAfterIn(response.headers.get('retry-after')),
      body: jsonIn(text),
    }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return {
      status: 0,
      retryAfterSeconds: 1,
      body: { message: cause instanceof Error ? cause.message : 'unknown' },
    }
  }
}

/** The seconds in `Retry-After`, which is a number or a date (RFC 9110 §10.2.3). One if there is none. */
function retryAfterIn(value: string | null): number {
  const seconds = Number(value ?? '')
  if (seconds > 0) return seconds
  return Math.max(1, Math.ceil((Date.parse(value ?? '') - Date.now()) / 1000)) || 1
}

function jsonIn(text: string): Record<string, unknown> {
  const value = parseJson(text)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

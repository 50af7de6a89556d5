import { setTimeout as pause } from 'node:timers/promises'
import type { SendRequest } from './import-users.ts'
import { parseJson } from './parse-json.ts'
import { ExportError } from './read-export.ts'

const MOST_ATTEMPTS = 6
const FIRST_DELAY_MS = 500
const TIMEOUT_MS = 30_000

/**
 * Sends requests to the API. Honors `Retry-After` when the rate limit is exceeded, and retries while the API is unavailable.
 * Rejects if it stays unavailable, or if it refuses the key.
 */
export function sendTo(baseUrl: string, apiKey: string, delayMs = FIRST_DELAY_MS): SendRequest {
  return async (method, path, body) => {
    for (let attempt = 1; ; ) {
      const response = await request(baseUrl, apiKey, method, path, body)
      if (response.status === 401) throw new ExportError(`${baseUrl} refused the API key`)
      if (response.status === 429) {
        await pause(response.retryAfterSeconds * 1000)
        continue
      }
      if (response.status > 0 && response.status < 500) return response
      if (attempt++ === MOST_ATTEMPTS) {
        const why = response.status === 0 ? String(response.body.message) : String(response.status)
        throw new ExportError(
          `${baseUrl} cannot be reached (${why}). Run the import again: it continues where it stopped.`,
        )
      }
      await pause(delayMs * 2 ** attempt)
    }
  }
}

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
      retryAfterSeconds: Number(response.headers.get('retry-after')) || 1,
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

function jsonIn(text: string): Record<string, unknown> {
  const value = parseJson(text)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

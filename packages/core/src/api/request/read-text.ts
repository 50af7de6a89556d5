import { TransportError } from '../../errors/index.ts'
import type { FetchResponse } from './fetch.ts'

/** The maximum size of a response in bytes after decompression, unless the call expects less. */
export const MAXIMUM_RESPONSE_BYTES = 10 * 1024 * 1024

/**
 * Reads the text of a response, up to `maximumBytes`.
 *
 * Fails with {@link TransportError} `response_too_large`. Stops reading as soon as `signal` fires.
 */
export function readText(
  response: FetchResponse,
  signal: AbortSignal,
  maximumBytes: number = MAXIMUM_RESPONSE_BYTES,
): Promise<string> {
  if (response.limitsItself) return response.text(maximumBytes)
  if (!response.body) return response.text().then((text) => withinLimit(text, response.status, maximumBytes))
  const declared = declaredBytes(response)
  if (declared > maximumBytes) {
    discard(response)
    return Promise.reject(new TransportError('response_too_large', { status: response.status }))
  }
  // HTTP limits a body to its declared length, so a short one need not be counted.
  return declared >= 0 ? response.text() : readStream(response.body, response.status, signal, maximumBytes)
}

/** Frees the connection of an unread response. */
export function discard(response: FetchResponse): void {
  response.body?.cancel().catch(() => {})
}

/** The declared length of the body, or -1 if it is missing or is the length before decompression. */
function declaredBytes({ headers }: FetchResponse): number {
  const length = headers.get('content-length')
  if (length === null || headers.get('content-encoding') !== null) return -1
  return /^\d+$/.test(length) ? Number(length) : -1
}

async function readStream(
  body: ReadableStream<Uint8Array>,
  status: number,
  signal: AbortSignal,
  maximumBytes: number,
): Promise<string> {
  const reader = body.getReader()
  const cancel = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', cancel, { once: true })
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maximumBytes) {
      cancel()
      throw new TransportError('response_too_large', { status })
    }
    text += decoder.decode(value, { stream: true })
  }
}

function withinLimit(text: string, status: number, maximumBytes: number): string {
  // A transport without streams has already read everything. A UTF-8 text never has more characters than bytes.
  if (text.length > maximumBytes) throw new TransportError('response_too_large', { status })
  return text
}

import { ApiError, TransportError } from '../../errors/index.ts'
import type { Api } from './api.ts'
import type { Call } from './call.ts'
import { readFailure } from './failure.ts'
import type { FetchResponse } from './fetch.ts'
import { networkFailure } from './network-failure.ts'
import type { Outgoing } from './outgoing.ts'
import { discard, readText } from './read-text.ts'
import { nothing, readWire } from './reader.ts'
import { readRetryAfter } from './retry-after.ts'
import { excerptOf } from './scrub.ts'
import { withoutPrototypeKeys } from './wire.ts'

/** Sends the request once and reads its response. Fails with {@link ApiError} or {@link TransportError}. */
export async function attempt<T>(api: Api, call: Call<T>, outgoing: Outgoing, tries: number): Promise<T> {
  const { signal } = outgoing.init
  const startedAt = outgoing.report === undefined ? 0 : api.clock.now()
  try {
    const response = await api.fetch(outgoing.url, outgoing.init)
    if (signal.aborted) discard(response)
    refuseRedirect(response)
    const text = await readText(response, signal, call.maximumBytes)
    outgoing.report?.({
      type: 'response',
      attempt: tries,
      status: response.status,
      requestId: readRequestId(response),
      durationMs: api.clock.now() - startedAt,
    })
    if (response.status >= 200 && response.status < 300) return readSuccess(call, response, text, outgoing)
    // The previous attempt may have deleted the object even though its response was lost.
    const isGone = call.method === 'DELETE' && response.status === 404 && tries > 0
    if (isGone && ((call.read as unknown) === nothing || call.verbatim)) return undefined as T
    throw readFailure({
      status: response.status,
      text,
      requestId: readRequestId(response),
      retryAfterSeconds: readRetryAfter(response.headers.get('retry-after'), api.clock.now()),
      secrets: outgoing.secrets(),
    })
  } catch (thrown) {
    if (thrown instanceof ApiError) throw thrown
    const error = thrown instanceof TransportError ? thrown : networkFailure(thrown, outgoing.secrets())
    outgoing.report?.({
      type: 'failure',
      attempt: tries,
      code: error.code,
      durationMs: api.clock.now() - startedAt,
    })
    throw error
  }
}

function refuseRedirect(response: FetchResponse): void {
  // Browsers and some edge runtimes report a redirect as status 0.
  if (response.status !== 0 && (response.status < 300 || response.status > 399)) return
  discard(response)
  throw new TransportError('redirected', { status: response.status, requestId: readRequestId(response) })
}

function readSuccess<T>(
  { read, result: name, verbatim }: Call<T>,
  response: FetchResponse,
  text: string,
  outgoing: Outgoing,
): T {
  if ((read as unknown) === nothing || (verbatim && text === '')) return undefined as T
  let field: string | undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return verbatim ? read(withoutPrototypeKeys(parsed), name) : readWire(read, parsed, name)
  } catch (error) {
    if (error instanceof TransportError) field = error.field
  }
  const excerpt = field === undefined ? excerptOf(text, outgoing.secrets()) : undefined
  const { status } = response
  throw new TransportError('invalid_response', { status, requestId: readRequestId(response), field, excerpt })
}

function readRequestId(response: FetchResponse): string | undefined {
  return response.headers.get('x-request-id')?.slice(0, 200) ?? undefined
}

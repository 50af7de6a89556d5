import { ApiError, TransportError } from '../../errors/index.ts'
import { nothing, readWire } from './answer.ts'
import type { Api } from './api.ts'
import type { Call } from './call.ts'
import { readFailure } from './failure.ts'
import type { FetchAnswer } from './fetch.ts'
import { networkFailure } from './network-failure.ts'
import type { Outgoing } from './outgoing.ts'
import { discard, readText } from './read-text.ts'
import { readRetryAfter } from './retry-after.ts'
import { excerptOf } from './scrub.ts'
import { withoutPrototypeKeys } from './wire.ts'

/** Sends the request once and reads its response. Fails with {@link ApiError} or {@link TransportError}. */
export async function attempt<T>(api: Api, call: Call<T>, outgoing: Outgoing, tries: number): Promise<T> {
  const { signal } = outgoing.init
  const startedAt = outgoing.report === undefined ? 0 : api.clock.now()
  try {
    const answer = await api.fetch(outgoing.url, outgoing.init)
    if (signal.aborted) discard(answer)
    refuseRedirect(answer)
    const text = await readText(answer, signal, call.maximumBytes)
    outgoing.report?.({
      type: 'response',
      attempt: tries,
      status: answer.status,
      requestId: readRequestId(answer),
      durationMs: api.clock.now() - startedAt,
    })
    if (answer.status >= 200 && answer.status < 300) return readSuccess(call, answer, text, outgoing)
    // The try before may have deleted it although its response was lost.
    const isGone = call.method === 'DELETE' && answer.status === 404 && tries > 0
    if (isGone && ((call.read as unknown) === nothing || call.verbatim)) return undefined as T
    throw readFailure({
      status: answer.status,
      text,
      requestId: readRequestId(answer),
      retryAfterSeconds: readRetryAfter(answer.headers.get('retry-after'), api.clock.now()),
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

function refuseRedirect(answer: FetchAnswer): void {
  // Browsers and some edge runtimes hide a redirect behind status 0.
  if (answer.status !== 0 && (answer.status < 300 || answer.status > 399)) return
  discard(answer)
  throw new TransportError('redirected', { status: answer.status, requestId: readRequestId(answer) })
}

function readSuccess<T>(
  { read, answer: name, verbatim }: Call<T>,
  answer: FetchAnswer,
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
  const { status } = answer
  throw new TransportError('invalid_answer', { status, requestId: readRequestId(answer), field, excerpt })
}

function readRequestId(answer: FetchAnswer): string | undefined {
  return answer.headers.get('x-request-id')?.slice(0, 200) ?? undefined
}

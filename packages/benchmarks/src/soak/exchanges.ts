import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from '@latchkey/core/server'
import { REUSE_WINDOW_SECONDS } from './soaked.ts'
import { remark, type Tally } from './tally.ts'

/** The user of the current requests, and whether the API refused a token whose earlier response was lost. */
export const visitor = new AsyncLocalStorage<{ isOverdue: boolean }>()

/** The number of used tokens to store. The API ends the session of a token that is reused after more than that many. */
const MOST_SPENT = 1_000

/** Forwards requests, and records their refresh tokens. */
export function watchExchanges(send: typeof fetch, tally: Tally, clock: Clock): typeof fetch {
  const underWay = new Set<string>()
  const spent = new Set<string>()
  /** The time at which each token was first sent, if it has not had a complete response. */
  const unanswered = new Map<string, number>()

  function noteRefused(token: string) {
    const since = clock.now() - (unanswered.get(token) ?? clock.now())
    const who = visitor.getStore()
    if (who !== undefined && since > REUSE_WINDOW_SECONDS * 1000) who.isOverdue = true
    unanswered.delete(token)
  }

  function noteSpent(token: string) {
    unanswered.delete(token)
    spent.add(token)
    if (spent.size > MOST_SPENT) spent.delete(spent.values().next().value as string)
  }

  return async (input, init) => {
    const token = refreshTokenOf(init?.body)
    if (token === undefined) return send(input, init)
    tally.exchanges += 1
    if (underWay.has(token) || spent.has(token)) {
      tally.duplicates += 1
      remark(
        tally,
        underWay.has(token) ? 'a token was sent twice at the same time' : 'a used token was sent again',
      )
    }
    underWay.add(token)
    if (!unanswered.has(token)) unanswered.set(token, clock.now())
    // An aborted call ends here, whether or not its transport notices.
    init?.signal?.addEventListener('abort', () => underWay.delete(token), { once: true })
    try {
      const { status, headers, body } = await send(input, init)
      const text = await new Response(body).text()
      if (status === 200 && isResponse(text)) noteSpent(token)
      if (text.includes('invalid_grant')) noteRefused(token)
      return new Response(text, { status, headers })
    } finally {
      underWay.delete(token)
    }
  }
}

function refreshTokenOf(body: unknown): string | undefined {
  if (typeof body !== 'string' || !body.includes('refresh_token')) return undefined
  return (JSON.parse(body) as { refresh_token?: string }).refresh_token
}

function isResponse(text: string): boolean {
  try {
    return typeof (JSON.parse(text) as { access_token?: unknown }).access_token === 'string'
  } catch {
    return false
  }
}

import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from '@latchkey/core/server'
import { REUSE_WINDOW_SECONDS } from './soaked.ts'
import { remark, type Tally } from './tally.ts'

/** Whose requests are being made, and whether the API refused them a token whose earlier response was lost. */
export const visitor = new AsyncLocalStorage<{ isOverdue: boolean }>()

/** Used tokens that are remembered: the API ends a session whose token comes back later than that. */
const MOST_SPENT = 1_000

/** Passes requests on, and follows the refresh tokens on the way. */
export function watchExchanges(send: typeof fetch, tally: Tally, clock: Clock): typeof fetch {
  const underWay = new Set<string>()
  const spent = new Set<string>()
  /** When tokens were first sent that have not been answered in good order. */
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
      remark(tally, underWay.has(token) ? 'a token was sent twice at once' : 'a spent token was sent again')
    }
    underWay.add(token)
    if (!unanswered.has(token)) unanswered.set(token, clock.now())
    // A call that is given up ends here, whether or not its transport ever hears of it.
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

import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createEmulator } from '@latchkey/emulator'

/** What the API does to a refresh, after it has done it unless the name says otherwise. */
export type Fault = 'cut short' | 'HTML' | 'lost by a gateway' | 'unavailable, not done' | 'two seconds late'

/** The API that the instances of an app call over HTTP, and what it has seen of refresh tokens. */
export interface Api {
  url: string
  /** In its access tokens. */
  issuer: string
  apiKey: string
  clientId: string
  createUser(email: string, password: string): Promise<void>
  /** Moves its clock. */
  advance(ms: number): void
  /** Refreshes are answered this late. */
  delayMs: number
  /** What befalls a refresh; nothing by default. */
  fault(): Fault | undefined
  readonly refreshes: number
  /** Refreshes of a token that was under way, or had been answered in good order. */
  readonly duplicates: number
  /** Refreshes of a token whose response had not arrived in good order: it was inside a process that was killed. */
  readonly sentAgain: number
  /** Tokens of which no response arrived in good order within the reuse window, and that came back later. */
  readonly tooLate: number
  close(): Promise<void>
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export async function startApi(reuseWindowSeconds: 0 | 10 | 30): Promise<Api> {
  let offset = 0
  const emulator = await createEmulator({ clock: { now: () => Date.now() + offset } })
  const { apiKey, clientId, settings } = emulator.default
  await settings.update({ refresh_reuse_window_seconds: reuseWindowSeconds })
  const underWay = new Set<string>()
  const answered = new Set<string>()
  /** When tokens were first sent that have not been answered in good order. */
  const lost = new Map<string, number>()
  const counts = { refreshes: 0, duplicates: 0, sentAgain: 0, tooLate: 0 }

  async function respond(request: Request): Promise<Response> {
    const text = await request.clone().text()
    const token = /"refresh_token":"([^"]+)"/.exec(text)?.[1]
    if (token === undefined) return emulator.fetch(request)
    counts.refreshes += 1
    if (underWay.has(token) || answered.has(token)) counts.duplicates += 1
    else if (lost.has(token)) counts.sentAgain += 1
    underWay.add(token)
    const firstSentAt = lost.get(token) ?? Date.now()
    lost.set(token, firstSentAt)
    const fault = api.fault()
    try {
      if (fault === 'unavailable, not done') return new Response('{}', { status: 503 })
      const response = await emulator.fetch(request)
      const body = await response.text()
      if (body.includes('invalid_grant') && Date.now() - firstSentAt > reuseWindowSeconds * 1_000) {
        counts.tooLate += 1
      }
      if (api.delayMs > 0) await pause(api.delayMs)
      if (fault === 'two seconds late') await pause(2_000)
      if (fault === 'lost by a gateway') return new Response('<h1>Bad Gateway</h1>', { status: 502 })
      if (fault === 'HTML')
        return new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } })
      if (fault === 'cut short') return new Response(body.slice(0, body.length / 2))
      // A process that was killed has heard nothing.
      if (response.status === 200 && !request.signal.aborted) {
        answered.add(token)
        lost.delete(token)
      }
      return new Response(body, { status: response.status, headers: { 'content-type': 'application/json' } })
    } finally {
      underWay.delete(token)
    }
  }

  const server = createServer(getRequestListener(respond))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }

  const api: Api = {
    url: `http://127.0.0.1:${port}`,
    issuer: `${emulator.url}/user_management/${clientId}`,
    apiKey,
    clientId,
    async createUser(email, password) {
      const response = await emulator.fetch(`${emulator.url}/user_management/users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ email, password, email_verified: true }),
      })
      if (!response.ok) throw new Error(`No user was made: ${response.status} ${await response.text()}`)
    },
    advance(ms) {
      offset += ms
    },
    delayMs: 0,
    fault: () => undefined,
    get refreshes() {
      return counts.refreshes
    },
    get duplicates() {
      return counts.duplicates
    },
    get sentAgain() {
      return counts.sentAgain
    },
    get tooLate() {
      return counts.tooLate
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await emulator.close()
    },
  }
  return api
}

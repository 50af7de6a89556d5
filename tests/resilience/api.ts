import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createEmulator } from '@latchkey/emulator'

/** A fault of the API. It occurs after the refresh is done, unless the name says otherwise. */
export type Fault = 'cut short' | 'HTML' | 'lost by a gateway' | 'unavailable, not done' | 'two seconds late'

/** The API that the instances of an app call over HTTP, with counts of the refreshes that it has received. */
export interface Api {
  /** Opens a separate port for one instance of the app. */
  listen(): Promise<Door>
  /** The issuer of its access tokens. */
  issuer: string
  apiKey: string
  clientId: string
  createUser(email: string, password: string): Promise<void>
  /** Moves the clock of the API. */
  advance(ms: number): void
  /** The delay of responses to refreshes. */
  delayMs: number
  /** Returns the fault for the next refresh. None by default. */
  fault(): Fault | undefined
  readonly refreshes: number
  /** Refreshes with a token that was already being refreshed, or that already had a complete response. */
  readonly duplicates: number
  /** Refreshes with a token whose earlier response did not arrive intact, for example because the process was killed. */
  readonly sentAgain: number
  /** Tokens without an intact response within the reuse window that were sent again later. */
  readonly tooLate: number
  close(): Promise<void>
}

/** The port on which one instance of the app calls the API. */
export interface Door {
  url: string
  /** Call this when the instance is killed. Responses that it has not stored are lost, so their tokens may be sent again. */
  forget(): void
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export async function startApi(reuseWindowSeconds: 0 | 10 | 30): Promise<Api> {
  let offset = 0
  const emulator = await createEmulator({ clock: { now: () => Date.now() + offset } })
  const { apiKey, clientId, settings } = emulator.default
  await settings.update({ refresh_reuse_window_seconds: reuseWindowSeconds })
  const underWay = new Map<string, Door>()
  /** Tokens with a complete response, with the port that it was sent through. */
  const responded = new Map<string, Door>()
  /** The time at which each token without a complete response was first sent. */
  const lost = new Map<string, number>()
  const counts = { refreshes: 0, duplicates: 0, sentAgain: 0, tooLate: 0 }

  async function respond(request: Request, entry: Door): Promise<Response> {
    const text = await request.clone().text()
    const token = /"refresh_token":"([^"]+)"/.exec(text)?.[1]
    if (token === undefined) return emulator.fetch(request)
    counts.refreshes += 1
    if (underWay.has(token) || responded.has(token)) counts.duplicates += 1
    else if (lost.has(token)) counts.sentAgain += 1
    underWay.set(token, entry)
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
      // A killed process has not received the response.
      if (response.status === 200 && !request.signal.aborted) {
        responded.set(token, entry)
        lost.delete(token)
      }
      return new Response(body, { status: response.status, headers: { 'content-type': 'application/json' } })
    } finally {
      if (underWay.get(token) === entry) underWay.delete(token)
    }
  }

  const servers: Server[] = []

  async function listen(): Promise<Door> {
    const entry: Door = {
      url: '',
      forget() {
        for (const [token, through] of responded) {
          if (through !== entry) continue
          responded.delete(token)
          lost.set(token, Date.now())
        }
        for (const [token, through] of underWay) if (through === entry) underWay.delete(token)
      },
    }
    const server = createServer(getRequestListener((request) => respond(request, entry)))
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    entry.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return entry
  }

  const api: Api = {
    listen,
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
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
      await emulator.close()
    },
  }
  return api
}

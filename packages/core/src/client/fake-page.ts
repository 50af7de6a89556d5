import type { SessionPayload, SignedInPayload } from '../session/session-payload.ts'
import type { Timers } from './timers.ts'

/** A clock that a test moves by hand. */
export interface HandTimers extends Timers {
  advance(ms: number): Promise<void>
  /** The number of pending timers. */
  waiting(): number
}

export function handTimers(start = 1_000_000): HandTimers {
  let now = start
  const due = new Set<{ at: number; run: () => void }>()
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      due.add(timer)
      return () => due.delete(timer)
    },
    waiting: () => due.size,
    async advance(ms) {
      const end = now + ms
      for (;;) {
        const [next] = [...due].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)
        if (!next) break
        now = next.at
        due.delete(next)
        next.run()
        await settle()
      }
      now = end
      await settle()
    },
  }
}

/** Waits until all pending promises have settled. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

/** The parts of a browser page that Node does not have: a document, window events, storage and a URL. */
export interface FakePage {
  document: EventTarget & { hidden: boolean; cookie: unknown }
  visited: string[]
  stored: Map<string, string>
  /** The URLs in the tab's history, oldest first. */
  entries: string[]
  /** Moves through the history, like the Back and Forward buttons. */
  traverse(by: number): void
  fire(type: string, properties?: object): void
}

/** Makes this process look like a page. Undo it with `vi.unstubAllGlobals()`. */
export function fakePage(stub: (name: string, value: unknown) => void): FakePage {
  const window = new EventTarget()
  const document = Object.assign(new EventTarget(), { hidden: false, cookie: '' as unknown })
  const visited: string[] = []
  const stored = new Map<string, string>()
  const visit = (to: string) => void visited.push(to)
  const first = 'https://app.example/reports?month=3'
  const history = { at: 0, entries: [{ url: first, state: null as unknown }] }
  const arrive = () => {
    const { url, state } = history.entries[history.at] as (typeof history.entries)[number]
    const { href, origin, pathname, search } = new URL(url)
    stub('location', { href, origin, pathname, search, assign: visit, replace: visit })
    stub('history', { state, pushState, replaceState })
  }
  const pushState = (state: unknown, _: string, url: URL) => {
    history.entries.splice(history.at + 1, Number.POSITIVE_INFINITY, { url: String(url), state })
    history.at += 1
    arrive()
  }
  const replaceState = (state: unknown, _: string, url: URL) => {
    history.entries[history.at] = { url: String(url), state }
    arrive()
  }
  const page: FakePage = {
    document,
    visited,
    stored,
    get entries() {
      return history.entries.map(({ url }) => url.slice('https://app.example'.length))
    },
    traverse(by) {
      history.at += by
      arrive()
      page.fire('popstate')
    },
    fire: (type, properties) => window.dispatchEvent(Object.assign(new Event(type), properties)),
  }
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  }
  stub('document', document)
  stub('addEventListener', window.addEventListener.bind(window))
  stub('removeEventListener', window.removeEventListener.bind(window))
  stub('localStorage', storage)
  stub('sessionStorage', storage)
  stub('navigator', {})
  arrive()
  return page
}

/** A handler that returns the responses that a test sets. */
export interface FakeHandler {
  fetch: typeof fetch
  session: SessionPayload
  requests: string[]
  bodies: unknown[]
  /** The organization that each request names, if any. */
  organizations: (string | null)[]
  /** Replaces the session response until it is unset. */
  response: ((path: string) => Response | Promise<Response>) | undefined
}

export function fakeHandler(session: SessionPayload = signedOutPayload()): FakeHandler {
  const handler: FakeHandler = {
    session,
    requests: [],
    bodies: [],
    organizations: [],
    response: undefined,
    async fetch(input, init) {
      const path = String(input)
      handler.requests.push(`${init?.method} ${path}`)
      handler.organizations.push(new Headers(init?.headers).get('latchkey-organization'))
      handler.bodies.push(init?.body ? JSON.parse(String(init.body)) : undefined)
      return handler.response?.(path) ?? Response.json(handler.session)
    },
  }
  return handler
}

export function signedOutPayload(reason: 'none' | 'revoked' = 'none'): SessionPayload {
  return { status: 'signed-out', reason, rev: 0 }
}

export function signedInPayload(overrides: Partial<Omit<SignedInPayload, 'status'>> = {}): SignedInPayload {
  return {
    status: 'signed-in',
    user: {
      id: 'user_1',
      email: 'nadia@orchard.example',
      emailVerified: true,
      firstName: 'Nadia',
      lastName: null,
      profilePictureUrl: null,
      createdAt: '2026-01-05T09:00:00.000Z',
    },
    sessionId: 'session_1',
    organizationId: null,
    refusedOrganizationId: null,
    role: 'member',
    roles: ['member'],
    permissions: ['reports:read'],
    entitlements: [],
    featureFlags: [],
    impersonator: null,
    authenticationMethod: 'Password',
    authenticatedAt: 0,
    expiresAt: 0,
    stale: false,
    rev: 5,
    ...overrides,
  }
}

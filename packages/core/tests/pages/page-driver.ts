import type { FlowKind } from '../../src/index.ts'
import type { FlowData, PageResult } from '../../src/server.ts'
import {
  loadAccountPage,
  loadFlowPage,
  signOut,
  takeAccountAction,
  takeFlowAction,
} from '../../src/server.ts'
import type { CookieJar, Driver } from '../../src/testing.ts'
import { cookieJar } from '../../src/testing.ts'
import { appOrigin, type createFixture } from '../handler/fixture.ts'

export type Fixture = Awaited<ReturnType<typeof createFixture>>

const PAGES: Record<string, FlowKind> = {
  '/sign-in': 'sign-in',
  '/sign-up': 'sign-up',
  '/forgot-password': 'reset-password',
  '/reset-password': 'reset-password',
  '/invite': 'invitation',
}

const pathOf = (kind: FlowKind) => Object.keys(PAGES).findLast((path) => PAGES[path] === kind) ?? '/'

/** A request as a browser sends it to a page of the app. */
export function pageRequest(
  path: string,
  jar: CookieJar,
  method = 'GET',
  headers: Record<string, string> = {},
) {
  const cookie = jar.header()
  return new Request(appOrigin + path, {
    method,
    headers: { ...(cookie && { cookie }), ...(method === 'POST' && { origin: appOrigin }), ...headers },
  })
}

/** The headers of a request from a link within the app. */
const ownPage = { 'sec-fetch-site': 'same-origin' }

/** Stores the cookies of a result, as the browser of a server-rendered page does. */
export async function keep<Reply extends PageResult>(jar: CookieJar, result: Reply): Promise<Reply> {
  for (const { name, value, maxAge } of await result.cookies())
    jar.store([`${name}=${value}; Path=/${maxAge === 0 ? '; Max-Age=0' : ''}`])
  return result
}

/** A user of pages that a server renders with only these functions. */
export function pageDriver({ handler, emulator }: Fixture): Driver {
  const jar = cookieJar()
  let path = '/sign-in'
  let shown: FlowData | undefined

  async function visit(location: string): Promise<void> {
    const { pathname, search } = new URL(location, appOrigin)
    path = pathname
    const kind = PAGES[pathname]
    if (kind === undefined) {
      shown = { kind: 'sign-in', values: {}, returnTo: path, step: { name: 'complete', returnTo: path } }
      return
    }
    const isSignedIn = (await handler.resolve(pageRequest(path, jar))).auth.status === 'signed-in'
    const request = pageRequest(pathname + search, jar)
    const result = await keep(jar, await loadFlowPage(handler, request, kind, { isSignedIn }))
    if (result.outcome === 'redirect') return visit(result.location)
    if (result.outcome === 'failed') throw new Error(result.error.code)
    shown = result.data
  }

  async function account(...[name, fields = {}]: [Parameters<typeof takeAccountAction>[2], object?]) {
    const request = pageRequest('/account', jar, 'POST')
    const result = await keep(jar, await takeAccountAction(handler, request, name, { ...fields }))
    if (result.outcome !== 'shown') throw new Error(`${name}: ${result.outcome}`)
    return result.data
  }

  async function organizations() {
    const result = await keep(
      jar,
      await loadAccountPage(handler, pageRequest('/account', jar), ['organizations']),
    )
    return result.outcome === 'shown' ? result.data.organizations.data : []
  }

  return {
    async open(kind, { token, returnTo } = {}) {
      const query = new URLSearchParams({ ...(token && { token }), ...(returnTo && { returnTo }) })
      await visit(`${pathOf(kind)}?${query}`)
    },
    async act(action, input = {}) {
      const { flow, returnTo, token } = shown ?? {}
      const fields = { flow, returnTo, token, ...input }
      const kind = PAGES[path] ?? 'sign-in'
      const request = pageRequest(path, jar, 'POST')
      const result = await keep(jar, await takeFlowAction(handler, request, kind, action, fields))
      if (result.outcome === 'redirect') return visit(result.location)
      if (result.outcome === 'failed') throw new Error(result.error.code)
      shown = result.data
    },
    async authorize(selector, email) {
      const step = shown?.step
      const connection = (step && 'connections' in step && step.connections[0]?.id) || ''
      const target = selector === 'offered' ? { connection } : selector
      const query = new URLSearchParams({ ...target, email })
      const start = await handler.handle(pageRequest(`/auth/authorize?${query}`, jar, 'GET', ownPage))
      jar.store(start.headers.getSetCookie())
      const consent = await emulator.fetch(start.headers.get('location') ?? '', { redirect: 'manual' })
      const { pathname, search } = new URL(consent.headers.get('location') ?? '')
      const back = await handler.handle(pageRequest(pathname + search, jar))
      jar.store(back.headers.getSetCookie())
      await visit(back.headers.get('location') ?? '/')
    },
    step: async () => shown?.step.name ?? 'start',
    errorCode: async () => shown?.error?.code,
    async signedInAs() {
      const { auth, cookies } = await handler.resolve(pageRequest('/account', jar))
      await keep(jar, { outcome: 'shown', data: undefined, cookies })
      return auth.status === 'signed-in' ? auth.user.email : undefined
    },
    currentOrganization: async () => (await organizations()).find(({ current }) => current)?.name,
    async switchOrganization(name) {
      const organizationId = (await organizations()).find((one) => one.name === name)?.id
      await account('switch-organization', { organizationId })
    },
    async enrollTotp(code) {
      const { factorId, challengeId } = (await account('enroll-factor')).enrollment ?? {}
      await account('verify-factor', { factorId, challengeId, code: await code() })
    },
    async revokeOtherSessions() {
      await account('revoke-other-sessions')
    },
    async signOut() {
      await keep(jar, await signOut(handler, pageRequest('/sign-out', jar, 'POST')))
    },
  }
}

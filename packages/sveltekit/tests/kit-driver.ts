import type { FlowKind } from '@latchkey/core'
import type { Driver } from '@latchkey/core/testing'
import { VERSION } from '@sveltejs/kit'
import type { AccountFailure, AccountResult, FlowData } from '../src/index.ts'
import { appOrigin, type Fixture } from './fixture.ts'

/** Whether the tests run with the lowest supported version of Kit. */
export const isKit2 = VERSION.startsWith('2.')

const PAGES: Record<FlowKind, string> = {
  'sign-in': '/sign-in',
  'sign-up': '/sign-up',
  'reset-password': '/reset-password',
  invitation: '/invite',
}

interface Shown {
  data: Record<string, { data: { id: string; name: string; current: boolean }[] }>
  form: (AccountResult & Partial<AccountFailure>) | null
}

/** A user of the built app, with a browser without JavaScript. */
export function kitDriver(fixture: Fixture): Driver {
  const browser = fixture.browser()
  let page = '/sign-in'
  let shown: FlowData | undefined

  /** Handles a response as a browser does: follows its redirect, or shows its page. */
  async function arrive(path: string, response: Response): Promise<void> {
    const location = response.headers.get('location')
    if (location !== null) {
      const url = new URL(location, new URL(path, appOrigin))
      return arrive(url.pathname + url.search, await browser.get(url.pathname + url.search))
    }
    page = path.split('?', 1)[0] ?? path
    const html = await response.text()
    const flow = read<FlowData>(html, 'flow')
    shown = flow ?? {
      kind: 'sign-in',
      step: { name: 'complete', returnTo: page },
      values: {},
      returnTo: page,
    }
  }

  const visit = async (path: string) => arrive(path, await browser.get(path))

  async function account(path: string): Promise<Shown> {
    const html = await (await browser.get(path)).text()
    return read<Shown>(html, 'account') as Shown
  }

  async function submit(path: string, fields: Record<string, string>): Promise<Response> {
    const response = await browser.post(path, fields)
    if (response.status >= 400)
      throw new Error(`${path} returned ${response.status}: ${await response.text()}`)
    return response
  }

  function offeredConnection(): string {
    const step = shown?.step
    return (step && 'connections' in step && step.connections[0]?.id) || ''
  }

  return {
    async open(kind, { token, returnTo } = {}) {
      const query = new URLSearchParams({ ...(token && { token }), ...(returnTo && { returnTo }) })
      await visit(`${PAGES[kind]}?${query}`)
    },
    async act(action, input = {}) {
      const { flow, returnTo, token } = shown ?? {}
      const hidden = { flow, returnTo, token, ...input }
      const fields = Object.entries(hidden).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      )
      const path = `${page}?/${action}`
      await arrive(path, await browser.post(path, Object.fromEntries(fields)))
    },
    async authorize(selector, email) {
      const target = selector === 'offered' ? { connection: offeredConnection() } : selector
      const query = new URLSearchParams({ ...target, email })
      const start = await browser.get(`/auth/authorize?${query}`, { 'sec-fetch-site': 'same-origin' })
      const consent = await fixture.emulator.fetch(start.headers.get('location') ?? '', {
        redirect: 'manual',
      })
      const back = new URL(consent.headers.get('location') ?? '')
      await visit(back.pathname + back.search)
    },
    step: async () => shown?.step.name ?? 'start',
    errorCode: async () => shown?.error?.code,
    async signedInAs() {
      const response = await browser.get('/account/profile')
      if (response.status === 303) return undefined
      return read<{ data: { auth: { user?: { email: string } } } }>(await response.text(), 'account')?.data
        .auth.user?.email
    },
    async currentOrganization() {
      const { data } = await account('/account/organizations')
      return data.organizations?.data.find(({ current }) => current)?.name
    },
    async switchOrganization(name) {
      const { data } = await account('/account/organizations')
      const organizationId = data.organizations?.data.find((one) => one.name === name)?.id ?? ''
      await submit('/account/organizations?/switch-organization', { organizationId })
    },
    async enrollTotp(code) {
      const response = await submit('/account/security?/enroll-factor', {})
      const { form } = read<Shown>(await response.text(), 'account') as Shown
      const { factorId = '', challengeId = '' } = form?.enrollment ?? {}
      await submit('/account/security?/verify-factor', { factorId, challengeId, code: await code() })
    },
    async revokeOtherSessions() {
      await submit('/account/security?/revoke-other-sessions', {})
    },
    async signOut() {
      await submit('/sign-out', {})
    },
  }
}

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
}

/** The data that a page of the test app shows in the element with this id. */
export function read<T>(html: string, id: string): T | undefined {
  const [, text] = new RegExp(`<pre id="${id}">(.*?)</pre>`, 's').exec(html) ?? []
  if (text === undefined) return undefined
  return JSON.parse(text.replace(/&(lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)) as T
}

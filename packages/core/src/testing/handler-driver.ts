import type { DevicePayload } from '../account/account-payload.ts'
import type { FlowAction, FlowInput, FlowKind, FlowPayload, StepName } from '../flow/index.ts'
import { FLOW_ACTIONS } from '../flow/index.ts'
import type { AuthHandler } from '../handler/index.ts'
import type { SessionPayload } from '../session/session-payload.ts'
import type { CookieJar } from './cookie-jar.ts'
import type { SiteDriver } from './driver.ts'
import { handlerBrowser, withoutUndefined } from './handler-browser.ts'

/** How a handler driver submits forms: as a script does, or as a browser without JavaScript. */
export type DriverMode = 'json' | 'form'

/** A {@link Driver} for a handler without pages, with the cookies of one browser. */
export interface HandlerDriver extends SiteDriver {
  readonly jar: CookieJar
  /** Sends any request to the handler with this browser's cookies. */
  send(method: string, path: string, fields?: FlowInput): Promise<Response>
}

export interface HandlerDriverOptions {
  handler: AuthHandler
  mode: DriverMode
  /** Follows redirects to the API. Pass the emulator's `fetch` to use it in process. */
  fetch?: typeof fetch
}

/** Drives a handler without pages: each response is treated as the content of a page. */
export function handlerDriver({ handler, mode, fetch: follow = fetch }: HandlerDriverOptions): HandlerDriver {
  const browser = handlerBrowser(handler)
  const { jar, send, perform } = browser
  let shown: FlowPayload | undefined
  let kind: FlowKind = 'sign-in'
  let token: string | undefined

  async function load(query: Record<string, string | undefined>): Promise<void> {
    const response = await send('GET', `/flow?${new URLSearchParams(withoutUndefined(query))}`)
    shown = (await response.json()) as FlowPayload
  }

  async function act(action: FlowAction, input: FlowInput = {}): Promise<void> {
    const invitationToken = kind === 'invitation' ? token : undefined
    // A script keeps the link's token. A page that is loaded again does not have it, so the sealed flow must remember it.
    const resetToken = mode === 'json' && kind === 'reset-password' ? { token } : {}
    const fields = {
      ...resetToken,
      ...input,
      flow: shown?.flow,
      kind,
      returnTo: shown?.returnTo,
      invitationToken,
    }
    const response = await send('POST', FLOW_ACTIONS[action].path, fields, { asForm: mode === 'form' })
    if (mode === 'json') {
      const body = (await response.json()) as FlowPayload & { error?: FlowPayload['error'] }
      // A response without a step names the error, but not the user's current step.
      shown = body.step ? body : shown && { ...shown, error: body.error }
      return
    }
    await followTo(response)
  }

  /** Follows a 303 as a browser does: loads the page that it names, which requests the flow. */
  async function followTo(response: Response): Promise<void> {
    const location = new URL(response.headers.get('location') ?? '/', handler.appOrigin)
    const flow = location.searchParams.get('flow')
    if (flow !== null) return load({ flow, kind })
    const error = location.searchParams.get('error')
    if (error !== null) {
      await load({ kind })
      shown = shown && { ...shown, error: { code: error as 'unknown' } }
      return
    }
    const returnTo = location.pathname
    shown = { kind, values: {}, returnTo, step: { name: 'complete', returnTo } }
  }

  function offeredConnection(): string {
    const step = shown?.step
    return (step && 'connections' in step && step.connections[0]?.id) || ''
  }

  const session = () => browser.read<SessionPayload>('/session')

  return {
    jar,
    send: (method, path, fields) => send(method, path, fields),
    async open(nextKind, options = {}) {
      kind = nextKind
      token = options.token
      await load({ kind, token, returnTo: options.returnTo })
    },
    act,
    async authorize(selector, email) {
      const target = selector === 'offered' ? { connection: offeredConnection() } : selector
      const given = Object.entries({ ...target, email, kind }) as [string, string][]
      const start = await send('GET', `/authorize?${new URLSearchParams(given)}`)
      const consent = await follow(start.headers.get('location') ?? '', { redirect: 'manual' })
      const back = new URL(consent.headers.get('location') ?? '')
      await followTo(await send('GET', back.pathname.slice(handler.basePath.length) + back.search))
    },
    async signInFromDevice(approve) {
      const device = (await perform('POST', '/device')) as DevicePayload
      await approve(device.userCode, device.verificationUri)
      const response = await send('POST', '/device/poll', { flow: device.flow }, { asForm: mode === 'form' })
      if (mode === 'form') await followTo(response)
      else shown = (await response.json()) as FlowPayload
    },
    step: async () => shown?.step.name ?? ('start' satisfies StepName),
    errorCode: async () => shown?.error?.code,
    async signedInAs() {
      const payload = await session()
      return payload.status === 'signed-in' ? payload.user.email : undefined
    },
    async impersonatedBy() {
      const payload = await session()
      return payload.status === 'signed-in' ? payload.impersonator?.email : undefined
    },
    async currentOrganization() {
      const { data } = await browser.read<{ data: { name: string; current: boolean }[] }>('/organizations')
      return data.find(({ current }) => current)?.name
    },
    async switchOrganization(name) {
      const { data } = await browser.read<{ data: { id: string; name: string }[] }>('/organizations')
      const organizationId = data.find((one) => one.name === name)?.id
      await perform('POST', '/organization/switch', { organizationId })
    },
    async enrollTotp(code) {
      const enrolled = (await perform('POST', '/me/factors')) as { factorId: string; challengeId: string }
      const { factorId, challengeId } = enrolled
      await perform('POST', '/me/factors/verify', { factorId, challengeId, code: await code() })
    },
    async revokeOtherSessions() {
      await perform('DELETE', '/sessions')
    },
    async signOut() {
      await perform('POST', '/sign-out')
    },
  }
}

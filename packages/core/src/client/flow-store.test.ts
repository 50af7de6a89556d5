import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FlowPayload, Step } from '../flow/index.ts'
import { createAuthClient } from './auth-client.ts'
import {
  type FakePage,
  fakeHandler,
  fakePage,
  type HandTimers,
  handTimers,
  settle,
  signedInPayload,
} from './fake-page.ts'
import type { FlowOptions } from './flow-options.ts'
import { createFlow } from './flow-store.ts'

const EMAIL = 'nadia@orchard.example'
let page: FakePage
let timers: HandTimers

beforeEach(() => {
  page = fakePage(vi.stubGlobal)
  timers = handTimers()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

function payload(step: Step, more: Partial<FlowPayload> = {}): FlowPayload {
  return { kind: 'sign-in', flow: 'flow_1', step, values: {}, returnTo: '/reports', ...more }
}

function start(options: FlowOptions = {}, kind: FlowPayload['kind'] = 'sign-in') {
  const handler = fakeHandler(signedInPayload())
  const client = createAuthClient({ fetch: handler.fetch, timers })
  const flow = createFlow(client, kind, { timers, ...options })
  const responses: Response[] = []
  handler.response = (path) =>
    path.endsWith('/session')
      ? Response.json(handler.session)
      : (responses.shift() ?? Response.json({}, { status: 500 }))
  return { handler, client, flow, responses: responses }
}

const at = (search: string) => vi.stubGlobal('location', { ...location, search })
const START: Step = { name: 'start', methods: ['password'], providers: [], signUp: true }

describe('createFlow', () => {
  it('sends only the fields of the action and the attempt', async () => {
    const { flow, handler, responses } = start({ initialFlow: payload(START) })
    responses.push(Response.json(payload({ name: 'verify-email', email: EMAIL })))
    const state = await flow.submit('password', { email: EMAIL, password: 'secret', remember: 'yes' })
    expect(handler.requests).toEqual(['POST /auth/sign-in/password'])
    expect(handler.bodies).toEqual([
      { kind: 'sign-in', flow: 'flow_1', returnTo: '/reports', email: EMAIL, password: 'secret' },
    ])
    expect(state.step).toEqual({ name: 'verify-email', email: EMAIL })
  })

  it('shows an error from an error response at its step', async () => {
    const { flow, responses } = start({ initialFlow: payload(START) })
    const error = { code: 'invalid_credentials', field: 'password' } as const
    responses.push(Response.json(payload(START, { error }), { status: 401 }))
    const state = await flow.submit('password', { email: EMAIL, password: 'wrong' })
    expect(state).toMatchObject({ status: 'idle', error, step: START })
  })

  it('stays at the current step if the handler does not respond', async () => {
    const { flow, responses } = start({ initialFlow: payload(START) })
    responses.push(new Response('<html>', { status: 502 }))
    const state = await flow.submit('password', { email: EMAIL, password: 'secret' })
    expect(state).toMatchObject({ status: 'idle', error: { code: 'service_unavailable' }, step: START })
  })

  it('B5 sends a double submit once, and both submits wait for the same response', async () => {
    const { flow, handler, responses } = start({ initialFlow: payload(START) })
    responses.push(Response.json(payload({ name: 'code', email: EMAIL })))
    const input = { email: EMAIL, password: 'secret' }
    const [one, other] = await Promise.all([flow.submit('password', input), flow.submit('password', input)])
    expect(handler.requests).toHaveLength(1)
    expect(one).toBe(other)
  })

  it('loads the session before it navigates to the page that the user requested', async () => {
    const { flow, handler, client, responses } = start({
      initialFlow: payload({ name: 'code', email: EMAIL }),
    })
    responses.push(Response.json(payload({ name: 'complete', returnTo: '/reports' })))
    await flow.submit('code', { code: '123456' })
    expect(handler.requests).toEqual(['POST /auth/sign-in/code/verify', 'GET /auth/session'])
    expect(client.getState().status).toBe('signed-in')
    expect(page.visited).toEqual(['https://app.example/reports'])
  })

  it('B5 aborts the request when the page is no longer visible', async () => {
    const { flow, handler } = start({ initialFlow: payload(START) })
    let signal: AbortSignal | null | undefined
    const client = createAuthClient({
      timers,
      fetch: (_, init) => {
        signal = init?.signal
        return new Promise(() => {})
      },
    })
    const left = createFlow(client, 'sign-in', { initialFlow: payload(START), timers })
    const unsubscribe = left.subscribe(() => {})
    left.submit('password', { email: EMAIL, password: 'secret' })
    // Strict Mode unsubscribes and subscribes again in one task, which must not abort the request.
    unsubscribe()
    const again = left.subscribe(() => {})
    await settle()
    expect(signal?.aborted).toBe(false)
    again()
    await settle()
    expect(signal?.aborted).toBe(true)
    expect(handler.requests).toEqual([])
    expect(flow.getState().status).toBe('idle')
  })

  it('never treats an unknown step as success', async () => {
    const { flow, client, responses } = start({ initialFlow: payload(START) })
    responses.push(Response.json(payload({ name: 'retina-scan' } as unknown as Step)))
    const state = await flow.submit('password', { email: EMAIL, password: 'secret' })
    expect(state.status).toBe('idle')
    expect(client.getState().status).not.toBe('signed-in')
    expect(page.visited).toEqual([])
  })
})

describe('a page without a flow from the server', () => {
  it('requests the sign-in methods of the app, and shows a default step in the meantime', async () => {
    const { flow, handler, responses } = start()
    responses.push(Response.json(payload({ ...START, providers: ['GoogleOAuth'] }, { flow: undefined })))
    flow.subscribe(() => {})
    expect(flow.getState().step).toMatchObject({ name: 'start', providers: [] })
    await settle()
    expect(handler.requests).toEqual(['GET /auth/flow?kind=sign-in'])
    expect(flow.getState()).toMatchObject({ isLoading: false, step: { providers: ['GoogleOAuth'] } })
    expect(flow.getServerSnapshot().step).toMatchObject({ providers: [] })
  })

  it('sends no request if the app sets its sign-in methods', async () => {
    const { flow, handler } = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    flow.subscribe(() => {})
    await settle()
    expect(handler.requests).toEqual([])
    expect(flow.getState().step).toMatchObject({ methods: ['code'] })
  })

  it('requests the flow of an invitation in the URL, even if the app sets its sign-in methods', async () => {
    at('?invitation_token=t')
    const { flow, handler } = start({ offer: { methods: ['code'], providers: [], signUp: false } }, 'sign-up')
    flow.subscribe(() => {})
    await settle()
    expect(handler.requests).toEqual(['GET /auth/flow?kind=sign-up&token=t'])
  })

  it('continues with the attempt and the returnTo in the URL', async () => {
    at('?flow=flow_9&returnTo=%2Fbilling')
    const { flow, handler, responses } = start()
    responses.push(Response.json(payload({ name: 'mfa-challenge', factors: [] }, { flow: 'flow_9' })))
    flow.subscribe(() => {})
    await settle()
    expect(handler.requests).toEqual(['GET /auth/flow?kind=sign-in&flow=flow_9'])
    expect(flow.getState()).toMatchObject({ flow: 'flow_9', step: { name: 'mfa-challenge' } })
  })

  it('shows the error code of the handler’s redirect', async () => {
    at('?error=flow_not_found')
    const { flow } = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    flow.subscribe(() => {})
    expect(flow.getState().error).toEqual({ code: 'flow_not_found' })
  })

  it('still shows the error code after the handler returns the sign-in methods', async () => {
    at('?error=access_denied')
    const { flow, responses } = start()
    responses.push(Response.json(payload(START, { flow: undefined })))
    flow.subscribe(() => {})
    await settle()
    expect(flow.getState()).toMatchObject({ isLoading: false, error: { code: 'access_denied' } })
  })

  it('does not let a late response undo the user’s progress', async () => {
    const { flow, handler, responses } = start()
    let late: (response: Response) => void = () => {}
    handler.response = (path) =>
      path.includes('/flow')
        ? new Promise((resolve) => {
            late = resolve
          })
        : (responses.shift() as Response)
    flow.subscribe(() => {})
    responses.push(Response.json(payload({ name: 'code', email: EMAIL })))
    await flow.submit('send-code', { email: EMAIL })
    late(Response.json(payload(START)))
    await settle()
    expect(flow.getState().step.name).toBe('code')
  })

  it('does not treat an invitation as a reset link', async () => {
    at('?invitation_token=invitation_1')
    const { flow } = start({}, 'reset-password')
    flow.subscribe(() => {})
    await settle()
    expect(flow.getState().step).toEqual({ name: 'forgot' })
    expect(flow.target('reset').hidden.token).toBeUndefined()
  })

  it('shows the form for the new password immediately if the URL has a reset token', async () => {
    at('?token=reset_1')
    const { flow, handler } = start({}, 'reset-password')
    flow.subscribe(() => {})
    expect(flow.getState().step).toEqual({ name: 'reset' })
    expect(flow.target('reset').hidden).toMatchObject({ token: 'reset_1' })
    expect(handler.requests).toEqual([])
  })

  it('finds the link’s token in the URL even if the server rendered the flow', async () => {
    at('?token=reset_1')
    const { flow, handler } = start({ initialFlow: payload({ name: 'reset' }) }, 'reset-password')
    flow.subscribe(() => {})
    await flow.submit('reset', { newPassword: 'secret' })
    expect(handler.bodies[0]).toMatchObject({ token: 'reset_1', newPassword: 'secret' })
  })

  it('stays at the invitation if its first form is refused', async () => {
    const { flow, handler, responses } = start({ token: 'inv_1' }, 'invitation')
    const invitation: Step = { name: 'invitation', email: EMAIL, state: 'pending' }
    responses.push(Response.json(payload(invitation, { kind: 'invitation', flow: undefined })))
    flow.subscribe(() => {})
    await settle()
    const error = { code: 'password_strength_error', field: 'password' } as const
    responses.push(Response.json(payload(START, { kind: 'invitation', error }), { status: 400 }))
    await flow.submit('sign-up', { email: EMAIL, password: 'short' })
    expect(handler.bodies[1]).toMatchObject({ invitationToken: 'inv_1' })
    expect(flow.getState()).toMatchObject({ step: invitation, error })
  })
})

/** A tab on the sign-in page, with a query. */
const open = (search = '') => history.replaceState(null, '', `https://app.example/sign-in${search}`)
const CODE: Step = { name: 'code', email: EMAIL }

describe('the URL of a flow', () => {
  it('RE-8, DES-3: names the attempt after each response, so that a reload keeps the step', async () => {
    open('?returnTo=%2Fbilling&error=flow_expired')
    const { flow, responses } = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    flow.subscribe(() => {})
    responses.push(
      Response.json(payload(CODE)),
      Response.json(payload({ name: 'mfa-challenge', factors: [] })),
    )
    await flow.submit('send-code', { email: EMAIL })
    expect(page.entries).toEqual([
      '/sign-in?returnTo=%2Fbilling&error=flow_expired',
      '/sign-in?returnTo=%2Fbilling&flow=flow_1',
    ])
    // The following steps replace each other, because a completed step cannot be returned to.
    await flow.submit('code', { code: '123456' })
    expect(page.entries).toHaveLength(2)
  })

  it('RE-8: the browser’s Back button shows the previous step, and keeps the email address', async () => {
    open()
    const { flow, handler, responses } = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    flow.subscribe(() => {})
    responses.push(Response.json(payload(CODE)))
    await flow.submit('send-code', { email: EMAIL })
    responses.push(Response.json(payload(START, { values: { email: EMAIL } })))
    page.traverse(-1)
    await settle()
    expect(handler.requests.at(-1)).toBe('POST /auth/sign-in/back')
    expect(flow.getState()).toMatchObject({ step: { name: 'start' }, values: { email: EMAIL } })
    // Going forward and back again also shows the previous step.
    responses.push(Response.json(payload(CODE)))
    await flow.submit('send-code', { email: EMAIL })
    responses.push(Response.json(payload(START)))
    page.traverse(-1)
    await settle()
    expect(flow.getState().step.name).toBe('start')
  })

  it('RE-8: a history entry from another script is not treated as a step', async () => {
    open()
    const { flow, handler, responses } = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    flow.subscribe(() => {})
    responses.push(Response.json(payload(CODE)))
    await flow.submit('send-code', { email: EMAIL })
    history.pushState(null, '', `${location.href}#help`)
    page.fire('popstate')
    await settle()
    expect(handler.requests.at(-1)).toBe('POST /auth/sign-in/code/send')
    expect(flow.getState().step.name).toBe('code')
  })

  it('RE-8: preserves a router’s data in the history state, except Next’s internal fields', async () => {
    open()
    history.replaceState({ key: 'abc', __NA: true }, '', location.href)
    const { flow, responses } = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    flow.subscribe(() => {})
    responses.push(Response.json(payload(CODE)))
    await flow.submit('send-code', { email: EMAIL })
    expect(history.state).toEqual({ key: 'abc', 'latchkey.step': 'code' })
  })

  it('RE-8: does not write to the history after the router shows another page', async () => {
    open()
    const { flow, responses } = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    flow.subscribe(() => {})
    responses.push(Response.json(payload(CODE)))
    const sent = flow.submit('send-code', { email: EMAIL })
    history.pushState(null, '', 'https://app.example/help')
    await sent
    expect(page.entries.at(-1)).toBe('/help')
  })

  it('RE-8: forgets an attempt that the handler no longer has', async () => {
    open('?flow=flow_9&returnTo=%2Fbilling')
    const { flow, responses } = start()
    responses.push(Response.json(payload(START, { flow: undefined, returnTo: '/' })))
    flow.subscribe(() => {})
    await settle()
    expect(page.entries).toEqual(['/sign-in?returnTo=%2Fbilling'])
    expect(flow.getState().returnTo).toBe('/billing')
  })

  it('RE-8: shows why a step cannot be shown, and keeps the attempt in the URL', async () => {
    open('?flow=flow_9')
    const { flow, responses } = start()
    responses.push(new Response('<html>', { status: 502 }))
    flow.subscribe(() => {})
    expect(flow.getState().isLoading).toBe(true)
    await settle()
    expect(flow.getState()).toMatchObject({ isLoading: false, error: { code: 'service_unavailable' } })
    expect(page.entries).toEqual(['/sign-in?flow=flow_9'])
  })

  it('RE-8: neither reads nor changes the URL of a page that is not its own', async () => {
    open('?flow=flow_9')
    const { flow, handler, responses } = start({ routing: 'memory' })
    responses.push(Response.json(payload(START, { flow: undefined })))
    flow.subscribe(() => {})
    await settle()
    expect(handler.requests).toEqual(['GET /auth/flow?kind=sign-in'])
    responses.push(Response.json(payload(CODE)))
    await flow.submit('send-code', { email: EMAIL })
    expect(page.entries).toEqual(['/sign-in?flow=flow_9'])
  })

  it('RE-8, DES-3: a typed email address is kept for the next page in this tab, until a flow completes', async () => {
    const one = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    one.flow.keepEmail(EMAIL)
    const next = start({}, 'reset-password')
    next.flow.subscribe(() => {})
    expect(next.flow.getState().values).toEqual({ email: EMAIL })
    next.responses.push(Response.json(payload({ name: 'complete', returnTo: '/' })))
    await next.flow.submit('forgot', { email: EMAIL })
    const last = start({ initialFlow: payload(START) })
    last.flow.subscribe(() => {})
    expect(last.flow.getState().values).toEqual({})
  })
})

describe('returnTo', () => {
  it('BUG-12: is not sent if it was not set, so that the handler’s default applies', async () => {
    open()
    const { flow, handler, responses } = start()
    responses.push(Response.json(payload(START, { flow: undefined, returnTo: '/account' })))
    flow.subscribe(() => {})
    await settle()
    expect(flow.getState().returnTo).toBe('/account')
    responses.push(Response.json(payload(CODE, { returnTo: '/account' })))
    await flow.submit('send-code', { email: EMAIL })
    expect(handler.bodies.at(-1)).not.toHaveProperty('returnTo')
  })

  it.each([
    ['the value in the URL of the page', '?returnTo=%2Fbilling', {}, '/billing'],
    [
      'the app’s setting rather than the one in the URL',
      '?returnTo=%2Fbilling',
      { returnTo: '/own' },
      '/own',
    ],
    ['the app’s default if the URL has none', '', { afterSignInUrl: '/home' }, '/home'],
    [
      'the value in the URL rather than the app’s default',
      '?returnTo=%2Fa',
      { afterSignInUrl: '/home' },
      '/a',
    ],
  ])('BUG-12: is %s', async (_, search, options, expected) => {
    open(search)
    const { flow, handler, responses } = start(options)
    responses.push(Response.json(payload(START, { flow: undefined, returnTo: '/account' })))
    flow.subscribe(() => {})
    await settle()
    expect(flow.getState().returnTo).toBe(expected)
    responses.push(Response.json(payload(CODE)))
    await flow.submit('send-code', { email: EMAIL })
    expect(handler.bodies.at(-1)).toMatchObject({ returnTo: expected })
  })
})

describe('the state of a step', () => {
  it('RE-25: does not show an earlier error during an action', async () => {
    const error = { code: 'invalid_credentials' } as const
    const { flow, responses } = start({ initialFlow: payload(START, { error }) })
    responses.push(Response.json(payload(CODE)))
    const sent = flow.submit('send-code', { email: EMAIL })
    expect(flow.getState()).toMatchObject({ status: 'pending', error: undefined })
    await sent
  })

  it('DES-11: contains the time at which the next attempt is possible', async () => {
    const { flow, responses } = start({ initialFlow: payload(START) })
    expect(flow.getState().retryAt).toBeNull()
    const error = { code: 'rate_limited', retryAfterSeconds: 42 } as const
    responses.push(Response.json({ error }, { status: 429 }))
    await flow.submit('password', { email: EMAIL, password: 'secret' })
    expect(flow.getState().retryAt).toBe(timers.now() + 42_000)
    responses.push(Response.json(payload(CODE)))
    await flow.submit('password', { email: EMAIL, password: 'secret' })
    expect(flow.getState().retryAt).toBeNull()
  })

  it('BUG-11: opens the sign-in of an organization with JavaScript, not with a form', () => {
    const { flow } = start({ initialFlow: payload(START) })
    flow.authorize({ email: EMAIL })
    expect(page.visited).toEqual([
      'https://app.example/auth/authorize?kind=sign-in&returnTo=%2Freports&flow=flow_1&email=nadia%40orchard.example',
    ])
  })

  it('contains the time at which an email can be sent again', async () => {
    const { flow, responses } = start({ initialFlow: payload(START) })
    responses.push(Response.json(payload({ name: 'code', email: EMAIL })))
    await flow.submit('send-code', { email: EMAIL })
    expect(flow.getState().resendAt).toBe(timers.now() + 30_000)
    await timers.advance(40_000)
    const error = { code: 'rate_limited', retryAfterSeconds: 50 } as const
    responses.push(Response.json(payload({ name: 'code', email: EMAIL }, { error }), { status: 429 }))
    await flow.resend()
    expect(flow.getState().resendAt).toBe(timers.now() + 50_000)
  })

  it('starts over with the app’s sign-in methods', async () => {
    const { flow } = start({ initialFlow: payload({ ...START, methods: ['code'] }) })
    flow.restart()
    expect(flow.getState().step).toMatchObject({ name: 'start', methods: ['code'] })
    expect(flow.getState().flow).toBeUndefined()
  })

  it('contains the URL that forms post to', () => {
    const { flow } = start({ initialFlow: payload(START), invitationToken: 'inv_1' })
    expect(flow.target('send-code')).toEqual({
      action: '/auth/sign-in/code/send',
      hidden: { kind: 'sign-in', flow: 'flow_1', returnTo: '/reports', invitationToken: 'inv_1' },
    })
    expect(flow.authorizeUrl({ provider: 'GoogleOAuth' })).toBe(
      '/auth/authorize?kind=sign-in&returnTo=%2Freports&flow=flow_1&invitationToken=inv_1&provider=GoogleOAuth',
    )
  })
})

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
import { createFlow, type FlowOptions } from './flow-store.ts'

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
  const answers: Response[] = []
  handler.answer = (path) =>
    path.endsWith('/session')
      ? Response.json(handler.session)
      : (answers.shift() ?? Response.json({}, { status: 500 }))
  return { handler, client, flow, answers }
}

const at = (search: string) => vi.stubGlobal('location', { ...location, search })
const START: Step = { name: 'start', methods: ['password'], providers: [], signUp: true }

describe('createFlow', () => {
  it('sends an action’s own fields and the attempt, and nothing else', async () => {
    const { flow, handler, answers } = start({ initialFlow: payload(START) })
    answers.push(Response.json(payload({ name: 'verify-email', email: EMAIL })))
    const state = await flow.submit('password', { email: EMAIL, password: 'secret', remember: 'yes' })
    expect(handler.requests).toEqual(['POST /auth/sign-in/password'])
    expect(handler.bodies).toEqual([
      { kind: 'sign-in', flow: 'flow_1', returnTo: '/reports', email: EMAIL, password: 'secret' },
    ])
    expect(state.step).toEqual({ name: 'verify-email', email: EMAIL })
  })

  it('shows an error that comes with a status, at the step it belongs to', async () => {
    const { flow, answers } = start({ initialFlow: payload(START) })
    const error = { code: 'invalid_credentials', field: 'password' } as const
    answers.push(Response.json(payload(START, { error }), { status: 401 }))
    const state = await flow.submit('password', { email: EMAIL, password: 'wrong' })
    expect(state).toMatchObject({ status: 'idle', error, step: START })
  })

  it('stays where it is without an answer of the handler', async () => {
    const { flow, answers } = start({ initialFlow: payload(START) })
    answers.push(new Response('<html>', { status: 502 }))
    const state = await flow.submit('password', { email: EMAIL, password: 'secret' })
    expect(state).toMatchObject({ status: 'idle', error: { code: 'service_unavailable' }, step: START })
  })

  it('B5 sends a double submit once, and both wait for the same answer', async () => {
    const { flow, handler, answers } = start({ initialFlow: payload(START) })
    answers.push(Response.json(payload({ name: 'code', email: EMAIL })))
    const input = { email: EMAIL, password: 'secret' }
    const [one, other] = await Promise.all([flow.submit('password', input), flow.submit('password', input)])
    expect(handler.requests).toHaveLength(1)
    expect(one).toBe(other)
  })

  it('knows the session before it goes where the person wanted to', async () => {
    const { flow, handler, client, answers } = start({ initialFlow: payload({ name: 'code', email: EMAIL }) })
    answers.push(Response.json(payload({ name: 'complete', returnTo: '/reports' })))
    await flow.submit('code', { code: '123456' })
    expect(handler.requests).toEqual(['POST /auth/sign-in/code/verify', 'GET /auth/session'])
    expect(client.getState().status).toBe('signed-in')
    expect(page.visited).toEqual(['https://app.example/reports'])
  })

  it('B5 stops the request when nobody looks any more', async () => {
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
    // Strict Mode's unsubscribing and subscribing again in one go stops nothing.
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

  it('never takes an unknown step for success', async () => {
    const { flow, client, answers } = start({ initialFlow: payload(START) })
    answers.push(Response.json(payload({ name: 'retina-scan' } as unknown as Step)))
    const state = await flow.submit('password', { email: EMAIL, password: 'secret' })
    expect(state.status).toBe('idle')
    expect(client.getState().status).not.toBe('signed-in')
    expect(page.visited).toEqual([])
  })
})

describe('a page without a flow of the server’s', () => {
  it('asks what the app offers, and shows a guess meanwhile', async () => {
    const { flow, handler, answers } = start()
    answers.push(Response.json(payload({ ...START, providers: ['GoogleOAuth'] }, { flow: undefined })))
    flow.subscribe(() => {})
    expect(flow.getState().step).toMatchObject({ name: 'start', providers: [] })
    await settle()
    expect(handler.requests).toEqual(['GET /auth/flow?kind=sign-in'])
    expect(flow.getState()).toMatchObject({ isLoading: false, step: { providers: ['GoogleOAuth'] } })
    expect(flow.getServerSnapshot().step).toMatchObject({ providers: [] })
  })

  it('asks nothing when the app says what it offers', async () => {
    const { flow, handler } = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    flow.subscribe(() => {})
    await settle()
    expect(handler.requests).toEqual([])
    expect(flow.getState().step).toMatchObject({ methods: ['code'] })
  })

  it('asks for an invitation in the address, whatever the app offers to others', async () => {
    at('?invitation_token=t')
    const { flow, handler } = start({ offer: { methods: ['code'], providers: [], signUp: false } }, 'sign-up')
    flow.subscribe(() => {})
    await settle()
    expect(handler.requests).toEqual(['GET /auth/flow?kind=sign-up&token=t'])
  })

  it('goes on with the attempt and the way back of the address', async () => {
    at('?flow=flow_9&returnTo=%2Fbilling')
    const { flow, handler, answers } = start()
    answers.push(Response.json(payload({ name: 'mfa-challenge', factors: [] }, { flow: 'flow_9' })))
    flow.subscribe(() => {})
    await settle()
    expect(handler.requests).toEqual(['GET /auth/flow?kind=sign-in&flow=flow_9'])
    expect(flow.getState()).toMatchObject({ flow: 'flow_9', step: { name: 'mfa-challenge' } })
  })

  it('shows the code that the handler sent the person back with', async () => {
    at('?error=flow_not_found')
    const { flow } = start({ offer: { methods: ['code'], providers: [], signUp: true } })
    flow.subscribe(() => {})
    expect(flow.getState().error).toEqual({ code: 'flow_not_found' })
  })

  it('keeps showing it when the handler tells what the app offers', async () => {
    at('?error=access_denied')
    const { flow, answers } = start()
    answers.push(Response.json(payload(START, { flow: undefined })))
    flow.subscribe(() => {})
    await settle()
    expect(flow.getState()).toMatchObject({ isLoading: false, error: { code: 'access_denied' } })
  })

  it('does not let a late answer take away what the person has done', async () => {
    const { flow, handler, answers } = start()
    let late: (response: Response) => void = () => {}
    handler.answer = (path) =>
      path.includes('/flow')
        ? new Promise((resolve) => {
            late = resolve
          })
        : (answers.shift() as Response)
    flow.subscribe(() => {})
    answers.push(Response.json(payload({ name: 'code', email: EMAIL })))
    await flow.submit('send-code', { email: EMAIL })
    late(Response.json(payload(START)))
    await settle()
    expect(flow.getState().step.name).toBe('code')
  })

  it('takes no invitation for a reset link', async () => {
    at('?invitation_token=invitation_1')
    const { flow } = start({}, 'reset-password')
    flow.subscribe(() => {})
    await settle()
    expect(flow.getState().step).toEqual({ name: 'forgot' })
    expect(flow.target('reset').hidden.token).toBeUndefined()
  })

  it('shows the new password’s form at once when the address has a reset token', async () => {
    at('?token=reset_1')
    const { flow, handler } = start({}, 'reset-password')
    flow.subscribe(() => {})
    expect(flow.getState().step).toEqual({ name: 'reset' })
    expect(flow.target('reset').hidden).toMatchObject({ token: 'reset_1' })
    expect(handler.requests).toEqual([])
  })

  it('finds the link’s token in the address even when the server rendered the flow', async () => {
    at('?token=reset_1')
    const { flow, handler } = start({ initialFlow: payload({ name: 'reset' }) }, 'reset-password')
    flow.subscribe(() => {})
    await flow.submit('reset', { newPassword: 'secret' })
    expect(handler.bodies[0]).toMatchObject({ token: 'reset_1', newPassword: 'secret' })
  })

  it('stays at the invitation when its first form is refused', async () => {
    const { flow, handler, answers } = start({ token: 'inv_1' }, 'invitation')
    const invitation: Step = { name: 'invitation', email: EMAIL, state: 'pending' }
    answers.push(Response.json(payload(invitation, { kind: 'invitation', flow: undefined })))
    flow.subscribe(() => {})
    await settle()
    const error = { code: 'password_strength_error', field: 'password' } as const
    answers.push(Response.json(payload(START, { kind: 'invitation', error }), { status: 400 }))
    await flow.submit('sign-up', { email: EMAIL, password: 'short' })
    expect(handler.bodies[1]).toMatchObject({ invitationToken: 'inv_1' })
    expect(flow.getState()).toMatchObject({ step: invitation, error })
  })
})

describe('around the step', () => {
  it('says from when a mail can be sent again', async () => {
    const { flow, answers } = start({ initialFlow: payload(START) })
    answers.push(Response.json(payload({ name: 'code', email: EMAIL })))
    await flow.submit('send-code', { email: EMAIL })
    expect(flow.getState().resendAt).toBe(timers.now() + 30_000)
    await timers.advance(40_000)
    const error = { code: 'rate_limited', retryAfterSeconds: 50 } as const
    answers.push(Response.json(payload({ name: 'code', email: EMAIL }, { error }), { status: 429 }))
    await flow.resend()
    expect(flow.getState().resendAt).toBe(timers.now() + 50_000)
  })

  it('starts over with what the app offers', async () => {
    const { flow } = start({ initialFlow: payload({ ...START, methods: ['code'] }) })
    flow.restart()
    expect(flow.getState().step).toMatchObject({ name: 'start', methods: ['code'] })
    expect(flow.getState().flow).toBeUndefined()
  })

  it('tells where its forms post to', () => {
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

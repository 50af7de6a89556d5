import { describe, expect, it } from 'vitest'
import type { FlowPayload, Step } from '../flow/index.ts'
import type { FlowOptions } from './flow-options.ts'
import {
  type FlowModel,
  type FlowPageEffect,
  type FlowPageEvent,
  initialModel,
  transition,
} from './flow-transition.ts'

const NOW = 1_000_000
const EMAIL = 'nadia@orchard.example'
const START: Step = { name: 'start', methods: ['password'], providers: [], signUp: true }
const VERIFY: Step = { name: 'verify-email', email: EMAIL }
const OFFER = { methods: ['password'], providers: [], signUp: true } as const

const payload = (step: Step, more: Partial<FlowPayload> = {}): FlowPayload => ({
  kind: 'sign-in',
  flow: 'flow_1',
  step,
  values: {},
  returnTo: '/reports',
  ...more,
})

const model = (options: FlowOptions = {}, kind: FlowPayload['kind'] = 'sign-in') =>
  initialModel(kind, options)
const opened = (query = '', typed: Record<string, string> = {}): FlowPageEvent => ({
  type: 'opened',
  query: new URLSearchParams(query),
  typed,
})
const loaded = (step: Step, more?: Partial<FlowPayload>): FlowPageEvent => ({
  type: 'loaded',
  response: { payload: payload(step, more) },
  typed: {},
})
const submit: FlowPageEvent = {
  type: 'submit',
  action: 'password',
  input: { email: EMAIL, password: 'secret' },
}
const responded = (step: Step, more?: Partial<FlowPayload>): FlowPageEvent => ({
  type: 'responded',
  submission: 1,
  response: { payload: payload(step, more) },
})

/** The model after some events, and the effects of the last one. */
function after(first: FlowModel, ...events: FlowPageEvent[]): [FlowModel, readonly FlowPageEffect[]] {
  return events.reduce<readonly [FlowModel, readonly FlowPageEffect[]]>(
    ([before], event) => transition(before, event, NOW),
    [first, []],
  ) as [FlowModel, readonly FlowPageEffect[]]
}

const load = (flow?: string, token?: string) => [{ type: 'load', flow, token }]

describe('the requests of a flow page when it opens', () => {
  it.each<[string, FlowModel, string, unknown[]]>([
    ['loads the sign-in methods if nothing is known', model(), '', load()],
    ['loads nothing if the app sets its sign-in methods', model({ offer: OFFER }), '', []],
    [
      'loads nothing if the server rendered the flow',
      model({ initialFlow: payload(START) }),
      '?flow=other',
      [],
    ],
    ['loads the flow in the URL', model({ offer: OFFER }), '?flow=flow_2', load('flow_2')],
    [
      'loads the flow from the app rather than the one in the URL',
      model({ flow: 'flow_1' }),
      '?flow=flow_2',
      load('flow_1'),
    ],
    ['loads an invitation', model({ offer: OFFER }), '?invitation_token=t', load(undefined, 't')],
    [
      'loads an invitation with either parameter name',
      model({}, 'invitation'),
      '?token=t',
      load(undefined, 't'),
    ],
    [
      'loads the sign-in methods for an invitation without a token',
      model({ offer: OFFER }, 'invitation'),
      '',
      load(),
    ],
    ['loads nothing for a password reset from a link', model({}, 'reset-password'), '?token=t', []],
    ['loads nothing at the start of a password reset', model({}, 'reset-password'), '', []],
  ])('%s', (_, first, query, effects) => {
    expect(after(first, opened(query))[1]).toEqual(effects)
  })
})

describe('the initial state of a flow page', () => {
  it.each<[string, FlowModel, FlowPageEvent, object]>([
    ['waits for the flow in the URL', model(), opened('?flow=f'), { flow: 'f', isLoading: true }],
    ['shows the default step without waiting', model(), opened(), { isLoading: false }],
    [
      'contains the error code from the URL',
      model(),
      opened('?error=expired_link'),
      { error: { code: 'expired_link' } },
    ],
    ['ignores an error that is not a valid code', model(), opened('?error=<b>'), { error: undefined }],
    [
      'waits for the error from the flow',
      model(),
      opened('?flow=f&error=expired_link'),
      { error: undefined },
    ],
    [
      'starts with the reset step for a reset link',
      model({}, 'reset-password'),
      opened('?token=t'),
      { step: { name: 'reset' } },
    ],
    [
      'contains values that were typed earlier',
      model(),
      opened('', { email: EMAIL }),
      { values: { email: EMAIL } },
    ],
    [
      'keeps values from the server',
      model({ initialFlow: payload(START, { values: { email: 'other@orchard.example' } }) }),
      opened('', { email: EMAIL }),
      { values: { email: 'other@orchard.example' } },
    ],
  ])('%s', (_, first, event, snapshot) => {
    expect(after(first, event)[0].snapshot).toMatchObject(snapshot)
  })

  it('keeps its snapshot if the server rendered everything', () => {
    const first = model({ initialFlow: payload(START) })
    expect(after(first, opened())[0].snapshot).toBe(first.snapshot)
  })
})

describe('the returnTo of a flow', () => {
  it.each<[string, FlowOptions, FlowPageEvent[], string | undefined]>([
    ['is not set by default', {}, [opened()], undefined],
    ['comes from the URL', {}, [opened('?returnTo=/bills')], '/bills'],
    ['comes from the app rather than the URL', { returnTo: '/app' }, [opened('?returnTo=/bills')], '/app'],
    ['is the default of the app', { afterSignInUrl: '/home' }, [opened()], '/home'],
    [
      'comes from the URL rather than the default',
      { afterSignInUrl: '/home' },
      [opened('?returnTo=/b')],
      '/b',
    ],
    ['comes from the flow in progress', {}, [opened('?returnTo=/bills'), loaded(START)], '/reports'],
    [
      'does not change without a flow',
      {},
      [opened('?returnTo=/b'), loaded(START, { flow: undefined })],
      '/b',
    ],
    ['comes from the response', {}, [opened('?returnTo=/bills'), submit, responded(VERIFY)], '/reports'],
  ])('%s', (_, options, events, destination) => {
    expect(after(model(options), ...events)[0].destination).toBe(destination)
  })
})

describe('the URL of a page follows its flow', () => {
  const given = model({ initialFlow: payload(START) })
  const address = (step: string, from?: string) => [{ type: 'address', flow: 'flow_1', step, from }]

  it.each<[string, FlowModel, FlowPageEvent[], unknown[]]>([
    [
      'a loaded flow replaces the current entry',
      model(),
      [opened('?flow=f'), loaded(VERIFY)],
      address('verify-email'),
    ],
    ['the second step adds an entry', given, [submit, responded(VERIFY)], address('verify-email', 'start')],
    ['a refusal keeps the current entry', given, [submit, responded(START)], address('start')],
    ['a completed flow writes nothing', given, [submit, responded({ name: 'complete', returnTo: '/' })], []],
    ['an older response writes nothing', given, [submit, { type: 'restart' }, responded(VERIFY)], []],
    [
      'a failure writes nothing',
      given,
      [submit, { type: 'responded', submission: 1, response: { error: { code: 'network' } } }],
      [],
    ],
  ])('%s', (_, first, events, effects) => {
    expect(after(first, ...events)[1]).toEqual(effects)
  })
})

describe('a flow that could not be loaded', () => {
  const failed: FlowPageEvent = { type: 'loaded', response: { error: { code: 'network' } }, typed: {} }

  it('shows the reason instead of the step', () => {
    const [{ snapshot }] = after(model(), opened('?flow=f'), failed)
    expect(snapshot).toMatchObject({ isLoading: false, error: { code: 'network' } })
  })

  it('keeps the default step if no flow was in progress', () => {
    expect(after(model(), opened(), failed)[0].snapshot).toMatchObject({ isLoading: false, error: undefined })
  })
})

describe('the times in the state of a page', () => {
  const verifying = model({ initialFlow: payload(VERIFY), resendAfterSeconds: 20 })
  const resend: FlowPageEvent = { type: 'submit', action: 'resend', input: {} }
  const slow = { error: { code: 'rate_limited', retryAfterSeconds: 90 } } as const

  it.each<[string, FlowModel, FlowPageEvent[], object]>([
    ['before this page has sent an email', verifying, [], { resendAt: null, resent: 0 }],
    [
      'after a step that sent an email',
      model({ initialFlow: payload(START) }),
      [submit, responded(VERIFY)],
      {
        resendAt: NOW + 30_000,
        resent: 0,
        retryAt: null,
      },
    ],
    [
      'after an email was sent again',
      verifying,
      [resend, responded(VERIFY)],
      { resendAt: NOW + 20_000, resent: 1 },
    ],
    [
      'after sending an email was refused',
      verifying,
      [resend, responded(VERIFY, slow)],
      {
        resendAt: NOW + 90_000,
        resent: 0,
        retryAt: NOW + 90_000,
      },
    ],
    [
      'after a step that sends no email',
      verifying,
      [resend, responded(START)],
      { resendAt: null, resent: 0 },
    ],
    [
      'during a new attempt after a refusal',
      verifying,
      [resend, responded(VERIFY, slow), resend],
      { retryAt: null },
    ],
  ])('%s', (_, first, events, snapshot) => {
    expect(after(first, ...events)[0].snapshot).toMatchObject(snapshot)
  })
})

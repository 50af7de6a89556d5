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

describe('what a page of a flow asks when it opens', () => {
  it.each<[string, FlowModel, string, unknown[]]>([
    ['the offer, with nothing known', model(), '', load()],
    ['nothing, when the app says what it offers', model({ offer: OFFER }), '', []],
    ['nothing, when the server rendered the flow', model({ initialFlow: payload(START) }), '?flow=other', []],
    ['the flow of the address', model({ offer: OFFER }), '?flow=flow_2', load('flow_2')],
    [
      'the flow of the app before that of the address',
      model({ flow: 'flow_1' }),
      '?flow=flow_2',
      load('flow_1'),
    ],
    ['an invitation', model({ offer: OFFER }), '?invitation_token=t', load(undefined, 't')],
    ['an invitation by either name', model({}, 'invitation'), '?token=t', load(undefined, 't')],
    ['an invitation without a token', model({ offer: OFFER }, 'invitation'), '', load()],
    ['nothing, for a reset by a link', model({}, 'reset-password'), '?token=t', []],
    ['nothing, for a reset that begins', model({}, 'reset-password'), '', []],
  ])('%s', (_, first, query, effects) => {
    expect(after(first, opened(query))[1]).toEqual(effects)
  })
})

describe('what a page of a flow knows when it opens', () => {
  it.each<[string, FlowModel, FlowPageEvent, object]>([
    ['waits for a flow of the address', model(), opened('?flow=f'), { flow: 'f', isLoading: true }],
    ['shows its guess without waiting', model(), opened(), { isLoading: false }],
    [
      'knows the code of an error',
      model(),
      opened('?error=expired_link'),
      { error: { code: 'expired_link' } },
    ],
    ['takes only a code for an error', model(), opened('?error=<b>'), { error: undefined }],
    ['asks the flow for its error', model(), opened('?flow=f&error=expired_link'), { error: undefined }],
    [
      'starts a reset at its link',
      model({}, 'reset-password'),
      opened('?token=t'),
      { step: { name: 'reset' } },
    ],
    ['knows what was typed before', model(), opened('', { email: EMAIL }), { values: { email: EMAIL } }],
    [
      'keeps what the server filled in',
      model({ initialFlow: payload(START, { values: { email: 'other@orchard.example' } }) }),
      opened('', { email: EMAIL }),
      { values: { email: 'other@orchard.example' } },
    ],
  ])('%s', (_, first, event, snapshot) => {
    expect(after(first, event)[0].snapshot).toMatchObject(snapshot)
  })

  it('keeps its snapshot when the server rendered everything', () => {
    const first = model({ initialFlow: payload(START) })
    expect(after(first, opened())[0].snapshot).toBe(first.snapshot)
  })
})

describe('where a flow leads', () => {
  it.each<[string, FlowOptions, FlowPageEvent[], string | undefined]>([
    ['nowhere of its own', {}, [opened()], undefined],
    ['where the address says', {}, [opened('?returnTo=/bills')], '/bills'],
    ['where the app says, first of all', { returnTo: '/app' }, [opened('?returnTo=/bills')], '/app'],
    ['to the default of the app', { afterSignInUrl: '/home' }, [opened()], '/home'],
    [
      'where the address says rather than the default',
      { afterSignInUrl: '/home' },
      [opened('?returnTo=/b')],
      '/b',
    ],
    ['where the flow under way leads', {}, [opened('?returnTo=/bills'), loaded(START)], '/reports'],
    ['where it led, without a flow', {}, [opened('?returnTo=/b'), loaded(START, { flow: undefined })], '/b'],
    ['where the response leads', {}, [opened('?returnTo=/bills'), submit, responded(VERIFY)], '/reports'],
  ])('%s', (_, options, events, destination) => {
    expect(after(model(options), ...events)[0].destination).toBe(destination)
  })
})

describe('the address of a page follows its flow', () => {
  const given = model({ initialFlow: payload(START) })
  const address = (step: string, from?: string) => [{ type: 'address', flow: 'flow_1', step, from }]

  it.each<[string, FlowModel, FlowPageEvent[], unknown[]]>([
    ['a loaded flow takes its place', model(), [opened('?flow=f'), loaded(VERIFY)], address('verify-email')],
    [
      'the step after the first leaves it behind',
      given,
      [submit, responded(VERIFY)],
      address('verify-email', 'start'),
    ],
    ['a refusal stays where it is', given, [submit, responded(START)], address('start')],
    ['the end writes nothing', given, [submit, responded({ name: 'complete', returnTo: '/' })], []],
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

  it('keeps the guess if nothing was in progress', () => {
    expect(after(model(), opened(), failed)[0].snapshot).toMatchObject({ isLoading: false, error: undefined })
  })
})

describe('the times that a page shows', () => {
  const verifying = model({ initialFlow: payload(VERIFY), resendAfterSeconds: 20 })
  const resend: FlowPageEvent = { type: 'submit', action: 'resend', input: {} }
  const slow = { error: { code: 'rate_limited', retryAfterSeconds: 90 } } as const

  it.each<[string, FlowModel, FlowPageEvent[], object]>([
    ['nothing was sent from here yet', verifying, [], { resendAt: null, resent: 0 }],
    [
      'a step that sent an email',
      model({ initialFlow: payload(START) }),
      [submit, responded(VERIFY)],
      {
        resendAt: NOW + 30_000,
        resent: 0,
        retryAt: null,
      },
    ],
    [
      'an email that was sent again',
      verifying,
      [resend, responded(VERIFY)],
      { resendAt: NOW + 20_000, resent: 1 },
    ],
    [
      'an email that was refused',
      verifying,
      [resend, responded(VERIFY, slow)],
      {
        resendAt: NOW + 90_000,
        resent: 0,
        retryAt: NOW + 90_000,
      },
    ],
    ['a step without an email', verifying, [resend, responded(START)], { resendAt: null, resent: 0 }],
    [
      'a new attempt after a refusal',
      verifying,
      [resend, responded(VERIFY, slow), resend],
      { retryAt: null },
    ],
  ])('%s', (_, first, events, snapshot) => {
    expect(after(first, ...events)[0].snapshot).toMatchObject(snapshot)
  })
})

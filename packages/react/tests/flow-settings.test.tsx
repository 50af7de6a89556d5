import type { FlowAction, FlowInput, FlowKind, FlowPayload, StepName } from '@latchkey/core'
import { act, render, renderHook, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef, type ReactNode } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type FlowHandle,
  useFlow,
  useInvitation,
  useResetPassword,
  useSignIn,
  useSignUp,
} from '../src/index.ts'
import {
  createFakeAuthServer,
  type FakeAuthServer,
  MockAuthProvider,
  sampleStep,
  signedOut,
} from '../src/testing/index.ts'
import {
  AcceptInvitation,
  ForgotPassword,
  ResetPassword,
  SignIn,
  SignInRoot,
  SignUp,
  VerifyEmail,
} from '../src/ui/index.ts'

const EMAIL = 'nadia@orchard.example'
const ref = createRef<HTMLElement>()
const onComplete = vi.fn()

beforeEach(() => void onComplete.mockClear())

/** The options that every flow accepts. */
const settings = {
  returnTo: '/reports',
  invitationToken: 'invitation_9',
  organizationId: 'org_9',
  resendAfterSeconds: 5,
  onComplete,
}
const reported = { returnTo: '/reports', invitationToken: 'invitation_9', organizationId: 'org_9' }
const looks = { className: 'own', heading: 'Welcome', footer: 'Ask us' }

function payload(kind: FlowKind): FlowPayload {
  return { kind, flow: 'flow_1', step: sampleStep('mfa-challenge', EMAIL, '/'), values: {}, returnTo: '/' }
}

function provider(server: FakeAuthServer, children: ReactNode, navigate = vi.fn()): ReactNode {
  return (
    <MockAuthProvider state={signedOut()} server={server} navigate={navigate}>
      {children}
    </MockAuthProvider>
  )
}

const show = (ui: ReactNode, server: FakeAuthServer, navigate = vi.fn()) =>
  act(async () => render(provider(server, ui, navigate)))

const posted = (server: FakeAuthServer) => server.requests.filter(({ method }) => method === 'POST')

/** Fills in and submits the form of the first step. */
async function sendFirstStep() {
  const user = userEvent.setup()
  const button = screen.getAllByRole<HTMLButtonElement>('button').find(({ type }) => type === 'submit')
  for (const input of button?.form?.querySelectorAll<HTMLInputElement>(
    'input:not([type=hidden], [readonly])',
  ) ?? [])
    await user.type(input, input.type === 'email' ? EMAIL : 'lantern-quartz')
  await user.click(button as HTMLElement)
}

const LOOKS: [string, StepName, ReactNode][] = [
  ['SignIn', 'start', <SignIn key="" {...looks} ref={ref} />],
  ['SignUp', 'start', <SignUp key="" {...looks} ref={ref} />],
  ['VerifyEmail', 'start', <VerifyEmail key="" {...looks} ref={ref} />],
  ['ForgotPassword', 'forgot', <ForgotPassword key="" {...looks} ref={ref} />],
  ['ResetPassword', 'forgot', <ResetPassword key="" {...looks} ref={ref} />],
  ['AcceptInvitation', 'invitation', <AcceptInvitation key="" {...looks} ref={ref} />],
  [
    'SignInRoot',
    'start',
    <SignInRoot key="" {...looks} ref={ref}>
      {null}
    </SignInRoot>,
  ],
]

it.each(LOOKS)('<%s> applies its appearance props', async (_name, first, element) => {
  await show(element, createFakeAuthServer({ script: [first, 'verify-email'] }))
  const card = document.querySelector('[data-lk-part=card]')
  expect(card?.className).toBe('own')
  expect(ref.current).toBe(card)
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Welcome')
  expect(card?.querySelector('[data-lk-part=footer]')?.textContent).toBe('Ask us')
  await sendFirstStep()
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Confirm your email address')
  expect(card?.querySelector('[data-lk-part=footer]')).toBeNull()
})

it('<ResetPassword> also applies its appearance props with the token of a link', async () => {
  await show(<ResetPassword token="reset_1" heading="Welcome" />, createFakeAuthServer())
  expect(screen.getByLabelText('New password')).toBeTruthy()
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Welcome')
})

const SETTINGS: [string, StepName, ReactNode][] = [
  ['SignIn', 'start', <SignIn key="" {...settings} />],
  ['SignUp', 'start', <SignUp key="" {...settings} />],
  ['VerifyEmail', 'start', <VerifyEmail key="" {...settings} />],
  ['ForgotPassword', 'reset', <ForgotPassword key="" {...settings} />],
  ['ResetPassword', 'reset', <ResetPassword key="" {...settings} />],
  ['AcceptInvitation', 'invitation', <AcceptInvitation key="" {...settings} />],
  [
    'SignInRoot',
    'start',
    <SignInRoot key="" {...settings}>
      {null}
    </SignInRoot>,
  ],
]

it.each(SETTINGS)(
  '<%s> passes its props to the handler, and notifies the app when it is completed',
  async (_name, first, element) => {
    const server = createFakeAuthServer({ script: [first, 'verify-email', 'complete'] })
    const navigate = vi.fn()
    await show(element, server, navigate)
    await sendFirstStep()
    expect(posted(server)[0]?.body).toMatchObject(reported)
    expect(screen.getByRole('button', { name: 'Send again in 5 s' })).toBeTruthy()
    await userEvent.type(screen.getByLabelText('Six-digit code'), '123456')
    await waitFor(() => expect(onComplete.mock.calls).toEqual([['/reports']]))
    expect(navigate).not.toHaveBeenCalled()
  },
)

describe('a flow component without a footer', () => {
  it.each([
    ['SignIn', <SignIn key="" footer={null} />],
    ['SignUp', <SignUp key="" footer={null} />],
    ['ForgotPassword', <ForgotPassword key="" footer={null} />],
    ['VerifyEmail', <VerifyEmail key="" />],
  ])('links to no other flow: <%s>', async (_name, element) => {
    await show(element, createFakeAuthServer({ script: [_name === 'ForgotPassword' ? 'forgot' : 'start'] }))
    expect(document.querySelector('[data-lk-part=footer]')).toBeNull()
  })
})

const GOING_ON: [string, ReactNode][] = [
  ['SignIn', <SignIn key="" flow="flow_9" token="token_9" />],
  ['SignUp', <SignUp key="" flow="flow_9" token="token_9" />],
  ['VerifyEmail', <VerifyEmail key="" flow="flow_9" token="token_9" />],
  ['ForgotPassword', <ForgotPassword key="" flow="flow_9" token="token_9" />],
  ['ResetPassword', <ResetPassword key="" flow="flow_9" token="token_9" />],
  ['AcceptInvitation', <AcceptInvitation key="" flow="flow_9" token="token_9" />],
  [
    'SignInRoot',
    <SignInRoot key="" flow="flow_9" token="token_9">
      {null}
    </SignInRoot>,
  ],
]

it.each(GOING_ON)('<%s> continues a flow with the token of its link', async (_name, element) => {
  const server = createFakeAuthServer({ script: ['mfa-challenge'] })
  await show(element, server)
  const { path, query } = server.requests[0] ?? {}
  expect([path, query?.get('flow'), query?.get('token')]).toEqual(['/flow', 'flow_9', 'token_9'])
})

const RENDERED: [string, ReactNode][] = [
  ['SignIn', <SignIn key="" initialFlow={payload('sign-in')} />],
  ['SignUp', <SignUp key="" initialFlow={payload('sign-up')} />],
  ['VerifyEmail', <VerifyEmail key="" initialFlow={payload('sign-in')} />],
  ['ForgotPassword', <ForgotPassword key="" initialFlow={payload('reset-password')} />],
  ['ResetPassword', <ResetPassword key="" initialFlow={payload('reset-password')} />],
  ['AcceptInvitation', <AcceptInvitation key="" initialFlow={payload('invitation')} />],
  [
    'SignInRoot',
    <SignInRoot key="" initialFlow={payload('sign-in')}>
      {null}
    </SignInRoot>,
  ],
]

it.each(RENDERED)(
  '<%s> starts with the server-rendered step, and sends no request',
  async (_name, element) => {
    const server = createFakeAuthServer()
    await show(element, server)
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Two-step verification')
    expect(server.requests).toEqual([])
  },
)

interface HookCase {
  name: string
  kind: FlowKind
  first: StepName
  action: FlowAction
  input: FlowInput
  useGiven(): FlowHandle
  useGoingOn(): FlowHandle
  useRendered(): FlowHandle
}

const known = { email: EMAIL, password: 'lantern-quartz' }
const goingOn = { flow: 'flow_9', token: 'token_9' }

const HOOKS: HookCase[] = [
  {
    name: 'useFlow',
    kind: 'sign-up',
    first: 'start',
    action: 'sign-up',
    input: known,
    useGiven: () => useFlow('sign-up', settings),
    useGoingOn: () => useFlow('sign-up', goingOn),
    useRendered: () => useFlow('sign-up', { initialFlow: payload('sign-up') }),
  },
  {
    name: 'useSignIn',
    kind: 'sign-in',
    first: 'start',
    action: 'password',
    input: known,
    useGiven: () => useSignIn(settings),
    useGoingOn: () => useSignIn(goingOn),
    useRendered: () => useSignIn({ initialFlow: payload('sign-in') }),
  },
  {
    name: 'useSignUp',
    kind: 'sign-up',
    first: 'start',
    action: 'sign-up',
    input: known,
    useGiven: () => useSignUp(settings),
    useGoingOn: () => useSignUp(goingOn),
    useRendered: () => useSignUp({ initialFlow: payload('sign-up') }),
  },
  {
    name: 'useResetPassword',
    kind: 'reset-password',
    first: 'forgot',
    action: 'forgot',
    input: { email: EMAIL },
    useGiven: () => useResetPassword(undefined, settings),
    useGoingOn: () => useResetPassword('token_9', { flow: 'flow_9' }),
    useRendered: () => useResetPassword(undefined, { initialFlow: payload('reset-password') }),
  },
  {
    name: 'useInvitation',
    kind: 'invitation',
    first: 'invitation',
    action: 'accept-invitation',
    input: {},
    useGiven: () => useInvitation(undefined, settings),
    useGoingOn: () => useInvitation('token_9', { flow: 'flow_9' }),
    useRendered: () => useInvitation(undefined, { initialFlow: payload('invitation') }),
  },
]

describe.each(HOOKS)('$name', ({ kind, first, action, input, useGiven, useGoingOn, useRendered }) => {
  const open = (server: FakeAuthServer, useValue: () => FlowHandle) =>
    act(async () => renderHook(useValue, { wrapper: ({ children }) => provider(server, children) }))

  it('passes its options to the handler, and notifies the app when it is completed', async () => {
    const server = createFakeAuthServer({ script: [first, 'verify-email', 'complete'] })
    const { result } = await open(server, useGiven)
    await act(() => result.current.submit(action, input))
    expect(posted(server)[0]?.body).toMatchObject({ kind, ...reported })
    expect(result.current.resend?.secondsLeft).toBe(5)
    await act(() => result.current.submit('verify-email', { code: '123456' }))
    expect(onComplete.mock.calls).toEqual([['/reports']])
  })

  it('continues a flow with the token of its link', async () => {
    const server = createFakeAuthServer({ script: ['mfa-challenge'] })
    await open(server, useGoingOn)
    const { query } = server.requests[0] ?? {}
    expect([query?.get('kind'), query?.get('flow'), query?.get('token')]).toEqual([kind, 'flow_9', 'token_9'])
  })

  it('starts with the server-rendered step', async () => {
    const { result } = await open(createFakeAuthServer(), useRendered)
    expect(result.current.step.name).toBe('mfa-challenge')
  })
})

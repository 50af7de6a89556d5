import type { FlowPayload, SessionUser, Step, StepName } from '@latchkey/core'
import { de } from '@latchkey/core/locales/de'
import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, StrictMode } from 'react'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import type { UserHandle } from '../src/index.ts'
import {
  createFakeAuthServer,
  MockAuthProvider,
  type MockAuthProviderProps,
  sampleStep,
  signedIn,
  signedOut,
} from '../src/testing/index.ts'
import {
  Avatar,
  ForgotPassword,
  OAuthButtons,
  ResetPassword,
  SignIn,
  SignInRoot,
  SignUp,
} from '../src/ui/index.ts'

const EMAIL = 'nadia@orchard.example'

async function show(ui: ReactNode, props: Omit<MockAuthProviderProps, 'children'> = {}) {
  const navigate = vi.fn()
  const view = await act(async () =>
    render(
      <StrictMode>
        <MockAuthProvider state={signedOut()} navigate={navigate} {...props}>
          {ui}
        </MockAuthProvider>
      </StrictMode>,
    ),
  )
  return { ...view, navigate, user: userEvent.setup() }
}

function payload(name: StepName, more: Partial<FlowPayload> = {}): FlowPayload {
  return {
    kind: 'sign-in',
    flow: 'flow_1',
    step: sampleStep(name, EMAIL, '/'),
    values: {},
    returnTo: '/',
    ...more,
  }
}

const title = () => screen.getByRole('heading', { level: 1 }).textContent
const email = () => screen.getByLabelText<HTMLInputElement>('Email address')

it.each<StepName>(['forgot', 'reset'])('DES-19: the step %s links back to sign-in', async (name) => {
  const initialFlow = payload(name, { kind: 'reset-password', returnTo: '/reports' })
  await show(<ResetPassword initialFlow={initialFlow} token="token_1" />)
  const link = screen.getByRole('link', { name: 'Sign in' })
  expect(link.getAttribute('href')).toBe('/sign-in?returnTo=%2Freports')
})

describe('a step and the URL of its page', () => {
  it('RE-8, DES-3: survives a reload, and no other step is shown before it', async () => {
    history.replaceState(null, '', '/sign-in?returnTo=%2Freports')
    const server = createFakeAuthServer({ script: ['start', 'mfa-challenge', 'complete'] })
    const { user, unmount } = await show(<SignIn />, { server })
    await user.type(email(), EMAIL)
    await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
    expect(location.search).toBe('?returnTo=%2Freports&flow=flow_1')
    unmount()
    await show(<SignIn />, { server })
    expect(title()).toBe('Two-step verification')
    expect(screen.queryByLabelText('Password')).toBeNull()
    unmount()
  })

  it('RE-8: the Back button returns to the previous step, with the email address', async () => {
    history.replaceState(null, '', '/sign-in')
    const server = createFakeAuthServer({ script: ['start', 'code', 'complete'] })
    const { user } = await show(<SignIn />, { server })
    await user.type(email(), EMAIL)
    await user.click(screen.getByRole('button', { name: 'Email me a code' }))
    expect(title()).toBe('Check your email')
    await act(async () => history.back())
    await waitFor(() => expect(title()).toBe('Sign in'))
  })

  it.each([
    ['Forgot your password?', <ForgotPassword key="" />],
    ['Create account', <SignUp key="" />],
  ])('DES-3: the typed email address is kept when following “%s”', async (link, next) => {
    const { user, unmount } = await show(<SignIn />)
    await user.type(email(), EMAIL)
    const anchor = screen.getByRole('link', { name: link })
    anchor.addEventListener('click', (event) => event.preventDefault())
    await user.click(anchor)
    unmount()
    await show(next)
    expect(email().value).toBe(EMAIL)
  })
})

describe('a user who is already signed in', () => {
  it.each([
    ['SignIn', <SignIn key="" />],
    ['SignUp', <SignUp key="" />],
    ['SignInRoot', <SignInRoot key="">{null}</SignInRoot>],
  ])('RE-17: <%s> shows that the user is signed in, with a link to continue', async (_, ui) => {
    history.replaceState(null, '', '/sign-in?returnTo=%2Freports')
    const { user } = await show(ui, { state: signedIn() })
    expect(title()).toBe('You are signed in')
    expect(screen.getByText(`You are signed in as ${EMAIL}.`)).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe('/reports')
    expect(screen.queryByLabelText('Password')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Sign in with another account' }))
    expect(screen.getByLabelText('Password')).toBeTruthy()
  })

  it('RE-17: gets the form if a recent sign-in is required or there is an error to show', async () => {
    history.replaceState(null, '', '/sign-in?reauthenticate=1')
    const { unmount } = await show(<SignIn />, { state: signedIn() })
    expect(screen.getByLabelText('Password')).toBeTruthy()
    unmount()
    history.replaceState(null, '', '/sign-in?error=access_denied')
    await show(<SignIn />, { state: signedIn() })
    expect(screen.getByText('Sign-in was canceled.')).toBeTruthy()
  })
})

describe('the texts of a form', () => {
  it('RE-12: an error appears on the page only once', async () => {
    const server = createFakeAuthServer()
    const { user } = await show(<SignIn />, { server })
    server.refuse({ code: 'invalid_credentials' })
    await user.type(email(), EMAIL)
    await user.type(screen.getByLabelText('Password'), 'wrong{Enter}')
    const message = screen.getByText('That email address and password do not match.')
    expect(message.getAttribute('aria-live')).toBe('polite')
  })

  it('RE-12: an error that was rendered with the page is also announced, because its text changes by a space', async () => {
    const error = { code: 'flow_expired' } as const
    await show(<SignIn initialFlow={payload('start', { error })} />)
    expect(screen.getByText('This sign-in has expired. Start again.').textContent).toMatch(/\.\u00a0$/)
  })

  it('RE-15: a German page shows no English error text', async () => {
    const error = { code: 'password_strength_error', field: 'password', reasons: ['Too short.'] } as const
    const { container, unmount } = await show(
      <SignUp initialFlow={payload('start', { kind: 'sign-up', error })} />,
      {
        locale: de,
      },
    )
    expect(container.textContent).toContain(de.errors.password_strength_error)
    expect(container.textContent).not.toContain('Too short')
    unmount()
    await show(<SignUp initialFlow={payload('start', { kind: 'sign-up', error })} />)
    expect(screen.getByText('Choose a stronger password. Too short.')).toBeTruthy()
  })

  it('RE-25: the old error is hidden while the next request is in progress', async () => {
    const error = { code: 'invalid_credentials' } as const
    const silent = { fetch: () => new Promise<Response>(() => {}) } as never
    const { user } = await show(<SignIn initialFlow={payload('start', { error })} />, { server: silent })
    await user.type(email(), EMAIL)
    await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
    expect(screen.queryByText(/do not match/)).toBeNull()
  })

  it('DES-11: after a 429, the main button shows a countdown and sends nothing until it ends', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    try {
      const server = createFakeAuthServer()
      const { user } = await show(<SignIn />, { server })
      await user.type(email(), EMAIL)
      await user.type(screen.getByLabelText('Password'), 'correct horse')
      server.refuse({ code: 'rate_limited', retryAfterSeconds: 42 })
      await user.click(screen.getByRole('button', { name: 'Sign in' }))
      const button = screen.getByRole('button', { name: 'Try again in 42 s' })
      expect(button.getAttribute('aria-disabled')).toBe('true')
      const before = server.requests.length
      await user.click(button)
      expect(server.requests).toHaveLength(before)
      await act(async () => void vi.advanceTimersByTime(42_000))
      await user.click(screen.getByRole('button', { name: 'Sign in' }))
      expect(server.requests.length).toBeGreaterThan(before)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('controls', () => {
  it('DES-25: the Tab key moves from the email address to the password', async () => {
    const { user } = await show(<SignIn />)
    await user.click(email())
    await user.tab()
    expect(document.activeElement).toBe(screen.getByLabelText('Password'))
  })

  it('DES-26: the label of the reveal button is its action, without an additional state', async () => {
    const { user } = await show(<SignIn />)
    const reveal = screen.getByRole('button', { name: 'Show password' })
    await user.click(reveal)
    expect(screen.getByRole('button', { name: 'Hide password' })).toBe(reveal)
    expect(reveal.hasAttribute('aria-pressed')).toBe(false)
  })

  it('RE-24: the Enter key of a phone is labeled with its action', async () => {
    const { unmount } = await show(<SignIn />)
    expect(screen.getByLabelText('Password').getAttribute('enterkeyhint')).toBe('go')
    unmount()
    await show(<ForgotPassword />)
    expect(email().getAttribute('enterkeyhint')).toBe('send')
  })

  it('BUG-11: single sign-on with an email address navigates with JavaScript, which `form-action` allows', async () => {
    const assign = vi.fn()
    const step: Step = { name: 'start', methods: ['password', 'sso'], providers: [], signUp: true }
    const { user, container } = await show(<SignIn initialFlow={payload('start', { step })} />)
    vi.stubGlobal('location', { href: 'http://localhost/', origin: 'http://localhost', assign })
    const form = container.querySelector<HTMLFormElement>('form[method=get]')
    await user.type(form?.querySelector('input[name=email]') as HTMLElement, EMAIL)
    await act(async () => form?.requestSubmit())
    vi.unstubAllGlobals()
    expect(assign.mock.calls).toEqual([
      ['http://localhost/auth/authorize?kind=sign-in&returnTo=%2F&flow=flow_1&email=nadia%40orchard.example'],
    ])
  })

  it('RE-22: a provider that does not exist is an error in development', async () => {
    await expect(show(<OAuthButtons providers={['google' as 'GoogleOAuth']} />)).rejects.toThrow(
      /providers: "google" does not exist/,
    )
    vi.mocked(console.error).mockClear()
  })

  it('BUG-19, N21: an avatar shows the first letter as a whole grapheme', async () => {
    const user = { ...signedIn().user, firstName: '👩🏽‍🚀 Ada' }
    const { container } = await show(<Avatar user={user} />)
    expect(container.querySelector('[data-lk-part=avatar]')?.textContent).toBe('👩🏽‍🚀')
  })
})

describe('useUser', () => {
  it('RE-14: has a type that narrows', () => {
    expectTypeOf<Extract<UserHandle, { isSignedIn: false }>['user']>().toEqualTypeOf<null>()
    expectTypeOf<Extract<UserHandle, { isSignedIn: true }>['user']>().toEqualTypeOf<SessionUser>()
  })
})

import type { FlowPayload, Step, StepName } from '@latchkey/core'
import { fa } from '@latchkey/core/locales/fa'
import { act, createEvent, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, StrictMode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import {
  createFakeAuthServer,
  type FakeAuthServer,
  MockAuthProvider,
  sampleStep,
  signedIn,
  signedOut,
} from '../src/testing/index.ts'
import {
  AcceptInvitation,
  ForgotPassword,
  ResetPassword,
  SignIn,
  SignUp,
  VerifyEmail,
} from '../src/ui/index.ts'

const EMAIL = 'nadia@orchard.example'

async function show(ui: ReactNode, server: FakeAuthServer, navigate = vi.fn(), state = signedOut()) {
  const view = await act(async () =>
    render(
      <StrictMode>
        <MockAuthProvider state={state} server={server} navigate={navigate}>
          {ui}
        </MockAuthProvider>
      </StrictMode>,
    ),
  )
  return { ...view, navigate, user: userEvent.setup() }
}

const posts = (server: FakeAuthServer) => server.requests.filter(({ method }) => method === 'POST')
const title = () => screen.getByRole('heading', { level: 1 }).textContent
/** The text that a screen reader announces: the first one in an element with `aria-live`. */
const spoken = () =>
  [...document.querySelectorAll('[aria-live]')].map(({ textContent }) => textContent?.trim()).find(Boolean)

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

describe('<SignIn>', () => {
  it('signs in with a password and opens the page that the user requested', async () => {
    history.replaceState(null, '', '/sign-in?returnTo=%2Freports')
    const server = createFakeAuthServer()
    const { user, navigate } = await show(<SignIn />, server)
    await user.type(screen.getByLabelText('Email address'), EMAIL)
    await user.type(screen.getByLabelText('Password'), 'correct horse')
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(posts(server)).toMatchObject([
      {
        path: '/sign-in/password',
        body: { kind: 'sign-in', returnTo: '/reports', email: EMAIL, password: 'correct horse' },
      },
    ])
    expect(navigate).toHaveBeenCalledWith('/reports', { replace: false })
    // The session is loaded before the page navigates.
    expect(server.requests.at(-1)?.path).toBe('/session')
  })

  it('shows every step that the server requires', async () => {
    const server = createFakeAuthServer({
      script: ['start', 'verify-email', 'mfa-challenge', 'select-organization', 'complete'],
    })
    const { user, navigate } = await show(<SignIn />, server)
    await user.type(screen.getByLabelText('Email address'), EMAIL)
    await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
    expect(title()).toBe('Confirm your email address')
    await user.type(screen.getByLabelText('Six-digit code'), '123456')
    expect(title()).toBe('Two-step verification')
    await user.type(screen.getByLabelText('Six-digit code'), '654321')
    expect(title()).toBe('Choose an organization')
    await user.click(screen.getByRole('button', { name: 'Harbor' }))
    expect(navigate).toHaveBeenCalledTimes(1)
    expect(posts(server).map(({ path, body }) => [path, body.code ?? body.organizationId])).toEqual([
      ['/sign-in/password', undefined],
      ['/sign-in/verify-email', '123456'],
      ['/sign-in/mfa/verify', '654321'],
      ['/sign-in/organization', 'org_harbor'],
    ])
  })

  it('sends a code from the same form, without requiring the password', async () => {
    const server = createFakeAuthServer({ script: ['start', 'code', 'complete'] })
    const { user } = await show(<SignIn />, server)
    await user.type(screen.getByLabelText('Email address'), EMAIL)
    await user.click(screen.getByRole('button', { name: 'Email me a code' }))
    expect(posts(server)[0]?.body).toEqual({ kind: 'sign-in', email: EMAIL })
    expect(document.activeElement).toBe(screen.getByLabelText('Six-digit code'))
  })

  it('RE-21: accepts a pasted code with spaces, and submits each time the code is complete', async () => {
    const server = createFakeAuthServer({ script: ['code', 'complete'] })
    const { user } = await show(<SignIn initialFlow={payload('code')} />, server)
    server.refuse({ code: 'invalid_one_time_code', field: 'code' })
    const input = screen.getByLabelText<HTMLInputElement>('Six-digit code')
    await user.click(input)
    await user.paste('123-4 56')
    expect(posts(server)).toMatchObject([
      { path: '/sign-in/code/verify', body: { code: '123456', flow: 'flow_1' } },
    ])
    await user.clear(input)
    await user.type(input, '654321')
    expect(posts(server).map(({ body }) => body.code)).toEqual(['123456', '654321'])
  })

  it('accepts a code with the digits of the user’s keyboard', async () => {
    const server = createFakeAuthServer({ script: ['code', 'complete'] })
    const { user } = await show(<SignIn initialFlow={payload('code')} />, server)
    await user.type(screen.getByLabelText('Six-digit code'), '۱۲۳ ۴۵۶')
    expect(posts(server)).toMatchObject([{ body: { code: '۱۲۳۴۵۶' } }])
  })

  it('B8 links an error to its input, announces it once, focuses it, and keeps the value', async () => {
    const server = createFakeAuthServer()
    const { user } = await show(<SignIn />, server)
    await user.type(screen.getByLabelText('Email address'), EMAIL)
    server.refuse({ code: 'invalid_credentials', field: 'password' })
    await user.type(screen.getByLabelText('Password'), 'wrong{Enter}')
    const password = screen.getByLabelText<HTMLInputElement>('Password')
    const message = 'That email address and password do not match.'
    expect(password.getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById(password.getAttribute('aria-describedby') as string)?.textContent).toBe(
      message,
    )
    expect(spoken()).toBe(message)
    expect(document.activeElement).toBe(password)
    expect(screen.getByLabelText<HTMLInputElement>('Email address').value).toBe(EMAIL)
    expect(password.value).toBe('wrong')
  })

  it('submits again after an error', async () => {
    const server = createFakeAuthServer()
    const { user, navigate } = await show(<SignIn />, server)
    await user.type(screen.getByLabelText('Email address'), EMAIL)
    server.refuse({ code: 'service_unavailable' })
    await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
    expect(spoken()).toContain('cannot be reached')
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(navigate).toHaveBeenCalledTimes(1)
  })

  it('shows missing fields without a request', async () => {
    const server = createFakeAuthServer()
    const { user } = await show(<SignIn initialFlow={payload('start', { flow: undefined })} />, server)
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(spoken()).toBe('Enter your email address.')
    expect(document.activeElement).toBe(screen.getByLabelText('Email address'))
    expect(server.requests).toEqual([])
  })

  it('B5 sends a double submit once', async () => {
    const server = createFakeAuthServer()
    await show(<SignIn initialFlow={payload('start')} />, server)
    fireEvent.input(screen.getByLabelText('Email address'), { target: { value: EMAIL } })
    fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'correct horse' } })
    const form = screen.getByLabelText('Password').closest('form') as HTMLFormElement
    await act(async () => {
      form.requestSubmit()
      form.requestSubmit()
    })
    expect(posts(server)).toHaveLength(1)
  })

  it('takes over from the browser when JavaScript runs', async () => {
    await show(<SignIn initialFlow={payload('start')} />, createFakeAuthServer())
    const form = screen.getByLabelText('Password').closest('form') as HTMLFormElement
    const event = createEvent.submit(form)
    await act(async () => void fireEvent(form, event))
    expect(event.defaultPrevented).toBe(true)
  })

  it('keeps the code and shows an error if there is no network', async () => {
    const server = createFakeAuthServer()
    const { user } = await show(<SignIn initialFlow={payload('code')} />, server)
    server.fail('offline')
    await user.type(screen.getByLabelText('Six-digit code'), '123456')
    expect(spoken()).toBe('You appear to be offline. Check your connection and try again.')
    expect(screen.getByLabelText<HTMLInputElement>('Six-digit code').value).toBe('123456')
  })

  it('allows the user to go back from an unknown step', async () => {
    const server = createFakeAuthServer({ script: ['start', 'unknown'] })
    const { user, navigate } = await show(<SignIn initialFlow={payload('unknown')} />, server)
    expect(title()).toBe('One more step is needed')
    expect(screen.getByRole('link', { name: 'Continue' }).getAttribute('href')).toContain('provider=authkit')
    expect(navigate).not.toHaveBeenCalled()
    await user.click(screen.getByRole('button', { name: 'Start over' }))
    expect(title()).toBe('Sign in')
  })

  it('never treats a step of a newer version as success', async () => {
    const future = { ...payload('start'), step: { name: 'voice-print' } } as unknown as FlowPayload
    const { navigate } = await show(<SignIn initialFlow={future} />, createFakeAuthServer())
    expect(title()).toBe('One more step is needed')
    expect(navigate).not.toHaveBeenCalled()
  })

  it('offers the connection if the organization requires single sign-on', async () => {
    await show(<SignIn initialFlow={payload('sso-required')} />, createFakeAuthServer())
    expect(screen.getByRole('link', { name: 'Single sign-on' }).getAttribute('href')).toBe(
      '/auth/authorize?kind=sign-in&returnTo=%2F&flow=flow_1&connection=conn_1&email=nadia%40orchard.example',
    )
  })

  it('shows a countdown until an email can be sent again, and shows when it was sent', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    try {
      const server = createFakeAuthServer({ script: ['start', 'verify-email', 'verify-email'] })
      await show(<SignIn initialFlow={payload('start')} />, server)
      fireEvent.input(screen.getByLabelText('Email address'), { target: { value: EMAIL } })
      fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'correct horse' } })
      await act(async () => screen.getByRole('button', { name: 'Sign in' }).click())
      const again = () => screen.getByRole('button', { name: /Send again/ })
      expect(again().textContent).toBe('Send again in 30 s')
      await act(async () => again().click())
      expect(posts(server)).toHaveLength(1)
      await act(() => vi.advanceTimersByTimeAsync(30_000))
      expect(again().textContent).toBe('Send again')
      await act(async () => again().click())
      expect(posts(server).at(-1)?.path).toBe('/sign-in/verify-email/resend')
      expect(spoken()).toBe('Sent. It can take a minute to arrive.')
      expect(again().textContent).toBe('Send again in 30 s')
    } finally {
      vi.useRealTimers()
    }
  })

  it('shows the countdown in the digits of the language', async () => {
    const server = createFakeAuthServer({ script: ['start', 'verify-email'] })
    await act(async () =>
      render(
        <MockAuthProvider state={signedOut()} server={server} locale={fa}>
          <SignIn initialFlow={payload('start')} />
        </MockAuthProvider>,
      ),
    )
    fireEvent.input(screen.getByLabelText('نشانی ایمیل'), { target: { value: EMAIL } })
    fireEvent.input(screen.getByLabelText('گذرواژه'), { target: { value: 'correct horse' } })
    await act(async () => screen.getByRole('button', { name: 'ورود' }).click())
    expect(screen.getByRole('button', { name: /^ارسال دوباره/ }).textContent).toBe(
      'ارسال دوباره پس از ۳۰ ثانیه',
    )
  })

  it('continues the attempt in the URL', async () => {
    history.replaceState(null, '', '/sign-in?flow=flow_9')
    const server = createFakeAuthServer({ script: ['mfa-challenge', 'complete'] })
    await show(<SignIn />, server)
    expect(server.requests[0]?.query.get('flow')).toBe('flow_9')
    expect(title()).toBe('Two-step verification')
  })

  it('calls onComplete instead of navigating', async () => {
    const onComplete = vi.fn()
    const { user, navigate } = await show(
      <SignIn initialFlow={payload('code')} onComplete={onComplete} />,
      createFakeAuthServer(),
    )
    await user.type(screen.getByLabelText('Six-digit code'), '123456')
    await waitFor(() => expect(onComplete).toHaveBeenCalledWith('/'))
    expect(navigate).not.toHaveBeenCalled()
  })
})

describe('if sign-ups are closed', () => {
  const script = [{ ...sampleStep('start', EMAIL, '/'), signUp: false } as Step]

  it('sign-in has no link to sign-up', async () => {
    await show(<SignIn />, createFakeAuthServer({ script }))
    expect(screen.getByLabelText('Password')).toBeTruthy()
    expect(screen.queryByText(/New here/)).toBeNull()
    expect(screen.queryByRole('link', { name: 'Create account' })).toBeNull()
  })

  it('sign-up shows it, has no form, and links to sign-in', async () => {
    const { container } = await show(<SignUp />, createFakeAuthServer({ script }))
    expect(container.querySelector('[data-lk-part=message]')?.textContent).toBe(
      'Sign-ups are currently closed.',
    )
    expect(container.querySelector('input, button, form, [data-lk-part=provider]')).toBeNull()
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/sign-in')
  })
})

describe('the other flows', () => {
  it('create an account and verify its email address', async () => {
    const server = createFakeAuthServer({ script: ['start', 'verify-email', 'complete'] })
    const { user, navigate } = await show(<SignUp />, server)
    await user.type(screen.getByLabelText('First name'), 'Nadia')
    await user.type(screen.getByLabelText('Email address'), EMAIL)
    await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
    expect(posts(server)[0]).toMatchObject({
      path: '/sign-up/password',
      body: { kind: 'sign-up', firstName: 'Nadia', lastName: '', email: EMAIL },
    })
    await user.type(screen.getByLabelText('Six-digit code'), '123456')
    expect(navigate).toHaveBeenCalledTimes(1)
  })

  it('show the same result of a reset request for every email address', async () => {
    const server = createFakeAuthServer({ script: ['forgot', 'forgot-sent'] })
    const { user } = await show(<ForgotPassword />, server)
    await user.type(screen.getByLabelText('Email address'), `${EMAIL}{Enter}`)
    expect(screen.getByText(`If ${EMAIL} has an account, a link is on its way.`)).toBeTruthy()
  })

  it('set a new password with the token of the link, and send no request before that', async () => {
    history.replaceState(null, '', '/reset-password?token=reset_1')
    const server = createFakeAuthServer({ script: ['reset', 'complete'] })
    const { user } = await show(<ResetPassword />, server)
    expect(server.requests).toEqual([])
    await user.type(screen.getByLabelText('New password'), 'correct horse{Enter}')
    expect(posts(server)[0]?.body).toMatchObject({ token: 'reset_1', newPassword: 'correct horse' })
    expect(title()).toBe('Your password has been changed')
  })

  it('show the rules that a password violates, as the API describes them', async () => {
    const server = createFakeAuthServer({ script: ['reset'] })
    const { user } = await show(<ResetPassword token="reset_1" />, server)
    server.refuse({ code: 'password_strength_error', field: 'newPassword', reasons: ['Too common.'] })
    await user.type(screen.getByLabelText('New password'), 'password{Enter}')
    expect(spoken()).toBe('Choose a stronger password. Too common.')
  })

  it('accept an invitation as a new user', async () => {
    const server = createFakeAuthServer({ script: ['invitation', 'complete'] })
    const { user } = await show(<AcceptInvitation token="inv_1" />, server)
    expect(title()).toBe('Join Orchard')
    expect(screen.getByLabelText<HTMLInputElement>('Email address').readOnly).toBe(true)
    await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
    expect(posts(server)[0]?.body).toMatchObject({ email: EMAIL, token: 'inv_1', kind: 'invitation' })
  })

  it('accept an invitation as the invited user', async () => {
    const server = createFakeAuthServer({ session: signedIn(), script: ['invitation', 'complete'] })
    const { user } = await show(<AcceptInvitation token="inv_1" />, server, vi.fn(), signedIn() as never)
    await user.click(screen.getByRole('button', { name: 'Accept invitation' }))
    expect(posts(server)[0]).toMatchObject({ path: '/invitation', body: { token: 'inv_1' } })
  })

  it('show that an invitation is for another user, or no longer valid', async () => {
    const step = { ...sampleStep('invitation', EMAIL, '/'), signedInAs: 'tomas@harbor.example' } as never
    const { unmount } = await show(
      <AcceptInvitation token="inv_1" initialFlow={{ ...payload('invitation'), step }} />,
      createFakeAuthServer(),
    )
    expect(screen.getByText('You are signed in as tomas@harbor.example.')).toBeTruthy()
    unmount()
    const expired = { name: 'invitation', email: EMAIL, state: 'expired' } as const
    await show(
      <AcceptInvitation token="inv_1" initialFlow={{ ...payload('invitation'), step: expired }} />,
      createFakeAuthServer(),
    )
    expect(screen.getByText('This invitation can no longer be used.')).toBeTruthy()
  })

  it('verify an email address on a separate page', async () => {
    await show(<VerifyEmail initialFlow={payload('verify-email')} />, createFakeAuthServer())
    expect(title()).toBe('Confirm your email address')
  })
})

describe('B8 inputs', () => {
  const table: [StepName, FlowPayload['kind'], Record<string, string>][] = [
    ['start', 'sign-in', { email: 'username', password: 'current-password' }],
    [
      'start',
      'sign-up',
      { firstName: 'given-name', lastName: 'family-name', email: 'username', password: 'new-password' },
    ],
    ['password', 'sign-in', { email: 'username', password: 'current-password' }],
    ['code', 'sign-in', { code: 'one-time-code' }],
    ['verify-email', 'sign-in', { code: 'one-time-code' }],
    ['mfa-challenge', 'sign-in', { code: 'one-time-code' }],
    ['mfa-enroll', 'sign-in', { code: 'one-time-code' }],
    ['forgot', 'reset-password', { email: 'username' }],
    ['reset', 'reset-password', { newPassword: 'new-password' }],
    [
      'invitation',
      'invitation',
      { firstName: 'given-name', lastName: 'family-name', email: 'username', password: 'new-password' },
    ],
  ]
  const components = {
    'sign-in': SignIn,
    'sign-up': SignUp,
    'reset-password': ResetPassword,
    invitation: AcceptInvitation,
  }
  it.each(table)('of %s in %s have the correct autocomplete', async (name, kind, expected) => {
    const Flow = components[kind]
    await show(<Flow initialFlow={payload(name, { kind })} />, createFakeAuthServer())
    const inputs = [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden])')]
    expect(Object.fromEntries(inputs.map((input) => [input.name, input.autocomplete]))).toEqual(expected)
  })

  it('of every form are posted to a route of the handler without JavaScript', async () => {
    for (const [name, kind] of table) {
      const Flow = components[kind]
      const { unmount } = await show(<Flow initialFlow={payload(name, { kind })} />, createFakeAuthServer())
      for (const form of document.querySelectorAll('form')) {
        expect(form.method).toBe('post')
        expect(form.getAttribute('action')).toMatch(/^\/auth\//)
        expect(new FormData(form).get('flow')).toBe('flow_1')
        expect(new FormData(form).get('kind')).toBe(kind)
      }
      unmount()
    }
  })

  it('escape texts from the API', async () => {
    const step = { name: 'unknown', code: '<img src=x onerror=alert(1)>' } as const
    const { container } = await show(
      <SignIn initialFlow={payload('unknown', { step })} />,
      createFakeAuthServer(),
    )
    expect(container.querySelector('img')).toBeNull()
  })
})

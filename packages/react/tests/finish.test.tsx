import type { FlowPayload, InvitationEntry, Step } from '@latchkey/core'
import { de } from '@latchkey/core/locales/de'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AuthProvider } from '../src/index.ts'
import {
  createFakeAuthServer,
  type FakeAuthServerOptions,
  MockAuthProvider,
  type MockAuthProviderProps,
  sampleStep,
  signedIn,
  signedOut,
} from '../src/testing/index.ts'
import {
  AcceptInvitation,
  ChangePassword,
  CopyButton,
  Field,
  InviteMember,
  PasswordField,
  ResetPassword,
  SessionList,
  SignIn,
  SignUp,
} from '../src/ui/index.ts'

const EMAIL = 'nadia@orchard.example'

const START: Step = {
  name: 'start',
  methods: ['password'],
  providers: [],
  signUp: true,
  passwordRules: { minLength: 10, digit: true },
  signUpFields: [
    { name: 'company', label: { en: 'Company', de: 'Firma' }, required: true, autoComplete: 'organization' },
    { name: 'website', label: 'Website', type: 'url' },
    { name: 'terms', label: 'I accept the terms', type: 'checkbox', required: true },
  ],
}

const payload = (step: Step, kind: FlowPayload['kind'] = 'sign-up'): FlowPayload => ({
  kind,
  step,
  values: {},
  returnTo: '/',
})

async function show(
  ui: ReactNode,
  options: FakeAuthServerOptions = {},
  props: Partial<MockAuthProviderProps> = {},
) {
  const server = createFakeAuthServer(options)
  const session = options.session ?? signedOut()
  const tree = (content: ReactNode) => (
    <MockAuthProvider state={session} server={server} {...props}>
      {content}
    </MockAuthProvider>
  )
  const view = await act(async () => render(tree(ui)))
  const user = userEvent.setup()
  return { server, user, leave: () => view.rerender(tree(null)) }
}

const rules = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent)

describe('DES-32: a new password', () => {
  it.each([
    ['sign-up', <SignUp key="" initialFlow={payload(START)} />, 'Password'],
    [
      'an invitation',
      <AcceptInvitation
        key=""
        initialFlow={payload(
          {
            name: 'invitation',
            email: EMAIL,
            state: 'pending',
            passwordRules: { minLength: 10, digit: true },
          },
          'invitation',
        )}
      />,
      'Password',
    ],
    [
      'a reset',
      <ResetPassword
        key=""
        initialFlow={payload(
          { name: 'reset', passwordRules: { minLength: 10, digit: true } },
          'reset-password',
        )}
      />,
      'New password',
    ],
  ])('shows its rules in advance, and checks them off while the user types: %s', async (_, ui, label) => {
    const { user } = await show(ui)
    const input = screen.getByLabelText(label)
    expect(input.getAttribute('passwordrules')).toBe('minlength: 10; required: digit;')
    expect(rules()).toEqual(['At least 10 characters', 'A digit'])
    const hint = document.getElementById(input.getAttribute('aria-describedby') ?? '')
    expect(hint?.textContent).toContain('At least 10 characters')
    await user.type(input, 'lantern7')
    expect(rules()).toEqual(['At least 10 characters', 'A digit, met'])
    await user.type(input, 'quartz')
    expect(rules()).toEqual(['At least 10 characters, met', 'A digit, met'])
    await user.clear(input)
    expect(rules()).toEqual(['At least 10 characters', 'A digit'])
  })

  it('has the rules from the handler in the account, too', async () => {
    const routes = {
      'GET /config': { methods: [], providers: [], signUp: true, passwordRules: { minLength: 12 } },
    }
    await show(<ChangePassword />, { session: signedIn(), routes })
    expect(rules()).toEqual(['At least 12 characters'])
  })

  it('has no list of rules if there are none, or for an existing password', async () => {
    await show(<ResetPassword initialFlow={payload({ name: 'reset' }, 'reset-password')} />)
    expect(screen.queryByRole('listitem')).toBeNull()
  })
})

describe('RE-7: the names of a new account', () => {
  it.each([
    ['sign-up', (step: Step) => <SignUp initialFlow={payload(step)} />, START],
    [
      'an invitation',
      (step: Step) => <AcceptInvitation initialFlow={payload(step, 'invitation')} />,
      { name: 'invitation', email: EMAIL, state: 'pending' } as Step,
    ],
  ] as const)('are requested as the step defines: %s', async (_, ui, step) => {
    const inputs = () =>
      ['First name', 'Last name'].map((label) => screen.queryByLabelText<HTMLInputElement>(label)?.required)
    for (const [signUpNames, expected] of [
      [undefined, [false, false]],
      [{ firstName: 'required' }, [true, false]],
      [{ firstName: 'required', lastName: false }, [true, undefined]],
      [{ firstName: false, lastName: 'optional' }, [undefined, false]],
    ] as const) {
      const { leave } = await show(ui({ ...step, signUpNames } as Step))
      expect(inputs()).toEqual(expected)
      leave()
    }
    await show(ui({ ...step, signUpNames: { firstName: false, lastName: false } } as Step))
    expect(document.querySelector('[data-lk-part="pair"]')).toBeNull()
  })

  it('show their own error', async () => {
    const error = { code: 'field_required', field: 'lastName' } as const
    const step: Step = { ...START, signUpNames: { lastName: 'required' } }
    await show(<SignUp initialFlow={{ ...payload(step), error }} />)
    expect(screen.getByLabelText('Last name').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByLabelText('First name').getAttribute('aria-invalid')).not.toBe('true')
  })
})

it('describes an input with its hint and its note, or with its hint and its error', async () => {
  const described = () => {
    const ids = screen.getByLabelText('Company').getAttribute('aria-describedby')?.split(' ') ?? []
    return ids.map((id) => document.getElementById(id)?.textContent?.trim())
  }
  const { leave } = await show(
    <Field name="company" label="Company" hint="As on the invoice." note="Checking." />,
  )
  expect(described()).toEqual(['As on the invoice.', 'Checking.'])
  leave()
  await show(
    <Field
      name="company"
      label="Company"
      hint="As on the invoice."
      note="Checking."
      error={{ code: 'field_required' }}
    />,
  )
  expect(described()).toEqual(['As on the invoice.', 'This field is required.'])
})

it('checks off the rules of a password field in the app’s own form', async () => {
  const { user } = await show(<PasswordField name="password" label="Password" rules={{ symbol: true }} />)
  await user.type(screen.getByLabelText('Password'), '!')
  expect(rules()).toEqual(['A symbol, met'])
})

it('shows that Caps Lock is on in place of the error, unless there is an error', async () => {
  const { user } = await show(<PasswordField name="password" label="Password" />)
  const input = screen.getByLabelText('Password')
  await user.type(input, 'a')
  const line = () => document.querySelector('[data-lk-part="error"]')
  expect(line()?.textContent).toBe('')
  fireEvent.keyUp(input, { key: 'CapsLock', modifierCapsLock: true })
  expect([line()?.textContent, line()?.getAttribute('data-lk-state')]).toEqual(['Caps Lock is on.', 'note'])
  expect(input.getAttribute('aria-describedby')).toBe(line()?.id)
  fireEvent.keyUp(input, { key: 'CapsLock' })
  expect(line()?.textContent).toBe('')
  fireEvent.keyDown(input, { key: 'A', modifierCapsLock: true })
  fireEvent.blur(input)
  expect(line()?.textContent).toBe('')
})

describe('<CopyButton>', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('copies the secret of an authenticator app, and confirms it each time', async () => {
    const { user } = await show(
      <SignIn initialFlow={payload(sampleStep('mfa-enroll', EMAIL, '/'), 'sign-in')} />,
    )
    const said = () => document.querySelector('[data-lk-part="copy"] [role="status"]')?.textContent
    await user.click(screen.getByRole('button', { name: 'Copy: Or enter this key' }))
    expect(await navigator.clipboard.readText()).toBe('JBSWY3DPEHPK3PXP')
    const first = said()
    await user.click(screen.getByRole('button', { name: 'Copy: Or enter this key' }))
    expect([first, said()].map((text) => text?.trim())).toEqual(['Copied.', 'Copied.'])
    expect(said()).not.toBe(first)
  })

  it('is hidden if the page cannot write to the clipboard', async () => {
    vi.stubGlobal('navigator', { ...navigator, clipboard: undefined })
    await show(<CopyButton text="user_1" label="User ID" />)
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('DES-13: the document title', () => {
  afterEach(() => {
    document.title = ''
  })

  it('follows the step if the app enables it, and is restored afterward', async () => {
    document.title = 'Orchard'
    const server = { script: ['start', 'code'] as const }
    const { user, leave } = await show(<SignIn initialFlow={payload(START, 'sign-in')} />, server, {
      titles: true,
      brand: { name: 'Orchard' },
    })
    expect(document.title).toBe('Sign in to Orchard')
    await user.type(screen.getByLabelText('Email address'), EMAIL)
    await user.type(screen.getByLabelText('Password'), 'lantern-quartz{Enter}')
    expect(document.title).toBe('Check your email – Orchard')
    await act(async () => leave())
    expect(document.title).toBe('Orchard')
  })

  it('also follows the step in the app’s own provider', async () => {
    const auth = { status: 'signed-out', reason: 'none', rev: 1 } as const
    await act(async () =>
      render(
        <AuthProvider titles initialAuth={auth}>
          <SignIn initialFlow={payload(START, 'sign-in')} />
        </AuthProvider>,
      ),
    )
    expect(document.title).toBe('Sign in')
  })

  it('is not changed otherwise', async () => {
    document.title = 'Orchard'
    await show(<SignIn initialFlow={payload(START, 'sign-in')} />)
    expect(document.title).toBe('Orchard')
  })
})

describe('A12: the app’s own sign-up fields', () => {
  async function fill(user: ReturnType<typeof userEvent.setup>) {
    await user.type(screen.getByLabelText('Email address'), EMAIL)
    await user.type(screen.getByLabelText('Password'), 'lantern-quartz')
  }

  it('are rendered, validated before the request, and sent', async () => {
    const { user, server } = await show(<SignUp initialFlow={payload(START)} />, { script: [START] })
    const posts = () => server.requests.filter(({ method }) => method === 'POST')
    expect(screen.getByLabelText('Website').getAttribute('type')).toBe('url')
    expect(screen.getByLabelText('Company').getAttribute('autocomplete')).toBe('organization')
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Create account' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Company'))
    expect(screen.getByText(/This field is required/)).toBeTruthy()
    await user.type(screen.getByLabelText('Company'), 'Orchard')
    await user.click(screen.getByRole('button', { name: 'Create account' }))
    expect(document.activeElement).toBe(screen.getByLabelText('I accept the terms'))
    expect(posts()).toEqual([])
    await user.click(screen.getByLabelText('I accept the terms'))
    await user.click(screen.getByRole('button', { name: 'Create account' }))
    expect(posts()[0]?.body).toMatchObject({ email: EMAIL, company: 'Orchard', terms: 'on' })
  })

  it('have labels in the language of the page', async () => {
    await show(<SignUp initialFlow={payload(START)} />, {}, { locale: de })
    expect(screen.getByLabelText('Firma')).toBeTruthy()
  })

  it('each show their own error, and keep the typed values', async () => {
    const { user, server } = await show(<SignUp initialFlow={payload(START)} />, { script: [START] })
    await fill(user)
    await user.type(screen.getByLabelText('Company'), 'X')
    await user.click(screen.getByLabelText('I accept the terms'))
    server.refuse({
      code: 'sign_up_not_allowed',
      field: 'company',
      message: 'Too short.',
      messages: { company: 'Too short.', website: 'Not reachable.', form: 'Not like that.' },
    })
    await user.click(screen.getByRole('button', { name: 'Create account' }))
    const errorOf = (label: string) => {
      const ids = screen.getByLabelText(label).getAttribute('aria-describedby')?.split(' ') ?? []
      return ids.map((id) => document.getElementById(id)?.textContent)
    }
    expect([errorOf('Company'), errorOf('Website')]).toEqual([['Too short.'], ['Not reachable.']])
    expect(document.querySelector('[data-lk-part="message"]')?.textContent).toBe('Not like that.')
    expect(screen.getByLabelText<HTMLInputElement>('Company').value).toBe('X')
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('lantern-quartz')
    expect(screen.getByLabelText<HTMLInputElement>('I accept the terms').checked).toBe(true)
  })
})

it('shows that an email was sent again, in addition to announcing it, until the next action', async () => {
  const step = sampleStep('verify-email', EMAIL, '/')
  const { user, server } = await show(
    <SignIn initialFlow={{ ...payload(step, 'sign-in'), flow: 'flow_1' }} resendAfterSeconds={0} />,
    { script: ['verify-email', 'verify-email'] },
  )
  const shown = () => document.querySelector('[data-lk-part="message"]')
  await user.click(screen.getByRole('button', { name: 'Send again' }))
  await waitFor(() =>
    expect([shown()?.textContent, shown()?.getAttribute('data-lk-state')]).toEqual([
      'Sent. It can take a minute to arrive.',
      'done',
    ]),
  )
  server.refuse({ code: 'invalid_one_time_code', field: 'code' })
  await user.type(screen.getByLabelText('Six-digit code'), '123456')
  await waitFor(() => expect(shown()?.textContent).toBe(''))
})

describe('DES-12: an action that cannot be undone', () => {
  const invitation = (id: string, email: string): InvitationEntry => ({
    ...{ id, email, state: 'pending', role: 'member' },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-02-01T00:00:00.000Z' },
  })
  const list = <T,>(...data: T[]) => ({ data, after: null, before: null })

  it('asks for confirmation before it revokes an invitation, reports the result, and keeps the focus in the list', async () => {
    let left = [invitation('i1', 'a@harbor.example'), invitation('i2', 'b@harbor.example')]
    const { user, server } = await show(<InviteMember />, {
      session: signedIn({ organizationId: 'org_1' }),
      routes: {
        'GET /organizations': list(),
        'GET /invitations': () => list(...left),
        'DELETE /invitations/i1': () => {
          left = left.slice(1)
          return null
        },
        'DELETE /invitations/i2': () => {
          left = []
          return null
        },
      },
    })
    const deletions = () => server.requests.filter(({ method }) => method === 'DELETE').length
    for (const [index, email] of ['a@harbor.example', 'b@harbor.example'].entries()) {
      const question = screen.getByLabelText(`Remove: ${email}`, { selector: 'summary' })
      await user.click(question)
      expect(deletions()).toBe(index)
      await user.click(screen.getByText(`Remove: ${email}`))
      expect(deletions()).toBe(index + 1)
      expect(document.activeElement?.textContent).toBe(index === 0 ? 'Send again' : 'Invitations')
    }
    expect(screen.getByText('No invitations.')).toBeTruthy()
    expect(screen.getByText('Done.')).toBeTruthy()
  })

  it('asks for confirmation before it signs out all other devices', async () => {
    const session = (id: string, current: boolean) => ({
      ...{ id, current, ipAddress: null, userAgent: null, authMethod: 'password', impersonator: null },
      ...{ createdAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-02-01T00:00:00.000Z' },
    })
    const { user, server } = await show(<SessionList />, {
      session: signedIn(),
      routes: { 'GET /sessions': list(session('s1', true), session('s2', false)), 'DELETE /sessions': null },
    })
    await user.click(screen.getByText('Sign out all other sessions', { selector: 'summary' }))
    expect(server.requests.some(({ method }) => method === 'DELETE')).toBe(false)
    await user.click(screen.getByText('Sign out all other sessions', { selector: 'button' }))
    expect(server.requests.some(({ method }) => method === 'DELETE')).toBe(true)
  })
})

import type { OAuthProvider } from '@latchkey/core'
import { PROVIDER_ICONS } from '@latchkey/core/provider-icons'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it } from 'vitest'
import { AuthProvider, useAuth } from '../src/index.ts'
import { createFakeAuthServer, MockAuthProvider, signedIn, signedOut } from '../src/testing/index.ts'
import {
  AcceptInvitation,
  ForgotPassword,
  OAuthButtons,
  ResetPassword,
  SignIn,
  SignInRoot,
  SignUp,
  VerifyEmail,
} from '../src/ui/index.ts'

const offer = {
  methods: ['password', 'code', 'sso'] as const,
  providers: ['GoogleOAuth', 'XeroOAuth'] as const,
  signUp: true,
}

const show = (ui: ReactNode) =>
  act(async () =>
    render(
      <AuthProvider initialAuth={{ status: 'signed-out', reason: 'none', rev: 1 }} initialConfig={offer}>
        {ui}
      </AuthProvider>,
    ),
  )

afterEach(() => localStorage.clear())

const marked = () =>
  [...document.querySelectorAll('[data-lk-part="last-used"]')].map(
    (mark) => mark.closest('button, a, summary')?.textContent,
  )

describe('the last sign-in method', () => {
  it.each([
    ['Password', 'Sign inLast used'],
    ['MagicAuth', 'Email me a codeLast used'],
    ['GoogleOAuth', 'Continue with GoogleLast used'],
    ['SSO', 'Single sign-onLast used'],
  ])('%s is marked on its button, and on no other', async (authenticationMethod, text) => {
    localStorage.setItem('latchkey:method', authenticationMethod)
    await show(<SignIn identifierFirst={false} />)
    expect(marked()).toEqual([text])
  })

  it('describes its button to screen readers, and does not change its name', async () => {
    localStorage.setItem('latchkey:method', 'GoogleOAuth')
    await show(<SignIn identifierFirst={false} />)
    const described = screen.getByRole('link', { name: 'Continue with Google' })
    const id = described.getAttribute('aria-describedby') ?? ''
    expect(document.getElementById(id)?.textContent).toBe('Last used')
    expect(screen.getByRole('button', { name: 'Sign in' }).hasAttribute('aria-describedby')).toBe(false)
  })

  it('is not marked if there was none', async () => {
    await show(<SignIn identifierFirst={false} />)
    expect(marked()).toEqual([])
  })
})

describe('DES-20: the icons of providers', () => {
  const all = Object.keys(PROVIDER_ICONS).filter((name): name is OAuthProvider => name !== 'authkit')

  it('are part of the server’s HTML for every provider of the API', () => {
    const html = renderToString(
      <AuthProvider initialAuth={{ status: 'signed-out', reason: 'none', rev: 1 }} initialConfig={offer}>
        <OAuthButtons providers={all} />
      </AuthProvider>,
    )
    const icons = html.match(/<svg.*?<\/svg>/g) ?? []
    expect(icons).toHaveLength(all.length)
    for (const icon of icons) expect(icon).toContain('<path')
  })

  it('are replaced with the first letter for a provider without one', () => {
    const html = renderToString(
      <AuthProvider initialAuth={{ status: 'signed-out', reason: 'none', rev: 1 }} initialConfig={offer}>
        <OAuthButtons providers={['OrchardOAuth']} />
      </AuthProvider>,
    )
    expect(html).toContain('>O</text>')
  })
})

describe('providers as icons', () => {
  it('have their full name for screen readers, and a short one as a tooltip', async () => {
    await show(<OAuthButtons layout="icons" providers={['GoogleOAuth', 'XeroOAuth']} />)
    const link = screen.getByRole('link', { name: 'Continue with Google' })
    expect(link.getAttribute('title')).toBe('Google')
    expect(link.parentElement?.dataset.lkState).toBe('icons')
  })

  it.each([
    ['SignIn', <SignIn key="1" layout="icons" />],
    ['SignUp', <SignUp key="2" layout="icons" />],
    [
      'SignInRoot',
      <SignInRoot key="4" layout="icons">
        {null}
      </SignInRoot>,
    ],
    ['VerifyEmail', <VerifyEmail key="3" layout="icons" />],
  ])('are shown in %s', async (_, ui) => {
    await show(ui)
    expect(document.querySelector('[data-lk-part="providers"]')?.getAttribute('data-lk-state')).toBe('icons')
  })

  it('are not shown in flows without providers', async () => {
    await show(
      <>
        <ForgotPassword layout="icons" />
        <ResetPassword layout="icons" token="x" />
        <AcceptInvitation layout="icons" token="x" />
      </>,
    )
    expect(document.querySelector('[data-lk-part="providers"]')).toBeNull()
  })
})

/** Returns the first field, because single sign-on has a second one. */
const emailField = () => screen.getAllByLabelText<HTMLInputElement>('Email address')[0] as HTMLInputElement

describe('the email address first', () => {
  it('is the default if more than two methods are offered', async () => {
    await show(<SignIn />)
    expect(screen.queryByLabelText('Password')).toBeNull()
    expect(screen.getByRole('button', { name: 'Continue' })).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Continue with Google' })).toBeTruthy()
    expect(screen.queryByText('Single sign-on')).toBeNull()
  })

  it.each([
    [['password', 'code'], undefined, false],
    [['password', 'code'], true, true],
    [['password', 'code', 'sso'], false, false],
    [['sso'], true, false],
  ] as const)('is used with %j and the option %s: %s', async (methods, identifierFirst, expected) => {
    await act(async () =>
      render(
        <AuthProvider
          initialAuth={{ status: 'signed-out', reason: 'none', rev: 1 }}
          initialConfig={{ ...offer, methods }}
        >
          <SignIn identifierFirst={identifierFirst} />
        </AuthProvider>,
      ),
    )
    const form = document.querySelector('form[action$="/sign-in/identify"]')
    expect(form !== null).toBe(expected)
  })

  it('leads to the password, and also offers the code and single sign-on', async () => {
    const server = createFakeAuthServer({ script: ['start', 'password', 'complete'] })
    render(
      <MockAuthProvider state={signedOut()} server={server} initialConfig={offer}>
        <SignIn />
      </MockAuthProvider>,
    )
    await userEvent.type(emailField(), 'nadia@orchard.example{Enter}')
    expect(await screen.findByRole('heading', { name: 'Enter your password' })).toBeTruthy()
    expect(server.requests.at(-1)).toMatchObject({
      path: '/sign-in/identify',
      body: { email: 'nadia@orchard.example' },
    })
    expect(screen.getByRole('button', { name: 'Email me a code' }).getAttribute('formaction')).toBe(
      '/auth/sign-in/code/send',
    )
  })

  it.each([
    [true, 1],
    [undefined, 0],
  ])('single sign-on can be declined only if the domain has led to it (%s)', async (isInferred, count) => {
    await show(
      <SignIn
        initialFlow={{
          kind: 'sign-in',
          step: {
            name: 'sso-required',
            email: 'nadia@orchard.example',
            connections: [{ id: 'conn_1' }],
            isInferred,
          },
          values: {},
          returnTo: '/',
        }}
      />,
    )
    expect(screen.queryAllByRole('button', { name: 'Sign in another way' })).toHaveLength(count)
    expect(screen.getByRole('link', { name: 'Single sign-on' })).toBeTruthy()
  })
})

describe('the remembered user', () => {
  afterEach(() => sessionStorage.clear())

  it.each([true, false])(
    'is filled in and can be removed (identifier first: %s)',
    async (identifierFirst) => {
      localStorage.setItem('latchkey:user', 'nadia@orchard.example')
      await show(<SignIn identifierFirst={identifierFirst} />)
      expect(emailField().value).toBe('nadia@orchard.example')
      await userEvent.click(screen.getByRole('button', { name: 'Not you?' }))
      expect(emailField().value).toBe('')
      expect(document.activeElement).toBe(emailField())
      expect(localStorage.getItem('latchkey:user')).toBeNull()
      expect(screen.queryByRole('button', { name: 'Not you?' })).toBeNull()
    },
  )

  it('is not offered if there is none', async () => {
    await show(<SignIn />)
    expect(screen.queryByRole('button', { name: 'Not you?' })).toBeNull()
  })

  it('is filled in by every page that starts a sign-in', async () => {
    localStorage.setItem('latchkey:user', 'nadia@orchard.example')
    const { unmount } = await show(<VerifyEmail identifierFirst={false} />)
    expect(emailField().value).toBe('nadia@orchard.example')
    expect(screen.getByLabelText('Password')).toBeTruthy()
    unmount()
    await show(<SignInRoot identifierFirst>{null}</SignInRoot>)
    expect(emailField().value).toBe('nadia@orchard.example')
    expect(screen.queryByLabelText('Password')).toBeNull()
  })

  it.each([
    ['SignIn', <SignIn key="1" remember={false} />],
    [
      'SignInRoot',
      <SignInRoot key="2" remember={false}>
        {null}
      </SignInRoot>,
    ],
    ['VerifyEmail', <VerifyEmail key="3" remember={false} />],
  ])('is neither shown nor stored if the app disables it: <%s>', async (_name, page) => {
    localStorage.setItem('latchkey:user', 'nadia@orchard.example')
    await show(page)
    expect(emailField().value).toBe('')
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
  })

  it('is the next user who signs in from this tab', async () => {
    await show(<SignIn />)
    await show(
      <AuthProvider initialAuth={signedIn()}>
        <Signed />
      </AuthProvider>,
    )
    expect(localStorage.getItem('latchkey:user')).toBe('nadia@orchard.example')
  })
})

const Signed = () => useAuth().status

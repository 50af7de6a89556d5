import { act, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { AuthProvider } from '../src/index.ts'
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

describe('the last way of signing in', () => {
  it.each([
    ['Password', 'Sign inLast used'],
    ['MagicAuth', 'Email me a codeLast used'],
    ['GoogleOAuth', 'Continue with GoogleLast used'],
    ['SSO', 'Single sign-onLast used'],
  ])('%s is marked on its button, and on no other', async (authenticationMethod, text) => {
    localStorage.setItem('latchkey:method', authenticationMethod)
    await show(<SignIn />)
    expect(marked()).toEqual([text])
  })

  it('is not marked where there was none', async () => {
    await show(<SignIn />)
    expect(marked()).toEqual([])
  })
})

describe('providers as signs', () => {
  it('have their whole name for readers of names, and a short one for pointers', async () => {
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
  ])('stand so in %s', async (_, ui) => {
    await show(ui)
    expect(document.querySelector('[data-lk-part="providers"]')?.getAttribute('data-lk-state')).toBe('icons')
  })

  it('are none in flows that offer none', async () => {
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

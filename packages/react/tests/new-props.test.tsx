import type { SessionPayload } from '@latchkey/core'
import { act, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import {
  AuthBoundary,
  Protect,
  useFlow,
  useInvitation,
  useResetPassword,
  useSignIn,
  useSignUp,
} from '../src/index.ts'
import { createFakeAuthServer, MockAuthProvider, signedIn, signedOut } from '../src/testing/index.ts'
import {
  AcceptInvitation,
  FlowSubmit,
  ForgotPassword,
  ResetPassword,
  SignIn,
  SignInButton,
  SignInRoot,
  SignOutButton,
  SignUp,
  SignUpButton,
  SubmitButton,
  VerifyEmail,
} from '../src/ui/index.ts'

async function show(ui: ReactNode, state: SessionPayload = signedOut()) {
  const server = createFakeAuthServer()
  const view = await act(async () =>
    render(
      <MockAuthProvider state={state} server={server}>
        {ui}
      </MockAuthProvider>,
    ),
  )
  return { ...view, server }
}

function Hooks(): null {
  useFlow('sign-in', { routing: 'memory' })
  useSignIn({ routing: 'memory' })
  useSignUp({ routing: 'memory' })
  useResetPassword(undefined, { routing: 'memory' })
  useInvitation(undefined, { routing: 'memory' })
  return null
}

describe('routing="memory"', () => {
  it.each([
    ['hooks', <Hooks key="" />],
    ['SignIn', <SignIn key="" routing="memory" />],
    ['SignUp', <SignUp key="" routing="memory" />],
    ['ForgotPassword', <ForgotPassword key="" routing="memory" />],
    ['ResetPassword', <ResetPassword key="" routing="memory" />],
    ['AcceptInvitation', <AcceptInvitation key="" routing="memory" />],
    ['VerifyEmail', <VerifyEmail key="" routing="memory" />],
    [
      'SignInRoot',
      <SignInRoot key="" routing="memory">
        {null}
      </SignInRoot>,
    ],
  ])('RE-8: neither reads nor changes the URL: %s', async (_, ui) => {
    history.replaceState(null, '', '/any?flow=flow_9')
    const { server } = await show(ui)
    expect(server.requests.some(({ query }) => query.has('flow'))).toBe(false)
    expect(location.search).toBe('?flow=flow_9')
  })
})

describe('a requirement in markup', () => {
  const now = signedIn({ organizationId: 'org_1', featureFlags: ['beta'], authenticatedAt: Date.now() })

  it('RE-20: supports every criterion of the server', async () => {
    await show(
      <>
        <Protect organization="org_1" feature="beta" freshWithin={600} allowImpersonation={false}>
          one
        </Protect>
        <AuthBoundary organization="org_1" feature="beta" freshWithin={600} allowImpersonation={false}>
          two
        </AuthBoundary>
        <Protect organization="org_2">three</Protect>
      </>,
      now,
    )
    expect(document.body.textContent).toContain('onetwo')
    expect(screen.queryByText('three')).toBeNull()
  })
})

function Own(): ReactNode {
  const flow = useSignIn()
  return (
    <FlowSubmit flow={flow} action="send-code" instead look="quiet">
      Mail it
    </FlowSubmit>
  )
}

describe('buttons with the waiting prop', () => {
  it.each([
    ['SubmitButton', <SubmitButton key="" waiting />],
    ['SignInButton', <SignInButton key="" waiting />],
    ['SignUpButton', <SignUpButton key="" waiting />],
    ['SignOutButton', <SignOutButton key="" waiting />],
  ])('DES-11: %s is disabled and keeps the focus', async (_, ui) => {
    await show(ui)
    const button = screen.getByRole<HTMLButtonElement>('button')
    expect([button.getAttribute('aria-disabled'), button.disabled]).toEqual(['true', false])
  })

  it('<FlowSubmit> sends a different action than its form', async () => {
    await show(<Own />)
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Mail it' })
    expect(button.getAttribute('formaction')).toBe('/auth/sign-in/code/send')
    expect([button.dataset.lkAction, button.dataset.lkLook]).toEqual(['send-code', 'quiet'])
  })
})

import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, StrictMode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { createFakeAuthServer, MockAuthProvider, signedIn, signedOut } from '../src/testing/index.ts'
import {
  HiddenInputs,
  OAuthButtons,
  OtpField,
  SignInButton,
  SignInRoot,
  SignInStep,
  SignUpButton,
  UserProfile,
} from '../src/ui/index.ts'

async function show(ui: ReactNode, server = createFakeAuthServer(), state = signedOut() as never) {
  const navigate = vi.fn()
  await act(async () =>
    render(
      <StrictMode>
        <MockAuthProvider state={state} server={server} navigate={navigate}>
          {ui}
        </MockAuthProvider>
      </StrictMode>,
    ),
  )
  return { navigate, user: userEvent.setup() }
}

describe('<SignInButton>', () => {
  it('passes its behavior to the child with asChild', async () => {
    const { user, navigate } = await show(
      <SignInButton asChild returnTo="/reports">
        <a href="#top">Members only</a>
      </SignInButton>,
    )
    await user.click(screen.getByRole('link', { name: 'Members only' }))
    expect(screen.queryByRole('button')).toBeNull()
    expect(navigate.mock.calls[0]?.[0]).toBe('/sign-in?returnTo=%2Freports')
  })

  it('passes its behavior and its text to render', async () => {
    const { user, navigate } = await show(
      <SignUpButton returnTo="/" render={(props) => <button type="button" data-mine="" {...props} />} />,
    )
    const button = screen.getByRole('button', { name: 'Create account' })
    expect(button.dataset.mine).toBe('')
    await user.click(button)
    expect(navigate.mock.calls[0]?.[0]).toBe('/sign-up?returnTo=%2F')
  })
})

describe('<SignInRoot>', () => {
  const own = (
    <SignInRoot>
      <SignInStep name="mfa-challenge">
        {(flow, step) => (
          <form {...flow.form('mfa-verify')}>
            <HiddenInputs values={flow.hidden} />
            <p>{step.factors.length} app</p>
            <OtpField label="The six digits" error={flow.errors.fields.code} />
          </form>
        )}
      </SignInStep>
    </SignInRoot>
  )

  it('shows the app’s component for a step, or the default one', async () => {
    const server = createFakeAuthServer({ script: ['start', 'mfa-challenge', 'complete'] })
    const { user, navigate } = await show(own, server)
    await user.type(screen.getByLabelText('Email address'), 'nadia@orchard.example')
    await user.type(screen.getByLabelText('Password'), 'correct horse{Enter}')
    expect(await screen.findByText('1 app')).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByLabelText('The six digits'))
    await user.type(screen.getByLabelText('The six digits'), '123456')
    await waitFor(() => expect(navigate.mock.calls[0]?.[0]).toBe('/'))
  })
})

describe('<OAuthButtons>', () => {
  it('links to /authorize for each provider, with the URL to return to', async () => {
    await show(<OAuthButtons providers={['GoogleOAuth', 'GitHubOAuth']} returnTo="/reports" />)
    const links = screen.getAllByRole('link')
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['Continue with Google', '/auth/authorize?kind=sign-in&returnTo=%2Freports&provider=GoogleOAuth'],
      ['Continue with GitHub', '/auth/authorize?kind=sign-in&returnTo=%2Freports&provider=GitHubOAuth'],
    ])
  })

  it('shows the providers that the app offers', async () => {
    await show(<OAuthButtons />)
    expect(await screen.findByRole('link', { name: 'Continue with Google' })).toBeTruthy()
  })
})

describe('<UserProfile tabs>', () => {
  it('shows one tab at a time, selected with the arrow keys', async () => {
    const { user } = await show(<UserProfile tabs />, undefined, signedIn() as never)
    const [profile, password] = screen.getAllByRole('tab')
    expect(screen.getByRole('tabpanel', { name: 'Profile' })).toBeTruthy()
    expect(screen.queryByLabelText('Current password')).toBeNull()
    profile?.focus()
    await user.keyboard('{ArrowRight}')
    expect(document.activeElement).toBe(password)
    expect(screen.getByLabelText('Current password')).toBeTruthy()
    await user.keyboard('{ArrowLeft}{ArrowLeft}')
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Active sessions')
    await user.keyboard('{Home}')
    expect(screen.getByRole('tab', { selected: true })).toBe(profile)
  })
})

import type { FlowError } from '@latchkey/core'
import { act, render, renderHook, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef, type ReactNode, Suspense } from 'react'
import { describe, expect, it, vi } from 'vitest'
import {
  AuthBoundary,
  Protect,
  RedirectToSignIn,
  type ReverificationOptions,
  SignedIn,
  SignedOut,
  useAuth,
  useOrganization,
  useReverification,
  useSignIn,
} from '../src/index.ts'
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
  ChangeEmail,
  ChangePassword,
  CreateOrganization,
  EnrollTotp,
  FactorList,
  Field,
  FlowCard,
  FlowForm,
  FormMessage,
  Impersonation,
  InviteMember,
  LiveRegion,
  OrganizationDomains,
  OrganizationMembers,
  OrganizationSettings,
  OrganizationSwitcher,
  OtpField,
  PasswordField,
  ProfileForm,
  ResendButton,
  SessionList,
  SignInButton,
  SignOutButton,
  SignUpButton,
  StepView,
  SubmitButton,
  UserButton,
  UserProfile,
} from '../src/ui/index.ts'

async function show(ui: ReactNode, props: Partial<MockAuthProviderProps> = {}) {
  const navigate = vi.fn()
  const view = await act(async () =>
    render(
      <MockAuthProvider navigate={navigate} {...props}>
        {ui}
      </MockAuthProvider>,
    ),
  )
  return { ...view, navigate, user: userEvent.setup() }
}

const list = <T,>(...data: T[]) => ({ data, after: null, before: null })
const error: FlowError = { code: 'code_required' }
const said = (element: HTMLElement) =>
  document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent

describe('every panel accepts a class name and a ref', () => {
  const ref = createRef<HTMLElement>()
  const impersonator = { email: 'support@orchard.example', reason: null }
  const state = signedIn({ organizationId: 'org_1', impersonator })
  const routes = {
    'GET /organization/domains': list(),
    'GET /organizations': {
      ...list({ id: 'org_1', name: 'Orchard', role: 'admin', current: true, may: ['rename', 'domains'] }),
      canCreate: true,
    },
    'GET /members': list(),
    'GET /invitations': list(),
    'GET /sessions': list(),
    'GET /me/factors': list(),
  }
  it.each([
    ['panel', 'ChangeEmail', <ChangeEmail key="" className="own" ref={ref} />],
    ['panel', 'ChangePassword', <ChangePassword key="" className="own" ref={ref} />],
    ['panel', 'FactorList', <FactorList key="" className="own" ref={ref} />],
    ['banner', 'Impersonation', <Impersonation key="" className="own" ref={ref} />],
    ['panel', 'InviteMember', <InviteMember key="" className="own" ref={ref} />],
    ['panel', 'CreateOrganization', <CreateOrganization key="" className="own" ref={ref} />],
    ['panel', 'OrganizationSettings', <OrganizationSettings key="" className="own" ref={ref} />],
    ['panel', 'OrganizationDomains', <OrganizationDomains key="" className="own" ref={ref} />],
    ['panel', 'OrganizationMembers', <OrganizationMembers key="" className="own" ref={ref} />],
    ['switcher', 'OrganizationSwitcher', <OrganizationSwitcher key="" className="own" ref={ref} />],
    ['panel', 'ProfileForm', <ProfileForm key="" className="own" ref={ref} />],
    ['panel', 'SessionList', <SessionList key="" className="own" ref={ref} />],
    ['user-button', 'UserButton', <UserButton key="" className="own" ref={ref} />],
    ['profile', 'UserProfile', <UserProfile key="" className="own" ref={ref} />],
  ])('%s of <%s>', async (part, _name, element) => {
    await show(element, { state, server: createFakeAuthServer({ session: state, routes }) })
    const outermost = document.querySelector<HTMLElement>('[data-lk]')
    expect(outermost?.dataset.lkPart).toBe(part)
    expect(outermost?.className).toBe('own')
    expect(ref.current).toBe(outermost)
  })
})

describe('gates', () => {
  const state = signedIn({
    role: 'admin',
    roles: ['admin'],
    permissions: ['billing:read'],
    featureFlags: ['beta'],
    entitlements: ['audit-log'],
  })
  const admins = { role: 'admin' }
  const owners = { role: 'owner' }

  it('<Protect> and <AuthBoundary> check every criterion that is set', async () => {
    const { container } = await show(
      <>
        <Protect {...admins} permission="billing:read" feature={['beta', 'audit-log']}>
          a
        </Protect>
        <Protect {...owners} fallback="b" />
        <Protect permission="billing:write" fallback="c" />
        <Protect feature="gamma" fallback="d" />
        <Protect feature="sso" fallback="e" />
        <AuthBoundary {...admins} permission="billing:read" feature={['beta', 'audit-log']}>
          f
        </AuthBoundary>
        <AuthBoundary {...owners} fallback="g" />
        <AuthBoundary permission="billing:write" fallback="h" />
        <AuthBoundary feature="gamma" fallback="i" />
        <AuthBoundary feature="sso" fallback="j" />
      </>,
      { state },
    )
    expect(container.textContent).toBe('abcdefghij')
  })

  it('show the fallback while the session is loading and to all other users', async () => {
    const all = (
      <>
        <SignedIn pending="a" fallback="b" />
        <SignedOut pending="c" fallback="d" />
        <Protect pending="e" fallback="f" />
        <AuthBoundary pending="g">h</AuthBoundary>
      </>
    )
    expect((await show(all, { state: null })).container.textContent).toBe('aceg')
    expect((await show(all, { state })).container.textContent).toBe('dh')
    const { container } = await show(<SignedIn fallback="b" />, { state: signedOut() })
    expect(container.textContent).toBe('b')
  })

  it.each([
    ['AuthBoundary', <AuthBoundary key="" redirectTo="/login?why=boundary" />, '/login?why=boundary'],
    ['RedirectToSignIn', <RedirectToSignIn key="" redirectTo="/login?why=gate" />, '/login?why=gate'],
    ['useAuth', <Required key="" />, '/login?why=hook'],
  ])('%s redirects to its URL prop', async (_name, element, to) => {
    const { navigate, container } = await show(element, { state: signedOut() })
    expect(navigate.mock.calls).toEqual([[to, { replace: true }]])
    expect(container.textContent).toBe('')
  })
})

function Required(): ReactNode {
  return (
    <Suspense>
      <RequiredEmail />
    </Suspense>
  )
}

function RequiredEmail(): ReactNode {
  return useAuth({ required: true, redirectTo: '/login?why=hook' }).user.email
}

const refused = async () => ({ ok: false, error: { code: 'reauthentication_required' } }) as const

function Dangerous({ onNeedsReverification }: ReverificationOptions): ReactNode {
  const act = useReverification(refused, { onNeedsReverification })
  return (
    <button type="button" onClick={act}>
      Delete
    </button>
  )
}

describe('hooks', () => {
  it('useOrganization loads only the requested lists', async () => {
    const state = signedIn({ organizationId: 'org_1' })
    const server = createFakeAuthServer({ session: state })
    const wrapper = ({ children }: { children: ReactNode }) => (
      <MockAuthProvider state={state} server={server}>
        {children}
      </MockAuthProvider>
    )
    const requested = async (useLists: () => unknown) => {
      server.requests.length = 0
      const view = await act(async () => renderHook(useLists, { wrapper }))
      view.unmount()
      return server.requests.map(({ path }) => path).filter((path) => path !== '/organizations')
    }
    expect(await requested(() => useOrganization())).toEqual([])
    expect(await requested(() => useOrganization({ members: true }))).toEqual(['/members'])
    expect(await requested(() => useOrganization({ invitations: true }))).toEqual(['/invitations'])
    expect(await requested(() => useOrganization({ roles: true }))).toEqual(['/organization/roles'])
    // The app does not let this user manage the domains.
    expect(await requested(() => useOrganization({ domains: true }))).toEqual([])
  })

  it('useReverification lets the app request a new sign-in in its own way', async () => {
    const onNeedsReverification = vi.fn()
    const { user, navigate } = await show(<Dangerous onNeedsReverification={onNeedsReverification} />)
    await user.click(screen.getByRole('button', { name: 'Delete' }))
    expect(onNeedsReverification).toHaveBeenCalledTimes(1)
    expect(navigate).not.toHaveBeenCalled()
    onNeedsReverification.mock.calls[0]?.[0].signIn()
    expect(navigate).toHaveBeenCalledTimes(1)
  })
})

describe('fields', () => {
  const ref = createRef<HTMLInputElement>()
  const around = { label: 'Code of the door', name: 'door', error, aside: <b>Lost it?</b> }

  it('<Field> adds the elements that are passed to it', async () => {
    await show(
      <Field {...around} part="door" ref={ref}>
        <i>inside</i>
      </Field>,
    )
    const input = screen.getByLabelText<HTMLInputElement>('Code of the door')
    expect([input.name, input.dataset.lkPart, ref.current]).toEqual(['door', 'door', input])
    expect(said(input)?.trim()).toBe('Enter the six-digit code.')
    expect(screen.getByText('Lost it?').parentElement?.dataset.lkPart).toBe('aside')
    expect(screen.getByText('inside').parentElement).toBe(input.parentElement)
  })

  it('<PasswordField> also does so', async () => {
    await show(<PasswordField {...around} part="door" ref={ref} />)
    const input = screen.getByLabelText<HTMLInputElement>('Code of the door')
    expect([input.name, input.dataset.lkPart, input.type, ref.current]).toEqual([
      'door',
      'door',
      'password',
      input,
    ])
    expect(said(input)?.trim()).toBe('Enter the six-digit code.')
    expect(screen.getByText('Lost it?')).toBeTruthy()
  })

  it('<OtpField> also does so, and reports when its code is complete', async () => {
    const onComplete = vi.fn()
    const { user } = await show(<OtpField {...around} ref={ref} length={4} onComplete={onComplete} />)
    const input = screen.getByLabelText<HTMLInputElement>('Code of the door')
    expect([input.name, ref.current]).toEqual(['door', input])
    expect(said(input)?.trim()).toBe('Enter the six-digit code.')
    expect(screen.getByText('Lost it?')).toBeTruthy()
    await user.type(input, '12 3')
    expect(onComplete).not.toHaveBeenCalled()
    await user.type(input, '4')
    expect(onComplete.mock.calls).toEqual([['1234']])
  })
})

describe('buttons', () => {
  it.each([
    ['SubmitButton', <SubmitButton key="" look="danger" pending />],
    ['SignInButton', <SignInButton key="" look="danger" pending />],
    ['SignUpButton', <SignUpButton key="" look="danger" pending />],
  ])('<%s> applies its appearance props, and shows that it is pending', async (_name, element) => {
    await show(element)
    const { dataset, ariaDisabled } = screen.getByRole('button')
    expect([dataset.lkLook, dataset.lkState, ariaDisabled]).toEqual(['danger', 'pending', 'true'])
  })

  it('<SignInButton> passes its behavior to render, and <SignUpButton> to its child', async () => {
    const { user, navigate } = await show(
      <>
        <SignInButton render={(props) => <button type="button" data-own="" {...props} />} />
        <SignUpButton asChild>
          <a href="#top">Join</a>
        </SignUpButton>
      </>,
    )
    const button = screen.getByRole('button', { name: 'Sign in' })
    expect(button.dataset.own).toBe('')
    await user.click(button)
    await user.click(screen.getByRole('link', { name: 'Join' }))
    expect(screen.getAllByRole('button')).toEqual([button])
    expect(navigate.mock.calls.map(([to]) => to)).toEqual(['/sign-in?returnTo=%2F', '/sign-up?returnTo=%2F'])
  })

  it('<SignOutButton> accepts a look and a label', async () => {
    await show(<SignOutButton look="danger">Leave</SignOutButton>)
    expect(screen.getByRole('button', { name: 'Leave' }).dataset.lkLook).toBe('danger')
  })
})

describe('the account', () => {
  it('<Avatar> shows the picture, or the first letter', async () => {
    const { user } = signedIn()
    const { container } = await show(
      <>
        <Avatar user={user} />
        <Avatar user={{ ...user, profilePictureUrl: 'https://images.example/nadia.png' }} />
      </>,
    )
    expect(container.textContent).toBe('N')
    expect(container.querySelector('img')?.src).toBe('https://images.example/nadia.png')
  })

  it('<UserButton> shows the app’s own entries above signing out', async () => {
    await show(
      <UserButton>
        <a href="/billing">Billing</a>
      </UserButton>,
    )
    const own = screen.getByText('Billing')
    const position = own.compareDocumentPosition(screen.getByText('Sign out'))
    expect(position).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
    expect(own.closest('details')).not.toBeNull()
  })

  it.each([
    ['/home', '/home'],
    [(id: string) => `/o/${id}`, '/o/org_2'],
  ])('<OrganizationSwitcher> opens a page after a switch: %s', async (afterSwitchUrl, page) => {
    const organizations = list({ id: 'org_2', name: 'Harbor', role: 'member', current: false })
    const server = createFakeAuthServer({
      session: signedIn(),
      routes: {
        'GET /organizations': organizations,
        'POST /organization/switch': signedIn({ organizationId: 'org_2', rev: 2 }),
      },
    })
    const { user, navigate } = await show(<OrganizationSwitcher afterSwitchUrl={afterSwitchUrl} />, {
      server,
    })
    await user.click(screen.getByText('Harbor'))
    expect(navigate.mock.calls[0]?.[0]).toBe(page)
  })

  it('<EnrollTotp> reports its result', async () => {
    const enrollment = {
      factorId: 'factor_1',
      challengeId: 'challenge_1',
      secret: 'JBSW',
      uri: '',
      qrCode: '',
    }
    const server = createFakeAuthServer({
      session: signedIn(),
      routes: {
        'GET /me/factors': list(),
        'POST /me/factors': enrollment,
        'POST /me/factors/verify': {},
        'DELETE /me/factors/factor_1': {},
      },
    })
    const onDone = vi.fn()
    const { user } = await show(<EnrollTotp onDone={onDone} />, { server })
    await user.type(await screen.findByLabelText('Six-digit code'), '123456')
    await waitFor(() => expect(onDone.mock.calls).toEqual([['enrolled']]))
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(onDone).toHaveBeenLastCalledWith('cancelled')
  })
})

const card = createRef<HTMLElement>()

function Own({ parts }: { parts?: boolean }): ReactNode {
  const flow = useSignIn({
    initialFlow: {
      kind: 'sign-in',
      flow: 'flow_1',
      step: sampleStep('code', 'nadia@orchard.example', '/'),
      values: {},
      returnTo: '/',
      error: { code: 'rate_limited' },
    },
  })
  return parts ? (
    <>
      <FlowForm flow={flow} action="code" labelledBy="own" values={{ source: 'own' }} layout="inline">
        <b id="own">Own form</b>
      </FlowForm>
      <FormMessage flow={flow} />
      <LiveRegion flow={flow} />
      <ResendButton flow={flow} />
      <StepView flow={flow} />
    </>
  ) : (
    <FlowCard flow={flow} className="own" ref={card} footer="Ask us">
      <b>Own step</b>
    </FlowCard>
  )
}

describe('the parts of a flow', () => {
  it('<FlowCard> wraps a custom step of the app', async () => {
    await show(<Own />, { state: signedOut() })
    const shown = document.querySelector<HTMLElement>('[data-lk]')
    expect([shown?.className, shown?.dataset.lkState, card.current]).toEqual(['own', 'code', shown])
    expect(shown?.querySelector('[data-lk-part=footer]')?.textContent).toBe('Ask us')
    expect(screen.getByText('Own step').parentElement?.dataset.lkPart).toBe('step')
    expect(screen.queryByLabelText('Six-digit code')).toBeNull()
  })

  it('<FlowForm> posts its fields in addition to those of the flow', async () => {
    await show(<Own parts />, { state: signedOut() })
    const form = screen.getByRole<HTMLFormElement>('form', { name: 'Own form' })
    expect([form.dataset.lkPart, form.getAttribute('action')]).toEqual([
      'inline',
      '/auth/sign-in/code/verify',
    ])
    expect(Object.fromEntries(new FormData(form))).toMatchObject({ flow: 'flow_1', source: 'own' })
  })

  it('all other parts show the flow that is passed to them', async () => {
    const { container } = await show(<Own parts />, { state: signedOut() })
    const message = 'Too many attempts. Wait a moment and try again.'
    expect(container.querySelector(':scope > [data-lk-part=message]')?.textContent?.trim()).toBe(message)
    expect(container.querySelector(':scope > form > [data-lk-part=button]')?.textContent).toBe('Send again')
    expect(screen.getByRole('heading').textContent).toBe('Check your email')
  })
})

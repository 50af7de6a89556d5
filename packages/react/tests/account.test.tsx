import type { DomainEntry, InvitationEntry, MemberEntry, SessionEntry } from '@latchkey/core'
import { de } from '@latchkey/core/locales/de'
import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ComponentProps, type ReactNode, StrictMode, Suspense } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useAuth, useReverification } from '../src/index.ts'
import {
  createFakeAuthServer,
  type FakeAuthServerOptions,
  type FakeRequest,
  MockAuthProvider,
  type MockAuthProviderProps,
  renderWithAuth,
  signedIn,
  signedOut,
} from '../src/testing/index.ts'
import {
  ChangeEmail,
  ChangePassword,
  CreateOrganization,
  FactorList,
  Impersonation,
  InviteMember,
  OrganizationDomains,
  OrganizationMembers,
  OrganizationSettings,
  OrganizationSwitcher,
  ProfileForm,
  SessionExpiredDialog,
  SessionList,
  SignInButton,
  SignOutButton,
  UserButton,
  UserProfile,
} from '../src/ui/index.ts'

async function show(
  ui: ReactNode,
  options: FakeAuthServerOptions = {},
  props: Partial<MockAuthProviderProps> = {},
) {
  const session = options.session ?? signedIn({ organizationId: 'org_1' })
  const server = createFakeAuthServer({ ...options, session })
  const navigate = vi.fn()
  await act(async () => {
    render(
      <StrictMode>
        <MockAuthProvider state={session} server={server} navigate={navigate} {...props}>
          {ui}
        </MockAuthProvider>
      </StrictMode>,
    )
  })
  const sent = (method: string) => server.requests.filter((request) => request.method === method)
  return { server, navigate, sent, user: userEvent.setup() }
}

const list = <T,>(...data: T[]) => ({ data, after: null, before: null })
const spoken = () =>
  screen
    .getAllByRole('status')
    .map((region) => region.textContent)
    .join('')

const member = (id: string, email: string, self: boolean): MemberEntry => ({
  id,
  user: { id: `user_${id}`, email, firstName: null, lastName: null, profilePictureUrl: null },
  role: 'member',
  status: 'active',
  self,
  createdAt: '2026-02-01T00:00:00Z',
})

const invitation: InvitationEntry = {
  id: 'invitation_1',
  email: 'tomas@harbor.example',
  state: 'pending',
  role: null,
  expiresAt: '2026-03-01T12:00:00Z',
  createdAt: '2026-02-01T12:00:00Z',
}

const session = (authMethod: string): SessionEntry => ({
  id: authMethod,
  current: false,
  ipAddress: null,
  userAgent: null,
  authMethod,
  impersonator: null,
  createdAt: '2026-02-01T12:00:00Z',
  expiresAt: '2026-03-01T12:00:00Z',
})

const facts = () => [...document.querySelectorAll('small')].map((one) => one.textContent?.split(' · ')[0])

describe('values from the API', () => {
  const methods = ['password', 'magic_code', 'oauth', 'sso', 'passkey', 'impersonation', 'retina_scan']
  const states = ['pending', 'accepted', 'expired', 'revoked', 'mislaid']
  const routes = {
    'GET /sessions': list(...methods.map(session)),
    'GET /organizations': list(),
    'GET /invitations': list(...states.map((state) => ({ ...invitation, id: state, state }))),
  }

  it('for sign-in methods are in the language of the page, and unknown ones are unchanged', async () => {
    await show(<SessionList />, { routes })
    expect(facts()).toEqual([
      'Password',
      'Email code',
      'Sign-in provider',
      'Single sign-on',
      'Passkey',
      'Impersonation',
      'retina_scan',
    ])
    document.body.replaceChildren()
    await show(<SessionList />, { routes }, { locale: de })
    expect(facts().slice(0, 2)).toEqual(['Passwort', 'Code per E-Mail'])
  })

  it('for the state of an invitation are in the language of the page, and unknown ones are unchanged', async () => {
    await show(<InviteMember />, { routes })
    expect(facts()).toEqual(['Pending', 'Accepted', 'Expired', 'Revoked', 'mislaid'])
    document.body.replaceChildren()
    await show(<InviteMember />, { routes }, { locale: de })
    expect(facts()).toEqual(['Offen', 'Angenommen', 'Abgelaufen', 'Zurückgezogen', 'mislaid'])
  })
})

describe('<SessionList>', () => {
  it('shows devices by their usual names', async () => {
    const agents = [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0 Safari/604.1',
      'Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
      'curl/8.14.1',
    ]
    const sessions = agents.map((userAgent) => ({ ...session('password'), id: userAgent, userAgent }))
    await show(<SessionList />, { routes: { 'GET /sessions': list(...sessions) } })
    expect([...document.querySelectorAll('strong')].map((one) => one.textContent)).toEqual([
      'Firefox, Windows',
      'Edge, Mac',
      'Chrome, iPhone',
      'Chrome, ChromeOS',
      'Unknown device',
    ])
  })
})

describe('the account', () => {
  it('saves a name, and shows a confirmation', async () => {
    const { user, sent } = await show(<ProfileForm />, {
      routes: { 'PATCH /me': ({ body }: FakeRequest) => ({ user: { ...signedIn().user, ...body } }) },
    })
    const first = screen.getByLabelText('First name')
    await user.clear(first)
    await user.type(first, 'Nadja{Enter}')
    expect(sent('PATCH')[0]?.body).toEqual({ firstName: 'Nadja', lastName: 'Perez' })
    expect(spoken()).toBe('Saved.')
  })

  it('keeps the input and shows the reason if the handler refuses', async () => {
    const { user } = await show(<ChangePassword />)
    await user.type(screen.getByLabelText('Current password'), 'lantern-quartz')
    await user.type(screen.getByLabelText('New password'), 'copper-harbour{Enter}')
    expect(spoken()).toBe('This item no longer exists.')
    expect(screen.getByLabelText<HTMLInputElement>('Current password').value).toBe('lantern-quartz')
  })

  it('clears both password fields after the password was changed', async () => {
    const { user, sent } = await show(<ChangePassword />, { routes: { 'POST /me/password': {} } })
    await user.type(screen.getByLabelText('Current password'), 'lantern-quartz')
    await user.type(screen.getByLabelText('New password'), 'copper-harbour{Enter}')
    expect(sent('POST')[0]?.body).toEqual({
      currentPassword: 'lantern-quartz',
      newPassword: 'copper-harbour',
    })
    expect(screen.getByLabelText<HTMLInputElement>('Current password').value).toBe('')
    expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe('')
  })

  it('changes the email address with a code that is sent to the new one', async () => {
    const { user, sent } = await show(<ChangeEmail />, {
      routes: {
        'POST /me/email/send': { newEmail: 'nadia@harbor.example', expiresAt: '2026-03-01T00:00:00Z' },
        'POST /me/email/confirm': { user: signedIn().user },
      },
    })
    await user.type(screen.getByLabelText('New email address'), 'nadia@harbor.example{Enter}')
    expect(screen.getByText('We sent a code to nadia@harbor.example.')).toBeTruthy()
    await user.type(screen.getByLabelText('Six-digit code'), '123456')
    expect(sent('POST').map(({ body }) => body)).toEqual([
      { newEmail: 'nadia@harbor.example' },
      { code: '123456' },
    ])
    expect(spoken()).toBe('Saved.')
  })

  it('shows all parts on one page, and nothing to a signed-out visitor', async () => {
    await show(<UserProfile />, { routes: { 'GET /sessions': list(), 'GET /me/factors': list() } })
    expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual([
      'Profile',
      'Change email address',
      'Change password',
      'Two-step verification',
      'Active sessions',
    ])
    const { container } = await renderWithAuth(<UserProfile />, { state: signedOut() })
    expect(container.textContent).toBe('')
  })

  it('opens its menu, closes it on Escape without losing the focus, and signs out', async () => {
    const { user, navigate, sent } = await show(<UserButton accountUrl="/me" />)
    const menu = document.querySelector('details') as HTMLDetailsElement
    const button = menu.querySelector('summary') as HTMLElement
    await user.click(button)
    expect(menu.open).toBe(true)
    expect(screen.getByRole('link', { name: 'Manage account' }).getAttribute('href')).toBe('/me')
    await user.tab()
    expect(document.activeElement).not.toBe(button)
    await user.keyboard('{Escape}')
    expect(menu.open).toBe(false)
    expect(document.activeElement).toBe(button)
    await user.click(button)
    await user.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(sent('POST')[0]?.path).toBe('/sign-out')
    expect(navigate).toHaveBeenCalledWith('/', { replace: false })
  })

  it('stays signed in and shows the reason if a sign-out did not reach the handler', async () => {
    const { user, server } = await show(<SignOutButton everywhere returnTo="/bye" />)
    server.fail('offline')
    await user.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(screen.getByRole('alert').textContent).toContain('You appear to be offline')
    server.fail(undefined)
    await user.click(screen.getByRole('button', { name: 'Sign out' }))
    expect(server.requests.at(-1)?.body).toEqual({ everywhere: true, returnTo: '/bye' })
  })

  it('uses the language of the provider', async () => {
    await show(<ProfileForm />, {}, { locale: de })
    expect(screen.getByRole('button', { name: 'Speichern' })).toBeTruthy()
    expect(document.querySelector('[data-lk]')?.getAttribute('lang')).toBe('de')
  })

  it('accepts the app’s own class names and elements', async () => {
    await show(
      <SignInButton>Enter</SignInButton>,
      {},
      {
        classNames: { button: 'mine' },
        components: { Button: OwnButton },
      },
    )
    const button = screen.getByRole('button', { name: 'Enter' })
    expect([button.className, button.dataset.own]).toEqual(['mine', ''])
  })
})

describe('useReverification', () => {
  it('redirects the user to the sign-in page if the action requires it', async () => {
    history.replaceState(null, '', '/settings')
    const { user, navigate } = await show(<Dangerous />)
    await user.click(screen.getByRole('button', { name: 'Delete' }))
    expect(navigate).toHaveBeenCalledWith('/sign-in?returnTo=%2Fsettings&reauthenticate=1', {
      replace: false,
    })
  })
})

const OwnButton = (props: ComponentProps<'button'>): ReactNode => <button {...props} data-own="" />

const refused = async () => ({ ok: false, error: { code: 'reauthentication_required' } }) as const

function Dangerous(): ReactNode {
  const act = useReverification(refused)
  return (
    <button type="button" onClick={act}>
      Delete
    </button>
  )
}

describe('the organization', () => {
  it('shows its members, changes a role, and removes a member', async () => {
    const userCount = list(
      member('1', 'nadia@orchard.example', true),
      member('2', 'tomas@harbor.example', false),
    )
    const { user, sent } = await show(<OrganizationMembers roles={['member', 'admin']} />, {
      routes: {
        'GET /organizations': list(),
        'GET /members': userCount,
        'PATCH /members/2': userCount.data[1],
        'DELETE /members/2': {},
      },
    })
    // Users cannot change their own role or remove themselves.
    expect(screen.getAllByRole('combobox')).toHaveLength(1)
    await user.selectOptions(screen.getByRole('combobox', { name: 'Role: tomas@harbor.example' }), 'admin')
    expect(sent('PATCH')[0]).toMatchObject({ path: '/members/2', body: { role: 'admin' } })
    await user.click(screen.getByLabelText('Remove: tomas@harbor.example'))
    expect(sent('DELETE')).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Remove: tomas@harbor.example' }))
    expect(sent('DELETE')[0]?.path).toBe('/members/2')
    // The list is loaded once to show it, and again after each change.
    expect(sent('GET').filter(({ path }) => path === '/members')).toHaveLength(3)
  })

  const roles = list(
    { slug: 'admin', name: 'Administrator', description: 'Manages everything.', mayAssign: true },
    { slug: 'member', name: 'Member', description: null, mayAssign: true },
    { slug: 'owner', name: 'Owner', description: null, mayAssign: false },
  )

  it('A13, DES-22: shows roles by name, and offers those that the user can assign', async () => {
    const tomas = { ...member('2', 'tomas@harbor.example', false), role: 'owner' }
    const { user, sent } = await show(<OrganizationMembers />, {
      routes: {
        'GET /organizations': list(),
        'GET /organization/roles': roles,
        'GET /members': list(member('1', 'nadia@orchard.example', true), tomas),
        'PATCH /members/2': tomas,
      },
    })
    const select = screen.getByRole('combobox', { name: 'Role: tomas@harbor.example' })
    expect(
      within(select)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Owner', 'Administrator', 'Member'])
    await user.selectOptions(select, 'Administrator')
    expect(sent('PATCH')[0]?.body).toEqual({ role: 'admin' })
  })

  it('A13: an invitation has a role by name, with its description, and starts with the role of a member', async () => {
    const { user, sent } = await show(<InviteMember />, {
      routes: {
        'GET /organizations': list(),
        'GET /organization/roles': roles,
        'GET /invitations': list({ ...invitation, role: 'member' }),
        'POST /invitations': invitation,
      },
    })
    expect(screen.getByText(/^Member · Pending/)).toBeTruthy()
    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Role' })
    expect(select.value).toBe('member')
    await user.selectOptions(select, 'Administrator')
    expect(document.querySelector('[data-lk-part="hint"]')?.textContent).toBe('Manages everything.')
    await user.type(screen.getByLabelText('Email address'), 'tomas@harbor.example{Enter}')
    expect(sent('POST')[0]?.body).toEqual({ email: 'tomas@harbor.example', role: 'admin' })
  })

  it('A13: shows slugs if the roles are unknown, and changes no role', async () => {
    const error = { code: 'forbidden' }
    await show(<OrganizationMembers />, {
      routes: {
        'GET /organizations': list(),
        'GET /organization/roles': () => Response.json({ error }, { status: 403 }),
        'GET /members': list(member('2', 'tomas@harbor.example', false)),
      },
    })
    expect(screen.queryByRole('combobox')).toBeNull()
    expect(screen.getByText('member')).toBeTruthy()
  })

  it('shows a message if the user is not allowed to see the members', async () => {
    const error = { code: 'not_found' }
    await show(<OrganizationMembers />, {
      routes: { 'GET /members': () => Response.json({ error }, { status: 404 }) },
    })
    expect(
      within(screen.getByRole('list').parentElement as HTMLElement).getByText(/no longer exists/),
    ).toBeTruthy()
  })

  it('invites a user and revokes an invitation', async () => {
    const { user, sent } = await show(<InviteMember roles={['member', 'admin']} />, {
      routes: {
        'GET /organizations': list(),
        'GET /invitations': list(invitation),
        'POST /invitations': invitation,
        'DELETE /invitations/invitation_1': {},
      },
    })
    await user.selectOptions(screen.getByRole('combobox', { name: 'Role' }), 'admin')
    await user.type(screen.getByLabelText('Email address'), 'tomas@harbor.example{Enter}')
    expect(sent('POST')[0]?.body).toEqual({ email: 'tomas@harbor.example', role: 'admin' })
    expect(spoken()).toBe('Invitation sent.')
    await user.click(screen.getByRole('button', { name: 'Remove: tomas@harbor.example' }))
    expect(sent('DELETE')[0]?.path).toBe('/invitations/invitation_1')
  })

  it('RE-14, KIT-12: sends an open invitation again', async () => {
    const { user, sent } = await show(<InviteMember />, {
      routes: {
        'GET /organizations': list(),
        'GET /invitations': list(invitation),
        'POST /invitations/resend': invitation,
      },
    })
    await user.click(screen.getByRole('button', { name: 'Send again: tomas@harbor.example' }))
    expect(sent('POST')[0]?.body).toEqual({ invitationId: 'invitation_1' })
    expect(document.body.textContent).toContain('Sent. It can take a minute to arrive.')
  })
})

describe('RE-14, KIT-12: an organization of the current user', () => {
  const orchard = { id: 'org_1', name: 'Orchard', role: 'admin', current: true }
  const organizations = (may: readonly string[], canCreate = false) => ({
    'GET /organizations': { ...list({ ...orchard, may }), canCreate },
  })

  it('is created and made active if the app allows it', async () => {
    const { user, sent } = await show(<CreateOrganization />, {
      routes: {
        ...organizations([], true),
        'POST /organizations': { id: 'org_2', name: 'Meadow', role: 'admin', current: false },
        'POST /organization/switch': signedIn({ organizationId: 'org_2', rev: 2 }),
      },
    })
    await user.type(screen.getByLabelText('Organization name'), 'Meadow{Enter}')
    expect(sent('POST').map(({ path, body }) => [path, body])).toEqual([
      ['/organizations', { name: 'Meadow' }],
      ['/organization/switch', { organizationId: 'org_2' }],
    ])
    expect(spoken()).toBe('Done.')
  })

  it('has no form and no link to create one if the app does not allow it', async () => {
    await show(
      <>
        <CreateOrganization />
        <OrganizationSwitcher createUrl="/new" />
      </>,
      { routes: organizations([]) },
    )
    expect(screen.queryByText('Create organization')).toBeNull()
  })

  it('DES-22: is not called "No organization" if the list could not be loaded', async () => {
    const failed = () => Response.json({ error: { code: 'service_unavailable' } }, { status: 503 })
    const routes = { 'GET /organizations': failed }
    await show(<OrganizationSwitcher />, { routes })
    expect(document.querySelector('[data-lk-part="menu-name"]')?.textContent).toBe('…')
    expect(screen.getByRole('button', { name: 'Try again', hidden: true })).toBeTruthy()
  })

  it('is offered in the switcher, with the URL that the app sets', async () => {
    await show(<OrganizationSwitcher createUrl="/new" />, { routes: organizations([], true) })
    expect(screen.getByText('Create organization').getAttribute('href')).toBe('/new')
  })

  it.each([
    [[], []],
    [['rename'], ['Save']],
    [['portal'], ['Set up single sign-on']],
    [['leave'], ['Leave organization: Orchard']],
    [['delete'], ['Delete organization']],
    [['domains'], []],
  ])('has forms only for what the user is allowed to do: %j', async (may, names) => {
    await show(<OrganizationSettings />, { routes: organizations(may) })
    const buttons = [...document.querySelectorAll('button')].map((button) => button.textContent)
    expect(buttons).toEqual(names)
  })

  const pending: DomainEntry = {
    id: 'domain_1',
    domain: 'orchard.example',
    state: 'pending',
    record: { name: 'orchard.example', value: 'verification=token' },
  }

  it('KIT-13: lists, adds, verifies and removes its email domains', async () => {
    const { user, sent } = await show(<OrganizationDomains />, {
      routes: {
        ...organizations(['domains']),
        'GET /organization/domains': list(pending, {
          ...pending,
          id: 'domain_2',
          domain: 'meadow.example',
          state: 'verified',
          record: null,
        }),
        'POST /organization/domains': pending,
        'POST /organization/domains/verify': { ...pending, state: 'failed' },
        'DELETE /organization/domains/domain_2': {},
      },
    })
    const [first, second] = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(first).toContain('Add this TXT record to the DNS of orchard.example:verification=token')
    expect(second).toContain('Verified')
    await user.type(screen.getByLabelText('Domain'), 'cellar.example{Enter}')
    expect(sent('POST').at(-1)).toMatchObject({
      path: '/organization/domains',
      body: { domain: 'cellar.example' },
    })
    await user.click(screen.getByRole('button', { name: 'Verify: orchard.example' }))
    expect(sent('POST').at(-1)).toMatchObject({
      path: '/organization/domains/verify',
      body: { domainId: 'domain_1' },
    })
    expect(screen.queryByRole('button', { name: 'Verify: meadow.example' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Remove: meadow.example' }))
    expect(sent('DELETE')[0]?.path).toBe('/organization/domains/domain_2')
  })

  it('KIT-13: neither shows nor requests domains if the app does not allow it', async () => {
    const { sent } = await show(<OrganizationDomains />, { routes: organizations(['rename']) })
    expect(screen.queryByText('Email domains')).toBeNull()
    expect(sent('GET').map(({ path }) => path)).not.toContain('/organization/domains')
  })

  it('is renamed, left after a confirmation, and deleted after its name is typed', async () => {
    const { user, sent } = await show(<OrganizationSettings />, {
      routes: {
        ...organizations(['rename', 'leave', 'delete', 'portal']),
        'PATCH /organization': orchard,
        'POST /organization/portal': { link: 'https://setup.example/portal' },
        'POST /organization/leave': {},
        'DELETE /organization': {},
      },
    })
    const [name, typed] = screen.getAllByLabelText<HTMLInputElement>('Organization name')
    expect(name?.value).toBe('Orchard')
    await user.type(name as HTMLElement, ' Farm{Enter}')
    expect(sent('PATCH')[0]?.body).toEqual({ name: 'Orchard Farm' })
    await user.click(screen.getByRole('button', { name: 'Set up single sign-on' }))
    expect(screen.getByRole('link', { name: 'Open the setup page' }).getAttribute('href')).toBe(
      'https://setup.example/portal',
    )
    await user.type(typed as HTMLElement, 'Orchard{Enter}')
    expect(sent('DELETE')[0]).toMatchObject({ path: '/organization', body: { name: 'Orchard' } })
    await user.click(screen.getByText('Leave organization'))
    expect(sent('POST').map(({ path }) => path)).not.toContain('/organization/leave')
    await user.click(screen.getByRole('button', { name: 'Leave organization: Orchard' }))
    expect(sent('POST').map(({ path }) => path)).toContain('/organization/leave')
  })

  it.each(['leave', 'delete'])('shows a confirmation after %s, and moves the focus to it', async (change) => {
    const shown = await show(<OrganizationSettings />, {
      routes: {
        ...organizations([change]),
        'POST /organization/leave': () => outside(),
        'DELETE /organization': () => outside(),
      },
    })
    const outside = () => {
      shown.server.session = signedIn({ rev: 2 })
      return {}
    }
    if (change === 'leave') {
      await shown.user.click(screen.getByText('Leave organization'))
      await shown.user.click(screen.getByRole('button', { name: 'Leave organization: Orchard' }))
    } else await shown.user.type(screen.getByLabelText('Organization name'), 'Orchard{Enter}')
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Done.'))
  })

  it('redirects to the sign-in page if the sign-in is too old to delete it', async () => {
    const { user } = await show(<OrganizationSettings />, {
      routes: {
        ...organizations(['delete']),
        'DELETE /organization': Response.json(
          { error: { code: 'reauthentication_required' } },
          { status: 403 },
        ),
      },
    })
    await user.type(screen.getByLabelText('Organization name'), 'Orchard{Enter}')
    expect(screen.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
      '/sign-in?returnTo=%2F&reauthenticate=1',
    )
  })
})

describe('DES-12: a removal that cannot be undone', () => {
  const factor = (id: string, issuer: string) => ({
    id,
    type: 'totp',
    issuer,
    createdAt: '2026-11-01T00:00:00Z',
  })
  const factors = {
    routes: {
      'GET /me/factors': list(factor('1', 'Acme'), factor('2', 'Brook')),
      'DELETE /me/factors/1': {},
    },
  }

  it('sends no request before it is confirmed', async () => {
    const { user, sent } = await show(<FactorList />, factors)
    await user.click(screen.getByLabelText(/^Remove: Acme/))
    expect(sent('DELETE')).toEqual([])
    await user.click(screen.getAllByRole('button', { name: 'Remove: Authenticator app' })[0] as HTMLElement)
    await waitFor(() => expect(sent('DELETE').map(({ path }) => path)).toEqual(['/me/factors/1']))
    expect(spoken()).toBe('Done.')
  })

  it('closes its confirmation on Escape, and restores the focus', async () => {
    const { user, sent } = await show(<FactorList />, factors)
    const first = screen.getByLabelText(/^Remove: Acme/)
    await user.click(first)
    expect(first.closest('details')?.open).toBe(true)
    await user.keyboard('{Escape}')
    expect(first.closest('details')?.open).toBe(false)
    expect(document.activeElement).toBe(first)
    expect(sent('DELETE')).toEqual([])
  })
})

describe('notices around the app', () => {
  it('show that an impersonator is signed in as the user', async () => {
    await show(<Impersonation />, {
      session: signedIn({ impersonator: { email: 'support@orchard.example', reason: 'Ticket 12' } }),
    })
    expect(document.body.textContent).toContain('(support: support@orchard.example). Ticket 12')
  })

  it('close automatically if the user has signed in in another tab', async () => {
    const { server } = await show(<SessionExpiredDialog />)
    const restored = () =>
      act(async () => void window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true })))
    const before = server.session
    server.session = signedOut('expired')
    await restored()
    await screen.findByText('Please sign in again')
    server.session = before
    vi.setSystemTime(Date.now() + 2_000)
    await restored()
    await waitFor(() => expect(screen.queryByText('Please sign in again')).toBeNull())
    vi.useRealTimers()
  })

  it('let the user sign in again on top of the page after the session has ended', async () => {
    const { server, user } = await show(
      <>
        <textarea aria-label="Draft" />
        <SessionExpiredDialog />
      </>,
    )
    await user.type(screen.getByLabelText('Draft'), 'half a letter')
    server.session = signedOut('expired')
    await act(
      async () => void window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true })),
    )
    await screen.findByText('Please sign in again')
    await user.type(screen.getByLabelText('Email address'), 'nadia@orchard.example')
    await user.type(screen.getByLabelText('Password'), 'lantern-quartz{Enter}')
    await waitFor(() => expect(screen.queryByText('Please sign in again')).toBeNull())
    expect(screen.getByLabelText<HTMLTextAreaElement>('Draft').value).toBe('half a letter')
  })
})

function Letter() {
  const { user } = useAuth({ required: true })
  return <textarea aria-label={`Letter of ${user.email}`} />
}

describe('RE-6: useAuth({ required: true }) inside <SessionExpiredDialog>', () => {
  async function showExpired() {
    const shown = await show(
      <>
        <Suspense>
          <Letter />
        </Suspense>
        <SessionExpiredDialog />
      </>,
    )
    await shown.user.type(screen.getByLabelText('Letter of nadia@orchard.example'), 'half a letter')
    shown.server.session = signedOut('expired')
    await act(
      async () => void window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true })),
    )
    await screen.findByText('Please sign in again')
    return shown
  }
  const letter = () => screen.getByLabelText<HTMLTextAreaElement>('Letter of nadia@orchard.example')

  it('keeps the page while the user signs in again on top of it', async () => {
    const { navigate, user } = await showExpired()
    expect(letter().value).toBe('half a letter')
    await user.type(screen.getByLabelText('Email address'), 'nadia@orchard.example')
    await user.type(screen.getByLabelText('Password'), 'lantern-quartz{Enter}')
    await waitFor(() => expect(screen.queryByText('Please sign in again')).toBeNull())
    expect(letter().value).toBe('half a letter')
    expect(navigate).not.toHaveBeenCalled()
  })

  it('redirects to the sign-in page if the user cancels the dialog', async () => {
    const { navigate } = await showExpired()
    const [dialog] = document.getElementsByTagName('dialog')
    await act(async () => void dialog?.dispatchEvent(new Event('cancel')))
    await waitFor(() => expect(navigate.mock.calls[0]?.[0]).toContain('/sign-in'))
  })
})

describe('<EnrollTotp>', () => {
  const routes = {
    'GET /me/factors': list(),
    'POST /me/factors': {
      factorId: 'factor_1',
      challengeId: 'challenge_1',
      secret: 'JBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/x',
      qrCode: '',
    },
    'POST /me/factors/verify': {},
    'DELETE /me/factors/factor_1': {},
  }

  it('removes the factor if the user cancels, so that sign-ins do not require it', async () => {
    const { sent, user } = await show(<FactorList />, { routes })
    await user.click(screen.getByRole('button', { name: 'Add authenticator app' }))
    await screen.findByLabelText('Six-digit code')
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(sent('DELETE').map(({ path }) => path)).toEqual(['/me/factors/factor_1']))
  })

  it('can be tried again if the API does not start the setup', async () => {
    let isDown = true
    const { user } = await show(<FactorList />, {
      routes: {
        ...routes,
        'POST /me/factors': () =>
          isDown
            ? Response.json({ error: { code: 'service_unavailable' } }, { status: 503 })
            : routes['POST /me/factors'],
      },
    })
    await user.click(screen.getByRole('button', { name: 'Add authenticator app' }))
    const retry = await screen.findByRole('button', { name: 'Try again' })
    isDown = false
    await user.click(retry)
    await screen.findByLabelText('Six-digit code')
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  })

  it('keeps a factor whose first code was correct', async () => {
    const { sent, user } = await show(<FactorList />, { routes })
    await user.click(screen.getByRole('button', { name: 'Add authenticator app' }))
    await user.type(await screen.findByLabelText('Six-digit code'), '123456')
    await screen.findByRole('button', { name: 'Add authenticator app' })
    expect(sent('POST').map(({ path }) => path)).toEqual(['/me/factors', '/me/factors/verify'])
    expect(sent('DELETE')).toEqual([])
  })
})

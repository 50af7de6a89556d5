import type { AuthClient, FlowPayload } from '@latchkey/core'
import { useAuthClient } from '@latchkey/react'
import {
  createFakeAuthServer,
  type FakeAuthServer,
  MockAuthProvider,
  signedIn,
  signedOut,
} from '@latchkey/react/testing'
import {
  CreateOrganization,
  EnrollTotp,
  Impersonation,
  InviteMember,
  OAuthButtons,
  OrganizationDomains,
  OrganizationMembers,
  OrganizationSettings,
  OrganizationSwitcher,
  SessionExpiredDialog,
  SignInButton,
  SignOutButton,
  SignUpButton,
  UserButton,
  UserProfile,
} from '@latchkey/react/ui'
import { type ReactNode, useEffect } from 'react'

const list = (...data: object[]) => ({ data, after: null, before: null })

/** Texts of a length that occurs in real apps but is easy to forget. */
const LONG = {
  first: 'Wolfeschlegelsteinhausenbergerdorff',
  last: 'Keihanaikukauakahihuliheekahaunaele',
  email: `${'rindfleischetikettierungs'.repeat(2)}@${'ueberwachungsaufgaben'.repeat(2)}.example`,
  organization: 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesellschaft mbH & Co. KGaA',
}
const SHORT = { first: 'Nadia', last: 'Perez', email: 'nadia@orchard.example', organization: 'Orchard' }

/** What the requests of the components lead to. */
export type DataState = 'loaded' | 'loading' | 'empty' | 'failed'

/** All components other than the steps of flows, with the same kind of data. */
export function Components({ long, data }: { long: boolean; data: DataState }): ReactNode {
  const { first, last, email, organization } = long ? LONG : SHORT
  const user = { ...signedIn().user, firstName: first, lastName: last, email }
  const since = '2026-03-05T09:00:00.000Z'
  const state = signedIn({
    user,
    organizationId: 'org_1',
    role: 'admin',
    impersonator: { email, reason: `Ticket of ${organization}` },
  })
  const server = createFakeAuthServer({
    session: state,
    routes: {
      'GET /organizations': {
        ...list(
          {
            id: 'org_1',
            name: organization,
            role: 'admin',
            current: true,
            may: ['rename', 'leave', 'delete', 'portal', 'domains'],
          },
          { id: 'org_2', name: 'Harbor', role: 'member', current: false },
        ),
        canCreate: true,
      },
      'GET /organization/domains': list({
        id: 'domain_1',
        domain: 'orchard.example',
        state: 'pending',
        record: { name: 'orchard.example', value: 'verification=m5Oztg3jdK4NJLgs8uIlIprMw' },
      }),
      'GET /members': list(
        { id: 'member_1', user, role: 'admin', status: 'active', self: false },
        { id: 'member_2', user: { ...user, id: 'user_2' }, role: 'member', status: 'active', self: true },
      ),
      'GET /invitations': list({
        id: 'invitation_1',
        email,
        state: 'pending',
        role: 'member',
        expiresAt: since,
        createdAt: since,
      }),
      'GET /sessions': list(
        {
          id: 'session_1',
          userAgent: null,
          current: true,
          ipAddress: '2001:db8:85a3::8a2e:370:7334',
          authMethod: 'password',
          impersonator: null,
          createdAt: since,
          expiresAt: since,
        },
        {
          id: 'session_2',
          userAgent: null,
          current: false,
          ipAddress: null,
          authMethod: 'password',
          impersonator: null,
          createdAt: since,
          expiresAt: since,
        },
      ),
      'GET /me/factors': list({ id: 'factor_1', type: 'totp', issuer: organization, createdAt: since }),
      'POST /me/factors': {
        factorId: 'factor_2',
        challengeId: 'challenge_1',
        secret: 'JBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/Orchard:nadia?secret=JBSWY3DPEHPK3PXP',
      },
    },
  })
  const shown = inState(data, server)
  const start: FlowPayload = {
    kind: 'sign-in',
    step: { name: 'start', methods: ['password'], providers: ['GoogleOAuth', 'GitHubOAuth'], signUp: true },
    values: {},
    returnTo: '/',
  }
  const roles = ['admin', 'member']
  return (
    <>
      <MockAuthProvider state={state} server={shown}>
        <article data-state="banner">
          <Impersonation />
        </article>
        <article data-state="menus">
          <UserButton />
          <OrganizationSwitcher createUrl="/organizations" />
        </article>
        <article data-state="profile">
          <UserProfile />
        </article>
        <article data-state="tabs">
          <UserProfile tabs />
        </article>
        <article data-state="enroll">
          <EnrollTotp />
        </article>
        <article data-state="members">
          <OrganizationMembers roles={roles} />
          <InviteMember roles={roles} />
        </article>
        <article data-state="organization">
          <OrganizationSettings />
          <OrganizationDomains />
          <CreateOrganization />
        </article>
      </MockAuthProvider>
      <MockAuthProvider
        state={signedOut()}
        initialConfig={start.step as never}
        server={createFakeAuthServer({ script: [start.step] })}
      >
        <article data-state="buttons">
          <SignInButton />
          <SignUpButton look="secondary" />
          <SignOutButton />
          <OAuthButtons />
        </article>
      </MockAuthProvider>
      {/* It has its own path, because tabs with the same path notify each other when a session ends. */}
      <MockAuthProvider state={state} server={ended} basePath="/ended">
        <article data-state="dialog">
          <SessionExpiredDialog />
          <Expire />
        </article>
      </MockAuthProvider>
    </>
  )
}

/** The server as it is for a page in this state. A session is always returned. */
function inState(data: DataState, server: FakeAuthServer): FakeAuthServer {
  if (data === 'loaded') return server
  const empty = createFakeAuthServer({ session: server.session })
  const fetch: typeof server.fetch = async (input, init) => {
    const { pathname } = new URL(String(input), location.href)
    if (pathname === '/auth/session') return server.fetch(input, init)
    if (data === 'loading') return new Promise<Response>(() => {})
    if (data === 'empty' && !pathname.endsWith('/me/factors')) return empty.fetch(input, init)
    if (data === 'empty' && (init?.method ?? 'GET') === 'GET') return empty.fetch(input, init)
    return Response.json({ error: { code: 'service_unavailable' } }, { status: 503 })
  }
  return { ...server, fetch }
}

/** A server that reports the session as ended from the first request on. */
const ended = createFakeAuthServer({
  basePath: '/ended',
  session: { status: 'signed-out', reason: 'revoked', rev: 9 },
})

/** Opens the dialog by ending the session. */
function Expire(): ReactNode {
  const client: AuthClient = useAuthClient()
  useEffect(() => void setTimeout(() => client.refresh()), [client])
  return null
}

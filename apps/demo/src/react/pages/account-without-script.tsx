import type { FactorEntry, InvitationEntry, MemberEntry, SessionEntry } from '@latchkey/core'
import type { AccountData, AccountFailure, AccountResult, ShownError } from '@latchkey/core/server'
import { type ReactNode, useContext } from 'react'
import { AccountForm, Failure, Field, Row } from './account-form.tsx'

/** The content of an account tab without JavaScript. */
export interface AccountView {
  path: string
  data: Partial<AccountData>
  /** The result of the last submitted form. */
  result: AccountResult | null
  failure: AccountFailure | null
  /** The error if the data could not be loaded. */
  error: ShownError | null
  isDone: boolean
}

/** The account as plain forms. Each form posts to its own page, which shows the result. */
export function AccountWithoutScript({ view }: { view: AccountView }): ReactNode {
  if (view.error)
    return (
      <p className="note problem" role="alert">
        {view.error.message}
      </p>
    )
  return (
    <Failure value={view.failure}>
      {view.isDone && (
        <p className="note" role="status">
          Saved.
        </p>
      )}
      <div className="stack">
        <Tab view={view} />
      </div>
    </Failure>
  )
}

function Tab({ view: { path, data, result } }: { view: AccountView }): ReactNode {
  switch (path) {
    case '/account/security':
      return (
        <>
          <Section title="Password">
            <AccountForm action="change-password" label="Change password">
              <Field label="Current password" name="currentPassword" autoComplete="current-password" secret />
              <Field label="New password" name="newPassword" autoComplete="new-password" secret />
            </AccountForm>
          </Section>
          <Section title="Authenticator apps">
            <Factors factors={data.factors?.data ?? []} result={result} />
          </Section>
          <Section title="Sessions">
            <Sessions sessions={data.sessions?.data ?? []} />
          </Section>
        </>
      )
    case '/account/organizations':
      return (
        <Section title="Your organizations">
          {data.organizations?.data.map(({ id, name, current }) =>
            current ? (
              <p key={id}>
                <strong>{name}</strong> · you are here
              </p>
            ) : (
              <AccountForm key={id} action="switch-organization" label={`Switch to ${name}`}>
                <input type="hidden" name="organizationId" value={id} />
              </AccountForm>
            ),
          )}
        </Section>
      )
    case '/account/members':
      return <Members members={data.members?.data} invitations={data.invitations?.data ?? []} />
    default:
      return <Profile data={data} result={result} />
  }
}

function Profile({ data: { profile }, result }: Pick<AccountView, 'data' | 'result'>): ReactNode {
  const failure = useContext(Failure)
  const values = failure?.action === 'confirm-email-change' ? failure.values : undefined
  const emailChange = result?.emailChange ?? values
  return (
    <>
      <Section title={profile ? `Signed in as ${profile.user.email}` : 'Signed in'}>
        <form className="form" method="post" action="/auth/sign-out">
          <button className="button quiet" type="submit">
            Sign out
          </button>
        </form>
      </Section>
      <Section title="Profile">
        <AccountForm action="update-profile" label="Save">
          <Field
            label="First name"
            name="firstName"
            autoComplete="given-name"
            value={profile?.user.firstName}
          />
          <Field
            label="Last name"
            name="lastName"
            autoComplete="family-name"
            value={profile?.user.lastName}
          />
        </AccountForm>
      </Section>
      <Section title="Email address">
        {emailChange ? (
          <AccountForm action="confirm-email-change" label="Confirm">
            <p>A code is on its way to {emailChange.newEmail}.</p>
            <input type="hidden" name="newEmail" value={emailChange.newEmail} />
            <Field label="Six-digit code" name="code" autoComplete="one-time-code" />
          </AccountForm>
        ) : (
          <AccountForm action="send-email-change" label="Send a code">
            <Field label="New address" name="newEmail" autoComplete="email" />
          </AccountForm>
        )}
      </Section>
    </>
  )
}

function Factors({
  factors,
  result,
}: {
  factors: readonly FactorEntry[]
  result: AccountResult | null
}): ReactNode {
  const failure = useContext(Failure)
  const values = failure?.action === 'verify-factor' ? failure.values : undefined
  const enrollment = result?.enrollment ?? values
  if (enrollment?.factorId)
    return (
      <AccountForm action="verify-factor" label="Continue">
        <p>Scan this with an authenticator app, or type the key in; then enter the six digits it shows.</p>
        {enrollment.qrCode && (
          <img className="qr" src={enrollment.qrCode} alt="QR code for your authenticator app" />
        )}
        <p>
          <code>{enrollment.secret}</code>
        </p>
        {(['factorId', 'challengeId', 'qrCode', 'secret'] as const).map((name) => (
          <input key={name} type="hidden" name={name} value={enrollment[name] ?? ''} />
        ))}
        <Field label="Six-digit code" name="code" autoComplete="one-time-code" />
      </AccountForm>
    )
  return (
    <>
      {factors.length === 0 && <p>None yet.</p>}
      {factors.map(({ id, issuer, type, createdAt }) => (
        <Row
          key={id}
          text={`${issuer ?? type}, since ${createdAt.slice(0, 10)}`}
          action="remove-factor"
          label="Remove"
          field={{ factorId: id }}
        />
      ))}
      <AccountForm action="enroll-factor" label="Set up an authenticator app" />
    </>
  )
}

const Sessions = ({ sessions }: { sessions: readonly SessionEntry[] }): ReactNode => (
  <>
    {sessions.map(({ id, current, createdAt, ipAddress }) => {
      const since = `Since ${createdAt.slice(0, 16).replace('T', ' ')}${ipAddress ? ` from ${ipAddress}` : ''}`
      return current ? (
        <p key={id}>{since} · this one</p>
      ) : (
        <Row key={id} text={since} action="revoke-session" label="End" field={{ sessionId: id }} />
      )
    })}
    {sessions.length > 1 && <AccountForm action="revoke-other-sessions" label="End all other sessions" />}
  </>
)

function Members({
  members,
  invitations,
}: {
  members: readonly MemberEntry[] | undefined
  invitations: readonly InvitationEntry[]
}): ReactNode {
  if (members === undefined)
    return <p className="note">Only administrators of the active organization manage its members.</p>
  return (
    <>
      <Section title="Invite someone">
        <AccountForm action="invite-member" label="Invite">
          <Field label="Email address" name="email" autoComplete="off" />
          <Field label="Role" name="role" autoComplete="off" value="member" />
        </AccountForm>
      </Section>
      <Section title="Members">
        {members.map(({ id, user, role, self }) =>
          self ? (
            <p key={id}>{user.email} · you</p>
          ) : (
            <Row
              key={id}
              text={`${user.email} · ${role ?? 'no role'}`}
              action="remove-member"
              label="Remove"
              field={{ membershipId: id }}
            />
          ),
        )}
      </Section>
      <Section title="Invitations">
        {invitations.length === 0 && <p>None.</p>}
        {invitations.map(({ id, email, state }) =>
          state === 'pending' ? (
            <Row
              key={id}
              text={email}
              action="revoke-invitation"
              label="Withdraw"
              field={{ invitationId: id }}
            />
          ) : (
            <p key={id}>
              {email} · {state}
            </p>
          ),
        )}
      </Section>
    </>
  )
}

const Section = ({ title, children }: { title: string; children: ReactNode }): ReactNode => (
  <section className="sheet">
    <h2>{title}</h2>
    {children}
  </section>
)

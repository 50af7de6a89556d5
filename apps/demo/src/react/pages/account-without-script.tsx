import type { FactorEntry, InvitationEntry, MemberEntry, SessionEntry } from '@latchkey/core'
import type { AccountData, AccountFailure, AccountResult, ShownError } from '@latchkey/core/server'
import { accountText } from '@latchkey/core/text'
import { type ReactNode, useContext } from 'react'
import { AccountForm, Failure, Field, Row } from './account-form.tsx'

/** The texts of the components. */
const t = accountText(undefined)

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
          <Section title={t('changePassword')}>
            <AccountForm action="change-password" label={t('save')}>
              <Field
                label={t('currentPassword')}
                name="currentPassword"
                autoComplete="current-password"
                secret
              />
              <Field label={t('newPassword')} name="newPassword" autoComplete="new-password" secret />
            </AccountForm>
          </Section>
          <Section title={t('mfaTitle')}>
            <Factors factors={data.factors?.data ?? []} result={result} />
          </Section>
          <Section title={t('sessions')}>
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
      <Section title="This session">
        {profile && <p>Signed in as {profile.user.email}</p>}
        <form className="form" method="post" action="/auth/sign-out">
          <button className="button quiet" type="submit">
            Sign out
          </button>
        </form>
      </Section>
      <Section title={t('profile')}>
        <AccountForm action="update-profile" label={t('save')}>
          <Field
            label={t('firstName')}
            name="firstName"
            autoComplete="given-name"
            value={profile?.user.firstName}
          />
          <Field
            label={t('lastName')}
            name="lastName"
            autoComplete="family-name"
            value={profile?.user.lastName}
          />
        </AccountForm>
      </Section>
      <Section title={t('changeEmail')}>
        {emailChange ? (
          <AccountForm action="confirm-email-change" label={t('confirm')}>
            <p>A code is on its way to {emailChange.newEmail}.</p>
            <input type="hidden" name="newEmail" value={emailChange.newEmail} />
            <Field label={t('code')} name="code" autoComplete="one-time-code" />
          </AccountForm>
        ) : (
          <AccountForm action="send-email-change" label={t('sendCode')}>
            <Field label={t('newEmail')} name="newEmail" autoComplete="email" />
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
        <Field label={t('code')} name="code" autoComplete="one-time-code" />
      </AccountForm>
    )
  return (
    <>
      {factors.length === 0 && <p>{t('noFactors')}</p>}
      {factors.map(({ id, issuer, type, createdAt }) => (
        <Row
          key={id}
          text={`${issuer ?? type}, since ${createdAt.slice(0, 10)}`}
          action="remove-factor"
          label={t('remove')}
          field={{ factorId: id }}
        />
      ))}
      <AccountForm action="enroll-factor" label={t('addFactor')} />
    </>
  )
}

const Sessions = ({ sessions }: { sessions: readonly SessionEntry[] }): ReactNode => (
  <>
    {sessions.map(({ id, current, createdAt, ipAddress }) => {
      const since = `Since ${createdAt.slice(0, 16).replace('T', ' ')}${ipAddress ? ` from ${ipAddress}` : ''}`
      return current ? (
        <p key={id}>
          {since} · {t('thisDevice')}
        </p>
      ) : (
        <Row key={id} text={since} action="revoke-session" label={t('revoke')} field={{ sessionId: id }} />
      )
    })}
    {sessions.length > 1 && <AccountForm action="revoke-other-sessions" label={t('revokeOthers')} />}
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
      <Section title={t('invitations')}>
        <AccountForm action="invite-member" label={t('invite')}>
          <Field label={t('email')} name="email" autoComplete="off" />
          <Field label={t('role')} name="role" autoComplete="off" value="member" />
        </AccountForm>
        {invitations.length === 0 && <p>{t('noInvitations')}</p>}
        {invitations.map(({ id, email, state }) =>
          state === 'pending' ? (
            <Row
              key={id}
              text={email}
              action="revoke-invitation"
              label={t('remove')}
              field={{ invitationId: id }}
            />
          ) : (
            <p key={id}>
              {email} · {state}
            </p>
          ),
        )}
      </Section>
      <Section title={t('members')}>
        {members.map(({ id, user, role, self }) =>
          self ? (
            <p key={id}>{user.email} · you</p>
          ) : (
            <Row
              key={id}
              text={`${user.email} · ${role ?? 'no role'}`}
              action="remove-member"
              label={t('remove')}
              field={{ membershipId: id }}
            />
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

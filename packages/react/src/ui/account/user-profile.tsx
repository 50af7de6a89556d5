import { displayName } from '@latchkey/core/text'
import { Fragment, type ReactNode } from 'react'
import { useUser } from '../../use-user.ts'
import { Avatar } from '../avatar.tsx'
import { Surface, type SurfaceProps } from '../surface.tsx'
import { Tabs } from '../tabs.tsx'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'
import { ChangeEmail } from './change-email.tsx'
import { ChangePassword } from './change-password.tsx'
import { FactorList } from './factor-list.tsx'
import { ProfileForm } from './profile-form.tsx'
import { SessionList } from './session-list.tsx'

/** Props of {@link UserProfile}. */
export interface UserProfileProps extends SurfaceProps {
  /** Shows one section at a time, in tabs, instead of all on one page. Default: all on one page. */
  tabs?: boolean
}

/** The user's account: name, email address, password, second factors and sessions. */
export const UserProfile = /* @__PURE__ */ withRef(function UserProfile({
  tabs,
  ...props
}: UserProfileProps): ReactNode {
  const { user } = useUser()
  const { part } = useUi()
  const t = useAccountText()
  if (!user) return null
  const profile = (
    <>
      <ProfileForm />
      <ChangeEmail />
    </>
  )
  const parts = [
    { label: t('profile'), content: profile },
    { label: t('password'), content: <ChangePassword /> },
    { label: t('mfaTitle'), content: <FactorList /> },
    { label: t('sessions'), content: <SessionList /> },
  ]
  return (
    <Surface part="profile" {...props}>
      <div {...part('person')}>
        <Avatar user={user} />
        <span {...part('row-text')}>
          <strong {...part('row-title')}>{displayName(user)}</strong>
          <small {...part('row-detail')}>{user.email}</small>
        </span>
      </div>
      <h1 {...part('live')}>{t('account')}</h1>
      {tabs ? (
        <Tabs label={t('account')} tabs={parts} />
      ) : (
        parts.map(({ label, content }) => <Fragment key={label}>{content}</Fragment>)
      )}
    </Surface>
  )
})

import type { ReactNode } from 'react'
import { useUser } from '../../use-user.ts'
import { Avatar, nameOf } from '../avatar.tsx'
import { Surface, type SurfaceProps } from '../surface.tsx'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { ChangeEmail } from './change-email.tsx'
import { ChangePassword } from './change-password.tsx'
import { FactorList } from './factor-list.tsx'
import { ProfileForm } from './profile-form.tsx'
import { SessionList } from './session-list.tsx'

/** The person's account on one page: name, address, password, second factors, devices. */
export function UserProfile(props: SurfaceProps): ReactNode {
  const { user } = useUser()
  const { part } = useUi()
  const t = useAccountText()
  if (!user) return null
  return (
    <Surface part="profile" {...props}>
      <header {...part('person')}>
        <Avatar user={user} />
        <span {...part('row-text')}>
          <strong>{nameOf(user)}</strong>
          <small>{user.email}</small>
        </span>
      </header>
      <h1 {...part('live')}>{t('account')}</h1>
      <ProfileForm />
      <ChangeEmail />
      <ChangePassword />
      <FactorList />
      <SessionList />
    </Surface>
  )
}

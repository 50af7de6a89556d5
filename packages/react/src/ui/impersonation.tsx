import type { ReactNode } from 'react'
import { useAuth } from '../use-auth.ts'
import { SignOutButton } from './sign-out-button.tsx'
import { Surface, type SurfaceProps } from './surface.tsx'
import { useAccountText } from './use-text.ts'

/** Says that somebody of the support team is acting as the user. Nothing otherwise. */
export function Impersonation(props: SurfaceProps): ReactNode {
  const auth = useAuth()
  const t = useAccountText()
  if (auth.status !== 'signed-in' || !auth.impersonator) return null
  const { email, reason } = auth.impersonator
  return (
    <Surface part="banner" {...props}>
      <p>
        {t('impersonating', { email: auth.user.email, actor: email })} {reason}
      </p>
      <SignOutButton>{t('stopImpersonating')}</SignOutButton>
    </Surface>
  )
}

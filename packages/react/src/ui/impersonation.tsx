import type { ReactNode } from 'react'
import { useAuth } from '../use-auth.ts'
import { SignOutButton } from './sign-out-button.tsx'
import { Surface, type SurfaceProps } from './surface.tsx'
import { useAccountText } from './use-text.ts'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** Shows that a support member is impersonating the user. Otherwise renders nothing. */
export const Impersonation = /* @__PURE__ */ withRef(function Impersonation(props: SurfaceProps): ReactNode {
  const auth = useAuth()
  const t = useAccountText()
  const { part } = useUi()
  if (auth.status !== 'signed-in' || !auth.impersonator) return null
  const { email, reason } = auth.impersonator
  return (
    <Surface part="banner" {...props}>
      <p {...part('banner-text')}>
        {t('impersonating', { email: auth.user.email, actor: email })} {reason}
      </p>
      <SignOutButton>{t('stopImpersonating')}</SignOutButton>
    </Surface>
  )
})

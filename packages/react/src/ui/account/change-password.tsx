import type { ReactNode } from 'react'
import { useReverification } from '../../use-reverification.ts'
import { useUser } from '../../use-user.ts'
import { ActionMessage } from '../action-message.tsx'
import { Panel } from '../panel.tsx'
import { PasswordField } from '../password-field.tsx'
import { Username } from '../steps/password-step.tsx'
import { SubmitButton } from '../submit-button.tsx'
import type { SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { usePasswordRules } from '../use-password-rules.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'

/** Changes the password, for a user who knows the current one. Ends the user's other sessions. */
export const ChangePassword = /* @__PURE__ */ withRef(function ChangePassword(
  props: SurfaceProps,
): ReactNode {
  const { user, changePassword } = useUser()
  const t = useAccountText()
  const { part } = useUi()
  const rules = usePasswordRules()
  const change = useReverification(changePassword)
  const action = useAction(({ currentPassword = '', newPassword = '' }) =>
    change({ currentPassword, newPassword }),
  )
  if (!user) return null
  const { error } = action
  const fieldError = (name: string) => (error?.field === name ? error : undefined)
  return (
    <Panel {...props} title={t('changePassword')}>
      <form {...part('stack')} {...action.form('change-password')}>
        <Username email={user.email} />
        <PasswordField
          name="currentPassword"
          label={t('currentPassword')}
          autoComplete="current-password"
          error={fieldError('currentPassword')}
        />
        <PasswordField
          name="newPassword"
          label={t('newPassword')}
          autoComplete="new-password"
          rules={rules}
          error={fieldError('newPassword')}
        />
        <div {...part('actions')}>
          <SubmitButton pending={action.pending}>{t('save')}</SubmitButton>
          <ActionMessage state={action} done={t('saved')} />
        </div>
      </form>
    </Panel>
  )
})

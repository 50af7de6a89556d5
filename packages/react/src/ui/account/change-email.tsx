import { type ReactNode, useState } from 'react'
import { useReverification } from '../../use-reverification.ts'
import { useUser } from '../../use-user.ts'
import { ActionMessage } from '../action-message.tsx'
import { Field } from '../field.tsx'
import { OtpField } from '../otp-field.tsx'
import { Panel } from '../panel.tsx'
import { SubmitButton } from '../submit-button.tsx'
import type { SurfaceProps } from '../surface.tsx'
import { useAction } from '../use-action.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { withRef } from '../with-ref.ts'

/** Changes the email address: a code is sent to the new one to verify it. */
export const ChangeEmail = /* @__PURE__ */ withRef(function ChangeEmail(props: SurfaceProps): ReactNode {
  const { user, changeEmail, confirmEmail } = useUser()
  const [waiting, setWaiting] = useState<string | null>(null)
  const t = useAccountText()
  const { part } = useUi()
  const reverified = useReverification(changeEmail)
  const send = useAction(async ({ newEmail = '' }) => {
    const result = await reverified(newEmail)
    if (result.ok) setWaiting(result.value.newEmail)
    return result
  })
  const confirm = useAction(async ({ code = '' }) => {
    const result = await confirmEmail(code)
    if (result.ok) setWaiting(null)
    return result
  })
  if (!user) return null
  return (
    <Panel {...props} title={t('changeEmail')}>
      <p {...part('text')}>{waiting ? t('codeText', { email: waiting }) : user.email}</p>
      {waiting ? (
        <form {...part('stack')} key="confirm" {...confirm.form('confirm-email-change')}>
          <OtpField label={t('code')} error={confirm.error?.field ? confirm.error : undefined} />
          <div {...part('actions')}>
            <SubmitButton pending={confirm.pending}>{t('confirm')}</SubmitButton>
            <SubmitButton type="button" look="quiet" onClick={() => setWaiting(null)}>
              {t('cancel')}
            </SubmitButton>
            <ActionMessage state={confirm} />
          </div>
        </form>
      ) : (
        <form {...part('stack')} key="send" {...send.form('send-email-change')}>
          <Field
            name="newEmail"
            type="email"
            label={t('newEmail')}
            autoComplete="email"
            required
            error={send.error?.field ? send.error : undefined}
          />
          <div {...part('actions')}>
            <SubmitButton pending={send.pending}>{t('sendCode')}</SubmitButton>
            <ActionMessage state={confirm.done ? confirm : send} done={t('saved')} />
          </div>
        </form>
      )}
    </Panel>
  )
})

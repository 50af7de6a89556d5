import type { EnrollmentEntry } from '@latchkey/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useFactors } from '../../use-factors.ts'
import { useReverification } from '../../use-reverification.ts'
import { ActionMessage } from '../action-message.tsx'
import { OtpField } from '../otp-field.tsx'
import { EnrollKey } from '../steps/enroll-key.tsx'
import { SubmitButton } from '../submit-button.tsx'
import { useAction } from '../use-action.ts'
import { useAccountText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { useUnfinished } from './use-unfinished.ts'

/** Props of {@link EnrollTotp}. */
export interface EnrollTotpProps {
  /** Called when the app is set up, or when the user cancels. */
  onDone?(outcome: 'enrolled' | 'cancelled'): void
}

/** Sets up an authenticator app: shows its secret, and asks for the first code. */
export function EnrollTotp({ onDone }: EnrollTotpProps): ReactNode {
  const { enroll, verify, remove } = useFactors()
  const [enrollment, setEnrollment] = useState<EnrollmentEntry | null>(null)
  const t = useAccountText()
  const { part } = useUi()
  const reverified = useReverification(enroll)
  // An app that was not set up completely must not be required at the next sign-in.
  const unfinished = useUnfinished(remove)
  const begin = useAction(async () => {
    const result = await reverified()
    if (!result.ok) return result
    if (unfinished.begin(result.value.factorId)) setEnrollment(result.value)
    return result
  })
  const finish = useAction(async ({ code = '' }) => {
    const { factorId, challengeId } = enrollment as EnrollmentEntry
    const result = await verify({ factorId, challengeId, code })
    if (!result.ok) return result
    unfinished.finish()
    onDone?.('enrolled')
    return result
  })
  const begun = useRef(false)
  useEffect(() => {
    // Strict Mode runs effects twice; two enrollments would create two secrets.
    if (begun.current) return
    begun.current = true
    begin.start()
  })
  return (
    <div {...part('stack')} data-lk="" aria-busy={begin.pending || undefined}>
      {!enrollment && !begin.error && <p {...part('text')}>{t('loading')}</p>}
      {enrollment && (
        <>
          <p {...part('text')}>{t('enrollText')}</p>
          <EnrollKey {...enrollment} texts={{ qrCode: t('qrCode'), secret: t('secret') }} />
        </>
      )}
      <form {...part('stack')} {...finish.form('verify-factor')}>
        {enrollment && <OtpField label={t('code')} error={finish.error?.field ? finish.error : undefined} />}
        <div {...part('actions')}>
          {enrollment && <SubmitButton pending={finish.pending}>{t('confirm')}</SubmitButton>}
          {begin.error && (
            <SubmitButton type="button" look="secondary" onClick={() => begin.start()}>
              {t('retry')}
            </SubmitButton>
          )}
          <SubmitButton
            type="button"
            look="quiet"
            onClick={() => {
              unfinished.abandon()
              onDone?.('cancelled')
            }}
          >
            {t('cancel')}
          </SubmitButton>
          <ActionMessage state={begin.error ? begin : finish} />
        </div>
      </form>
    </div>
  )
}

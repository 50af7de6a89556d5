import type { ReactNode } from 'react'
import type { FlowHandle } from '../use-flow.ts'
import { FlowForm } from './flow-form.tsx'
import { SubmitButton } from './submit-button.tsx'
import { useFlowText } from './use-text.ts'

/** Resends the step's email, after a waiting time. */
export function ResendButton({ flow }: { flow: FlowHandle }): ReactNode {
  const t = useFlowText()
  if (!flow.resend) return null
  const { secondsLeft, action, values } = flow.resend
  return (
    <FlowForm flow={flow} action={action} values={values} layout="inline">
      <SubmitButton
        look="quiet"
        aria-disabled={secondsLeft > 0 || undefined}
        onClick={(event) => {
          // Not `disabled`, which would take the focus away from a user who waits for the button.
          if (secondsLeft > 0) event.preventDefault()
        }}
      >
        {secondsLeft > 0 ? t('resendIn', { seconds: secondsLeft }) : t('resend')}
      </SubmitButton>
    </FlowForm>
  )
}

import type { ResetStep as Reset } from '@latchkey/core'
import { type ReactNode, useId } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { Field } from '../field.tsx'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { PasswordField } from '../password-field.tsx'
import { ResendButton } from '../resend-button.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useFlowText } from '../use-text.ts'

/** Asks for the email address to send a password reset link to. */
export function ForgotStep({ flow, title }: { flow: FlowHandle; title?: ReactNode }): ReactNode {
  const id = useId()
  const t = useFlowText()
  return (
    <>
      <StepHeading flow={flow} id={id} title={title}>
        {t('forgotText')}
      </StepHeading>
      <FlowForm flow={flow} action="forgot" labelledBy={id}>
        <Field
          name="email"
          type="email"
          label={t('email')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          enterKeyHint="send"
          defaultValue={flow.values.email}
          error={flow.errors.fields.email}
        />
        <FormMessage flow={flow} />
        <FlowSubmit flow={flow} action="forgot">
          {t('forgotSend')}
        </FlowSubmit>
      </FlowForm>
    </>
  )
}

/** Shown for every email address, so that it does not reveal who has an account. */
export function ForgotSentStep({ flow, email }: { flow: FlowHandle; email: string }): ReactNode {
  const t = useFlowText()
  return (
    <>
      <StepHeading flow={flow}>{t('forgotSent', { email })}</StepHeading>
      <FormMessage flow={flow} />
      <ResendButton flow={flow} />
    </>
  )
}

/** Asks for the new password. */
export function ResetStep({
  flow,
  step,
  title,
}: {
  flow: FlowHandle
  step: Reset
  title?: ReactNode
}): ReactNode {
  const id = useId()
  const t = useFlowText()
  return (
    <>
      <StepHeading flow={flow} id={id} title={title} />
      <FlowForm flow={flow} action="reset" labelledBy={id}>
        <PasswordField
          name="newPassword"
          label={t('newPassword')}
          autoComplete="new-password"
          rules={step.passwordRules}
          error={flow.errors.fields.newPassword}
        />
        <FormMessage flow={flow} />
        <FlowSubmit flow={flow} action="reset">
          {t('resetSave')}
        </FlowSubmit>
      </FlowForm>
    </>
  )
}

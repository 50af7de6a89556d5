import type { FlowAction } from '@latchkey/core'
import { type ReactNode, useId } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { OtpField } from '../otp-field.tsx'
import { ResendButton } from '../resend-button.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useFlowText } from '../use-text.ts'

/** A step that asks for a six-digit code. */
export function CodeStep(props: {
  flow: FlowHandle
  action: FlowAction
  text: string
  /** Rendered between the text and the input. */
  children?: ReactNode
}): ReactNode {
  const { flow, action, text, children } = props
  const id = useId()
  const t = useFlowText()
  return (
    <>
      <StepHeading flow={flow} id={id}>
        {text}
      </StepHeading>
      {children}
      <FlowForm flow={flow} action={action} labelledBy={id}>
        <OtpField label={t('code')} error={flow.errors.fields.code} />
        <FormMessage flow={flow} />
        <FlowSubmit flow={flow} action={action}>
          {t('continue')}
        </FlowSubmit>
      </FlowForm>
      <ResendButton flow={flow} />
    </>
  )
}

import { type ReactNode, useId } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { Field } from '../field.tsx'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useFlowText } from '../use-text.ts'

/** Asks for the phone number to which the API's fraud check sends a code. */
export function PhoneStep({ flow }: { flow: FlowHandle }): ReactNode {
  const id = useId()
  const t = useFlowText()
  return (
    <>
      <StepHeading flow={flow} id={id} />
      <FlowForm flow={flow} action="phone" labelledBy={id}>
        <Field
          name="phoneNumber"
          type="tel"
          label={t('phone')}
          autoComplete="tel"
          required
          error={flow.errors.fields.phoneNumber}
        />
        <FormMessage flow={flow} />
        <FlowSubmit flow={flow} action="phone">
          {t('continue')}
        </FlowSubmit>
      </FlowForm>
    </>
  )
}

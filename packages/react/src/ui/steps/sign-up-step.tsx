import type { StartStep } from '@latchkey/core'
import { type ReactNode, useId } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { type ProviderLayout, ProviderLinks } from '../oauth-buttons.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useErrorText, useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { NewAccountFields } from './new-account-fields.tsx'

/** The first step of sign-up. */
export function SignUpStep(props: {
  flow: FlowHandle
  step: StartStep
  title?: ReactNode
  layout?: ProviderLayout
}): ReactNode {
  const { flow, step, title, layout } = props
  const id = useId()
  const t = useFlowText()
  const errorText = useErrorText()
  const { part } = useUi()
  return (
    <>
      <StepHeading flow={flow} id={id} title={title} />
      {step.signUp ? (
        <>
          <FlowForm flow={flow} action="sign-up" labelledBy={id}>
            <NewAccountFields flow={flow} step={step} email={flow.values.email} />
            <FormMessage flow={flow} />
            <FlowSubmit flow={flow} action="sign-up">
              {t('signUp')}
            </FlowSubmit>
          </FlowForm>
          {step.providers.length > 0 && <p {...part('or')}>{t('or')}</p>}
          <ProviderLinks flow={flow} providers={step.providers} layout={layout} />
        </>
      ) : (
        <p {...part('message', 'error')}>{errorText({ code: 'sign_up_not_allowed' })}</p>
      )}
    </>
  )
}

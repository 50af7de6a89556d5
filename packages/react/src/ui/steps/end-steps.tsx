import { hostedPage } from '@latchkey/core'
import type { ReactNode } from 'react'
import type { FlowHandle } from '../../use-flow.ts'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { StepHeading } from '../step-heading.tsx'
import { SubmitButton } from '../submit-button.tsx'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'

/** The flow is complete. The page is about to change; the link is there in case it does not. */
export function CompleteStep({ flow, returnTo }: { flow: FlowHandle; returnTo: string }): ReactNode {
  const t = useFlowText()
  const { part } = useUi()
  const href = /^(\/(?!\/)|https?:)/.test(returnTo) ? returnTo : '/'
  return (
    <>
      <StepHeading flow={flow} />
      <a {...part('provider')} href={href}>
        {t('continue')}
      </a>
    </>
  )
}

/** A step that these pages cannot show. Links to the API's hosted page, which can, and back to the start. */
export function UnknownStep({ flow, email }: { flow: FlowHandle; email: string | undefined }): ReactNode {
  const t = useFlowText()
  const { part } = useUi()
  return (
    <>
      <StepHeading flow={flow} title={t('unknownTitle')} />
      <FormMessage flow={flow} />
      <a {...part('provider')} data-lk-look="primary" href={flow.authorizeUrl(hostedPage(email))}>
        {t('continue')}
      </a>
      <FlowForm flow={flow} action="back">
        <SubmitButton look="secondary" pending={flow.status === 'pending'}>
          {t('startOver')}
        </SubmitButton>
      </FlowForm>
    </>
  )
}

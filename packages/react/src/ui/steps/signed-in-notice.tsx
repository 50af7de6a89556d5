import { type ReactNode, useState } from 'react'
import { useAuth } from '../../use-auth.ts'
import type { FlowHandle } from '../../use-flow.ts'
import { StepHeading } from '../step-heading.tsx'
import { SubmitButton } from '../submit-button.tsx'
import { useHydrated } from '../use-hydrated.ts'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'

/**
 * Replaces a flow's first step for a user who is already signed in, with a link to continue. `undefined` if the form is needed:
 * for an invitation, after an error, and if the URL asks for a fresh sign-in.
 */
export function useSignedInNotice(flow: FlowHandle): ReactNode {
  const { user } = useAuth()
  const [again, setAgain] = useState(false)
  const isRequested = useHydrated() && new URLSearchParams(location.search).has('reauthenticate')
  const isFirst = flow.step.name === 'start' && flow.submission === 0 && !flow.error
  if (!user || !isFirst || again || isRequested || flow.hidden.invitationToken) return undefined
  return <Notice flow={flow} email={user.email} onAgain={() => setAgain(true)} />
}

function Notice(props: { flow: FlowHandle; email: string; onAgain(): void }): ReactNode {
  const { flow } = props
  const t = useFlowText()
  const { part, Link } = useUi()
  return (
    <>
      <StepHeading flow={flow} title={t('doneTitle')}>
        {t('signedInAs', { email: props.email })}
      </StepHeading>
      <Link {...part('provider')} data-lk-look="primary" href={flow.returnTo}>
        {t('continue')}
      </Link>
      <SubmitButton type="button" look="secondary" onClick={props.onAgain}>
        {t('anotherAccount')}
      </SubmitButton>
    </>
  )
}

import type { InvitationStep as Invitation } from '@latchkey/core'
import { type ReactNode, useId } from 'react'
import { useAuth } from '../../use-auth.ts'
import type { FlowHandle } from '../../use-flow.ts'
import { FlowForm, FormMessage } from '../flow-form.tsx'
import { FlowSubmit } from '../flow-submit.tsx'
import { SignOutButton } from '../sign-out-button.tsx'
import { StepHeading } from '../step-heading.tsx'
import { useFlowText } from '../use-text.ts'
import { useUi } from '../use-ui.ts'
import { NewAccountFields } from './new-account-fields.tsx'

/** An invitation: for a new user, for the signed-in user, for another user, or no longer valid. */
export function InvitationStep(props: { flow: FlowHandle; step: Invitation; title?: ReactNode }): ReactNode {
  const { flow, step } = props
  const id = useId()
  const t = useFlowText()
  const { user } = useAuth()
  const { part, Link, urls } = useUi()
  const { email, signedInAs } = step
  if (flow.isLoading)
    return (
      <StepHeading flow={flow} title={props.title ?? t('invitationTitle')}>
        {t('loading')}
      </StepHeading>
    )
  if (step.state !== 'pending')
    return (
      <>
        <StepHeading flow={flow}>
          {t(step.state === 'accepted' ? 'invitationAccepted' : 'invitationGone')}
        </StepHeading>
        <FormMessage flow={flow} />
        <Link {...part('provider')} href={urls.signInUrl}>
          {t('signIn')}
        </Link>
      </>
    )
  return (
    <>
      <StepHeading flow={flow} id={id} title={props.title}>
        {t('invitationText', { email })}
      </StepHeading>
      {signedInAs ? (
        <>
          <p {...part('text')}>{t('signedInAs', { email: signedInAs })}</p>
          <SignOutButton returnTo={hereWithToken(flow)}>{t('signOut')}</SignOutButton>
        </>
      ) : step.mayAccept || user ? (
        <FlowForm flow={flow} action="accept-invitation" labelledBy={id}>
          <FormMessage flow={flow} />
          <FlowSubmit flow={flow} action="accept-invitation">
            {t('accept')}
          </FlowSubmit>
        </FlowForm>
      ) : (
        <FlowForm flow={flow} action="sign-up" labelledBy={id}>
          <NewAccountFields flow={flow} step={step} email={email} fixed />
          <FormMessage flow={flow} />
          <FlowSubmit flow={flow} action="sign-up">
            {t('signUp')}
          </FlowSubmit>
          <FlowSubmit flow={flow} action="password" instead look="secondary">
            {t('haveAccount')} {t('signIn')}
          </FlowSubmit>
        </FlowForm>
      )}
    </>
  )
}

/** After signing out, the user returns to the invitation. */
function hereWithToken(flow: FlowHandle): string | undefined {
  return typeof location === 'undefined' || !flow.hidden.token
    ? undefined
    : location.pathname + location.search
}

import { pageUrl } from '@latchkey/core'
import type { ReactNode } from 'react'
import {
  type FlowHandle,
  type UseFlowOptions,
  useInvitation,
  useResetPassword,
  useSignIn,
  useSignUp,
} from '../use-flow.ts'
import { FlowCard, type FlowCardProps } from './flow-card.tsx'
import { InvitationStep } from './steps/invitation-step.tsx'
import { ForgotSentStep, ForgotStep, ResetStep } from './steps/reset-steps.tsx'
import { SignUpStep } from './steps/sign-up-step.tsx'
import { useSignedInNotice } from './steps/signed-in-notice.tsx'
import { type StartProps, StartStep } from './steps/start-step.tsx'
import type { SurfaceProps } from './surface.tsx'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'
import { withRef } from './with-ref.ts'

/** Props of the flow components: the appearance of the card, and the options of the flow. */
export interface FlowProps extends FlowCardProps, UseFlowOptions {}

/** Props of {@link SignIn}. */
export interface SignInProps extends FlowProps, StartProps {}

/** Signs a user in: every step, from the first input to the session. */
export const SignIn = /* @__PURE__ */ withRef(function SignIn(props: SignInProps): ReactNode {
  const flow = useSignIn(props)
  const { step } = flow
  const t = useFlowText()
  const notice = useSignedInNotice(flow)
  const {
    footer = step.name === 'start' && step.signUp && (
      <Other flow={flow} ask={t('noAccount')} to="signUpUrl" label={t('signUp')} />
    ),
  } = props
  return (
    <FlowCard {...frame(props)} flow={flow} footer={step.name === 'start' && !notice && footer}>
      {notice ||
        (step.name === 'start' && (
          <StartStep flow={flow} step={step} title={props.heading} {...startOf(props)} />
        ))}
    </FlowCard>
  )
})

/** Creates an account and verifies its email address. */
export const SignUp = /* @__PURE__ */ withRef(function SignUp(props: FlowProps): ReactNode {
  const flow = useSignUp(props)
  const { step } = flow
  const t = useFlowText()
  const notice = useSignedInNotice(flow)
  const { footer = <Other flow={flow} ask={t('haveAccount')} to="signInUrl" label={t('signIn')} /> } = props
  return (
    <FlowCard {...frame(props)} flow={flow} footer={step.name === 'start' && !notice && footer}>
      {notice ||
        (step.name === 'start' && (
          <SignUpStep flow={flow} step={step} title={props.heading} layout={props.layout} />
        ))}
    </FlowCard>
  )
})

/** Requests a password reset link. */
export const ForgotPassword = /* @__PURE__ */ withRef(function ForgotPassword(props: FlowProps): ReactNode {
  return <ResetPassword {...props} />
})

/**
 * Sets a new password, using the `token` of the link. Default: the token in the page's URL. Without a token, it requests a
 * link.
 */
export const ResetPassword = /* @__PURE__ */ withRef(function ResetPassword({
  token,
  ...props
}: FlowProps): ReactNode {
  const flow = useResetPassword(token, props)
  const { step } = flow
  const t = useFlowText()
  const { footer = <Other flow={flow} to="signInUrl" label={t('signIn')} /> } = props
  // The step after "forgot" has a button back; the step of the email's link is the first of its visit.
  const isFirst = step.name === 'forgot' || step.name === 'reset'
  return (
    <FlowCard {...frame(props)} flow={flow} footer={isFirst && footer}>
      {(step.name === 'forgot' && <ForgotStep flow={flow} title={props.heading} />) ||
        (step.name === 'forgot-sent' && <ForgotSentStep flow={flow} email={step.email} />) ||
        (step.name === 'reset' && <ResetStep flow={flow} step={step} title={props.heading} />)}
    </FlowCard>
  )
})

/** Shows an invitation and accepts it, using the `token` of its link. Default: the token in the page's URL. */
export const AcceptInvitation = /* @__PURE__ */ withRef(function AcceptInvitation({
  token,
  ...props
}: FlowProps): ReactNode {
  const flow = useInvitation(token, props)
  const { step } = flow
  const first =
    (step.name === 'invitation' && <InvitationStep flow={flow} step={step} title={props.heading} />) ||
    (step.name === 'start' && (
      <SignUpStep flow={flow} step={step} title={props.heading} layout={props.layout} />
    ))
  return (
    <FlowCard {...frame(props)} flow={flow} footer={first && props.footer}>
      {first}
    </FlowCard>
  )
})

/** Continues a sign-in that needs an email verification code, on its own page. */
export const VerifyEmail = /* @__PURE__ */ withRef(function VerifyEmail(props: SignInProps): ReactNode {
  return <SignIn footer={null} {...props} />
})

/** The link to the other flow. It keeps the destination. */
function Other({
  flow: { returnTo },
  ask,
  to,
  label,
}: {
  flow: FlowHandle
  ask?: string
  to: 'signInUrl' | 'signUpUrl'
  label: string
}): ReactNode {
  const { part, Link, urls } = useUi()
  return (
    <>
      {ask}{' '}
      <Link {...part('link')} href={returnTo === '/' ? urls[to] : pageUrl(urls[to], returnTo)}>
        {label}
      </Link>
    </>
  )
}

/** The appearance of the first step, from a component's props. */
export const startOf = ({ layout, identifierFirst, remember }: SignInProps) => ({
  layout,
  identifierFirst,
  remember,
})

const frame = ({ className, ref }: FlowCardProps): SurfaceProps => ({ className, ref })

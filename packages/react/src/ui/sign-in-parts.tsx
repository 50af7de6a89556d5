import type { Step, StepName } from '@latchkey/core'
import { Children, createContext, isValidElement, type ReactNode, useContext } from 'react'
import { type FlowHandle, useSignIn } from '../use-flow.ts'
import { FlowCard } from './flow-card.tsx'
import { type SignInProps, startOf } from './flows.tsx'
import { useSignedInNotice } from './steps/signed-in-notice.tsx'
import { StartStep } from './steps/start-step.tsx'
import { withRef } from './with-ref.ts'

const FlowContext = createContext<FlowHandle | null>(null)

/** Props of {@link SignInRoot}: those of `<SignIn>`, and the steps that the app renders itself. */
export interface SignInRootProps extends SignInProps {
  /** {@link SignInStep} elements, as direct children. Steps without one look as in `<SignIn>`. */
  children: ReactNode
}

/** A `<SignIn>` to compose: its card, focus handling and announcements, around your own steps. */
export const SignInRoot = /* @__PURE__ */ withRef(function SignInRoot({
  children,
  ...props
}: SignInRootProps): ReactNode {
  const flow = useSignIn(props)
  const { step } = flow
  const notice = useSignedInNotice(flow)
  const own = Children.toArray(children).some(
    (child) => isValidElement<{ name?: string }>(child) && child.props.name === step.name,
  )
  return (
    <FlowCard
      className={props.className}
      ref={props.ref}
      flow={flow}
      footer={step.name === 'start' && !notice && props.footer}
    >
      {notice ? (
        notice
      ) : own ? (
        <FlowContext.Provider value={flow}>{children}</FlowContext.Provider>
      ) : (
        step.name === 'start' && (
          <StartStep flow={flow} step={step} title={props.heading} {...startOf(props)} />
        )
      )}
    </FlowCard>
  )
})

/** Props of {@link SignInStep}. */
export interface SignInStepProps<Name extends StepName> {
  /** The step that it renders. */
  name: Name
  children: (flow: FlowHandle, step: Extract<Step, { name: Name }>) => ReactNode
}

/** One step of a {@link SignInRoot}, shown while the flow is at that step. Spread `flow.form(action)` on its form. */
export function SignInStep<Name extends StepName>({ name, children }: SignInStepProps<Name>): ReactNode {
  const flow = useContext(FlowContext)
  if (!flow) throw new Error('Render <SignInStep> inside <SignInRoot>.')
  return flow.step.name === name ? children(flow, flow.step as Extract<Step, { name: Name }>) : null
}

import type { ReactNode } from 'react'
import { useAuthContext } from '../auth-context.ts'
import { TriggerButton, type TriggerProps } from './trigger-button.tsx'
import { useFlowText } from './use-text.ts'
import { withRef } from './with-ref.ts'

/** Props of {@link SignInButton} and {@link SignUpButton}. */
export interface SignInButtonProps extends TriggerProps {
  /** Where to return to afterward. Default: this page. */
  returnTo?: string
}

/** Goes to the sign-in page, and returns afterward. */
export const SignInButton = /* @__PURE__ */ withRef(function SignInButton({
  returnTo,
  ...trigger
}: SignInButtonProps): ReactNode {
  const { actions } = useAuthContext()
  const t = useFlowText()
  return <TriggerButton {...trigger} label={t('signIn')} onTrigger={() => actions.signIn({ returnTo })} />
})

/** Goes to the sign-up page, and returns afterward. */
export const SignUpButton = /* @__PURE__ */ withRef(function SignUpButton({
  returnTo,
  ...trigger
}: SignInButtonProps): ReactNode {
  const { actions } = useAuthContext()
  const t = useFlowText()
  return <TriggerButton {...trigger} label={t('signUp')} onTrigger={() => actions.signUp({ returnTo })} />
})

import type { ReactNode } from 'react'
import { useAuthContext } from '../auth-context.ts'
import { SubmitButton, type SubmitButtonProps } from './submit-button.tsx'
import { useFlowText } from './use-text.ts'

/** Props of {@link SignInButton} and {@link SignUpButton}. */
export interface SignInButtonProps extends SubmitButtonProps {
  /** Where to come back to. Default: this page. */
  returnTo?: string
}

/** Goes to the sign-in page, and comes back. */
export function SignInButton({ returnTo, children, ...button }: SignInButtonProps): ReactNode {
  const { actions } = useAuthContext()
  const t = useFlowText()
  return (
    <SubmitButton {...button} type="button" onClick={() => actions.signIn({ returnTo })}>
      {children ?? t('signIn')}
    </SubmitButton>
  )
}

/** Goes to the sign-up page, and comes back. */
export function SignUpButton({ returnTo, children, ...button }: SignInButtonProps): ReactNode {
  const { actions } = useAuthContext()
  const t = useFlowText()
  return (
    <SubmitButton {...button} type="button" onClick={() => actions.signUp({ returnTo })}>
      {children ?? t('signUp')}
    </SubmitButton>
  )
}

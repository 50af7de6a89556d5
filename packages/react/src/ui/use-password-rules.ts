import { getConfig, type PasswordRules } from '@latchkey/core'
import { useAppearance } from '../auth-context.ts'
import { useResource } from '../use-resource.ts'

/** The requirements for a new password: from the provider's props, else from the handler. */
export function usePasswordRules(): PasswordRules | undefined {
  const { offer } = useAppearance()
  const { state } = useResource('config', getConfig, offer === undefined)
  return (offer ?? state.data)?.passwordRules
}

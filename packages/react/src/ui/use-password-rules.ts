import { getConfig, type PasswordRules } from '@latchkey/core'
import { useAppearance } from '../auth-context.ts'
import { useResource } from '../use-resource.ts'

/** What a new password has to have: what the provider was given, or what the handler says. */
export function usePasswordRules(): PasswordRules | undefined {
  const { offer } = useAppearance()
  const { state } = useResource('config', getConfig, offer === undefined)
  return (offer ?? state.data)?.passwordRules
}

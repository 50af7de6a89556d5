import type { Result } from '@latchkey/core'
import { useCallback } from 'react'
import { useAuth } from './use-auth.ts'

/** Options of {@link useReverification}. */
export interface ReverificationOptions {
  /** Called when a fresh sign-in is required. Default: goes to the sign-in page and returns afterward. */
  onNeedsReverification?(context: { signIn(): void }): void
}

/** Wraps an action that may require a fresh sign-in. If the handler requires one, the user is asked to sign in again. */
export function useReverification<A extends unknown[], T>(
  action: (...args: A) => Promise<Result<T>>,
  { onNeedsReverification }: ReverificationOptions = {},
): (...args: A) => Promise<Result<T>> {
  const { signIn } = useAuth()
  return useCallback(
    async (...args: A) => {
      const result = await action(...args)
      if (!result.ok && result.error.code === 'reauthentication_required') {
        const again = () => signIn({ reauthenticate: true })
        if (onNeedsReverification) onNeedsReverification({ signIn: again })
        else again()
      }
      return result
    },
    [action, onNeedsReverification, signIn],
  )
}

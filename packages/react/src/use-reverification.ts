import type { Result } from '@latchkey/core'
import { useCallback } from 'react'
import { useAuth } from './use-auth.ts'

/** Settings of {@link useReverification}. */
export interface ReverificationOptions {
  /** Called when a fresh sign-in is needed. Default: goes to the sign-in page and comes back. */
  onNeedsReverification?(context: { signIn(): void }): void
}

/** Wraps an action that may need a fresh sign-in: when the handler requires one, the user is asked to sign in again. */
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

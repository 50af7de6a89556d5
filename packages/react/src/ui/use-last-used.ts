import { isLastMethod } from '@latchkey/core'
import { useId } from 'react'
import { useHydrated } from './use-hydrated.ts'

/** Returns the id of the mark for the method or provider that was last used in this browser, and `undefined` for all others. */
export function useLastUsed(): (of: string) => string | undefined {
  const id = useId()
  const isHydrated = useHydrated()
  return (of) => (isHydrated && isLastMethod(of) ? id : undefined)
}

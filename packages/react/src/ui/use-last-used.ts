import { isLastMethod } from '@latchkey/core'
import { useId } from 'react'
import { useHydrated } from './use-hydrated.ts'

/** The id of the mark on the button of the method or provider last used in this browser; `undefined` for all others. */
export function useLastUsed(): (of: string) => string | undefined {
  const id = useId()
  const isHydrated = useHydrated()
  return (of) => (isHydrated && isLastMethod(of) ? id : undefined)
}

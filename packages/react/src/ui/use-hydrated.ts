import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Whether script runs: `false` on the server and while hydrating. For parts that do nothing without it. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

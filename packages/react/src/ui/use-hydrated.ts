import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Whether scripts run: `false` on the server and during hydration. For parts that do nothing without JavaScript. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

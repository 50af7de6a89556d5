import { isLastMethod } from '@latchkey/core'
import type { ReactNode } from 'react'
import { useHydrated } from './use-hydrated.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Marks the way in which someone last signed in in this browser. Its place is on the button's edge, so nothing moves. */
export function LastUsed({ of }: { of: string }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  if (!useHydrated() || !isLastMethod(of)) return null
  // Not a part of the button's name, which says what it does.
  return (
    <span {...part('last-used')} aria-hidden="true">
      {t('lastUsed')}
    </span>
  )
}

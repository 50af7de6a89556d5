import type { ReactNode } from 'react'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/**
 * Marks the method that was last used in this browser, by an id from {@link useLastUsed}. It is placed on the button's edge, so
 * that nothing moves.
 */
export function LastUsed({ id }: { id: string | undefined }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  if (!id) return null
  // Hidden, so that it is not part of the button's name. The button's `aria-describedby` still reads it.
  return (
    <span {...part('last-used')} id={id} aria-hidden="true">
      {t('lastUsed')}
    </span>
  )
}

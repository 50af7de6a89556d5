import type { ReactNode } from 'react'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Marks what was last used in this browser, by an id of {@link useLastUsed}. It sits on the button's edge, so nothing moves. */
export function LastUsed({ id }: { id: string | undefined }): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  if (!id) return null
  // Hidden so that it is not part of the button's name; the button's `aria-describedby` reads it all the same.
  return (
    <span {...part('last-used')} id={id} aria-hidden="true">
      {t('lastUsed')}
    </span>
  )
}

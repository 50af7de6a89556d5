import { canCopy, copyText } from '@latchkey/core'
import { type ReactNode, useEffect, useState } from 'react'
import { SubmitButton } from './submit-button.tsx'
import { useHydrated } from './use-hydrated.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Props of {@link CopyButton}. */
export interface CopyButtonProps {
  /** What goes to the clipboard. */
  text: string
  /** What is copied, for screen readers, such as "User ID". */
  label: string
}

const SHOWN_MS = 2_000

/** Copies a text, and says so. Where the page cannot write to the clipboard, there is no button. */
export function CopyButton({ text, label }: CopyButtonProps): ReactNode {
  const [copies, setCopies] = useState(0)
  const [isShown, setShown] = useState(false)
  const { part } = useUi()
  const t = useFlowText()
  const hydrated = useHydrated()
  useEffect(() => {
    if (copies === 0) return
    setShown(true)
    const timer = setTimeout(setShown, SHOWN_MS, false)
    return () => clearTimeout(timer)
  }, [copies])
  if (!hydrated || !canCopy()) return null
  return (
    <span {...part('copy', isShown ? 'done' : undefined)}>
      <SubmitButton
        type="button"
        look="quiet"
        aria-label={`${t('copy')}: ${label}`}
        onClick={async () => {
          if (await copyText(text)) setCopies(copies + 1)
        }}
      >
        {t('copy')}
      </SubmitButton>
      <span {...part('live')} role="status" aria-live="polite">
        {/* The same words twice are no change, and no change is not spoken. */}
        {isShown && t('copied') + (copies % 2 ? '' : '\u00a0')}
      </span>
    </span>
  )
}

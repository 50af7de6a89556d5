import { canCopy, copyText } from '@latchkey/core'
import { type ReactNode, useEffect, useState } from 'react'
import { SubmitButton } from './submit-button.tsx'
import { useHydrated } from './use-hydrated.ts'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/** Props of {@link CopyButton}. */
export interface CopyButtonProps {
  /** The text to copy. */
  text: string
  /** A name for the text, for screen readers, such as "User ID". */
  label: string
}

const SHOWN_MS = 2_000

/** Copies a text and confirms it. If the page cannot write to the clipboard, no button is rendered. */
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
        {/* Repeating the same text is not a change, and would not be announced. */}
        {isShown && t('copied') + (copies % 2 ? '' : '\u00a0')}
      </span>
    </span>
  )
}

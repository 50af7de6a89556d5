import { rememberedUser } from '@latchkey/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useFlowText } from './use-text.ts'
import { useUi } from './use-ui.ts'

/**
 * Fills in the remembered user's email address, and clears it on request. Rendered next to the label, so that nothing moves.
 */
export function NotYou(): ReactNode {
  const { part } = useUi()
  const t = useFlowText()
  const place = useRef<HTMLSpanElement>(null)
  const [isFilled, setFilled] = useState(false)
  useEffect(() => {
    const input = emailInput(place.current)
    const email = rememberedUser.read()
    if (input && email && (input.value === '' || input.value === email)) {
      input.value = email
      setFilled(true)
    }
    rememberedUser.awaitNext()
  }, [])
  function forget() {
    rememberedUser.forget()
    rememberedUser.awaitNext()
    setFilled(false)
    const input = emailInput(place.current)
    if (!input) return
    input.value = ''
    input.focus()
  }
  return (
    <span {...part('remembered')} ref={place}>
      {isFilled && (
        <button {...part('link')} type="button" onClick={forget}>
          {t('notYou')}
        </button>
      )}
    </span>
  )
}

const emailInput = (place: Element | null) =>
  place?.closest('form')?.querySelector<HTMLInputElement>('input[name=email]')

import { type RefObject, useEffect } from 'react'

/** Closes a `<details>` menu on Escape, and when the user clicks or moves the focus elsewhere. */
export function useDismiss(menu: RefObject<HTMLDetailsElement | null>): void {
  useEffect(() => {
    const abort = new AbortController()
    const close = (event: Event) => {
      const details = menu.current
      if (!details?.open) return
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return
        details.querySelector('summary')?.focus()
      } else if (details.contains(event.target as Node)) return
      details.open = false
    }
    for (const type of ['keydown', 'pointerdown', 'focusin'])
      document.addEventListener(type, close, { signal: abort.signal })
    return () => abort.abort()
  }, [menu])
}

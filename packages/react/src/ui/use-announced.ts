import { useEffect, useState } from 'react'

/**
 * The text of an element with `aria-live`. Screen readers announce changes of such an element, but not its initial text. A text
 * that is present from the start is therefore changed once, by an invisible space.
 */
export function useAnnounced(text: string | undefined): string | undefined {
  const [initial] = useState(text)
  const [isSpoken, setSpoken] = useState(false)
  useEffect(() => setSpoken(initial !== undefined), [initial])
  return isSpoken && text === initial ? `${text}\u00a0` : text
}

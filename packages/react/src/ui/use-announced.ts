import { useEffect, useState } from 'react'

/**
 * The text of an element with `aria-live`. Screen readers speak what changes in such an element, and not what it came
 * with; so a text that was there from the beginning changes once, by a space that nobody sees.
 */
export function useAnnounced(text: string | undefined): string | undefined {
  const [initial] = useState(text)
  const [isSpoken, setSpoken] = useState(false)
  useEffect(() => setSpoken(initial !== undefined), [initial])
  return isSpoken && text === initial ? `${text}\u00a0` : text
}

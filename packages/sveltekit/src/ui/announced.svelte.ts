/**
 * The text of an element with `aria-live`. Screen readers speak what changes in such an element, and not what it came
 * with; so a text that was there from the beginning changes once, by a space that nobody sees.
 */
export function announced(text: () => string | undefined): { readonly text: string } {
  const initial = text()
  let isSpoken = $state(false)
  $effect(() => {
    isSpoken = initial !== undefined
  })
  return {
    get text() {
      const now = text()
      return isSpoken && now === initial ? `${now}\u00a0` : (now ?? '')
    },
  }
}

/**
 * The text of an element with `aria-live`. Screen readers announce changes of such an element, but not its initial text. A text
 * that is present from the start is therefore changed once, by an invisible space.
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

import { isLastMethod } from '@latchkey/core'
import { onMount } from 'svelte'

/** Returns the id of the mark for the method or provider that was last used in this browser, and `undefined` for all others. */
export function lastUsed(id: string): (of: string) => string | undefined {
  let isMounted = $state(false)
  onMount(() => {
    isMounted = true
  })
  return (of) => (isMounted && isLastMethod(of) ? `${id}-last` : undefined)
}

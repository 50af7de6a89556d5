import { isLastMethod } from '@latchkey/core'
import { onMount } from 'svelte'

/** The id of the mark on the button of the method or provider last used in this browser; `undefined` for all others. */
export function lastUsed(id: string): (of: string) => string | undefined {
  let isMounted = $state(false)
  onMount(() => {
    isMounted = true
  })
  return (of) => (isMounted && isLastMethod(of) ? `${id}-last` : undefined)
}

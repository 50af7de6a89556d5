/** Whether this page may write to the clipboard: browsers allow it on HTTPS and on this machine alone. */
export const canCopy = (): boolean => typeof navigator !== 'undefined' && Boolean(navigator.clipboard)

/** Copies a text. Resolves with whether it is on the clipboard now: a policy of the page, or the user, may not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

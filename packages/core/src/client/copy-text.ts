/** Whether this page can write to the clipboard. Browsers allow it only on HTTPS and on localhost. */
export const canCopy = (): boolean => typeof navigator !== 'undefined' && Boolean(navigator.clipboard)

/** Copies a text. Resolves with whether it is now on the clipboard: a policy of the page, or the user, can deny it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

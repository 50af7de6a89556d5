const KEY = 'latchkey:email'

/**
 * The email address that was typed in this tab and not yet used, so that it need not be typed again on the next page.
 * Kept out of addresses, which end up in logs.
 */
export const typedEmail = {
  read(): string | undefined {
    try {
      return sessionStorage.getItem(KEY) || undefined
    } catch {
      // Storage is blocked.
      return undefined
    }
  },
  write(email: string | undefined): void {
    try {
      if (email) sessionStorage.setItem(KEY, email)
      else sessionStorage.removeItem(KEY)
    } catch {
      // Storage is blocked: the user types it again.
    }
  },
}

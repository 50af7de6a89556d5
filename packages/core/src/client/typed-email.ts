const KEY = 'latchkey:email'

/**
 * The email address that was typed in this tab and not used yet, so that the user need not type it again on the next page. It
 * is kept out of URLs, because URLs end up in logs.
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
      // Storage is blocked, so the user types it again.
    }
  },
}

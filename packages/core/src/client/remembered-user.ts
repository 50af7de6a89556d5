const KEY = 'latchkey:user'
const AWAITED = 'latchkey:remember'

/**
 * The email address of the last user who signed in in this browser on a page that remembers users. Nothing else about the user
 * is stored. It is kept until another user signs in on such a page, or clicks "Not you?".
 */
export const rememberedUser = {
  read: (): string | undefined => attempt(() => localStorage.getItem(KEY)) || undefined,

  /** Remembers the next user who signs in from this tab. */
  awaitNext: (): void => void attempt(() => sessionStorage.setItem(AWAITED, '1')),

  /** Called when a session starts. Impersonated sessions store nothing. */
  note(session: { user: { email: string }; impersonator: object | null }): void {
    attempt(() => {
      if (session.impersonator || sessionStorage.getItem(AWAITED) === null) return
      sessionStorage.removeItem(AWAITED)
      localStorage.setItem(KEY, session.user.email)
    })
  },

  /** Clears the remembered user, and does not remember the next one. */
  forget: (): void =>
    void attempt(() => {
      sessionStorage.removeItem(AWAITED)
      localStorage.removeItem(KEY)
    }),
}

/** Storage may be blocked. Then no user is remembered. */
function attempt<T>(use: () => T): T | undefined {
  try {
    return use()
  } catch {
    return undefined
  }
}

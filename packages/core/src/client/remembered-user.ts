const KEY = 'latchkey:user'
const AWAITED = 'latchkey:remember'

/**
 * The email address of the user who last signed in in this browser by a page that asks for it to be remembered, and nothing
 * else of them. It is kept until another user signs in there, or a user says "Not you?".
 */
export const rememberedUser = {
  read: (): string | undefined => attempt(() => localStorage.getItem(KEY)) || undefined,

  /** Remembers the user who signs in from this tab next. */
  awaitNext: (): void => void attempt(() => sessionStorage.setItem(AWAITED, '1')),

  /** A session has begun. A member of the support team who is acting as a user leaves nothing. */
  note(session: { user: { email: string }; impersonator: object | null }): void {
    attempt(() => {
      if (session.impersonator || sessionStorage.getItem(AWAITED) === null) return
      sessionStorage.removeItem(AWAITED)
      localStorage.setItem(KEY, session.user.email)
    })
  },

  /** Forgets the user who is remembered, and remembers none who signs in next. */
  forget: (): void =>
    void attempt(() => {
      sessionStorage.removeItem(AWAITED)
      localStorage.removeItem(KEY)
    }),
}

/** Storage may be blocked: then nobody is remembered. */
function attempt<T>(use: () => T): T | undefined {
  try {
    return use()
  } catch {
    return undefined
  }
}

const KEY = 'latchkey:method'

/**
 * Remembers how the session started, by the API's name, such as `Password` or `GoogleOAuth`. Stores nothing else: not the user
 * and not the time. Sessions in which a support member impersonates a user store nothing.
 */
export function noteMethod(session: {
  authenticationMethod: string | null
  impersonator: object | null
}): void {
  try {
    if (session.authenticationMethod && !session.impersonator)
      localStorage.setItem(KEY, session.authenticationMethod)
  } catch {
    // Storage is blocked, so nothing is stored.
  }
}

const METHODS: Readonly<Record<string, string>> = { password: 'password', code: 'magicauth', sso: 'sso' }

/** Whether a button is for the method or provider that was last used to sign in in this browser. */
export function isLastMethod(button: string): boolean {
  try {
    return localStorage.getItem(KEY)?.toLowerCase() === (METHODS[button] ?? button.toLowerCase())
  } catch {
    // Storage is blocked.
    return false
  }
}

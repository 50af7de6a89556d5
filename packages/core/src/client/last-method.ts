const KEY = 'latchkey:method'

/**
 * Keeps the way in which a session began, as the API names it, such as `Password` or `GoogleOAuth`: the name of the way and
 * nothing else, not who it was, and not when. A member of the support team who is acting as a user leaves none.
 */
export function noteMethod(session: {
  authenticationMethod: string | null
  impersonator: object | null
}): void {
  try {
    if (session.authenticationMethod && !session.impersonator)
      localStorage.setItem(KEY, session.authenticationMethod)
  } catch {
    // Storage is blocked: nothing is marked.
  }
}

const METHODS: Readonly<Record<string, string>> = { password: 'password', code: 'magicauth', sso: 'sso' }

/** Whether a button stands for the way in which someone last signed in in this browser: that of a method or a provider. */
export function isLastMethod(button: string): boolean {
  try {
    return localStorage.getItem(KEY)?.toLowerCase() === (METHODS[button] ?? button.toLowerCase())
  } catch {
    // Storage is blocked.
    return false
  }
}

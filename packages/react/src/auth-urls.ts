/** Addresses of the app's own pages. */
export interface AuthUrls {
  /** Default `/sign-in`. */
  signInUrl: string
  /** Default `/sign-up`. */
  signUpUrl: string
  /** Default `/forgot-password`. */
  forgotPasswordUrl: string
  /** Where users go after signing in, when they came from no page of the app. Default: what the handler says. */
  afterSignInUrl: string | undefined
  /** Where users go after signing out. Default: what the handler says. */
  afterSignOutUrl: string | undefined
}

/** Addresses of the app's own pages. */
export interface AuthUrls {
  /** Default `/sign-in`. */
  signInUrl: string
  /** Default `/sign-up`. */
  signUpUrl: string
  /** Default `/forgot-password`. */
  forgotPasswordUrl: string
  /** Where people go after signing in, when they did not come from somewhere. Default: what the handler says. */
  afterSignInUrl: string | undefined
  /** Where people go after signing out. Default: what the handler says. */
  afterSignOutUrl: string | undefined
}

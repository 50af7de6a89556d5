/** URLs of the app's own pages. */
export interface AuthUrls {
  /** Default `/sign-in`. */
  signInUrl: string
  /** Default `/sign-up`. */
  signUpUrl: string
  /** Default `/forgot-password`. */
  forgotPasswordUrl: string
  /** Where users go after sign-in, unless they came from a page of the app. Default: the handler's default. */
  afterSignInUrl: string | undefined
  /** Where users go after sign-out. Default: the handler's default. */
  afterSignOutUrl: string | undefined
}

import type { FlowAction, FlowInput, FlowKind, StepName } from '../flow/index.ts'

/**
 * A user with one browser, independent of what renders the pages. The same scenarios run against the handler alone (as JSON and
 * as plain forms), against each demo app in a real browser, and against your own app.
 */
export interface Driver {
  /** Opens the page of a flow. `token` is the token of a password reset or invitation link. */
  open(kind: FlowKind, options?: { token?: string; returnTo?: string }): Promise<void>
  /** Fills in the form of an action and submits it. */
  act(action: FlowAction, input?: FlowInput): Promise<void>
  /**
   * Signs in as `email` with a provider, or with the connection that the step offers, and returns to the app. The API's hosted
   * page takes the `password`; without one, a support member impersonates the user.
   */
  authorize(selector: { provider: string } | 'offered', email: string, password?: string): Promise<void>
  /** The step that the page shows; `complete` after signing in. */
  step(): Promise<StepName>
  /** The code of the error that the page shows. */
  errorCode(): Promise<string | undefined>
  /** The email address of the signed-in user, as shown after a page load. */
  signedInAs(): Promise<string | undefined>
  /** The name of the active organization. */
  currentOrganization(): Promise<string | undefined>
  switchOrganization(name: string): Promise<void>
  /** Starts the setup of an authenticator app on the security page, and enters the code that `code` returns. */
  enrollTotp(code: () => Promise<string>): Promise<void>
  revokeOtherSessions(): Promise<void>
  signOut(): Promise<void>
}

/** A {@link Driver} for a whole site, including pages that the adapters do not provide. */
export interface SiteDriver extends Driver {
  /** Starts a sign-in that is approved on another device. `approve` receives the code and the URL to enter it at. */
  signInFromDevice(approve: (userCode: string, verificationUri: string) => Promise<void>): Promise<void>
  /** Which support member is impersonating the user, if any. */
  impersonatedBy(): Promise<string | undefined>
}

import type { FlowAction, FlowInput, FlowKind, StepName } from '../flow/index.ts'

/**
 * A user in front of one browser, whatever renders the pages. The same scenarios run through the bare handler
 * (as JSON and as plain forms), through each demo app in a real browser, and through your own app.
 */
export interface Driver {
  /** Opens the page of a flow. `token` is that of a reset or invitation link. */
  open(kind: FlowKind, options?: { token?: string; returnTo?: string }): Promise<void>
  /** Fills the form of an action in and sends it. */
  act(action: FlowAction, input?: FlowInput): Promise<void>
  /**
   * Goes to a provider, or to the connection that the step offers; signs in there as `email` and comes back. The API's own
   * page takes the `password`; without one, a member of the support team continues as the user.
   */
  authorize(selector: { provider: string } | 'offered', email: string, password?: string): Promise<void>
  /** The step on the page; `complete` once signed in. */
  step(): Promise<StepName>
  /** The code of the error on the page. */
  errorCode(): Promise<string | undefined>
  /** The email address of the signed-in user, as a new page load shows it. */
  signedInAs(): Promise<string | undefined>
  /** The name of the organization the session is in. */
  currentOrganization(): Promise<string | undefined>
  switchOrganization(name: string): Promise<void>
  /** Starts setting up an authenticator app on the security page, and enters the code that `code` returns. */
  enrollTotp(code: () => Promise<string>): Promise<void>
  revokeOtherSessions(): Promise<void>
  signOut(): Promise<void>
}

/** A {@link Driver} over a whole site, with the pages that adapters do not bring along. */
export interface SiteDriver extends Driver {
  /** Begins a sign-in that another device approves: `approve` gets the code and where to enter it. */
  signInFromDevice(approve: (userCode: string, verificationUri: string) => Promise<void>): Promise<void>
  /** Which support member is impersonating the user, if any. */
  impersonatedBy(): Promise<string | undefined>
}

import type { FlowError } from '../flow/flow-payload.ts'
import type { RequirementResult } from '../session/requirement.ts'

/** Thrown by `requireAuth` if the user must go to `to` first. Turn it into your router's redirect. */
export class AuthRedirect extends Error {
  override readonly name = 'AuthRedirect'
  /** A path of this app. */
  readonly to: string
  /** The reason: the user is signed out, or which part of the requirement is missing. */
  readonly code: 'signed-out' | Exclude<RequirementResult, 'met'>

  constructor(code: AuthRedirect['code'], to: string) {
    super(code)
    this.code = code
    this.to = to
  }
}

/**
 * Thrown by `requireAuth` if the user is not allowed to open the page and no other page helps. Show your router's error page.
 */
export class AuthForbidden extends Error {
  override readonly name = 'AuthForbidden'
  readonly code = 'forbidden'
  /** The matching HTTP status. */
  readonly status = 403

  constructor() {
    super('forbidden')
  }
}

/** Thrown if a required response did not arrive, such as an access token while offline. */
export class AuthUnavailable extends Error {
  override readonly name = 'AuthUnavailable'
  readonly code: FlowError['code']

  /** Without an error, the cause is a timeout. */
  constructor(error?: FlowError | null) {
    const code = error?.code ?? 'timeout'
    super(code)
    this.code = code
  }
}

import type { FlowError } from '../flow/flow-payload.ts'
import type { RequirementResult } from '../session/requirement.ts'

/** Thrown by `requireAuth`: the user has to go to `to` first. Turn it into your router's redirect. */
export class AuthRedirect extends Error {
  override readonly name = 'AuthRedirect'
  /** A path of this app. */
  readonly to: string
  /** Why: not signed in, or what is missing of the requirement. */
  readonly code: 'signed-out' | Exclude<RequirementResult, 'met'>

  constructor(code: AuthRedirect['code'], to: string) {
    super(code)
    this.code = code
    this.to = to
  }
}

/** Thrown by `requireAuth`: the user may not open the page, and no other page helps. For your router's error page. */
export class AuthForbidden extends Error {
  override readonly name = 'AuthForbidden'
  readonly code = 'forbidden'
  /** The HTTP status that says the same. */
  readonly status = 403

  constructor() {
    super('forbidden')
  }
}

/** Thrown when a required response did not arrive, such as a token while offline. */
export class AuthUnavailable extends Error {
  override readonly name = 'AuthUnavailable'
  readonly code: FlowError['code']

  /** Without a reason, there was no response in time. */
  constructor(error?: FlowError | null) {
    const code = error?.code ?? 'timeout'
    super(code)
    this.code = code
  }
}

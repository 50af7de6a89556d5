import type { FlowError } from '../../flow/index.ts'
import type { CookiesToSet } from '../../session/resolved.ts'
import type { FlowFailure } from './flow-failure.ts'
import { flowFailure } from './flow-failure.ts'

/** An error response, thrown inside a route. */
export class RouteError extends Error {
  readonly failure: FlowFailure
  readonly cookies: CookiesToSet
  /** @param cookies Cookies to add to the response. */
  constructor(code: FlowError['code'] | FlowFailure, cookies: CookiesToSet = []) {
    const failure = typeof code === 'string' ? flowFailure(code) : code
    super(failure.error.code)
    this.failure = failure
    this.cookies = cookies
  }
}

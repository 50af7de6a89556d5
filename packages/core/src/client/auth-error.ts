import type { FlowError } from '../flow/payload.ts'

/** Thrown by `requireAuth`: the person has to go to `to` first. Turn it into your router's redirect. */
export class AuthRedirect extends Error {
  override readonly name = 'AuthRedirect'
  /** A path of this app. */
  readonly to: string
  readonly code: 'signed-out' | 'forbidden'

  constructor(code: 'signed-out' | 'forbidden', to: string) {
    super(code)
    this.code = code
    this.to = to
  }
}

/** Thrown where an answer was needed and none came, such as a token while offline. */
export class AuthUnavailable extends Error {
  override readonly name = 'AuthUnavailable'
  readonly code: FlowError['code']

  /** Without a reason there was no answer in time. */
  constructor(error?: FlowError | null) {
    const code = error?.code ?? 'timeout'
    super(code)
    this.code = code
  }
}

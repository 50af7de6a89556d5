import type { FlowKind } from '../flow/index.ts'
import type { SignedOutReason } from '../session/payload.ts'

/** What the handler tells `onEvent`. Never holds a token, code, cookie or password. */
export type HandlerEvent =
  | { type: 'signed_in'; userId: string; sessionId: string; kind: FlowKind; method: string | undefined }
  | { type: 'signed_out'; userId: string; sessionId: string; reason: SignedOutReason }
  | { type: 'refreshed'; userId: string; sessionId: string }
  | { type: 'refresh_failed'; userId: string; sessionId: string; code: string }
  | { type: 'refused'; reason: 'cross_origin'; path: string }
  | { type: 'failed'; path: string; code: string }
  /**
   * A request whose path does not fit `basePath`, `appPath` and `mountPath`: outside of them, or below a prefix that a
   * proxy says it took off (`X-Forwarded-Prefix`) and that they do not name.
   */
  | { type: 'address_mismatch'; path: string; basePath: string; forwardedPrefix?: string }

export * from './api/index.ts'
export type { Coordinator, Lease } from './coordinator/coordinator.ts'
export { memoryCoordinator } from './coordinator/memory.ts'
export type {
  Advance,
  AuthHandler,
  AuthHandlerOptions,
  Dispatched,
  FlowPages,
  HandlerEvent,
  OutgoingEmail,
  SendEmail,
} from './handler/index.ts'
export { createAuthHandler } from './handler/index.ts'
export type { Auth, SignedIn, SignedOut, Stale } from './session/auth.ts'
export { sessionPayload } from './session/auth.ts'
export type { SetCookie } from './session/cookie.ts'
export { serializeCookie } from './session/cookie.ts'
export type { Resolved } from './session/sessions.ts'
export type { AccessTokenClaims } from './session/token.ts'

/**
 * For servers: the auth handler, its pages, sealed sessions and cookies, and the client that they use. Keep it on the server: it uses the API key.
 * The operations as functions, their types and webhooks are in `@latchkey/core/api`.
 *
 * @module @latchkey/core/server
 */

export type {
  Api,
  ApiEvent,
  ApiFailureEvent,
  ApiOptions,
  ApiResponseEvent,
  ApiRetryEvent,
  CallOptions,
  Client,
  Clock,
  Fetch,
  FetchInit,
  FetchResponse,
  Organization,
  OrganizationMembership,
  User,
} from './api/index.ts'
export { createClient, systemClock } from './api/index.ts'
export type { Coordinator, Count, Lease } from './coordinator/coordinator.ts'
export { memoryCoordinator } from './coordinator/memory.ts'
export type {
  ApiErrorCode,
  ApiErrorDetails,
  ConfigErrorCode,
  FieldError,
  NetworkReason,
  SessionErrorCode,
  TransportErrorCode,
  TransportErrorDetails,
} from './errors/index.ts'
export { ApiError, ConfigError, SessionError, TransportError } from './errors/index.ts'
export type {
  Advance,
  AppAddress,
  AttemptKind,
  AuthHandler,
  AuthHandlerOptions,
  BeforeSignUp,
  Dispatched,
  FailedEvent,
  Fault,
  FaultCode,
  FaultDetails,
  FlowPages,
  HandlerEvent,
  ImpersonationArea,
  MemberChange,
  OrganizationChange,
  OrganizationRequest,
  OutgoingEmail,
  ResolvableRequest,
  ResolveRequestOptions,
  SendEmail,
  SignUpFields,
  SignUpInput,
  SignUpPlace,
  SignUpRefusal,
  SignUpRequest,
  UserFields,
} from './handler/index.ts'
export { createAuthHandler, createAuthHandlers, personalResponse, readAppAddress } from './handler/index.ts'
export type { AccessTokenVerifier, VerifyAccessTokenOptions } from './handler/session/verify-access-token.ts'
export { createAccessTokenVerifier, verifyAccessToken } from './handler/session/verify-access-token.ts'
export type {
  ApiKeyCaller,
  ApiKeyEvent,
  ApiKeyVerifier,
  ApiKeyVerifierOptions,
} from './handler/session/verify-api-key.ts'
export { createApiKeyVerifier } from './handler/session/verify-api-key.ts'
export type {
  AccessDecision,
  AccessHandler,
  AccessRefusal,
  AccessRequest,
  AccountAction,
  AccountData,
  AccountFailure,
  AccountResult,
  AdapterOptions,
  DeviceData,
  FlowData,
  FlowHtml,
  FlowHtmlOptions,
  FlowPageOptions,
  FlowPagesHandler,
  FlowPagesOptions,
  GuardOptions,
  Guards,
  PageFailed,
  PageRedirect,
  PageRefused,
  PageResult,
  PageShown,
  PageSignedOut,
  ProviderTarget,
  RefusedFlow,
  RequestAuth,
  RequireOptions,
  ShownError,
  SignedInToOrganization,
} from './pages/index.ts'
export {
  AccessRefusedError,
  AccessStopped,
  authorizePath,
  CROSS_ORIGIN,
  canRedirect,
  createFlowPages,
  createGuards,
  decideAccess,
  decideFor,
  decideRequest,
  flowHtml,
  guardRequirement,
  isAccountAction,
  isOwnPath,
  loadAccountPage,
  loadDevicePage,
  loadFlowPage,
  mountedHandler,
  publicPath,
  readForm,
  refusalBody,
  refusalResponse,
  requestedPage,
  respondAs,
  signOut,
  takeAccountAction,
  takeFlowAction,
  textFields,
} from './pages/index.ts'
export type { Auth, SignedIn, SignedOut, Stale } from './session/auth.ts'
export { sessionPayload } from './session/auth.ts'
export type { SetCookie } from './session/cookie.ts'
export { applyCookies, serializeCookie } from './session/cookie.ts'
export type { Requirement, RequirementResult, RequirementSubject } from './session/requirement.ts'
export { checkRequirement, readRequirement } from './session/requirement.ts'
export { allCookies, type PendingCookies, type Resolved } from './session/resolved.ts'
export type { CookieNames } from './session/session-cookie.ts'
export { ORGANIZATION_HEADER } from './session/session-payload.ts'
export type { AccessTokenClaims } from './session/token-verifier.ts'

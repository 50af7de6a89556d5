export type { Advance, AuthHandler, ResolveRequestOptions } from './create-auth-handler.ts'
export { createAuthHandler } from './create-auth-handler.ts'
export { createAuthHandlers } from './create-auth-handlers.ts'
export type { Fault, FaultCode, FaultDetails } from './events/fault.ts'
export type { AttemptKind, FailedEvent, HandlerEvent } from './events/handler-event.ts'
export type { Dispatched } from './http/call-route.ts'
export { personalResponse } from './http/personal-response.ts'
export type { AppAddress } from './options/app-address.ts'
export { readAppAddress } from './options/app-address.ts'
export type { AuthHandlerOptions, FlowPages } from './options/auth-handler-options.ts'
export type { ImpersonationArea } from './options/impersonation-areas.ts'
export type { MemberChange } from './options/member-change.ts'
export type { OrganizationChange } from './options/organization-change.ts'
export type { OutgoingEmail, SendEmail } from './options/outgoing-email.ts'
export type { OrganizationRequest, ResolvableRequest } from './options/requested-organization.ts'
export type {
  BeforeSignUp,
  SignUpFields,
  SignUpInput,
  SignUpPlace,
  SignUpRefusal,
  SignUpRequest,
} from './options/sign-up-fields.ts'
export type { UserFields } from './options/user-fields.ts'

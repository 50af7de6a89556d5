import type { FlowError } from '../flow/flow-payload.ts'
import type { SignInOffer } from '../flow/step.ts'
import type { SessionUser } from '../session/session-payload.ts'

/** An error response of the handler's account routes. */
export interface ErrorPayload {
  error: FlowError
}

/** `GET /config`: what the app offers. */
export interface ConfigPayload extends SignInOffer {}

/** A page of a list. */
export interface ListPayload<T> {
  data: readonly T[]
  /** Pass as `after` for the next page. */
  after: string | null
  /** Pass as `before` for the previous page. */
  before: string | null
}

/** `GET /organizations`: an organization that the user is a member of. */
export interface OrganizationEntry {
  id: string
  name: string
  role: string | null
  /** Whether this is the active organization. */
  current: boolean
  /** What the app allows the user to do with it. Set only for the active organization. */
  may?: readonly ('rename' | 'leave' | 'delete' | 'portal' | 'domains')[]
}

/** `GET /organizations`: the user's organizations, and whether the app allows the user to create another one. */
export interface OrganizationsPayload extends ListPayload<OrganizationEntry> {
  canCreate: boolean
}

/** `GET /organization/roles`: a role in the active organization, for users who can manage its members. */
export interface RoleEntry {
  slug: string
  name: string
  description: string | null
  /** Whether the user can assign it to members. */
  mayAssign: boolean
}

/**
 * `POST /organization/portal`: a link to the page where the organization sets up single sign-on, its directory or its domains.
 * It expires after five minutes.
 */
export interface PortalPayload {
  link: string
}

/** `GET /organization/domains`: an email domain of the active organization, for users who can manage its domains. */
export interface DomainEntry {
  id: string
  domain: string
  /** `pending` waits for its DNS record. `failed`: the record was not found in time; it can be verified again. */
  state: 'verified' | 'pending' | 'failed'
  /** The TXT record that proves that the domain belongs to the organization. `null` once it is verified. */
  record: DomainRecord | null
}

/** A DNS record of the type TXT. */
export interface DomainRecord {
  name: string
  value: string
}

/** `GET /sessions`: an active session of the user. */
export interface SessionEntry {
  id: string
  current: boolean
  ipAddress: string | null
  userAgent: string | null
  authMethod: string
  impersonator: { email: string; reason: string | null } | null
  /** ISO 8601, UTC. */
  createdAt: string
  /** ISO 8601, UTC. */
  expiresAt: string
}

/** `GET /me/factors`: a second factor of the user. */
export interface FactorEntry {
  id: string
  type: string
  /** The issuer that an authenticator app shows. */
  issuer: string | null
  createdAt: string
}

/** `POST /me/factors`: a factor waiting for its first code. The secret is returned only this once. */
export interface EnrollmentEntry {
  factorId: string
  challengeId: string
  qrCode: string
  secret: string
  uri: string
}

/** `GET /members`: a member of the active organization. */
export interface MemberEntry {
  /** The membership's id. */
  id: string
  user: Pick<SessionUser, 'id' | 'email' | 'firstName' | 'lastName' | 'profilePictureUrl'>
  role: string | null
  status: string
  /** Whether this is the current user. */
  self: boolean
  createdAt: string
}

/** `GET /invitations`: an invitation to the active organization. Without its token. */
export interface InvitationEntry {
  id: string
  email: string
  state: string
  role: string | null
  expiresAt: string
  createdAt: string
}

/** `PATCH /me`, `GET /me`. */
export interface ProfilePayload {
  user: SessionUser
}

/** `POST /sign-out`, and every action that leads to another page. */
export interface RedirectPayload {
  redirectTo: string
}

/** `POST /me/email/send`: the new email address, which waits for its code. */
export interface EmailChangePayload {
  newEmail: string
  /** ISO 8601, UTC. */
  expiresAt: string
}

/** `POST /device`, `GET /device`: the code to approve on another device. */
export interface DevicePayload {
  /** Send it with `POST /device/poll`. */
  flow: string
  /** The code that the user types on the other device. */
  userCode: string
  verificationUri: string
  /** The URL with the code in it, for a link or a QR code. */
  verificationUriComplete?: string
  /** Seconds between two polls. */
  intervalSeconds: number
  /** Milliseconds since the epoch. */
  expiresAt: number
}

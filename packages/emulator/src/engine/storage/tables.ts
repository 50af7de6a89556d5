/**
 * The tables of one environment. Only types that SQLite and PostgreSQL share: text, and integers for
 * epoch milliseconds and flags (0 or 1). JSON is text, written and read through `json.ts`.
 */
export interface Tables {
  users: UserRow
  organizations: OrganizationRow
  memberships: MembershipRow
  invitations: InvitationRow
  sessions: SessionRow
  refresh_tokens: RefreshTokenRow
  one_time_codes: OneTimeCodeRow
  password_resets: PasswordResetRow
  factors: FactorRow
  challenges: ChallengeRow
  pending_tokens: PendingTokenRow
  authorization_codes: AuthorizationCodeRow
  identities: IdentityRow
  connections: ConnectionRow
  redirect_uris: RedirectUriRow
  cors_origins: CorsOriginRow
  roles: RoleRow
  device_codes: DeviceCodeRow
  webhook_endpoints: WebhookEndpointRow
  webhook_deliveries: WebhookDeliveryRow
  events: EventRow
  hosted_flows: HostedFlowRow
  signing_keys: SigningKeyRow
  idempotency: IdempotencyRow
  mails: MailRow
  limits: LimitRow
  snapshots: SnapshotRow
  requests: RequestRow
  environments: EnvironmentRow
  documents: DocumentRow
}

export interface SnapshotRow {
  name: string
  content: string
  bytes: number
  saved_at: number
}

export interface RequestRow {
  id: string
  /** The whole record. */
  content: string
  /** Real time, in microseconds since the Unix epoch. */
  recorded_at: number
}

/** Only in the database of the default environment. */
export interface EnvironmentRow {
  client_id: string
  api_key: string
  name: string
  created_at: number
}

export interface LimitRow {
  /** Fingerprint of a budget and whose it is. */
  subject: string
  bursts: string
  expires_at: number
}

export interface UserRow {
  id: string
  email: string
  email_key: string
  email_verified: number
  first_name: string | null
  last_name: string | null
  name: string | null
  profile_picture_url: string | null
  external_id: string | null
  metadata: string
  locale: string | null
  password_hash: string | null
  last_sign_in_at: number | null
  created_at: number
  updated_at: number
}

export interface OrganizationRow {
  id: string
  name: string
  domains: string
  metadata: string
  external_id: string | null
  allow_profiles_outside_organization: number
  policy: string
  created_at: number
  updated_at: number
}

export interface MembershipRow {
  id: string
  user_id: string
  organization_id: string
  status: 'active' | 'inactive' | 'pending'
  roles: string
  created_at: number
  updated_at: number
}

export interface InvitationRow {
  id: string
  email: string
  email_key: string
  state: 'pending' | 'accepted' | 'revoked'
  token_hash: string
  token_sealed: string
  organization_id: string | null
  inviter_user_id: string | null
  accepted_user_id: string | null
  role_slug: string | null
  accepted_at: number | null
  revoked_at: number | null
  expires_at: number
  created_at: number
  updated_at: number
}

export interface SessionRow {
  id: string
  user_id: string
  organization_id: string | null
  ip_address: string | null
  user_agent: string | null
  auth_method: string
  authentication_method: string
  impersonator: string | null
  auth_time: number
  expires_at: number
  ended_at: number | null
  created_at: number
  updated_at: number
}

export interface RefreshTokenRow {
  hash: string
  session_id: string
  created_at: number
  used_at: number | null
  /** The answer given when it was used, sealed, for the reuse window. */
  successor_sealed: string | null
}

export interface OneTimeCodeRow {
  id: string
  kind: 'magic_auth' | 'email_verification' | 'email_change'
  user_id: string
  email: string
  code_digest: string
  code_sealed: string
  attempts: number
  expires_at: number
  used_at: number | null
  voided_at: number | null
  created_at: number
  updated_at: number
}

export interface PasswordResetRow {
  id: string
  user_id: string
  email: string
  token_hash: string
  token_sealed: string
  url: string
  expires_at: number
  used_at: number | null
  created_at: number
}

export interface FactorRow {
  id: string
  user_id: string
  type: string
  issuer: string
  label: string
  secret_sealed: string
  /** The newest time step that was accepted: an older or equal one is a replay. */
  last_step: number
  /** When a code first proved that the user holds the secret; null until then. */
  confirmed_at: number | null
  created_at: number
  updated_at: number
}

export interface ChallengeRow {
  id: string
  factor_id: string
  attempts: number
  used_at: number | null
  expires_at: number
  created_at: number
  updated_at: number
}

export interface PendingTokenRow {
  hash: string
  user_id: string
  proof: string
  expires_at: number
  used_at: number | null
}

export interface AuthorizationCodeRow {
  hash: string
  redirect_uri: string
  code_challenge: string | null
  proof: string
  expires_at: number
  used_at: number | null
  session_id: string | null
}

export interface IdentityRow {
  provider: string
  idp_id: string
  user_id: string
  created_at: number
}

export interface ConnectionRow {
  id: string
  organization_id: string | null
  name: string
  type: string
  state: 'active' | 'inactive'
  domains: string
  profiles: string
  created_at: number
  updated_at: number
}

export interface RedirectUriRow {
  id: string
  uri: string
  is_default: number
  created_at: number
  updated_at: number
}

export interface CorsOriginRow {
  id: string
  origin: string
  created_at: number
  updated_at: number
}

export interface RoleRow {
  slug: string
  name: string
  permissions: string
  created_at: number
}

export interface DeviceCodeRow {
  hash: string
  user_code: string
  state: 'waiting' | 'approved' | 'denied' | 'used'
  proof: string | null
  interval_seconds: number
  polled_at: number | null
  expires_at: number
}

export interface WebhookEndpointRow {
  id: string
  url: string
  secret_sealed: string
  status: 'enabled' | 'disabled'
  events: string
  created_at: number
  updated_at: number
}

export interface WebhookDeliveryRow {
  id: string
  endpoint_id: string
  event_id: string
  state: 'waiting' | 'delivered' | 'failed'
  attempts: number
  last_status: number | null
  created_at: number
}

export interface EventRow {
  id: string
  event: string
  data: string
  organization_id: string | null
  created_at: number
}

export interface HostedFlowRow {
  hash: string
  request: string
  state: string
  expires_at: number
  used_at: number | null
}

export interface SigningKeyRow {
  kid: string
  private_pem: string
  created_at: number
  retired_at: number | null
}

/** Single documents by name: settings, credentials, the JWT template. */
export interface DocumentRow {
  name: string
  content: string
}

export interface IdempotencyRow {
  key_hash: string
  body_hash: string
  status: number
  answer_sealed: string
  created_at: number
}

export interface MailRow {
  id: string
  /** The whole message, sealed. */
  content: string
  /** Grows with each mail of the environment, whatever its clock shows. */
  sequence: number
  created_at: number
}

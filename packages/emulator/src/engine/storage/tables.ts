/**
 * The tables of one environment. They use only types that SQLite and PostgreSQL share: text, and integers for epoch
 * milliseconds and flags (0 or 1). JSON is stored as text, read and written by `json.ts`.
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
  permissions: PermissionRow
  api_keys: ApiKeyRow
  organization_domains: OrganizationDomainRow
  it_contacts: ItContactRow
  txt_records: TxtRecordRow
  feature_flags: FeatureFlagRow
  feature_flag_targets: FeatureFlagTargetRow
  member_groups: GroupRow
  member_group_memberships: GroupMembershipRow
  directories: DirectoryRow
  directory_groups: DirectoryGroupRow
  directory_users: DirectoryUserRow
  directory_group_users: DirectoryGroupUserRow
  radar_attempts: RadarAttemptRow
  radar_entries: RadarEntryRow
  audit_log_actions: AuditLogActionRow
  audit_log_schemas: AuditLogSchemaRow
  audit_log_events: AuditLogEventRow
  audit_log_exports: AuditLogExportRow
  authorized_applications: AuthorizedApplicationRow
  portal_links: PortalLinkRow
  device_codes: DeviceCodeRow
  webhook_endpoints: WebhookEndpointRow
  webhook_deliveries: WebhookDeliveryRow
  events: EventRow
  hosted_flows: HostedFlowRow
  hosted_browsers: HostedBrowserRow
  signing_keys: SigningKeyRow
  idempotency: IdempotencyRow
  mails: EmailRow
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

/** Used only in the database of the default environment. */
export interface EnvironmentRow {
  client_id: string
  api_key: string
  name: string
  created_at: number
}

export interface LimitRow {
  /** The fingerprint of a limit and its subject. */
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
  stripe_customer_id: string | null
  entitlements: string
  /** The number of days for which audit logs are kept; null for the environment's default. */
  audit_log_days: number | null
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
  /** The browser that the hosted pages remember until this session ends. */
  browser_hash: string | null
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
  /** The response to its first use, sealed, for the reuse window. */
  successor_sealed: string | null
}

export interface OneTimeCodeRow {
  id: string
  kind: 'magic_auth' | 'email_verification' | 'email_change' | 'radar_challenge' | 'radar_sms'
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
  /** Null for a factor without a user, which only the application knows. */
  user_id: string | null
  type: string
  issuer: string
  label: string
  secret_sealed: string
  /** The newest accepted time step: an older or equal one is a replay. */
  last_step: number
  /** When a code first proved that the user has the secret; null until then. */
  confirmed_at: number | null
  /** For a factor of type `sms`. */
  phone_number: string | null
  created_at: number
  updated_at: number
}

export interface ChallengeRow {
  id: string
  factor_id: string
  /** The digest of the code that was sent; null for an authenticator app. */
  code_digest: string | null
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
  id: string
  slug: string
  /** Null for a role of the environment. */
  organization_id: string | null
  name: string
  description: string | null
  resource_type_slug: string
  permissions: string
  created_at: number
  updated_at: number
}

export interface PermissionRow {
  id: string
  slug: string
  name: string
  description: string | null
  system: number
  resource_type_slug: string
  created_at: number
  updated_at: number
}

export interface ApiKeyRow {
  id: string
  organization_id: string
  /** Null for a key of the organization. */
  user_id: string | null
  name: string
  value_hash: string
  obfuscated_value: string
  permissions: string
  last_used_at: number | null
  expires_at: number | null
  created_at: number
  updated_at: number
}

/** Finds the organization of a domain. The domain itself is stored in the organization's row. */
export interface OrganizationDomainRow {
  id: string
  organization_id: string
  domain: string
  is_verified: number
}

/** A DNS record of this environment. */
export interface TxtRecordRow {
  name: string
  value: string
}

export interface FeatureFlagRow {
  id: string
  slug: string
  name: string
  description: string | null
  owner: string | null
  tags: string
  enabled: number
  default_value: number
  created_at: number
  updated_at: number
}

export interface FeatureFlagTargetRow {
  flag_id: string
  /** The id of a user or an organization. */
  resource_id: string
}

export interface ItContactRow {
  id: string
  organization_id: string
  email: string
  email_key: string
  created_at: number
  updated_at: number
}

export interface GroupRow {
  id: string
  organization_id: string
  name: string
  description: string | null
  created_at: number
  updated_at: number
}

export interface GroupMembershipRow {
  group_id: string
  membership_id: string
}

export interface DirectoryRow {
  id: string
  organization_id: string
  external_key: string
  type: string
  state: 'linked' | 'validating' | 'invalid_credentials' | 'unlinked' | 'deleting'
  name: string
  domain: string | null
  created_at: number
  updated_at: number
}

export interface DirectoryGroupRow {
  id: string
  directory_id: string
  organization_id: string
  idp_id: string
  name: string
  raw_attributes: string
  created_at: number
  updated_at: number
}

export interface DirectoryUserRow {
  id: string
  directory_id: string
  organization_id: string
  idp_id: string
  email: string | null
  email_key: string | null
  first_name: string | null
  last_name: string | null
  job_title: string | null
  username: string | null
  state: 'active' | 'suspended' | 'inactive'
  role_slug: string | null
  raw_attributes: string
  custom_attributes: string
  created_at: number
  updated_at: number
}

export interface DirectoryGroupUserRow {
  group_id: string
  user_id: string
}

export interface RadarAttemptRow {
  id: string
  /** The assessed subject. */
  subject: string
  verdict: string
  challenge_status: string | null
  attempt_status: string | null
  created_at: number
  updated_at: number
}

export interface RadarEntryRow {
  type: string
  action: string
  entry: string
}

export interface AuditLogActionRow {
  id: string
  name: string
  /** The version of the newest schema. */
  version: number
  created_at: number
  updated_at: number
}

export interface AuditLogSchemaRow {
  id: string
  action: string
  version: number
  content: string
  created_at: number
}

export interface AuditLogEventRow {
  id: string
  organization_id: string
  action: string
  occurred_at: number
  content: string
  created_at: number
}

export interface AuditLogExportRow {
  id: string
  organization_id: string
  filter: string
  expires_at: number
  created_at: number
  updated_at: number
}

export interface AuthorizedApplicationRow {
  id: string
  user_id: string
  organization_id: string | null
  application_id: string
  application: string
  granted_scopes: string
  oauth_resource: string | null
  created_at: number
}

export interface PortalLinkRow {
  hash: string
  organization_id: string
  intent: string
  return_url: string | null
  success_url: string | null
  expires_at: number
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

export interface HostedBrowserRow {
  hash: string
  user_id: string
  /** What the user has proven so far. */
  proof: string
  signed_in_at: number
  expires_at: number
}

export interface SigningKeyRow {
  kid: string
  private_pem: string
  created_at: number
  retired_at: number | null
}

/** Documents by name: settings, credentials, the JWT template. */
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

export interface EmailRow {
  id: string
  /** The whole message, sealed. */
  content: string
  /** Increases with each email of the environment, regardless of its clock. */
  sequence: number
  created_at: number
}

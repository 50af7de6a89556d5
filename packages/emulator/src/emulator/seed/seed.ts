import type { SettingsInput } from '../../engine/services/settings.ts'

type Optional<T> = T | null | undefined

/**
 * The initial data of an environment. Field names are those of the API, so a seed file is the same in JSON and YAML.
 *
 * Members, connections and invitations refer to users by email address, and to organizations by `name` or `id`.
 */
export interface Seed {
  settings?: Partial<SettingsInput> | undefined
  redirect_uris?: Array<string | { uri: string; default: boolean }> | undefined
  cors_origins?: string[] | undefined
  permissions?: SeedPermission[] | undefined
  roles?: SeedRole[] | undefined
  users?: SeedUser[] | undefined
  organizations?: SeedOrganization[] | undefined
  connections?: SeedConnection[] | undefined
  directories?: SeedDirectory[] | undefined
  authorized_applications?: SeedAuthorizedApplication[] | undefined
  feature_flags?: SeedFeatureFlag[] | undefined
  invitations?: SeedInvitation[] | undefined
}

interface SeedPermission {
  slug: string
  /** Default: the slug. */
  name?: string | undefined
  description?: string | undefined
}

/** Permissions that do not exist yet are created with their slug as the name. */
interface SeedRole {
  slug: string
  /** Default: the slug. */
  name?: string | undefined
  permissions?: string[] | undefined
}

interface SeedUser {
  id?: string | undefined
  email: string
  password?: Optional<string>
  password_hash?: Optional<string>
  password_hash_type?: Optional<
    'bcrypt' | 'firebase-scrypt' | 'ssha' | 'ssha256' | 'scrypt' | 'pbkdf2' | 'argon2'
  >
  password_salt_position?: Optional<'prefix' | 'suffix'>
  first_name?: Optional<string>
  last_name?: Optional<string>
  name?: Optional<string>
  email_verified?: Optional<boolean>
  external_id?: Optional<string>
  metadata?: Optional<{ [key: string]: string | null }>
  locale?: Optional<string>
  ip_address?: Optional<string>
  user_agent?: Optional<string>
  /** Base32 secret of an authenticator app that is already enrolled and confirmed. */
  totp_secret?: string | undefined
}

interface SeedOrganization {
  id?: string | undefined
  name: string
  domain_data?: Optional<
    Array<{
      domain: string
      state?: 'failed' | 'legacy_verified' | 'pending' | 'unverified' | 'verified' | undefined
    }>
  >
  /** Verified domains. */
  domains?: Optional<string[]>
  metadata?: Optional<{ [key: string]: string | null }>
  external_id?: Optional<string>
  allow_profiles_outside_organization?: Optional<boolean>
  policy?: SeedPolicy | undefined
  stripe_customer_id?: Optional<string>
  /** The features that the organization has paid for: a claim in access tokens. */
  entitlements?: string[] | undefined
  /** Roles of this organization only. Their slugs begin with `org-`. */
  roles?: SeedRole[] | undefined
  groups?:
    | Array<{ name: string; description?: string | undefined; members?: string[] | undefined }>
    | undefined
  /** Email addresses of its IT team. */
  it_contacts?: string[] | undefined
  members?: SeedMember[] | undefined
}

interface SeedPolicy {
  sso_required?: boolean | undefined
  mfa_required?: boolean | undefined
  /** The sign-in methods that are allowed in addition to SSO. Default: all. */
  auth_methods?:
    | {
        apple_oauth?: boolean | undefined
        github_oauth?: boolean | undefined
        google_oauth?: boolean | undefined
        magic_auth?: boolean | undefined
        microsoft_oauth?: boolean | undefined
        password?: boolean | undefined
      }
    | undefined
}

interface SeedMember {
  email: string
  /** Default `member`. */
  role?: string | undefined
  /** Default `active`. */
  status?: 'active' | 'inactive' | undefined
}

interface SeedConnection {
  id?: string | undefined
  organization: string
  name?: string | undefined
  /** Default `GenericOIDC`. */
  type?: string | undefined
  domains?: string[] | undefined
  /** The users that its sign-in page offers. */
  profiles?:
    | Array<{ email: string; first_name?: string | undefined; last_name?: string | undefined }>
    | undefined
}

/** The content of a directory. Applying it again synchronizes the directory: differences are changed. */
interface SeedDirectory {
  id?: string | undefined
  organization: string
  name?: string | undefined
  /** Default `generic scim v2.0`. */
  type?: DirectoryType | undefined
  domain?: string | undefined
  users?:
    | Array<{
        /** Default: the email address. */
        idp_id?: string | undefined
        email: string
        first_name?: string | undefined
        last_name?: string | undefined
        job_title?: string | undefined
        username?: string | undefined
        state?: 'active' | 'suspended' | 'inactive' | undefined
        role_slug?: string | undefined
        raw_attributes?: { [key: string]: unknown } | undefined
        custom_attributes?: { [key: string]: unknown } | undefined
      }>
    | undefined
  groups?:
    | Array<{
        /** Default: the name. */
        idp_id?: string | undefined
        name: string
        raw_attributes?: { [key: string]: unknown } | undefined
        /** By email address. */
        users?: string[] | undefined
      }>
    | undefined
}

type DirectoryType =
  | 'azure scim v2.0'
  | 'bamboohr'
  | 'breathe hr'
  | 'cezanne hr'
  | 'cyberark scim v2.0'
  | 'fourth hr'
  | 'generic scim v2.0'
  | 'gsuite directory'
  | 'hibob'
  | 'sailpoint scim v2.0'
  | 'jump cloud scim v2.0'
  | 'okta scim v2.0'
  | 'onelogin scim v2.0'
  | 'people hr'
  | 'personio'
  | 'pingfederate scim v2.0'
  | 'rippling scim v2.0'
  | 's3'
  | 'sftp'
  | 'sftp workday'
  | 'workday'

interface SeedAuthorizedApplication {
  /** By email address. */
  user: string
  organization?: string | undefined
  name: string
  description?: string | undefined
  scopes?: string[] | undefined
  oauth_resource?: string | undefined
}

interface SeedFeatureFlag {
  slug: string
  /** Default: the slug. */
  name?: string | undefined
  description?: string | undefined
  owner?: { email: string; first_name: string | null; last_name: string | null } | undefined
  tags?: string[] | undefined
  /** Default `true`. */
  enabled?: boolean | undefined
  /** The value for users and organizations that are not targets. Default `false`. */
  default_value?: boolean | undefined
  /** Users by email address, organizations by name or id. */
  targets?: string[] | undefined
}

interface SeedInvitation {
  email: string
  organization?: string | undefined
  role_slug?: string | undefined
  expires_in_days?: number | undefined
}

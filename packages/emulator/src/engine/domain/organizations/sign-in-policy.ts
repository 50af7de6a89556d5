import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'

/** An organization's requirements for users who sign in to it. */
export interface OrganizationPolicy {
  sso_required?: boolean
  /** Whether its users need a second factor, regardless of the environment's setting. */
  mfa_required?: boolean
  /** The sign-in methods that are allowed in addition to SSO. Default: all. */
  auth_methods?: Partial<Record<PolicyMethod, boolean>>
}

/** The names of sign-in methods, in policies and in `authentication_method`. */
export const METHODS = {
  apple_oauth: 'AppleOAuth',
  github_oauth: 'GitHubOAuth',
  google_oauth: 'GoogleOAuth',
  magic_auth: 'MagicAuth',
  microsoft_oauth: 'MicrosoftOAuth',
  password: 'Password',
} as const

export type PolicyMethod = keyof typeof METHODS

export async function policyOf(context: EngineContext, organizationId: string): Promise<OrganizationPolicy> {
  const row = await context.db
    .selectFrom('organizations')
    .select('policy')
    .where('id', '=', organizationId)
    .executeTakeFirst()
  return row === undefined ? {} : fromJson<OrganizationPolicy>(row.policy)
}

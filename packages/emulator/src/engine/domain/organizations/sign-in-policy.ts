import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'

/** What an organization asks of the users who sign in to it. */
export interface OrganizationPolicy {
  sso_required?: boolean
  /** A user who signs in to it needs a second factor, whatever the environment asks of others. */
  mfa_required?: boolean
  /** Ways that are allowed besides SSO; absent ones are. */
  auth_methods?: Partial<Record<PolicyMethod, boolean>>
}

/** The names of ways to sign in, as policies spell them and as `authentication_method` does. */
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

import type { EnvironmentState } from '../environment/state.ts'
import { failOAuth } from '../http/failure.ts'
import { fromJson } from '../storage/json.ts'
import type { UserRow } from '../storage/tables.ts'
import { createPendingToken } from './pending-token.ts'
import type { Proof } from './proof.ts'

/** What an organization asks of the people who sign in to it. */
export interface OrganizationPolicy {
  sso_required?: boolean
  /** Whoever signs in to it needs a second factor, whatever the environment asks of others. */
  mfa_required?: boolean
  /** Ways that are allowed besides SSO; absent ones are. */
  auth_methods?: Partial<Record<PolicyMethod, boolean>>
}

const METHODS = {
  apple_oauth: 'AppleOAuth',
  github_oauth: 'GitHubOAuth',
  google_oauth: 'GoogleOAuth',
  magic_auth: 'MagicAuth',
  microsoft_oauth: 'MicrosoftOAuth',
  password: 'Password',
} as const

type PolicyMethod = keyof typeof METHODS

export async function policyOf(env: EnvironmentState, organizationId: string): Promise<OrganizationPolicy> {
  const row = await env.db
    .selectFrom('organizations')
    .select('policy')
    .where('id', '=', organizationId)
    .executeTakeFirst()
  return row === undefined ? {} : fromJson<OrganizationPolicy>(row.policy)
}

/** Fails with 400 `sso_required` or `organization_authentication_methods_required`, each naming the way on. */
export async function requireAllowedMethod(
  env: EnvironmentState,
  proof: Proof,
  user: UserRow,
  organizationId: string,
): Promise<void> {
  if (proof.authenticationMethod === 'SSO' || proof.authenticationMethod === 'Impersonation') return
  const policy = await policyOf(env, organizationId)
  if (policy.sso_required === true) {
    throw failOAuth('sso_required', 'User must authenticate using one of the matching connections.', {
      email: user.email,
      connection_ids: await connectionsOf(env, organizationId),
      pending_authentication_token: await createPendingToken(env, proof),
    })
  }
  const used = Object.entries(METHODS).find(([, method]) => method === proof.authenticationMethod)?.[0]
  if (used === undefined || policy.auth_methods?.[used as PolicyMethod] !== false) return
  throw failOAuth(
    'organization_authentication_methods_required',
    'User must authenticate using one of the methods allowed by the organization.',
    {
      email: user.email,
      sso_connection_ids: await connectionsOf(env, organizationId),
      auth_methods: Object.fromEntries(
        Object.keys(METHODS).map((name) => [name, policy.auth_methods?.[name as PolicyMethod] !== false]),
      ),
      pending_authentication_token: await createPendingToken(env, proof),
    },
  )
}

export async function connectionsOf(env: EnvironmentState, organizationId: string): Promise<string[]> {
  const rows = await env.db
    .selectFrom('connections')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'active')
    .orderBy('created_at')
    .execute()
  return rows.map(({ id }) => id)
}

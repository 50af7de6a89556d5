import type { EnvironmentState } from '../environment/state.ts'
import { fromJson } from '../storage/json.ts'
import type { UserRow } from '../storage/tables.ts'
import type { Outcome } from './outcome.ts'
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

/** The step that names the way on, when the organization does not accept how the user signed in. */
export async function methodStep(
  env: EnvironmentState,
  proof: Proof,
  user: UserRow,
  organizationId: string,
): Promise<Outcome | undefined> {
  if (proof.authenticationMethod === 'SSO' || proof.authenticationMethod === 'Impersonation') return undefined
  const policy = await policyOf(env, organizationId)
  const used = Object.entries(METHODS).find(([, method]) => method === proof.authenticationMethod)?.[0]
  const isRefused = used !== undefined && policy.auth_methods?.[used as PolicyMethod] === false
  if (policy.sso_required !== true && !isRefused) return undefined
  const common = {
    pendingToken: await createPendingToken(env, proof),
    email: user.email,
    connectionIds: await connectionsOf(env, organizationId),
  }
  if (policy.sso_required === true) return { status: 'sso_required', ...common }
  const allowedMethods = Object.fromEntries(
    Object.keys(METHODS).map((name) => [name, policy.auth_methods?.[name as PolicyMethod] !== false]),
  )
  return { status: 'organization_authentication_methods_required', ...common, allowedMethods }
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

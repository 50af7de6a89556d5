import type { EngineContext } from '../../context/engine-context.ts'
import type { UserRow } from '../../storage/tables.ts'
import { connectionsOf } from '../connections/connections.ts'
import { METHODS, type PolicyMethod, policyOf } from '../organizations/sign-in-policy.ts'
import type { Proof } from '../sessions/proof.ts'
import type { Outcome } from './outcome.ts'
import { createPendingToken } from './pending-token.ts'

/** The step to continue with, if the organization does not accept the sign-in method that the user chose. */
export async function methodStep(
  context: EngineContext,
  proof: Proof,
  user: UserRow,
  organizationId: string,
): Promise<Outcome | undefined> {
  if (proof.authenticationMethod === 'SSO' || proof.authenticationMethod === 'Impersonation') return undefined
  const policy = await policyOf(context, organizationId)
  const used = Object.entries(METHODS).find(([, method]) => method === proof.authenticationMethod)?.[0]
  const isRefused = used !== undefined && policy.auth_methods?.[used as PolicyMethod] === false
  if (policy.sso_required !== true && !isRefused) return undefined
  const common = {
    pendingToken: await createPendingToken(context, proof),
    email: user.email,
    connectionIds: await connectionsOf(context, organizationId),
  }
  if (policy.sso_required === true) return { status: 'sso_required', ...common }
  const allowedMethods = Object.fromEntries(
    Object.keys(METHODS).map((name) => [name, policy.auth_methods?.[name as PolicyMethod] !== false]),
  )
  return { status: 'organization_authentication_methods_required', ...common, allowedMethods }
}

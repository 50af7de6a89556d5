import { sign } from 'node:crypto'
import { promisify } from 'node:util'
import { fail, failWithMessage } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'
import { findActiveMembership } from '../organizations/activate-membership.ts'
import { getOrganization } from '../organizations/organizations.ts'
import { permissionsOf } from '../roles/roles.ts'
import { getUser } from '../users/find-user.ts'

const signAsync = promisify(sign)
const LIFETIME_SECONDS = 3600

export interface WidgetTokenInput {
  organization_id?: string | undefined
  user_id?: string | undefined
  scopes?: readonly string[] | undefined
}

/**
 * Creates a token with which a widget in the browser calls the API for one hour. Fails with 404, or with 400
 * `organization_membership_not_found` or without a code. Members need the permission in their role, and admins have all
 * permissions.
 */
export async function createWidgetToken(
  context: EngineContext,
  { organization_id, user_id, scopes = [] }: WidgetTokenInput,
  audience: 'widgets' | 'client',
): Promise<string> {
  if (organization_id !== undefined) await getOrganization(context, organization_id)
  if (user_id !== undefined) await getUser(context, user_id)
  if (organization_id !== undefined && user_id !== undefined) {
    await requireAllowed(context, user_id, organization_id, scopes)
  }
  const { kid, privateKey } = await context.keys.current()
  const issuedAt = Math.floor(context.clock.now() / 1000)
  const claims = {
    iss: context.config.baseUrl,
    aud: audience,
    jti: context.ids.ulid(),
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
    client_id: context.clientId,
    ...(user_id !== undefined && { sub: user_id }),
    ...(organization_id !== undefined && { org_id: organization_id }),
    ...(scopes.length > 0 && { scopes }),
  }
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const body = `${encode({ alg: 'RS256', typ: 'JWT', kid, emulator: true })}.${encode(claims)}`
  const signature = await signAsync('RSA-SHA256', Buffer.from(body), privateKey)
  return `${body}.${signature.toString('base64url')}`
}

async function requireAllowed(
  context: EngineContext,
  userId: string,
  organizationId: string,
  scopes: readonly string[],
): Promise<void> {
  const membership = await findActiveMembership(context.db, userId, organizationId)
  if (membership === undefined) {
    const message = 'The user is not an active member of the organization.'
    throw fail(400, 'organization_membership_not_found', message)
  }
  const roles = fromJson<string[]>(membership.roles)
  if (roles.includes('admin')) return
  const granted = await permissionsOf(context, organizationId, roles)
  const missing = scopes.find((scope) => !granted.includes(scope))
  if (missing !== undefined) {
    throw failWithMessage(400, `The role of the user does not have the permission '${missing}'.`)
  }
}

import { sign } from 'node:crypto'
import { promisify } from 'node:util'
import { failOAuth } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { fromJson } from '../../storage/json.ts'
import type { MembershipRow, SessionRow, UserRow } from '../../storage/tables.ts'
import { enabledFlags } from '../feature-flags/feature-flags.ts'
import { entitlementsOf } from '../organizations/organizations.ts'
import { permissionsOf } from '../roles/roles.ts'
import { renderJwtTemplate } from './jwt-template.ts'

const signAsync = promisify(sign)

/** The `iss` of this environment's tokens. */
export function issuer(context: EngineContext): string {
  return `${context.config.baseUrl}/user_management/${context.clientId}`
}

/** Like {@link accessTokenOf}, but signed. */
export async function signAccessToken(...about: Parameters<typeof accessTokenOf>): Promise<string> {
  const sign = await accessTokenOf(...about)
  return sign()
}

/**
 * The unsigned RS256 access token of a session. Signing takes a millisecond in another thread, and waits until the changes are
 * committed. `membership` is the one in the session's organization.
 */
export async function accessTokenOf(
  context: EngineContext,
  session: SessionRow,
  user: UserRow,
  membership: MembershipRow | undefined,
): Promise<() => Promise<string>> {
  const { kid, privateKey } = await context.keys.current()
  // The extra header field marks the token, so that a production client can refuse it without knowing our issuer.
  const header = { alg: 'RS256', typ: 'JWT', kid, emulator: true }
  const claims = {
    ...(await customClaims(context, user, session)),
    ...(await standardClaims(context, session, membership)),
  }
  const body = `${encode(header)}.${encode(claims)}`
  return async () => {
    const signature = await signAsync('RSA-SHA256', Buffer.from(body), privateKey)
    return `${body}.${signature.toString('base64url')}`
  }
}

async function standardClaims(
  context: EngineContext,
  session: SessionRow,
  membership: MembershipRow | undefined,
): Promise<object> {
  const issuedAt = Math.floor(context.clock.now() / 1000)
  const impersonator =
    session.impersonator === null ? undefined : fromJson<{ email: string }>(session.impersonator)
  return {
    iss: issuer(context),
    sub: session.user_id,
    sid: session.id,
    jti: context.ids.ulid(),
    iat: issuedAt,
    exp: issuedAt + context.settings.access_token_seconds,
    auth_time: Math.floor(session.auth_time / 1000),
    client_id: context.clientId,
    ...(membership !== undefined && (await organizationClaims(context, membership))),
    ...(await flagClaims(context, session)),
    ...(impersonator !== undefined && { act: { sub: impersonator.email } }),
  }
}

async function organizationClaims(context: EngineContext, membership: MembershipRow): Promise<object> {
  const roles = fromJson<string[]>(membership.roles)
  const permissions = await permissionsOf(context, membership.organization_id, roles)
  const entitlements = await entitlementsOf(context, membership.organization_id)
  return {
    org_id: membership.organization_id,
    role: roles[0],
    roles,
    permissions,
    ...(entitlements.length > 0 && { entitlements }),
  }
}

async function flagClaims(context: EngineContext, { user_id, organization_id }: SessionRow): Promise<object> {
  const flags = await enabledFlags(context, organization_id === null ? [user_id] : [user_id, organization_id])
  return flags.length === 0 ? {} : { feature_flags: flags }
}

async function customClaims(context: EngineContext, user: UserRow, session: SessionRow): Promise<object> {
  const template = context.settings.jwt_template
  if (template === null) return {}
  const claims = await renderJwtTemplate(context, template, user, session.organization_id)
  if (Buffer.byteLength(JSON.stringify(claims)) > 3072) {
    throw failOAuth('token_too_big', 'The claims of the JWT template are larger than 3072 bytes.')
  }
  return claims
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

import { opaqueToken } from '../../base/randomness.ts'
import { fingerprint } from '../../base/secrets.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { PortalLinkRow } from '../../storage/tables.ts'
import { getOrganization } from '../organizations/organizations.ts'

const LIFETIME_MS = 5 * 60_000

/** What an administrator of the customer can set up. */
export const INTENTS = [
  'sso',
  'dsync',
  'audit_logs',
  'log_streams',
  'domain_verification',
  'certificate_renewal',
  'bring_your_own_key',
] as const

export interface PortalLinkInput {
  organization: string
  intent: (typeof INTENTS)[number]
  return_url?: string | undefined
  success_url?: string | undefined
}

/** The URL of the portal for an organization. It expires after five minutes. Fails with 404. */
export async function createPortalLink(context: EngineContext, input: PortalLinkInput): Promise<string> {
  const { id } = await getOrganization(context, input.organization)
  const token = opaqueToken(context.random, 32)
  await context.db
    .insertInto('portal_links')
    .values({
      hash: fingerprint(token),
      organization_id: id,
      intent: input.intent,
      return_url: input.return_url ?? null,
      success_url: input.success_url ?? null,
      expires_at: context.clock.now() + LIFETIME_MS,
    })
    .execute()
  return `${context.config.baseUrl}/hosted/${context.clientId}/portal?token=${token}`
}

export function findPortalLink(context: EngineContext, token: string): Promise<PortalLinkRow | undefined> {
  return context.db
    .selectFrom('portal_links')
    .selectAll()
    .where('hash', '=', fingerprint(token))
    .where('expires_at', '>', context.clock.now())
    .executeTakeFirst()
}

import type { EngineContext } from '../../context/engine-context.ts'
import { emailKey } from '../../contract/email-address.ts'
import { networkOf } from '../../services/network.ts'
import { findUserByEmail } from '../users/find-user.ts'

/**
 * Counts an attempt for its subject (an email address or a challenge) and for the caller's network. A network from which this
 * user has signed in before has its own limit, so that a stranger who uses up the shared limit does not lock the owner out.
 */
export async function countAttempt(
  context: EngineContext,
  subject: string,
  ipAddress: string | null,
): Promise<void> {
  if (!context.limiter.isOn) return
  if (ipAddress === null) return context.limiter.count('authenticate', subject)
  const network = networkOf(ipAddress)
  await context.limiter.count('network', network)
  const isOwn = await hasSignedInFrom(context, subject, network)
  await context.limiter.count('authenticate', isOwn ? `${emailKey(subject)} ${network}` : subject)
}

async function hasSignedInFrom(context: EngineContext, email: string, network: string): Promise<boolean> {
  const user = await findUserByEmail(context, email)
  if (user === undefined) return false
  const sessions = await context.db
    .selectFrom('sessions')
    .select('ip_address')
    .distinct()
    .where('user_id', '=', user.id)
    .execute()
  return sessions.some(({ ip_address }) => ip_address !== null && networkOf(ip_address) === network)
}

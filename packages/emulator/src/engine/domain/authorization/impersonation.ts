import type { EngineContext } from '../../context/engine-context.ts'
import { readDocument, removeDocument, writeDocument } from '../../storage/documents.ts'
import type { Proof } from '../sessions/proof.ts'
import { getUser } from '../users/find-user.ts'

/** A pending impersonation of a user by a support member. */
export interface Impersonation {
  userId: string
  userEmail: string
  /** The email address of the support member. */
  email: string
  reason: string | null
  expiresAt: number
}

const LIFETIME_MS = 10 * 60_000
const DOCUMENT = 'impersonation'

/** Makes the next sign-in on our pages, within ten minutes, an impersonation of this user. */
export async function allowImpersonation(
  context: EngineContext,
  userId: string,
  operator: { email: string; reason: string | null },
): Promise<void> {
  const user = await getUser(context, userId)
  const expiresAt = context.clock.now() + LIFETIME_MS
  await writeDocument(context.db, DOCUMENT, { userId, userEmail: user.email, ...operator, expiresAt })
}

export async function pendingImpersonation(context: EngineContext): Promise<Impersonation | undefined> {
  const pending = await readDocument<Impersonation>(context.db, DOCUMENT)
  return pending !== undefined && pending.expiresAt > context.clock.now() ? pending : undefined
}

/** Uses up the impersonation. It needs neither the user's password nor their second factor. */
export async function takeImpersonation(context: EngineContext): Promise<Proof | undefined> {
  const pending = await pendingImpersonation(context)
  if (pending === undefined || !(await removeDocument(context.db, DOCUMENT))) return undefined
  return {
    userId: pending.userId,
    authenticationMethod: 'Impersonation',
    sessionMethod: 'impersonation',
    secondFactor: true,
    impersonator: { email: pending.email, reason: pending.reason },
  }
}

import type { EnrollmentEntry } from '../../account/account-payload.ts'
import type { SignedIn } from '../../session/auth.ts'
import type { HandlerContext } from '../route/handler-context.ts'

/** An authenticator app that waits for its first code. Stored sealed, where all instances find it. */
interface PendingEnrollment {
  enrollment: EnrollmentEntry
  /** Milliseconds since the epoch. */
  begunAt: number
}

/** Milliseconds for which the same enrollment is returned again: the challenge of its first code lasts ten minutes. */
const SHOWN_AGAIN_MS = 5 * 60_000

const NAME = 'enrollment'

type Owner = Pick<SignedIn, 'sessionId'>

async function pendingEnrollment(
  { sessionId }: Owner,
  { singleUse, clock }: HandlerContext,
): Promise<PendingEnrollment | undefined> {
  const text = await singleUse.noted(NAME, sessionId).catch(() => undefined)
  const known = text ? (JSON.parse(text) as PendingEnrollment) : undefined
  return known && clock.now() - known.begunAt < SHOWN_AGAIN_MS ? known : undefined
}

/**
 * The pending enrollment of a session. A reload, a second tab, a double click and a wrong code get the same secret again: each
 * new one would be a factor that is never confirmed.
 */
export async function currentEnrollment(
  owner: Owner,
  context: HandlerContext,
  begin: () => Promise<EnrollmentEntry>,
): Promise<EnrollmentEntry> {
  const known = await pendingEnrollment(owner, context)
  if (known !== undefined) return known.enrollment
  const begun = await context.singleUse.redeem(
    NAME,
    [owner.sessionId, 'begin'],
    async () => {
      const enrollment = await begin()
      const text = JSON.stringify({ enrollment, begunAt: context.clock.now() } satisfies PendingEnrollment)
      await context.singleUse.note(NAME, owner.sessionId, text)
      return enrollment
    },
    () => false,
  )
  return begun?.value ?? begin()
}

/** Called when the factor was confirmed or removed: the next setup starts with a new secret. */
export async function forgetEnrollment(
  owner: Owner,
  factorId: string,
  context: HandlerContext,
): Promise<boolean> {
  const isIts = (await pendingEnrollment(owner, context))?.enrollment.factorId === factorId
  if (isIts) await context.singleUse.note(NAME, owner.sessionId, '')
  return isIts
}

import type { Clock } from '../../base/clock.ts'
import { randomName } from '../../base/cryptography.ts'
import type { FactorChoice, FlowError, FlowKind, OrganizationChoice, StepName } from '../../flow/index.ts'
import type { CookieScope, SetCookie } from '../../session/cookie.ts'
import { ownCookie, readCookies } from '../../session/cookie.ts'
import { FLOW, FLOW_ID, roomForFlow, sizeOf, withinBudget } from '../../session/cookie-budget.ts'
import type { Sealer } from '../../session/seal.ts'

/** An unfinished sign-in of one tab. Sealed into its own cookie; pages see only the current step. */
export interface PendingFlow {
  readonly id: string
  readonly kind: FlowKind
  readonly step: StepName
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly returnTo: string
  readonly email?: string
  /** Names typed so far, to fill in again. Never a password or code. */
  readonly firstName?: string
  readonly lastName?: string
  /** What was typed into the app's own inputs of the sign-up form. */
  readonly fields?: Readonly<Record<string, string>>
  readonly pendingAuthenticationToken?: string
  readonly userId?: string
  readonly emailVerificationId?: string
  readonly authenticationChallengeId?: string
  readonly factors?: readonly FactorChoice[]
  readonly enrollment?: { factorId: string; secret: string; uri: string; qrCode?: string }
  readonly organizations?: readonly OrganizationChoice[]
  readonly connectionIds?: readonly string[]
  /** The connections are those of the address's domain. No response to a sign-in has named them. */
  readonly isInferred?: boolean
  readonly methods?: readonly string[]
  readonly providers?: readonly string[]
  readonly invitationToken?: string
  /** Of the link in the email, until the new password is set. */
  readonly resetToken?: string
  /** How often the email of this step was sent again. */
  readonly resends?: number
  /** The emailed code signs in to an account that existed before. */
  readonly codeSignsIn?: boolean
  /** A further code that the API's fraud check asks for, and where it went. */
  readonly challenge?:
    | { radarChallengeId: string; sentTo: string }
    | { verificationId: string; sentTo: string }
  /** The API's code for a step this version does not know. */
  readonly unknownCode?: string
  /** A redirect to a provider that has not come back yet. */
  readonly authorization?: { state: string; codeVerifier: string }
  /** A sign-in that is to be approved on another device. */
  readonly device?: {
    deviceCode: string
    userCode: string
    verificationUri: string
    verificationUriComplete?: string
    intervalSeconds: number
    /** Milliseconds since the epoch. */
    expiresAt: number
  }
  /** To be shown with the next page. */
  readonly error?: FlowError
}

/** The unfinished sign-ins of a browser. */
export interface PendingFlows {
  /** `undefined` when the browser has no such flow, or it is over. */
  read(header: string | null, id: string | undefined): Promise<PendingFlow | undefined>
  create(kind: FlowKind, returnTo: string): PendingFlow
  /** Cookies that store the flow, and drop the oldest when there are too many. */
  store(header: string | null, flow: PendingFlow): Promise<readonly SetCookie[]>
  /** Cookies that forget the flow. */
  forget(id: string): SetCookie[]
}

const LIFETIME_MS = 10 * 60_000
const MAXIMUM_FLOWS = 5
const MAXIMUM_ONE = 3_800

export interface PendingFlowsOptions {
  sealer: Sealer
  scope: CookieScope
  clock: Clock
  /** Where a sign-in leads whose own way back does not fit. */
  fallback: string
}

/** Stores each sign-in of a browser in a separate sealed cookie, so that tabs do not interfere. */
export function createPendingFlows({ sealer, scope, clock, fallback }: PendingFlowsOptions): PendingFlows {
  const prefix = scope.prefix + FLOW

  return {
    async read(header, id) {
      if (id === undefined || !FLOW_ID.test(id)) return undefined
      for (const sealed of readCookies(header, prefix + id).get(prefix + id) ?? []) {
        const flow = (await sealer.open('flow', sealed)) as PendingFlow | undefined
        if (flow?.id !== id) continue
        const age = clock.now() - flow.startedAt
        if (age >= 0 && age < LIFETIME_MS) return flow
      }
      return undefined
    },
    create(kind, returnTo) {
      // Seconds come first, so that the oldest flow is the first in the order of names.
      const seconds = Math.floor(clock.now() / 1000)
        .toString(36)
        .padStart(7, '0')
      return { id: seconds + randomName(72), kind, step: 'start', startedAt: clock.now(), returnTo }
    },
    async store(header, flow) {
      const room = roomForFlow(scope, header) - sizeOf(prefix + flow.id, '')
      const sealed = await sealWithin(sealer, flow, fallback, Math.min(room, MAXIMUM_ONE))
      const others = [...readCookies(header, prefix).keys()].filter(
        (name) => name !== prefix + flow.id && FLOW_ID.test(name.slice(prefix.length)),
      )
      const tooMany = others.sort().slice(0, Math.max(0, others.length + 1 - MAXIMUM_FLOWS))
      const deletions = tooMany.map((name) => ownCookie(scope, name.slice(scope.prefix.length), '', 0))
      const cookie = ownCookie(scope, FLOW + flow.id, sealed, LIFETIME_MS / 1000)
      return withinBudget(scope, header, [...deletions, cookie])
    },
    forget: (id) => (FLOW_ID.test(id) ? [ownCookie(scope, FLOW + id, '', 0)] : []),
  }
}

/** Seals the flow. What would be too long is left out: the picture, the list, the app's own inputs, and a long way back. */
async function sealWithin(
  sealer: Sealer,
  flow: PendingFlow,
  fallback: string,
  room: number,
): Promise<string> {
  const { enrollment, organizations, ...rest } = flow
  const { fields: _, ...withoutFields } = rest
  const withoutPicture = { ...flow, enrollment: enrollment && { ...enrollment, qrCode: undefined } }
  const { id, kind, step, startedAt } = rest
  const returnTo = flow.returnTo.length <= LONG_RETURN_TO ? flow.returnTo : fallback
  for (const candidate of [flow, withoutPicture, rest, withoutFields, { ...withoutFields, returnTo }]) {
    const sealed = await sealer.seal('flow', padded(candidate))
    if (sealed.length <= room) return sealed
  }
  return sealer.seal('flow', padded({ id, kind, step, startedAt, returnTo }))
}

const LONG_RETURN_TO = 200

const PADDING_STEP = 512

/**
 * Rounds up the length of what the API returned, so that a cookie's size does not tell whether an address has an
 * account. What the browser sent is left as long as it is: it must not be able to move the rounding.
 */
function padded(flow: PendingFlow): PendingFlow & { padding: string } {
  const {
    id,
    kind,
    step,
    startedAt,
    returnTo,
    email,
    firstName,
    lastName,
    fields,
    invitationToken,
    ...responded
  } = flow
  const length = new TextEncoder().encode(JSON.stringify(responded)).length
  return { ...flow, padding: '.'.repeat(PADDING_STEP - (length % PADDING_STEP)) }
}

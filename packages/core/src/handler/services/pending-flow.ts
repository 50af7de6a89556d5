import type { Clock } from '../../base/clock.ts'
import { randomName } from '../../base/cryptography.ts'
import type { FactorChoice, FlowError, FlowKind, OrganizationChoice, StepName } from '../../flow/index.ts'
import type { CookieScope, SetCookie } from '../../session/cookie.ts'
import { ownCookie, readCookies } from '../../session/cookie.ts'
import { FLOW, FLOW_ID, roomForFlow, sizeOf, withinBudget } from '../../session/cookie-budget.ts'
import type { Sealer } from '../../session/seal.ts'

/** An unfinished sign-in in one tab. Sealed in its own cookie; pages see only the current step. */
export interface PendingFlow {
  readonly id: string
  readonly kind: FlowKind
  readonly step: StepName
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly returnTo: string
  readonly email?: string
  /** The names that were typed so far, to fill in again. Never a password or code. */
  readonly firstName?: string
  readonly lastName?: string
  /** The values of the app's own inputs on the sign-up form. */
  readonly fields?: Readonly<Record<string, string>>
  readonly pendingAuthenticationToken?: string
  readonly userId?: string
  readonly emailVerificationId?: string
  readonly authenticationChallengeId?: string
  readonly factors?: readonly FactorChoice[]
  readonly enrollment?: { factorId: string; secret: string; uri: string; qrCode?: string }
  readonly organizations?: readonly OrganizationChoice[]
  readonly connectionIds?: readonly string[]
  /** The connections were determined by the domain of the email address, not returned by a sign-in. */
  readonly isInferred?: boolean
  readonly methods?: readonly string[]
  readonly providers?: readonly string[]
  readonly invitationToken?: string
  /** The token of the email link, until the new password is set. */
  readonly resetToken?: string
  /** How many times the email of this step was resent. */
  readonly resends?: number
  /** The emailed code signs in to an account that already existed. */
  readonly codeSignsIn?: boolean
  /** An additional code that the API's fraud check requires, and where it was sent. */
  readonly challenge?:
    | { radarChallengeId: string; sentTo: string }
    | { verificationId: string; sentTo: string }
  /** The API's code for a step that this version does not know. */
  readonly unknownCode?: string
  /** A redirect to a provider that has not returned yet. */
  readonly authorization?: { state: string; codeVerifier: string }
  /** A sign-in that must be approved on another device. */
  readonly device?: {
    deviceCode: string
    userCode: string
    verificationUri: string
    verificationUriComplete?: string
    intervalSeconds: number
    /** Milliseconds since the epoch. */
    expiresAt: number
  }
  /** An error to show with the next page. */
  readonly error?: FlowError
}

/** The unfinished sign-ins of a browser. */
export interface PendingFlows {
  /** `undefined` if the browser has no such flow, or if it has expired. */
  read(header: string | null, id: string | undefined): Promise<PendingFlow | undefined>
  create(kind: FlowKind, returnTo: string): PendingFlow
  /** Cookies that store the flow, and delete the oldest ones if there are too many. */
  store(header: string | null, flow: PendingFlow): Promise<readonly SetCookie[]>
  /** Cookies that delete the flow. */
  forget(id: string): SetCookie[]
}

const LIFETIME_MS = 10 * 60_000
const MAXIMUM_FLOWS = 5
const MAXIMUM_ONE = 3_800

export interface PendingFlowsOptions {
  sealer: Sealer
  scope: CookieScope
  clock: Clock
  /** The destination after a sign-in whose own `returnTo` does not fit. */
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
      // The time comes first, so that sorting by name puts the oldest flow first.
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

/**
 * Seals the flow. If it is too large, these are dropped in order: the QR code, the list of organizations and the
 * enrollment, the app's own inputs, a long `returnTo`, and finally everything except the step.
 */
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
 * Rounds up the length of what the API returned, so that the size of a cookie does not reveal whether an email address
 * has an account. What the browser sent is not padded, so that it cannot shift the rounding.
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

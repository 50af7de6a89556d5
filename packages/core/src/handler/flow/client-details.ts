import type { PendingFlow } from '../services/pending-flow.ts'
import type { AdvanceContext } from './flow-context.ts'

/** What the API receives about the browser. */
export const device = ({ ipAddress, userAgent }: AdvanceContext) => ({ ipAddress, userAgent })

/** The same, and the invitation that the sign-in came from. */
export const origin = (flow: PendingFlow, context: AdvanceContext) => ({
  ...device(context),
  invitationToken: flow.invitationToken,
})

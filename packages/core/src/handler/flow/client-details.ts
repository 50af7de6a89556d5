import type { PendingFlow } from '../services/pending-flow.ts'
import type { AdvanceContext } from './flow-context.ts'

/** The details of the browser that the API receives. */
export const device = ({ ipAddress, userAgent }: AdvanceContext) => ({ ipAddress, userAgent })

/** The same, and the invitation that the sign-in came from. */
export const origin = (flow: PendingFlow, context: AdvanceContext) => ({
  ...device(context),
  invitationToken: flow.invitationToken,
})

import { ApiError } from '../errors/index.ts'
import type { FlowPayload, InvitationStep } from '../flow/index.ts'
import type { HandlerContext, RouteRequest } from './context.ts'

/** An invitation as its page shows it. Whoever holds the token may see the address it was sent to. */
export async function describeInvitation(
  token: string | undefined,
  { session }: RouteRequest,
  { client }: HandlerContext,
): Promise<Pick<FlowPayload, 'step' | 'values'>> {
  const notFound: InvitationStep = { name: 'invitation', email: '', state: 'not-found' }
  if (token === undefined) return { step: notFound, values: {} }
  try {
    const { email, state, organizationId } = await client.getInvitationByToken({ token })
    const organizationName = organizationId
      ? (await client.getOrganization({ organizationId }).catch(() => undefined))?.name
      : undefined
    const auth = await session()
    const signedInAs = auth.status === 'signed-in' ? auth.user.email : undefined
    const step = {
      name: 'invitation',
      email,
      state: state as InvitationStep['state'],
      organizationName,
      signedInAs,
    }
    return { step: step as InvitationStep, values: { email } }
  } catch (cause) {
    if (cause instanceof ApiError && cause.status < 500) return { step: notFound, values: {} }
    throw cause
  }
}

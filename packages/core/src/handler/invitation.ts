import type { Client } from '../api/index.ts'
import { ApiError } from '../errors/index.ts'
import type { FlowPayload, InvitationStep } from '../flow/index.ts'
import type { HandlerContext, RouteRequest } from './context.ts'
import { RouteError } from './context.ts'
import { readEmailAddress } from './email-address.ts'

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

/**
 * Refuses whoever does not hold an open invitation to this very address. Anybody can put a token into a form, so the
 * service is asked before the invitation opens anything.
 */
export async function requireInvitation(
  email: string,
  token: string,
  { client }: Pick<HandlerContext, 'client'>,
) {
  const invitation = await openInvitation(token, client)
  if (invitation === undefined) throw new RouteError('invitation_invalid')
  if (!isSameAddress(invitation.email, email)) throw new RouteError('invitation_cannot_be_used_for_email')
  return invitation
}

export async function isInvited(email: string, token: string, client: Client): Promise<boolean> {
  const invitation = await openInvitation(token, client)
  return invitation !== undefined && isSameAddress(invitation.email, email)
}

/** The pending invitation of a token; `undefined` when there is none. An outage is thrown, not taken for a no. */
async function openInvitation(token: string, client: Client) {
  try {
    const invitation = await client.getInvitationByToken({ token })
    return invitation.state === 'pending' ? invitation : undefined
  } catch (cause) {
    if (cause instanceof ApiError && cause.status < 500 && !cause.retryable) return undefined
    throw cause
  }
}

const isSameAddress = (left: string, right: string) =>
  (readEmailAddress(left) ?? left).toLowerCase() === right.toLowerCase()

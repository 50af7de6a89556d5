import type { Client } from '../../api/index.ts'
import { ApiError, ConfigError } from '../../errors/index.ts'
import type { FlowPayload, InvitationStep } from '../../flow/index.ts'
import { RouteError } from '../failures/route-error.ts'
import { isSameEmailAddress } from '../identity/email-address.ts'
import type { HandlerContext } from '../route/handler-context.ts'
import type { RouteRequest } from '../route/route.ts'

/** An invitation as its page shows it. Anyone who has the token can see the invited email address. */
export async function describeInvitation(
  token: string | undefined,
  { session }: RouteRequest,
  { client, offer }: HandlerContext,
): Promise<Pick<FlowPayload, 'step' | 'values'>> {
  const notFound: InvitationStep = { name: 'invitation', email: '', state: 'not-found' }
  if (!token) return { step: notFound, values: {} }
  const invitation = await findInvitation(token, client)
  if (invitation === undefined) return { step: notFound, values: {} }
  const { email, state, organizationId } = invitation
  const organizationName = organizationId
    ? (await client.getOrganization({ organizationId }).catch(() => undefined))?.name
    : undefined
  const auth = await session()
  const user = auth.status === 'signed-in' ? auth.user : undefined
  // Pages do not compare addresses, because two spellings can belong to the same mailbox.
  const mayAccept = user && isSameEmailAddress(user.email, email)
  const step = {
    name: 'invitation',
    email,
    state: state as InvitationStep['state'],
    organizationName,
    mayAccept,
    signedInAs: mayAccept ? undefined : user?.email,
    signUpNames: offer.signUpNames,
    signUpFields: offer.signUpFields,
    passwordRules: offer.passwordRules,
  }
  return { step: step as InvitationStep, values: { email } }
}

/**
 * Refuses users without a pending invitation to exactly this email address. Anyone can put a token into a form, so the
 * invitation is checked with the API before it permits anything.
 */
export async function requireInvitation(
  email: string,
  token: string,
  { client }: Pick<HandlerContext, 'client'>,
) {
  const invitation = await openInvitation(token, client)
  if (invitation === undefined) throw new RouteError('invitation_invalid')
  if (!isSameEmailAddress(invitation.email, email))
    throw new RouteError('invitation_cannot_be_used_for_email')
  return invitation
}

async function openInvitation(token: string, client: Client) {
  const invitation = await findInvitation(token, client)
  return invitation?.state === 'pending' ? invitation : undefined
}

/** The API's responses to a token without an invitation. Others, such as that to a wrong API key, are faults. */
const NO_INVITATION = new Set([400, 404, 422])

/** The invitation of a token, or `undefined` if there is none. An outage is thrown, and does not count as `undefined`. */
async function findInvitation(token: string, client: Client) {
  try {
    return await client.getInvitationByToken({ token })
  } catch (cause) {
    if (cause instanceof ApiError && NO_INVITATION.has(cause.status)) return undefined
    // The text cannot be a token, such as an empty one.
    if (cause instanceof ConfigError && cause.code === 'input_invalid') return undefined
    throw cause
  }
}

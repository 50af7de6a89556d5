import type { Context } from 'hono'
import { Failure } from '../../base/failure.ts'
import { html } from '../../base/html.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { createUser } from '../../domain/accounts/create-user.ts'
import { resetPassword } from '../../domain/accounts/password-resets.ts'
import { proveEmail } from '../../domain/accounts/prove-email.ts'
import { acceptAtOnce, findPendingInvitation } from '../../domain/invitations/redeem-invitation.ts'
import { findOrganization } from '../../domain/organizations/organizations.ts'
import { findUserByEmail } from '../../domain/users/find-user.ts'
import { brandedPage } from '../pages/branded-page.ts'
import { formFields } from '../pages/same-origin.ts'
import { messageOf } from './authenticate-on-page.ts'

/** The page that a password reset email links to if the application has no page of its own. */
export async function resetPage(c: Context, context: EngineContext): Promise<Response> {
  if (c.req.method !== 'POST') return resetForm(context)
  const password = (await formFields(c.req.raw)).get('password') ?? ''
  try {
    await context.storage.atomically(() => resetPassword(context, c.req.query('token') ?? '', password))
    return done(
      context,
      'Your password has been changed',
      'Go back to the application and sign in with your new password.',
    )
  } catch (error) {
    if (error instanceof Failure) return resetForm(context, messageOf(error))
    throw error
  }
}

function resetForm(context: EngineContext, error?: string): Response {
  return brandedPage(
    context.settings,
    { title: 'Choose a new password', status: error === undefined ? 200 : 400 },
    html`<h1>Choose a new password</h1>
${error !== undefined && html`<p class="error" role="alert">${error}</p>`}
<form method="post">
<label>New password <input name="password" type="password" autocomplete="new-password" required></label>
<button>Save</button></form>`,
  )
}

/** The page that an invitation email links to if the application has no page of its own. */
export async function invitationPage(c: Context, context: EngineContext): Promise<Response> {
  try {
    const invitation = await findPendingInvitation(context, c.req.query('invitation_token') ?? '')
    const organization =
      invitation.organization_id === null
        ? undefined
        : await findOrganization(context, invitation.organization_id)
    const place = organization?.name ?? context.settings.team_name
    const known = await findUserByEmail(context, invitation.email)
    if (c.req.method !== 'POST') return invitationForm(context, place, invitation.email, known === undefined)
    const fields = await formFields(c.req.raw)
    // The link was emailed to this address, so opening it verifies the address.
    await context.storage.atomically(async () => {
      const user =
        known === undefined
          ? await createUser(context, {
              email: invitation.email,
              email_verified: true,
              password: fields.get('password') ?? '',
            })
          : await proveEmail(context, known, { knowsPassword: false })
      await acceptAtOnce(context, invitation, user.id)
    })
    return done(context, `Welcome to ${place}`, 'Go back to the application and sign in.')
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return brandedPage(
      context.settings,
      { title: 'Invitation', status: 400 },
      html`<h1>Invitation</h1><p class="error" role="alert">${messageOf(error)}</p>`,
    )
  }
}

function invitationForm(context: EngineContext, place: string, email: string, isNew: boolean): Response {
  return brandedPage(
    context.settings,
    { title: `Join ${place}` },
    html`<h1>Join ${place}</h1><p>The invitation is for ${email}.</p>
<form method="post">
${isNew && html`<label>Choose a password <input name="password" type="password" autocomplete="new-password" required></label>`}
<button>Accept</button></form>`,
  )
}

export function done(context: EngineContext, title: string, message: string): Response {
  return brandedPage(context.settings, { title }, html`<h1>${title}</h1><p>${message}</p>`)
}

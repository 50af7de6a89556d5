import type { ApiErrorCode } from '../../errors/index.ts'
import { ApiError } from '../../errors/index.ts'
import type { PendingFlow } from '../services/pending-flow.ts'
import { origin } from './client-details.ts'
import type { AdvanceContext } from './flow-context.ts'

/** Sends a sign-in code. Whether the email address can receive one is not revealed to the page. */
export async function sendSignInCode(
  email: string,
  flow: PendingFlow,
  context: AdvanceContext,
): Promise<void> {
  const { client, sendEmail } = context
  try {
    const { code, expiresAt } = await client.createMagicAuth({ email, ...origin(flow, context) })
    sendEmail?.({ kind: 'sign-in-code', to: email, code, expiresAt })
  } catch (cause) {
    if (!isAboutTheAddress(cause)) throw cause
  }
}

export async function sendResetLink(
  email: string,
  { client, sendEmail, resetPasswordUrl }: AdvanceContext,
): Promise<void> {
  try {
    const { passwordResetToken, expiresAt } = await client.createPasswordReset({ email })
    const url = new URL(resetPasswordUrl)
    url.searchParams.set('token', passwordResetToken)
    sendEmail?.({ kind: 'password-reset', to: email, url: url.href, expiresAt })
  } catch (cause) {
    if (!isAboutTheAddress(cause)) throw cause
  }
}

/** Errors that would reveal something about an email address. */
const ABOUT_THE_ADDRESS: ReadonlySet<ApiErrorCode> = new Set([
  'entity_not_found',
  'not_found',
  'email_password_auth_disabled',
  'password_reset_not_allowed',
  'sign_up_not_allowed',
  'authentication_method_not_allowed',
])

const isAboutTheAddress = (cause: unknown) => cause instanceof ApiError && ABOUT_THE_ADDRESS.has(cause.code)

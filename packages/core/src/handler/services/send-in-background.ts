import { fault } from '../events/fault.ts'
import type { HandlerEvent } from '../events/handler-event.ts'
import type { OutgoingEmail, SendEmail } from '../options/outgoing-email.ts'
import type { Background } from './background.ts'

/** Does not wait for emails, because the response time would reveal whether the email address has an account. */
export function sendInBackground(
  sendEmail: SendEmail | undefined,
  background: Background,
  emit: (event: HandlerEvent) => void,
): ((email: OutgoingEmail) => void) | undefined {
  if (sendEmail === undefined) return undefined
  return (email) => {
    const sending = (async () => sendEmail(email))()
    // The message of an error from the app's function may contain the link.
    const reportFailure = (cause: unknown) =>
      emit({ type: 'failed', path: email.kind, ...fault('email_not_sent', { got: nameOf(cause) }) })
    background.run(sending.catch(reportFailure))
  }
}

const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : typeof cause)

import type { FlowData } from '@latchkey/sveltekit'

/** What stands above a step. */
export interface Heading {
  title: string
  text?: string
}

/** The words for where a flow stands. */
export function headingOf({ kind, step }: FlowData): Heading {
  switch (step.name) {
    case 'start':
      return kind === 'sign-in'
        ? { title: 'Sign in', text: 'With your password, or with a code that we mail you.' }
        : {
            title: 'Create your account',
            text: step.signUp ? 'A code proves that the address is yours.' : undefined,
          }
    case 'password':
      return { title: 'Enter your password', text: step.email }
    case 'code':
      return {
        title: 'Check your e-mail',
        text: `We sent a code to ${step.email}. It works for ten minutes.`,
      }
    case 'verify-email':
      return { title: 'Confirm your address', text: `We sent a code to ${step.email}.` }
    case 'mfa-challenge':
      return { title: 'Two-step verification', text: 'Enter the code that your authenticator app shows.' }
    case 'mfa-enroll':
      return {
        title: 'Set up your authenticator app',
        text: 'Scan this with the app, then enter what it shows.',
      }
    case 'select-organization':
      return { title: 'Choose an organization', text: 'You can switch to another one later.' }
    case 'sso-required':
      return { title: 'Use your organization’s sign-in', text: `${step.email} signs in with single sign-on.` }
    case 'method-required':
      return { title: 'Sign in another way', text: 'Your organization does not allow the way you chose.' }
    case 'forgot':
      return { title: 'Reset your password', text: 'We will mail you a link. It works once.' }
    case 'forgot-sent':
      return { title: 'Check your e-mail', text: `If ${step.email} has an account, a link is on its way.` }
    case 'reset':
      return {
        title: 'Choose a new password',
        text: 'Other places where you are signed in will be signed out.',
      }
    case 'invitation':
      return invitationHeading(step.organizationName, step.email)
    case 'complete':
      return { title: 'You are signed in' }
    case 'unknown':
      return { title: 'One more step is needed', text: `This page does not know the step “${step.code}”.` }
  }
}

const invitationHeading = (organization: string | undefined, email: string): Heading => ({
  title: organization === undefined ? 'You are invited' : `Join ${organization}`,
  text: email === '' ? undefined : `The invitation is for ${email}.`,
})

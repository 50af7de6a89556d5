import type { FlowKind, Step } from '../flow/step.ts'
import type { FlowText } from './en-flow.ts'
import type { TextOf } from './text.ts'

/**
 * The title of the document that shows a page: the page's own title, and the name of the app unless the title contains it.
 *
 * @param title The title of the page, for example from {@link stepTitle}.
 * @param brand The name of the app.
 */
export function documentTitle(title: string, brand: string | undefined): string {
  return !brand || title.includes(brand) ? title : `${title} – ${brand}`
}

/**
 * The title of a flow's step: its heading, and the title of the page that shows it.
 *
 * @param brand The name of the app, for the first step.
 */
export function stepTitle(
  { kind, step }: { kind: FlowKind; step: Step },
  say: TextOf<keyof FlowText>,
  brand?: string,
): string {
  switch (step.name) {
    case 'start': {
      const flow = kind === 'sign-in' ? 'signIn' : 'signUp'
      return brand === undefined ? say(`${flow}Title`) : say(`${flow}To`, { brand })
    }
    case 'password':
      return say('passwordTitle')
    case 'code':
    case 'forgot-sent':
      return say('codeTitle')
    case 'verify-email':
      return say('verifyTitle')
    case 'mfa-challenge':
    case 'challenge':
    case 'phone':
      return say('mfaTitle')
    case 'mfa-enroll':
      return say('enrollTitle')
    case 'select-organization':
      return say('organizationTitle')
    case 'sso-required':
      return say('ssoTitle')
    case 'method-required':
      return say('methodTitle')
    case 'forgot':
      return say('forgotTitle')
    case 'reset':
      return say('resetTitle')
    case 'invitation': {
      if (step.state !== 'pending') return say('invitationGoneTitle')
      const { organizationName: organization } = step
      return organization ? say('invitationJoin', { organization }) : say('invitationTitle')
    }
    case 'complete':
      return say(kind === 'reset-password' ? 'resetDone' : 'doneTitle')
    default:
      return say('unknownTitle')
  }
}

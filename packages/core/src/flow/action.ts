import type { FlowError } from './flow-payload.ts'
import { signUpInputs } from './sign-up-field.ts'
import type { Step, StepName } from './step.ts'

/** What a user can do in a flow. Each is one form, one route and one decision on the server. */
export type FlowAction = keyof typeof FLOW_ACTIONS

/** The input of an action, by field name. All values are text, as a form sends them. */
export type FlowInput = Readonly<Record<string, string | undefined>>

interface ActionDefinition {
  /** Relative to the handler's base path. */
  path: string
  /** The fields of its form, in order. */
  fields: readonly string[]
  /** The steps in which the action is available. */
  from: readonly StepName[]
}

/** The route, fields and starting steps of every action. Field names are the names of the form's inputs. */
export const FLOW_ACTIONS = {
  identify: { path: '/sign-in/identify', fields: ['email'], from: ['start', 'sso-required'] },
  password: {
    path: '/sign-in/password',
    fields: ['email', 'password'],
    from: ['start', 'password', 'code', 'method-required', 'invitation', 'reset'],
  },
  'sign-up': {
    path: '/sign-up/password',
    fields: ['email', 'password', 'firstName', 'lastName'],
    from: ['start', 'invitation'],
  },
  'send-code': {
    path: '/sign-in/code/send',
    fields: ['email'],
    from: ['start', 'password', 'code', 'method-required', 'invitation'],
  },
  code: { path: '/sign-in/code/verify', fields: ['code'], from: ['code'] },
  'verify-email': { path: '/sign-in/verify-email', fields: ['code'], from: ['verify-email'] },
  resend: { path: '/sign-in/verify-email/resend', fields: [], from: ['verify-email'] },
  challenge: { path: '/sign-in/challenge/verify', fields: ['code'], from: ['challenge'] },
  phone: { path: '/sign-in/challenge/send', fields: ['phoneNumber'], from: ['phone', 'challenge'] },
  'mfa-verify': { path: '/sign-in/mfa/verify', fields: ['code'], from: ['mfa-challenge', 'mfa-enroll'] },
  'mfa-challenge': { path: '/sign-in/mfa/challenge', fields: ['factorId'], from: ['mfa-challenge'] },
  'mfa-enroll': { path: '/sign-in/mfa/enroll', fields: [], from: ['mfa-enroll'] },
  organization: { path: '/sign-in/organization', fields: ['organizationId'], from: ['select-organization'] },
  forgot: { path: '/password/forgot', fields: ['email'], from: ['forgot', 'forgot-sent', 'start', 'reset'] },
  reset: { path: '/password/reset', fields: ['token', 'newPassword'], from: ['reset'] },
  'accept-invitation': { path: '/invitation', fields: ['token'], from: ['invitation'] },
  back: {
    path: '/sign-in/back',
    fields: [],
    from: [
      'password',
      'code',
      'verify-email',
      'challenge',
      'phone',
      'mfa-challenge',
      'mfa-enroll',
      'select-organization',
      'sso-required',
      'method-required',
      'forgot-sent',
      'unknown',
    ],
  },
} as const satisfies Record<string, ActionDefinition>

/** Whether `action` can be taken from `step`. */
export function allowsAction(action: FlowAction, step: StepName): boolean {
  return (FLOW_ACTIONS[action].from as readonly StepName[]).includes(step)
}

/** The action that resends the step's email, if the step has one. */
export function resendOf(step: Step): { action: FlowAction; values: Record<string, string> } | undefined {
  switch (step.name) {
    case 'code':
      return { action: 'send-code', values: { email: step.email } }
    case 'forgot-sent':
      return { action: 'forgot', values: { email: step.email } }
    case 'verify-email':
      return { action: 'resend', values: {} }
  }
}

const MISSING = {
  email: 'email_required',
  password: 'password_required',
  newPassword: 'password_required',
  code: 'code_required',
  phoneNumber: 'phone_invalid',
  organizationId: 'organization_required',
} as const

/**
 * Returns the error for the first required field of `action` that is empty. The API checks all other rules.
 *
 * @param step The step, which says what else the sign-up form requires.
 */
export function missingInput(action: FlowAction, input: FlowInput, step?: Step): FlowError | undefined {
  for (const field of FLOW_ACTIONS[action].fields as readonly string[]) {
    if (field in MISSING && !input[field]?.trim())
      return { code: MISSING[field as keyof typeof MISSING], field }
  }
  if (action !== 'sign-up' || (step?.name !== 'start' && step?.name !== 'invitation')) return undefined
  const missing = signUpInputs(step).find(({ name, required }) => required && !input[name]?.trim())
  return missing && { code: 'field_required', field: missing.name }
}

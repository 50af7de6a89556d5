import type { FlowError, FlowKind, FlowPayload, SignInOffer, Step } from '../../flow/index.ts'
import { firstStep } from '../../flow/index.ts'
import type { PendingFlow } from '../services/pending-flow.ts'

/** The data of a pending flow that a page can have: an allow-list without tokens, challenges or codes. */
export function describeFlow(flow: PendingFlow, offer: SignInOffer, isStored: boolean): FlowPayload {
  const { id, kind, returnTo, email, firstName, lastName, fields } = flow
  const values = Object.entries({ ...fields, email, firstName, lastName }).filter(
    ([, value]) => value !== undefined,
  )
  const step = describeStep(flow, offer)
  return {
    kind,
    flow: isStored ? id : undefined,
    step,
    error: flow.error ?? signUpRefusal(kind, step),
    values: Object.fromEntries(values) as Record<string, string>,
    returnTo,
  }
}

/** The error shown on the sign-up form before anything is filled in, if sign-up is closed. */
function signUpRefusal(kind: FlowKind, step: Step): FlowError | undefined {
  return kind === 'sign-up' && step.name === 'start' && !step.signUp
    ? { code: 'sign_up_not_allowed' }
    : undefined
}

function describeStep(flow: PendingFlow, offer: SignInOffer): Step {
  const email = flow.email ?? ''
  const connections = (flow.connectionIds ?? []).map((id) => ({ id }))
  switch (flow.step) {
    case 'start':
      return firstStep(flow.kind, { ...offer, signUp: offer.signUp || isInvited(flow) })
    case 'password':
      return { name: 'password', email, methods: offer.methods }
    case 'code':
    case 'verify-email':
    case 'forgot-sent':
      return { name: flow.step, email }
    case 'challenge':
      return { name: 'challenge', sentTo: flow.challenge?.sentTo ?? email }
    case 'phone':
      return { name: 'phone' }
    case 'mfa-challenge':
      return { name: 'mfa-challenge', factors: flow.factors ?? [] }
    case 'mfa-enroll': {
      const { secret = '', uri = '', qrCode } = flow.enrollment ?? {}
      return { name: 'mfa-enroll', secret, uri, qrCode }
    }
    case 'select-organization':
      return { name: 'select-organization', organizations: flow.organizations ?? [] }
    case 'sso-required':
      return { name: 'sso-required', email, connections, isInferred: flow.isInferred }
    case 'method-required': {
      const { methods = [], providers = [] } = flow
      return { name: 'method-required', email, methods, providers, connections }
    }
    case 'forgot':
      return { name: 'forgot' }
    case 'reset':
      return { name: 'reset', passwordRules: offer.passwordRules }
    case 'invitation':
      return { name: 'invitation', email, state: 'not-found' }
    case 'complete':
      return { name: 'complete', returnTo: flow.returnTo }
    case 'unknown':
      return { name: 'unknown', code: flow.unknownCode ?? '', email: flow.email }
  }
}

/** An invitation allows sign-up even if it is closed. */
const isInvited = ({ kind, invitationToken }: PendingFlow) =>
  kind === 'sign-up' && invitationToken !== undefined

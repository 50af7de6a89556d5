import { describe, expect, it } from 'vitest'
import { FLOW_ACTIONS, type FlowAction, missingInput, resendOf } from './action.ts'
import { isIdentifierFirst } from './identifier-first.ts'
import { DEFAULT_OFFER, firstStep, type SignInMethod, type Step } from './step.ts'

const EMAIL = 'nadia@orchard.example'

describe('the action that resends the email of a step', () => {
  it.each<[Step, ReturnType<typeof resendOf>]>([
    [
      { name: 'code', email: EMAIL },
      { action: 'send-code', values: { email: EMAIL } },
    ],
    [
      { name: 'forgot-sent', email: EMAIL },
      { action: 'forgot', values: { email: EMAIL } },
    ],
    [
      { name: 'verify-email', email: EMAIL },
      { action: 'resend', values: {} },
    ],
    [{ name: 'phone' }, undefined],
    [{ name: 'complete', returnTo: '/' }, undefined],
  ])('is known for %j', (step, action) => {
    expect(resendOf(step)).toEqual(action)
    if (action) expect(FLOW_ACTIONS[action.action].from).toContain(step.name)
  })
})

describe('the first missing input of a form', () => {
  it.each<[FlowAction, Record<string, string>, object | undefined]>([
    ['identify', {}, { code: 'email_required', field: 'email' }],
    ['password', { email: ' ' }, { code: 'email_required', field: 'email' }],
    ['password', { email: EMAIL }, { code: 'password_required', field: 'password' }],
    ['password', { email: EMAIL, password: 'x' }, undefined],
    ['code', { code: '\t' }, { code: 'code_required', field: 'code' }],
    ['phone', {}, { code: 'phone_invalid', field: 'phoneNumber' }],
    ['organization', {}, { code: 'organization_required', field: 'organizationId' }],
    ['reset', { token: 't' }, { code: 'password_required', field: 'newPassword' }],
    ['mfa-challenge', {}, undefined],
    ['back', {}, undefined],
  ])('of %s with %j is %j', (action, input, error) => {
    expect(missingInput(action, input)).toEqual(error)
  })

  const filled = { email: EMAIL, password: 'x' }
  const inputs = {
    signUpNames: { firstName: 'required', lastName: 'optional' },
    signUpFields: [{ name: 'company', label: 'Company', required: true }],
  } as const
  const start: Step = { ...DEFAULT_OFFER, name: 'start', ...inputs }
  const invitation: Step = { name: 'invitation', email: EMAIL, state: 'pending', ...inputs }

  it.each([start, invitation])('of a sign-up is one that the app requires: $name', (step) => {
    const missing = (more: object) => missingInput('sign-up', { ...filled, ...more }, step)
    expect(missing({})).toEqual({ code: 'field_required', field: 'firstName' })
    expect(missing({ firstName: ' ' })).toEqual({ code: 'field_required', field: 'firstName' })
    expect(missing({ firstName: 'Nadia' })).toEqual({ code: 'field_required', field: 'company' })
    expect(missing({ firstName: 'Nadia', company: '\n' })).toEqual({
      code: 'field_required',
      field: 'company',
    })
    expect(missing({ firstName: 'Nadia', company: 'Orchard' })).toBeUndefined()
  })

  it('is not asked for in another form, or before the form is known', () => {
    expect(missingInput('password', filled, start)).toBeUndefined()
    expect(missingInput('sign-up', filled)).toBeUndefined()
    expect(missingInput('sign-up', filled, { ...start, name: 'forgot' } as Step)).toBeUndefined()
  })
})

describe('whether sign-in asks only for the email address first', () => {
  it.each<[SignInMethod[], boolean | undefined, boolean]>([
    [['password', 'code'], undefined, false],
    [['password', 'code', 'sso'], undefined, true],
    [['password', 'sso', 'passkey'], undefined, true],
    [['code', 'sso', 'passkey'], undefined, true],
    [['password', 'code', 'sso'], false, false],
    [['password'], true, true],
    [['code'], true, true],
    [['sso', 'passkey'], true, false],
    [[], true, false],
  ])('with the methods %j and the setting %s is %s', (methods, wanted, is) => {
    expect(isIdentifierFirst({ ...DEFAULT_OFFER, methods }, wanted)).toBe(is)
  })
})

describe('the first step of a flow', () => {
  const offer = {
    ...DEFAULT_OFFER,
    signUpNames: { lastName: false } as const,
    passwordRules: { minLength: 12 },
  }

  it('has the inputs for a new account only where one can be created', () => {
    expect(firstStep('sign-in', offer)).toEqual({ ...DEFAULT_OFFER, name: 'start' })
    expect(firstStep('sign-up', offer)).toEqual({ ...offer, name: 'start' })
    expect(firstStep('sign-in')).toEqual({ ...DEFAULT_OFFER, name: 'start' })
    expect(firstStep('reset-password', offer)).toEqual({ name: 'forgot' })
    expect(firstStep('invitation', offer)).toEqual({ name: 'invitation', email: '', state: 'not-found' })
  })
})

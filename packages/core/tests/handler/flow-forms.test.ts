import { describe, expect, it } from 'vitest'
import { DEFAULT_OFFER, type FlowAction, type FlowInput } from '../../src/flow/index.ts'
import type { PendingFlow } from '../../src/handler/services/pending-flow.ts'
import { signedInResponse, wireInvitation, wirePage, wireUser } from './scripted-api.ts'
import { AUTHENTICATE, DEVICE, EMAIL, flowAt, flowWith, PASSWORD, refusal } from './scripted-flow.ts'

describe('a new password', () => {
  const CONFIRM = 'POST /user_management/password_reset/confirm'
  const at = flowAt('reset', { kind: 'reset-password', resetToken: 'token_1' })
  const reset = (
    responses: Parameters<typeof flowWith>[0],
    input: FlowInput = { newPassword: PASSWORD },
    from = at,
  ) => flowWith(responses).act(from, 'reset', input)

  it('signs the user in', async () => {
    const { act, sent } = flowWith({ [CONFIRM]: { user: wireUser() }, [AUTHENTICATE]: signedInResponse })
    const { flow, signedIn } = await act(at, 'reset', { newPassword: PASSWORD })
    expect(signedIn?.status).toBe('complete')
    expect(flow).toMatchObject({ step: 'complete', kind: 'sign-in', email: EMAIL, resetToken: undefined })
    expect(sent.map(({ body }) => body)).toMatchObject([
      { token: 'token_1', new_password: PASSWORD },
      { email: EMAIL, password: PASSWORD, ...DEVICE },
    ])
  })

  it('is set even if the sign-in that follows fails, which continues with the password', async () => {
    for (const [response, code] of [
      [refusal('user_locked', {}, 500), 'service_unavailable'],
      [refusal('invalid_credentials', {}, 400), 'invalid_credentials'],
      ['no response', undefined],
    ] as const) {
      const { flow, failure } = await reset({ [CONFIRM]: { user: wireUser() }, [AUTHENTICATE]: response })
      expect(failure).toBeUndefined()
      expect(flow).toMatchObject({ step: 'password', kind: 'sign-in', email: EMAIL, resetToken: undefined })
      expect(flow.error?.code).toBe(code)
    }
  })

  it.each([
    [refusal('entity_not_found', {}, 404), 'password_reset_token_not_found', undefined],
    [refusal('entity_not_found', {}, 400), 'password_reset_token_not_found', undefined],
    [refusal('code_of_next_year', {}, 404), 'password_reset_token_not_found', undefined],
    [
      refusal('password_strength_error', { errors: [{ code: 'x', message: 'Too short.' }] }, 400),
      'password_strength_error',
      'newPassword',
    ],
    [refusal('rate_limit_exceeded', {}, 429), 'rate_limited', undefined],
  ])('keeps the token of the link after a refusal: %j', async (response, code, field) => {
    const { flow, failure } = await reset({ [CONFIRM]: response })
    expect(failure?.error).toMatchObject({ code })
    expect(failure?.error.field).toBe(field)
    expect(flow).toMatchObject({ step: 'reset', resetToken: 'token_1' })
  })

  it('needs the token of the form or of the flow', async () => {
    const { act, sent } = flowWith({ [CONFIRM]: refusal('entity_not_found', {}, 404) })
    await act(at, 'reset', { token: 'token_2', newPassword: PASSWORD })
    await act(at, 'reset', { token: '', newPassword: PASSWORD })
    expect(sent.map(({ body }) => body.token)).toEqual(['token_2', 'token_1'])
    const none = await act({ ...at, resetToken: undefined }, 'reset', { newPassword: PASSWORD })
    expect(none.failure?.error.code).toBe('password_reset_token_not_found')
    const empty = await act(at, 'reset', { newPassword: '' })
    expect([empty.failure?.error.code, empty.flow.resetToken]).toEqual(['password_required', 'token_1'])
  })
})

describe('a sign-up', () => {
  const CREATE = 'POST /user_management/users'
  const form = { email: EMAIL, password: PASSWORD, firstName: 'Nadia', lastName: '' }
  const signUp = flowAt('start', { kind: 'sign-up' })

  it('creates the account with what the app stores, and signs in', async () => {
    const { act, sent } = flowWith(
      { [CREATE]: wireUser(), [AUTHENTICATE]: signedInResponse },
      {
        signUpFields: {
          company: 'metadata',
          account: 'externalId',
          terms: { keep: 'check', label: 'Terms', type: 'checkbox' },
          news: { keep: 'metadata', label: 'News', type: 'checkbox' },
          team: { keep: 'metadata', label: 'Team' },
        },
      },
    )
    const fields = {
      company: ' Orchard ',
      account: 'own-1',
      terms: 'on',
      news: 'false',
      team: 'false',
      other: 'x',
    }
    const { flow } = await act(signUp, 'sign-up', { ...form, ...fields })
    expect(flow).toMatchObject({ step: 'complete', email: EMAIL, firstName: 'Nadia', lastName: undefined })
    expect(sent[0]?.body).toMatchObject({
      email: EMAIL,
      password: PASSWORD,
      first_name: 'Nadia',
      metadata: { company: 'Orchard', team: 'false' },
      external_id: 'own-1',
      ...DEVICE,
    })
    expect(sent[0]?.body).not.toHaveProperty('last_name')
  })

  it('sends no metadata if there is none', async () => {
    const { act, sent } = flowWith({ [CREATE]: wireUser(), [AUTHENTICATE]: signedInResponse })
    await act(signUp, 'sign-up', form)
    expect(sent[0]?.body).not.toHaveProperty('metadata')
    expect(sent[0]?.body).not.toHaveProperty('external_id')
  })

  it.each([
    ['company', 600],
    ['account', 128],
    ['invite', 600],
  ])(
    'A12: refuses a value of %s with more than %s characters, and names the input',
    async (name, maximum) => {
      const { act, calls } = flowWith(
        { [CREATE]: wireUser(), [AUTHENTICATE]: signedInResponse },
        { signUpFields: { company: 'metadata', account: 'externalId', invite: 'check' } },
      )
      const { failure, flow } = await act(signUp, 'sign-up', { ...form, [name]: 'x'.repeat(maximum + 1) })
      expect(failure?.error).toMatchObject({ code: 'invalid_request', field: name })
      expect(flow).toMatchObject({ email: EMAIL, firstName: 'Nadia' })
      expect(calls()).toEqual([])
      expect((await act(signUp, 'sign-up', { ...form, [name]: 'x'.repeat(maximum) })).flow.step).toBe(
        'complete',
      )
    },
  )

  it('names the first input that is required and missing', async () => {
    const offer = { ...DEFAULT_OFFER, signUpNames: { lastName: 'required' } as const }
    const { act, calls } = flowWith({}, { offer })
    const { failure } = await act(signUp, 'sign-up', form)
    expect(failure?.error).toMatchObject({ code: 'field_required', field: 'lastName' })
    expect(calls()).toEqual([])
  })

  it.each<[object, object]>([
    [{ form: 'Closed today.' }, { message: 'Closed today.', messages: { form: 'Closed today.' } }],
    [{ company: 'Unknown.' }, { field: 'company', message: 'Unknown.', messages: { company: 'Unknown.' } }],
    [{}, { messages: {} }],
  ])('A13: is refused with the messages of the app: %j', async (messages, error) => {
    const seen: object[] = []
    const { act, calls } = flowWith(
      {},
      {
        beforeSignUp: (request) => {
          seen.push(request)
          return messages as Record<string, string>
        },
      },
    )
    const { failure } = await act(signUp, 'sign-up', form)
    expect(failure?.error).toEqual({
      code: 'sign_up_not_allowed',
      field: undefined,
      message: undefined,
      ...error,
    })
    expect(seen).toEqual([
      {
        email: EMAIL,
        firstName: 'Nadia',
        lastName: undefined,
        fields: {},
        isInvited: false,
        ipAddress: '203.0.113.7',
      },
    ])
    expect(calls()).toEqual([])
  })

  it.each(['user_creation_error', 'email_not_available'])(
    'A1: signs the owner of the address in if the password is right, else sends a code: %s',
    async (code) => {
      const magic = 'POST /user_management/magic_auth'
      const taken = refusal(code, { errors: [{ code: 'email_not_available', message: 'Taken.' }] }, 400)
      const right = flowWith({ [CREATE]: taken, [AUTHENTICATE]: signedInResponse })
      expect((await right.act(signUp, 'sign-up', form)).flow.step).toBe('complete')

      const wrong = flowWith({
        [CREATE]: taken,
        [AUTHENTICATE]: refusal('invalid_credentials', {}, 400),
        'GET /user_management/users': wirePage(wireUser()),
        [magic]: refusal('server_error', {}, 500),
      })
      const { flow, failure } = await wrong.act(signUp, 'sign-up', form)
      expect(failure).toBeUndefined()
      expect(flow).toMatchObject({ step: 'verify-email', codeSignsIn: true, email: EMAIL })
      expect(wrong.laterPaths()).toEqual(['sign-up'])
      expect(wrong.calls().at(-1)).toBe(magic)
    },
  )

  it('is refused as it is if the account is new and cannot sign in, or if it cannot be created', async () => {
    const fresh = flowWith({ [CREATE]: wireUser(), [AUTHENTICATE]: refusal('invalid_credentials', {}, 400) })
    expect((await fresh.act(signUp, 'sign-up', form)).failure?.error.code).toBe('invalid_credentials')
    const taken = refusal('email_not_available', {}, 400)
    const down = flowWith({ [CREATE]: taken, [AUTHENTICATE]: refusal('server_error', {}, 500) })
    const { failure, flow } = await down.act(signUp, 'sign-up', form)
    expect([failure?.error.code, flow.step]).toEqual(['service_unavailable', 'start'])
    const lost = flowWith({ [CREATE]: taken, [AUTHENTICATE]: 'no response' })
    expect((await lost.act(signUp, 'sign-up', form)).failure?.error.code).toBe('service_unavailable')
    for (const [response, code] of [
      [refusal('password_strength_error', {}, 400), 'password_strength_error'],
      [refusal('server_error', {}, 500), 'service_unavailable'],
      [refusal('conflict', {}, 409), 'conflict'],
    ] as const) {
      const refused = flowWith({ [CREATE]: response, [AUTHENTICATE]: signedInResponse })
      expect((await refused.act(signUp, 'sign-up', form)).failure?.error.code).toBe(code)
      expect(refused.calls()).toEqual([CREATE])
    }
  })

  it('is closed without an invitation, and needs one for exactly this address', async () => {
    const offer = { ...DEFAULT_OFFER, signUp: false }
    const closed = flowWith({}, { offer })
    expect((await closed.act(signUp, 'sign-up', form)).failure?.error.code).toBe('sign_up_not_allowed')
    expect(closed.calls()).toEqual([])
    const BY_TOKEN = 'GET /user_management/invitations/by_token/invitation_1'
    const invitation = wireInvitation()
    const invited = { ...signUp, invitationToken: 'invitation_1' }
    for (const [response, code] of [
      [invitation, undefined],
      [{ ...invitation, state: 'revoked' }, 'invitation_invalid'],
      [{ ...invitation, email: 'other@orchard.example' }, 'invitation_cannot_be_used_for_email'],
      [refusal('entity_not_found', {}, 404), 'invitation_invalid'],
      [refusal('unauthorized', {}, 401), 'service_unavailable'],
      [refusal('forbidden', {}, 403), 'service_unavailable'],
      [refusal('server_error', {}, 500), 'service_unavailable'],
      [refusal('rate_limit_exceeded', {}, 429), 'rate_limited'],
      ['no response', 'service_unavailable'],
    ] as const) {
      const { act, calls, sent } = flowWith(
        { [BY_TOKEN]: response, [CREATE]: wireUser(), [AUTHENTICATE]: signedInResponse },
        { offer },
      )
      const { failure } = await act(invited, 'sign-up', form)
      expect(failure?.error.code).toBe(code)
      expect(calls()).toEqual(code === undefined ? [BY_TOKEN, CREATE, AUTHENTICATE] : [BY_TOKEN])
      if (code === undefined) expect(sent[2]?.body).toMatchObject({ invitation_token: 'invitation_1' })
    }
  })
})

describe('a form with an input missing', () => {
  it.each<[PendingFlow['step'], FlowAction, FlowInput, string]>([
    ['start', 'password', {}, 'email_required'],
    ['start', 'password', { email: 'x' }, 'email_invalid'],
    ['start', 'password', { email: EMAIL, password: '' }, 'password_required'],
    ['start', 'sign-up', { email: EMAIL }, 'password_required'],
    ['code', 'code', {}, 'code_required'],
    ['code', 'code', { code: '12345' }, 'invalid_one_time_code'],
    ['select-organization', 'organization', {}, 'organization_required'],
    ['forgot', 'forgot', { email: ' ' }, 'email_required'],
  ])('is refused in the step %s: %s with %j is %s', async (step, action, input, code) => {
    const { act, calls } = flowWith({})
    const { failure, flow } = await act(flowAt(step), action, input)
    expect([failure?.error.code, flow.error?.code, flow.step]).toEqual([code, code, step])
    expect(calls()).toEqual([])
  })

  it('is refused in a step that does not have it', async () => {
    const { act } = flowWith({})
    expect((await act(flowAt('code'), 'organization', { organizationId: 'org_1' })).failure?.error.code).toBe(
      'flow_not_found',
    )
  })

  it('shows an error of the API at the input, or above the form if the step does not have the input', async () => {
    const response = refusal('password_strength_error', {}, 400)
    const { act } = flowWith({ [AUTHENTICATE]: response })
    const shown = await act(flowAt('start'), 'password', { email: EMAIL, password: PASSWORD })
    expect(shown.failure?.error).toMatchObject({ code: 'password_strength_error', field: 'password' })
    const flow = flowAt('select-organization', { pendingAuthenticationToken: 'pending_1' })
    const elsewhere = await act(flow, 'organization', { organizationId: 'org_1' })
    expect(elsewhere.failure?.error.code).toBe('password_strength_error')
    expect(elsewhere.failure?.error.field).toBeUndefined()
  })
})

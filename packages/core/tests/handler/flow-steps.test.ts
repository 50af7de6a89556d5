import { describe, expect, it } from 'vitest'
import { DEFAULT_OFFER } from '../../src/flow/index.ts'
import { describeFlow } from '../../src/handler/flow/describe-flow.ts'
import type { PendingFlow } from '../../src/handler/services/pending-flow.ts'
import { type ApiResponse, signedInResponse, wirePage, wireUser } from './scripted-api.ts'
import {
  AUTHENTICATE,
  afterPassword,
  DEVICE,
  EMAIL,
  flowAt,
  flowWith,
  pending,
  refusal,
} from './scripted-flow.ts'

describe('the step that follows a response of the API', () => {
  it('is the end, with the tokens, if the user is signed in', async () => {
    expect(await afterPassword(signedInResponse)).toMatchObject({
      flow: { step: 'complete' },
      signedIn: { status: 'complete', user: { id: 'user_1' } },
    })
  })

  it.each<[string, ApiResponse, Partial<PendingFlow>]>([
    [
      'a code by email',
      refusal('email_verification_required', {
        ...pending,
        email: 'n@x.example',
        email_verification_id: 'ev_1',
      }),
      { step: 'verify-email', email: 'n@x.example', emailVerificationId: 'ev_1' },
    ],
    [
      'a choice of organizations',
      refusal('organization_selection_required', {
        ...pending,
        user: wireUser(),
        organizations: [{ id: 'org_1', name: 'Orchard', extra: 1 }],
      }),
      { step: 'select-organization', organizations: [{ id: 'org_1', name: 'Orchard' }], userId: 'user_1' },
    ],
    [
      'single sign-on',
      refusal('sso_required', { ...pending, email: 'n@x.example', connection_ids: ['conn_1'] }),
      { step: 'sso-required', email: 'n@x.example', connectionIds: ['conn_1'] },
    ],
    [
      'single sign-on for the address of the form',
      refusal('sso_required', { connection_ids: ['conn_1'] }),
      { step: 'sso-required', email: EMAIL, connectionIds: ['conn_1'] },
    ],
    [
      'other methods',
      refusal('organization_authentication_methods_required', {
        ...pending,
        sso_connection_ids: ['conn_1'],
        auth_methods: {
          password: true,
          magic_auth: true,
          apple_oauth: true,
          github_oauth: true,
          google_oauth: true,
          microsoft_oauth: true,
          passkey: true,
          code_of_next_year: true,
        },
      }),
      {
        step: 'method-required',
        email: EMAIL,
        methods: ['password', 'code'],
        providers: ['AppleOAuth', 'GitHubOAuth', 'GoogleOAuth', 'MicrosoftOAuth', 'authkit'],
        connectionIds: ['conn_1'],
      },
    ],
    [
      'one other method',
      refusal('organization_authentication_methods_required', {
        ...pending,
        email: 'n@x.example',
        sso_connection_ids: [],
        auth_methods: { password: false, google_oauth: true, apple_oauth: false },
      }),
      {
        step: 'method-required',
        email: 'n@x.example',
        methods: [],
        providers: ['GoogleOAuth'],
        connectionIds: [],
      },
    ],
    [
      'a code for a risky sign-in',
      refusal('radar_email_challenge', {
        ...pending,
        radar_challenge_id: 'rc_1',
        email: 'n@x.example',
        user_id: 'user_2',
      }),
      {
        step: 'challenge',
        email: 'n@x.example',
        userId: 'user_2',
        challenge: { radarChallengeId: 'rc_1', sentTo: 'n@x.example' },
      },
    ],
    [
      'a phone number',
      refusal('radar_sms_challenge', { ...pending, user: wireUser() }),
      { step: 'phone', userId: 'user_1', challenge: undefined },
    ],
    [
      'a phone number, under its earlier name',
      refusal('radar_challenge', { ...pending, user_id: 'user_2' }),
      { step: 'phone', userId: 'user_2' },
    ],
  ])('is %s', async (_, response, expected) => {
    const { flow, failure } = await afterPassword(response)
    expect(failure).toBeUndefined()
    expect(flow).toMatchObject({ returnTo: '/reports', codeSignsIn: undefined, ...expected })
    const has =
      'status' in (response as object) &&
      'pending_authentication_token' in (response as { body: object }).body
    expect(flow.pendingAuthenticationToken).toBe(has ? 'pending_1' : undefined)
  })

  it.each<[string, object]>([
    ['mfa_enrollment', pending],
    ['mfa_challenge', { ...pending, authentication_factors: [] }],
    ['sso_required', { connection_ids: [] }],
    [
      'organization_authentication_methods_required',
      { sso_connection_ids: [], auth_methods: { password: false } },
    ],
    [
      'organization_authentication_methods_required',
      { sso_connection_ids: [], auth_methods: { code_of_next_year: true } },
    ],
    ['radar_email_challenge', pending],
    ['radar_sms_challenge', pending],
    ['radar_challenge', pending],
    ['passkey_progressive_enrollment', pending],
    ['application_consent_required', pending],
    ['radar_sign_up_challenge', pending],
    ['code_of_next_year', pending],
  ])('RE-7: is the hosted page if our pages cannot show it: %s with %j', async (code, more) => {
    const { flow, failure } = await afterPassword(refusal(code, more))
    expect(failure).toBeUndefined()
    expect(flow).toMatchObject({ step: 'unknown', unknownCode: code, email: EMAIL })
    expect(flow.pendingAuthenticationToken).toBe(
      'pending_authentication_token' in more ? 'pending_1' : undefined,
    )
  })

  it.each([
    ['a b', 'unrecognized'],
    ['a.b:c-d_E1', 'a.b:c-d_E1'],
    ['x'.repeat(100), 'x'.repeat(100)],
  ])('RE-7: shows only codes that look like codes: %s', async (code, shown) => {
    expect((await afterPassword(refusal(code))).flow).toMatchObject({ step: 'unknown', unknownCode: shown })
  })

  it.each([7, '', null, {}])('RE-7: takes no token that is not a text: %j', async (token) => {
    const response = refusal('code_of_next_year', { pending_authentication_token: token })
    const { act } = flowWith({ [AUTHENTICATE]: response })
    const flow = flowAt('verify-email', { email: EMAIL, pendingAuthenticationToken: 'pending_0' })
    const { flow: next } = await act(flow, 'verify-email', { code: '123456' })
    expect(next).toMatchObject({ step: 'unknown', pendingAuthenticationToken: 'pending_0' })
  })

  it.each([500, 503, 302])('is not a step but an outage for status %s', async (status) => {
    const { flow, failure } = await afterPassword(refusal('code_of_next_year', {}, status))
    expect(flow.step).toBe('start')
    expect(failure?.error.code).toBe(status === 302 ? failure?.error.code : 'service_unavailable')
  })

  it('is not a step if the operator can fix it, or if the user can', async () => {
    const { flow, failure } = await afterPassword(refusal('unauthorized', {}, 401))
    expect([flow.step, failure?.error.code, failure?.fault?.code]).toEqual([
      'start',
      'service_unavailable',
      'api_key_refused',
    ])
    const wrong = await afterPassword(refusal('invalid_credentials', {}, 400))
    expect([wrong.flow.step, wrong.flow.email, wrong.failure?.error.code]).toEqual([
      'start',
      EMAIL,
      'invalid_credentials',
    ])
  })

  it.each(['authentication_method_not_allowed', 'email_password_auth_disabled'])(
    'is the same form with an error if the app offers another method, else the hosted page: %s',
    async (code) => {
      for (const [offer, isHosted] of [
        [{ methods: ['password', 'code'], providers: [] }, false],
        [{ methods: ['password'], providers: ['GoogleOAuth'] }, false],
        [{ methods: ['password'], providers: [] }, true],
      ] as const) {
        const { flow, failure } = await afterPassword(refusal(code), {
          offer: { ...DEFAULT_OFFER, ...offer },
        })
        expect(flow.step).toBe(isHosted ? 'unknown' : 'start')
        expect(failure?.error.code).toBe(isHosted ? undefined : code)
        expect(flow.error?.code).toBe(isHosted ? undefined : code)
      }
    },
  )
})

describe('a second factor', () => {
  const challenged = (...factors: object[]) =>
    refusal('mfa_challenge', { ...pending, user: wireUser(), authentication_factors: factors })
  const challenge = {
    id: 'auth_challenge_1',
    object: 'authentication_challenge',
    authentication_factor_id: 'f',
  }

  it('is challenged when its step is shown: the authenticator app, else the first one', async () => {
    const app = { id: 'auth_factor_2', type: 'totp' }
    const other = { id: 'auth_factor_1', type: 'sms' }
    for (const [factors, first] of [
      [[other, app], 'auth_factor_2'],
      [[other], 'auth_factor_1'],
    ] as const) {
      const call = `POST /auth/factors/${first}/challenge`
      const { flow } = await afterPassword(challenged(...factors), {}, { [call]: challenge })
      expect(flow).toMatchObject({
        step: 'mfa-challenge',
        userId: 'user_1',
        factors,
        authenticationChallengeId: 'auth_challenge_1',
      })
    }
  })

  const factor = flowAt('mfa-challenge', {
    email: EMAIL,
    userId: 'user_1',
    factors: [{ id: 'auth_factor_1', type: 'totp' }],
    pendingAuthenticationToken: 'pending_1',
  })

  it('is challenged by its first code if the challenge failed, and not again for another code', async () => {
    const call = 'POST /auth/factors/auth_factor_1/challenge'
    const shown = await afterPassword(
      challenged({ id: 'auth_factor_1', type: 'totp' }),
      {},
      { [call]: refusal('server_error', {}, 500) },
    )
    expect(shown.flow).toMatchObject({ step: 'mfa-challenge', error: { code: 'service_unavailable' } })
    expect(shown.flow.authenticationChallengeId).toBeUndefined()

    const { act, calls, guesses, sent } = flowWith({
      [call]: challenge,
      [AUTHENTICATE]: [refusal('invalid_one_time_code', {}, 400), signedInResponse],
    })
    const wrong = await act(factor, 'mfa-verify', { code: '111111' })
    expect(wrong.failure?.error).toMatchObject({ code: 'invalid_one_time_code', field: 'code' })
    expect(wrong.flow.authenticationChallengeId).toBe('auth_challenge_1')
    expect((await act(wrong.flow, 'mfa-verify', { code: '222 222' })).flow.step).toBe('complete')
    expect(calls()).toEqual([call, AUTHENTICATE, AUTHENTICATE])
    expect(guesses).toEqual([
      ['second-factor', 'user_1'],
      ['second-factor', 'user_1'],
    ])
    expect(sent[2]?.body).toMatchObject({
      code: '222222',
      pending_authentication_token: 'pending_1',
      authentication_challenge_id: 'auth_challenge_1',
      ...DEVICE,
    })
  })

  it('is chosen among those that the API offered', async () => {
    const factors = [
      { id: 'auth_factor_1', type: 'totp' },
      { id: 'auth_factor_2', type: 'totp' },
    ]
    const { act, calls } = flowWith({
      'POST /auth/factors/auth_factor_1/challenge': { ...challenge, id: 'auth_challenge_1' },
      'POST /auth/factors/auth_factor_2/challenge': { ...challenge, id: 'auth_challenge_2' },
    })
    const choose = async (factorId?: string, from = { ...factor, factors }) => {
      const { flow, failure } = await act(from, 'mfa-challenge', { factorId })
      return failure?.error.code ?? flow.authenticationChallengeId
    }
    expect(await choose('auth_factor_2')).toBe('auth_challenge_2')
    expect(await choose()).toBe('auth_challenge_1')
    expect(await choose('')).toBe('auth_challenge_1')
    expect(calls()).toHaveLength(3)
    expect(await choose('auth_factor_9')).toBe('invalid_request')
    expect(await choose(undefined, { ...factor, factors: [] })).toBe('invalid_request')
    expect(await choose('auth_factor_1', { ...factor, factors: undefined as never })).toBe('invalid_request')
    expect(calls()).toHaveLength(3)
  })

  const enrollment = {
    authentication_factor: {
      id: 'auth_factor_1',
      object: 'authentication_factor',
      type: 'totp',
      user_id: 'user_1',
      totp: {
        issuer: 'Orchard',
        user: EMAIL,
        secret: 'JBSWY3DP',
        uri: 'otpauth://totp/x',
        qr_code: 'data:image/png;base64,AA',
      },
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-01T00:00:00.000Z',
    },
    authentication_challenge: challenge,
  }
  const enroll = 'POST /user_management/users/user_1/auth_factors'

  it('is set up for the user whom the API names', async () => {
    const response = refusal('mfa_enrollment', { ...pending, user: wireUser() })
    const { flow } = await afterPassword(response, {}, { [enroll]: enrollment })
    expect(flow).toMatchObject({
      step: 'mfa-enroll',
      userId: 'user_1',
      authenticationChallengeId: 'auth_challenge_1',
      enrollment: {
        factorId: 'auth_factor_1',
        secret: 'JBSWY3DP',
        uri: 'otpauth://totp/x',
        qrCode: 'data:image/png;base64,AA',
      },
    })
  })

  it('is set up by the next action if it could not be set up when its step was shown', async () => {
    const response = refusal('mfa_enrollment', { ...pending, user: wireUser() })
    const shown = await afterPassword(response, {}, { [enroll]: 'no response' })
    expect(shown.flow).toMatchObject({ step: 'mfa-enroll', error: { code: 'service_unavailable' } })
    for (const action of ['mfa-verify', 'mfa-enroll'] as const) {
      const { act, guesses } = flowWith({ [enroll]: enrollment })
      const { flow } = await act(shown.flow, action, {})
      expect(flow).toMatchObject({ step: 'mfa-enroll', enrollment: { secret: 'JBSWY3DP' } })
      expect(guesses).toEqual([])
    }
  })

  it('is confirmed for the user, else for its factor', async () => {
    for (const [more, subject] of [
      [{ userId: 'user_1' }, 'user_1'],
      [{ factors: [{ id: 'auth_factor_1', type: 'totp' }], email: EMAIL }, 'auth_factor_1'],
      [{ enrollment: { factorId: 'auth_factor_9', secret: 's', uri: 'u' }, email: EMAIL }, 'auth_factor_9'],
      [{ email: EMAIL, factors: [] }, EMAIL],
    ] as const) {
      const { act, guesses } = flowWith({ [AUTHENTICATE]: signedInResponse })
      const flow = flowAt('mfa-enroll', {
        ...more,
        pendingAuthenticationToken: 'pending_1',
        authenticationChallengeId: 'auth_challenge_1',
      })
      expect((await act(flow, 'mfa-verify', { code: '123456' })).flow.step).toBe('complete')
      expect(guesses).toEqual([['second-factor', subject]])
    }
  })

  it('is not evaluated in a flow without its token or without a user, which has expired', async () => {
    const { act, calls } = flowWith({ [AUTHENTICATE]: signedInResponse })
    for (const missing of [
      { pendingAuthenticationToken: undefined },
      { authenticationChallengeId: undefined, factors: undefined },
      { userId: undefined, factors: undefined, email: undefined },
    ]) {
      const flow = { ...factor, authenticationChallengeId: 'auth_challenge_1', ...missing }
      const { failure, flow: next } = await act(flow, 'mfa-verify', { code: '123456' })
      expect([failure?.error.code, next.step]).toEqual(['flow_expired', 'start'])
    }
    expect(calls()).toEqual([])
  })
})

describe('a code by email', () => {
  it('continues the sign-in that asked for it, and counts as a guess', async () => {
    const { act, sent, guesses } = flowWith({ [AUTHENTICATE]: signedInResponse })
    const flow = flowAt('verify-email', { email: EMAIL, pendingAuthenticationToken: 'pending_1' })
    expect((await act(flow, 'verify-email', { code: '123-456' })).flow.step).toBe('complete')
    expect(guesses).toEqual([['email-verification', EMAIL]])
    expect(sent[0]?.body).toMatchObject({
      grant_type: 'urn:workos:oauth:grant-type:email-verification:code',
      code: '123456',
      pending_authentication_token: 'pending_1',
      ...DEVICE,
    })
  })

  it('signs in to an account that already existed', async () => {
    const { act, sent } = flowWith({ [AUTHENTICATE]: signedInResponse })
    const flow = flowAt('verify-email', { email: EMAIL, codeSignsIn: true, invitationToken: 'invitation_1' })
    expect((await act(flow, 'verify-email', { code: '123456' })).flow.step).toBe('complete')
    expect(sent[0]?.body).toMatchObject({
      grant_type: 'urn:workos:oauth:grant-type:magic-auth:code',
      email: EMAIL,
      invitation_token: 'invitation_1',
      ...DEVICE,
    })
  })

  it('is sent again at most twice, to the user of the verification', async () => {
    const send = 'POST /user_management/users/user_7/email_verification/send'
    const { act, calls, laterPaths } = flowWith({
      'GET /user_management/email_verification/ev_1': {
        object: 'email_verification',
        id: 'ev_1',
        user_id: 'user_7',
        email: EMAIL,
        expires_at: '2026-01-01T00:00:00.000Z',
        created_at: '2026-01-01T00:00:00.000Z',
        updated_at: '2026-01-01T00:00:00.000Z',
        code: '123456',
      },
      [send]: { user: wireUser() },
    })
    let flow = flowAt('verify-email', { email: EMAIL, emailVerificationId: 'ev_1' })
    for (const count of [1, 2]) {
      ;({ flow } = await act(flow, 'resend'))
      expect([flow.resends, flow.step]).toEqual([count, 'verify-email'])
    }
    expect(calls().filter((call) => call === send)).toHaveLength(2)
    expect(laterPaths()).toEqual(['resend', 'resend'])
    expect((await act(flow, 'resend')).failure?.error.code).toBe('rate_limited')
    await act(flowAt('verify-email', { email: EMAIL, userId: 'user_7' }), 'resend')
    expect(calls().at(-1)).toBe(send)
    expect(calls().filter((call) => call.startsWith('GET'))).toHaveLength(2)
  })

  const magic = {
    object: 'magic_auth',
    id: 'magic_1',
    user_id: 'user_1',
    email: EMAIL,
    expires_at: '2026-01-01T00:10:00.000Z',
    code: '123456',
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
  }

  it('A15: is sent again after the response, and only to an account that still exists', async () => {
    for (const users of [[wireUser()], []]) {
      const { act, calls, emails, laterPaths } = flowWith({
        'GET /user_management/users': wirePage(...users),
        'POST /user_management/magic_auth': magic,
      })
      const { flow } = await act(flowAt('verify-email', { email: EMAIL, codeSignsIn: true }), 'resend')
      expect(flow.resends).toBe(1)
      expect(laterPaths()).toEqual(['resend'])
      expect(calls()).toHaveLength(users.length === 0 ? 1 : 2)
      expect(emails).toEqual(
        users.length === 0
          ? []
          : [{ kind: 'sign-in-code', to: EMAIL, code: '123456', expiresAt: magic.expires_at }],
      )
    }
  })

  it.each([
    ['entity_not_found', 404, true],
    ['not_found', 404, true],
    ['email_password_auth_disabled', 403, true],
    ['password_reset_not_allowed', 403, true],
    ['sign_up_not_allowed', 403, true],
    ['authentication_method_not_allowed', 403, true],
    ['rate_limit_exceeded', 429, false],
    ['server_error', 500, false],
  ])('A1: does not reveal whether the address can receive it: %s', async (code, status, isHidden) => {
    const response = refusal(code, {}, status)
    const sending = flowWith({ 'POST /user_management/magic_auth': response })
    const { flow, failure } = await sending.act(flowAt('start'), 'send-code', { email: EMAIL })
    expect([flow.step, failure === undefined]).toEqual(isHidden ? ['code', true] : ['start', false])
    const reset = flowWith({ 'POST /user_management/password_reset': response })
    const forgotten = await reset.act(flowAt('forgot', { kind: 'reset-password' }), 'forgot', {
      email: EMAIL,
    })
    expect([forgotten.flow.step, forgotten.failure === undefined]).toEqual(
      isHidden ? ['forgot-sent', true] : ['forgot', false],
    )
    expect([...sending.emails, ...reset.emails]).toEqual([])
  })

  it('that resets a password leads to the page of the app, with its own query', async () => {
    const { act, emails } = flowWith({
      'POST /user_management/password_reset': {
        object: 'password_reset',
        id: 'password_reset_1',
        user_id: 'user_1',
        email: EMAIL,
        password_reset_token: 'token 1&',
        password_reset_url: 'https://elsewhere.example',
        expires_at: '2026-01-01T00:10:00.000Z',
        created_at: '2026-01-01T00:00:00.000Z',
      },
    })
    await act(flowAt('forgot', { kind: 'reset-password' }), 'forgot', { email: EMAIL })
    expect(emails).toEqual([
      {
        kind: 'password-reset',
        to: EMAIL,
        url: 'https://app.example.com/reset-password?lang=de&token=token+1%26',
        expiresAt: '2026-01-01T00:10:00.000Z',
      },
    ])
  })

  it('is sent later, and only to an account, if no account can be created', async () => {
    const offer = { ...DEFAULT_OFFER, signUp: false }
    const { act, calls, laterPaths } = flowWith(
      { 'GET /user_management/users': wirePage(wireUser()), 'POST /user_management/magic_auth': magic },
      { offer },
    )
    const { flow } = await act(flowAt('start'), 'send-code', { email: EMAIL })
    expect([flow.step, flow.codeSignsIn, flow.email]).toEqual(['code', true, EMAIL])
    expect(laterPaths()).toEqual(['send-code'])
    expect(calls()).toEqual(['GET /user_management/users', 'POST /user_management/magic_auth'])
  })
})

describe('a code for a risky sign-in', () => {
  const at = (challenge: PendingFlow['challenge']) =>
    flowAt('challenge', {
      email: EMAIL,
      userId: 'user_1',
      pendingAuthenticationToken: 'pending_1',
      challenge,
    })

  it('is evaluated as a guess, in the way that it was sent', async () => {
    const { act, sent, guesses } = flowWith({ [AUTHENTICATE]: signedInResponse })
    await act(at({ radarChallengeId: 'rc_1', sentTo: EMAIL }), 'challenge', { code: '123456' })
    await act(at({ verificationId: 'v_1', sentTo: '+15550109999' }), 'challenge', { code: '123456' })
    expect(guesses).toEqual([
      ['fraud-check', 'user_1'],
      ['fraud-check', 'user_1'],
    ])
    expect(sent.map(({ body }) => body)).toMatchObject([
      { radar_challenge_id: 'rc_1', pending_authentication_token: 'pending_1', ...DEVICE },
      { verification_id: 'v_1', phone_number: '+15550109999', ...DEVICE },
    ])
    expect((await act(at(undefined), 'challenge', { code: '123456' })).failure?.error.code).toBe(
      'flow_expired',
    )
  })

  it('is sent to the phone number of the user, and counted', async () => {
    const { act, sent, guesses } = flowWith({
      'POST /user_management/radar_challenges': { verification_id: 'v_1', phone_number: '+15550109999' },
    })
    const flow = flowAt('phone', { userId: 'user_1', pendingAuthenticationToken: 'pending_1' })
    const { flow: next } = await act(flow, 'phone', { phoneNumber: '00 1 (555) 010-9999' })
    expect(next).toMatchObject({
      step: 'challenge',
      challenge: { verificationId: 'v_1', sentTo: '+15550109999' },
    })
    expect(guesses).toEqual([['text', 'user_1']])
    expect(sent[0]?.body).toMatchObject({ user_id: 'user_1', phone_number: '+15550109999', ...DEVICE })
    for (const phoneNumber of [
      '',
      '5550109999',
      '+05550109999',
      '+155501',
      '+1555010999912345',
      'x+15550109999',
      undefined,
    ])
      expect((await act(flow, 'phone', { phoneNumber })).failure?.error).toMatchObject({
        code: 'phone_invalid',
        field: 'phoneNumber',
      })
    expect(
      (await act({ ...flow, userId: undefined }, 'phone', { phoneNumber: '+15550109999' })).failure?.error
        .code,
    ).toBe('flow_expired')
  })
})

describe('a step back', () => {
  it.each([
    ['sign-in', 'start'],
    ['sign-up', 'start'],
    ['reset-password', 'forgot'],
    ['invitation', 'invitation'],
  ] as const)('keeps the address and nothing that was proven: %s', async (kind, step) => {
    const from = flowAt('mfa-challenge', {
      kind,
      email: EMAIL,
      userId: 'user_1',
      pendingAuthenticationToken: 'pending_1',
      invitationToken: 'invitation_1',
      factors: [],
      error: { code: 'invalid_one_time_code' },
    })
    expect(await flowWith({}).act(from, 'back')).toStrictEqual({
      flow: {
        id: 'flow_1',
        kind,
        startedAt: from.startedAt,
        returnTo: '/reports',
        invitationToken: 'invitation_1',
        step,
        email: EMAIL,
      },
    })
  })
})

describe('the state of a flow that a page sees', () => {
  const offer = { ...DEFAULT_OFFER, passwordRules: { minLength: 12 } }
  const shown = (flow: PendingFlow, isStored = true) => describeFlow(flow, offer, isStored)

  it('has the typed values, and the id only if the flow is stored', () => {
    const flow = flowAt('start', {
      email: EMAIL,
      firstName: 'Nadia',
      fields: { company: 'Orchard' },
      resetToken: 's',
    })
    expect(shown(flow)).toEqual({
      kind: 'sign-in',
      flow: 'flow_1',
      step: { ...DEFAULT_OFFER, name: 'start' },
      error: undefined,
      values: { email: EMAIL, firstName: 'Nadia', company: 'Orchard' },
      returnTo: '/reports',
    })
    expect(Object.keys(shown(flow).values)).toEqual(['company', 'email', 'firstName'])
    expect(shown(flow, false).flow).toBeUndefined()
  })

  it.each<[Partial<PendingFlow> & Pick<PendingFlow, 'step'>, object]>([
    [
      { step: 'password', email: EMAIL },
      { name: 'password', email: EMAIL, methods: DEFAULT_OFFER.methods },
    ],
    [{ step: 'code' }, { name: 'code', email: '' }],
    [
      { step: 'challenge', email: EMAIL, challenge: { radarChallengeId: 'r', sentTo: '+1555' } },
      { name: 'challenge', sentTo: '+1555' },
    ],
    [
      { step: 'challenge', email: EMAIL },
      { name: 'challenge', sentTo: EMAIL },
    ],
    [{ step: 'phone' }, { name: 'phone' }],
    [{ step: 'mfa-challenge' }, { name: 'mfa-challenge', factors: [] }],
    [
      { step: 'mfa-challenge', factors: [{ id: 'f', type: 'totp' }] },
      { name: 'mfa-challenge', factors: [{ id: 'f', type: 'totp' }] },
    ],
    [{ step: 'mfa-enroll' }, { name: 'mfa-enroll', secret: '', uri: '', qrCode: undefined }],
    [{ step: 'select-organization' }, { name: 'select-organization', organizations: [] }],
    [
      { step: 'sso-required', connectionIds: ['conn_1'], isInferred: true },
      { name: 'sso-required', email: '', connections: [{ id: 'conn_1' }], isInferred: true },
    ],
    [{ step: 'sso-required' }, { name: 'sso-required', email: '', connections: [], isInferred: undefined }],
    [
      { step: 'method-required' },
      { name: 'method-required', email: '', methods: [], providers: [], connections: [] },
    ],
    [{ step: 'forgot' }, { name: 'forgot' }],
    [{ step: 'reset' }, { name: 'reset', passwordRules: { minLength: 12 } }],
    [
      { step: 'invitation', email: EMAIL },
      { name: 'invitation', email: EMAIL, state: 'not-found' },
    ],
    [{ step: 'complete' }, { name: 'complete', returnTo: '/reports' }],
    [{ step: 'unknown' }, { name: 'unknown', code: '', email: undefined }],
    [
      { step: 'unknown', unknownCode: 'x', email: EMAIL },
      { name: 'unknown', code: 'x', email: EMAIL },
    ],
  ])('is the step without its secrets: %j', (more, step) => {
    expect(shown(flowAt(more.step, more)).step).toEqual(step)
  })

  it('says from the start that sign-up is closed, except with an invitation', () => {
    const closed = { ...DEFAULT_OFFER, signUp: false }
    const state = (more: Partial<PendingFlow>) => describeFlow(flowAt('start', more), closed, true)
    expect(state({ kind: 'sign-up' })).toMatchObject({
      step: { signUp: false },
      error: { code: 'sign_up_not_allowed' },
    })
    const invited = state({ kind: 'sign-up', invitationToken: 'invitation_1' })
    expect([invited.error, invited.step]).toMatchObject([undefined, { signUp: true }])
    const signIn = state({ kind: 'sign-in', invitationToken: 'invitation_1' })
    expect([signIn.error, signIn.step]).toMatchObject([undefined, { signUp: false }])
  })
})

import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ApiError } from '../errors/index.ts'
import {
  authenticateWithCodeAndVerifier,
  authenticateWithDeviceCode,
  authenticateWithPassword,
  authenticateWithRefreshToken,
} from './authenticate.ts'
import { createApi } from './request/api.ts'

const user = { id: 'user_1', email: 'nadia@orchard.example', email_verified: true }
const pending = 'pQ7sVb2XnL9kTf4RyM6wZc8Jd'
const credentials = { email: 'nadia@orchard.example', password: 'six tall pear trees' }

const responding = (status: number, body: unknown, sent: string[] = []) =>
  createApi({
    apiKey: 'sk_test_1',
    clientId: 'client_1',
    fetch: async (_url, init) => {
      sent.push(init.body ?? '')
      return new Response(JSON.stringify(body), { status })
    },
  })

const signIn = (status: number, body: unknown) =>
  authenticateWithPassword(responding(status, body), credentials)

const steps: [string, object, object][] = [
  [
    'email_verification_required',
    {
      pending_authentication_token: pending,
      email: user.email,
      email_verification_id: 'email_verification_1',
    },
    { pendingAuthenticationToken: pending, email: user.email, emailVerificationId: 'email_verification_1' },
  ],
  [
    'mfa_enrollment',
    { pending_authentication_token: pending, user },
    {
      pendingAuthenticationToken: pending,
      user: expect.objectContaining({ id: 'user_1', emailVerified: true }),
    },
  ],
  [
    'mfa_challenge',
    {
      pending_authentication_token: pending,
      user,
      authentication_factors: [{ id: 'auth_factor_1', type: 'totp' }],
    },
    {
      pendingAuthenticationToken: pending,
      user: expect.objectContaining({ id: 'user_1' }),
      authenticationFactors: [{ id: 'auth_factor_1', type: 'totp' }],
    },
  ],
  [
    'organization_selection_required',
    { pending_authentication_token: pending, user, organizations: [{ id: 'org_1', name: 'Orchard Ltd' }] },
    {
      pendingAuthenticationToken: pending,
      user: expect.objectContaining({ id: 'user_1' }),
      organizations: [{ id: 'org_1', name: 'Orchard Ltd' }],
    },
  ],
  [
    'sso_required',
    { email: user.email, connection_ids: ['conn_1'], pending_authentication_token: pending },
    { email: user.email, connectionIds: ['conn_1'], pendingAuthenticationToken: pending },
  ],
  [
    'organization_authentication_methods_required',
    {
      email: user.email,
      sso_connection_ids: ['conn_1'],
      auth_methods: { google_oauth: true, password: false },
    },
    { email: user.email, ssoConnectionIds: ['conn_1'], authMethods: { googleOauth: true, password: false } },
  ],
  ...[
    'authentication_method_not_allowed',
    'email_password_auth_disabled',
    'passkey_progressive_enrollment',
    'application_consent_required',
    'radar_challenge',
    'radar_sign_up_challenge',
    'radar_email_challenge',
    'radar_sms_challenge',
    'radar_sms_sign_in_challenge',
  ].map((code): [string, object, object] => [
    code,
    { pending_authentication_token: pending },
    { pendingAuthenticationToken: pending },
  ]),
]

describe('a sign-in that needs another step', () => {
  describe.each(steps)('%s', (status, body, details) => {
    it.each([400, 403, 422])('is returned as an outcome for status %i, in either shape', async (http) => {
      const message = 'Another step'
      const expected = { status, ...details }
      expect({ ...(await signIn(http, { code: status, message, ...body })) }).toEqual(expected)
      expect({ ...(await signIn(http, { error: status, error_description: message, ...body })) }).toEqual(
        expected,
      )
    })

    it('G1 does not show its pending token in logs or JSON', async () => {
      const outcome = await signIn(403, { code: status, message: '', ...body })
      expect(inspect(outcome, { depth: 9 }) + JSON.stringify(outcome)).not.toContain(pending)
    })
  })

  it('is an error if its token is not a token', async () => {
    const body = {
      code: 'sso_required',
      message: '',
      connection_ids: [],
      pending_authentication_token: { $ne: 1 },
    }
    await expect(signIn(400, body)).rejects.toMatchObject({ code: 'sso_required' })
  })

  it('prefers code to error', async () => {
    const body = { code: 'invalid_credentials', error: 'mfa_challenge', message: '' }
    await expect(signIn(400, body)).rejects.toMatchObject({ code: 'invalid_credentials' })
  })

  it('is an error if the response lacks the data that the step needs', async () => {
    for (const code of ['mfa_enrollment', 'mfa_challenge', 'organization_selection_required']) {
      await expect(signIn(400, { error: code, error_description: '' })).rejects.toMatchObject({ code })
    }
  })

  it('is never complete for an unknown code', async () => {
    for (const code of ['brand_new_step', 'complete', 'constructor', '__proto__', 'hasOwnProperty']) {
      const body = {
        code,
        message: '',
        user,
        access_token: 'a',
        refresh_token: 'r',
        pending_authentication_token: 'p',
      }
      const error = await signIn(403, body).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(ApiError)
      expect(error).toMatchObject({ code: 'unrecognized' })
    }
  })
})

describe('a finished sign-in', () => {
  const full = {
    user,
    organization_id: 'org_1',
    access_token: 'access.jwt.secret',
    refresh_token: 'refresh-secret',
    authentication_method: 'BrandNewOAuth',
    impersonator: { email: 'help@latchkey.example' },
    oauth_tokens: {
      provider: 'GoogleOAuth',
      access_token: 'oauth-secret',
      refresh_token: 'oauth-secret-2',
      expires_at: 1,
      scopes: ['a'],
    },
    authkit_authorization_code: 'code-secret',
  }

  it('returns the session and the rest of the response', async () => {
    expect(await signIn(200, full)).toEqual({
      status: 'complete',
      user: expect.objectContaining({ id: 'user_1' }),
      organizationId: 'org_1',
      tokens: { accessToken: 'access.jwt.secret', refreshToken: 'refresh-secret' },
      authenticationMethod: 'BrandNewOAuth',
      impersonator: { email: 'help@latchkey.example', reason: null },
      oauthTokens: {
        provider: 'GoogleOAuth',
        accessToken: 'oauth-secret',
        refreshToken: 'oauth-secret-2',
        expiresAt: 1,
        scopes: ['a'],
      },
      authkitAuthorizationCode: 'code-secret',
    })
  })

  it('G1 shows no token in logs or JSON', async () => {
    const outcome = await signIn(200, full)
    const shown =
      inspect(outcome, { depth: 9 }) +
      inspect(outcome, { depth: 9, customInspect: false }) +
      JSON.stringify(outcome)
    expect(shown).not.toContain('secret')
  })

  it('treats null and a missing field as the same', async () => {
    const nulls = {
      organization_id: null,
      authentication_method: null,
      impersonator: null,
      oauth_tokens: null,
    }
    const least = { user, access_token: 'a', refresh_token: 'r' }
    expect(await signIn(200, { ...least, ...nulls })).toEqual(await signIn(200, least))
  })

  it.each(['user', 'access_token', 'refresh_token'])('C15 is an error without %s', async (field) => {
    const call = signIn(200, { ...full, [field]: undefined })
    const camel = field.replace(/_t/, 'T')
    await expect(call).rejects.toMatchObject({ code: 'invalid_response', field: `session.${camel}` })
  })

  it('a refresh may return no user', async () => {
    const api = responding(200, { access_token: 'a', refresh_token: 'r' })
    const outcome = await authenticateWithRefreshToken(api, { refreshToken: 'r0' })
    expect(outcome).toEqual({ status: 'complete', tokens: { accessToken: 'a', refreshToken: 'r' } })
  })

  it('a public client sends no client_secret', async () => {
    const sent: string[] = []
    const fetch = async (_url: string, init: { body?: string }) => {
      sent.push(init.body ?? '')
      return new Response(JSON.stringify(full))
    }
    const api = createApi({ apiKey: null, clientId: 'client_1', fetch })
    await authenticateWithRefreshToken(api, { refreshToken: 'r' })
    await authenticateWithCodeAndVerifier(api, { code: 'c', codeVerifier: 'v' })
    for (const body of sent) expect(body).not.toContain('client_secret')
    await expect(authenticateWithPassword(api, credentials)).rejects.toMatchObject({
      code: 'api_key_missing',
    })
    expect(sent.length).toBe(2)
  })

  it('needs a client ID', async () => {
    const api = createApi({ apiKey: 'sk_test_1', fetch: async () => expect.unreachable() })
    await expect(authenticateWithPassword(api, credentials)).rejects.toMatchObject({
      code: 'client_id_missing',
    })
  })
})

describe('polling for a device', () => {
  it.each(['authorization_pending', 'slow_down'])('%s is returned as an outcome', async (status) => {
    const api = responding(400, { error: status, error_description: '' })
    expect(await authenticateWithDeviceCode(api, { deviceCode: 'd' })).toEqual({ status })
  })

  it.each(['access_denied', 'expired_token', 'invalid_grant'])('%s is thrown as an error', async (code) => {
    const api = responding(400, { error: code, error_description: '' })
    await expect(authenticateWithDeviceCode(api, { deviceCode: 'd' })).rejects.toMatchObject({ code })
  })
})

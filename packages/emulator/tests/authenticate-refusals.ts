import type { ReachableCode } from '../src/emulator/supported/describe-support.ts'
import type { EmulatorOptions } from '../src/index.ts'
import { type Caller, organization, PASSWORD, type Seen, signIn, verifiedUser } from './fixture.ts'

/** A refusal of `authenticate`, and how to cause it. Without `bring`, only a fault can cause it, and `how` is the reason. */
export interface Refusal {
  code: string
  status: number
  how: string
  /** The options that the server must be started with. */
  server?: EmulatorOptions
  bring?(caller: Caller): Promise<Seen>
}

const EMAIL = 'nadia@orchard.example'
const MAGIC = 'urn:workos:oauth:grant-type:magic-auth:code'
const TOTP = 'urn:workos:oauth:grant-type:mfa-totp'
const CHOOSE = 'urn:workos:oauth:grant-type:organization-selection'
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code'

const password = (caller: Caller, fields: object = {}) =>
  caller.authenticate({ grant_type: 'password', email: EMAIL, password: PASSWORD, ...fields })
const settings = (caller: Caller, change: object) => caller.call('PUT', '/_emulator/settings', change)
const magicCode = async (caller: Caller) =>
  (await caller.call('POST', '/user_management/magic_auth', { email: EMAIL })).body.code as string
const magic = (caller: Caller, code: string) => caller.authenticate({ grant_type: MAGIC, email: EMAIL, code })
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')
const device = async (caller: Caller) =>
  (await caller.call('POST', '/user_management/authorize/device', { client_id: caller.environment.clientId }))
    .body
const poll = (caller: Caller, device_code: string) => caller.authenticate({ grant_type: DEVICE, device_code })

/** Adds the user to two organizations, the second one with this policy, and signs in up to the organization selection. */
async function choosing(caller: Caller, policy: object) {
  await caller.environment.seed({
    users: [{ email: EMAIL, password: PASSWORD, email_verified: true }],
    organizations: [
      { name: 'Open', members: [{ email: EMAIL }] },
      { name: 'Strict', policy, members: [{ email: EMAIL }] },
    ],
  })
  const { body } = await password(caller)
  const strict = body.organizations.find(({ name }: { name: string }) => name === 'Strict').id as string
  return { strict, pending: body.pending_authentication_token as string }
}

async function entering(caller: Caller, policy: object): Promise<Seen> {
  const { strict, pending } = await choosing(caller, policy)
  return caller.authenticate({
    grant_type: CHOOSE,
    pending_authentication_token: pending,
    organization_id: strict,
  })
}

async function enrolled(caller: Caller, email = EMAIL) {
  const id = await verifiedUser(caller, email)
  const { body } = await caller.call('POST', `/user_management/users/${id}/auth_factors`, { type: 'totp' })
  return { id, challengeId: body.authentication_challenge.id as string }
}

/** The code in the redirect after consent. */
async function codeFrom(caller: Caller, query: Record<string, string>): Promise<string> {
  const params = new URLSearchParams({
    client_id: caller.environment.clientId,
    redirect_uri: 'http://localhost:3000/callback',
    response_type: 'code',
    ...query,
  })
  const { headers } = await caller.call('GET', `/user_management/authorize?${params}`)
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
}

const exchange = (caller: Caller, code: string, fields: object = {}) =>
  caller.authenticate({ grant_type: 'authorization_code', code, ...fields })

export const REFUSALS: readonly Refusal[] = [
  {
    code: 'radar_email_challenge',
    status: 403,
    how: 'a sign-in while the setting `radar` is `challenge`',
    async bring(caller) {
      await settings(caller, { radar: 'challenge' })
      await verifiedUser(caller, EMAIL)
      return password(caller)
    },
  },
  {
    code: 'radar_sms_challenge',
    status: 403,
    how: 'a sign-in while `radar` is `challenge` and `radar_challenge` is `sms`',
    async bring(caller) {
      await settings(caller, { radar: 'challenge', radar_challenge: 'sms' })
      await verifiedUser(caller, EMAIL)
      return password(caller)
    },
  },
  {
    code: 'invalid_request',
    status: 400,
    how: 'an unknown `grant_type`, or a missing parameter',
    bring: (caller) => caller.authenticate({ grant_type: 'none' }),
  },
  {
    code: 'invalid_client',
    status: 400,
    how: 'a wrong `client_secret`',
    bring: (caller) => password(caller, { client_secret: 'sk_test_wrong' }),
  },
  {
    code: 'invalid_grant',
    status: 400,
    how: 'a code or refresh token that is unknown, expired or used',
    bring: (caller) => caller.authenticate({ grant_type: 'refresh_token', refresh_token: 'none' }),
  },
  {
    code: 'code_challenge_not_found',
    status: 400,
    how: 'a `code_verifier` for a code that was requested without a challenge',
    async bring(caller) {
      await verifiedUser(caller, EMAIL)
      const code = await codeFrom(caller, { provider: 'authkit', login_hint: EMAIL })
      return exchange(caller, code, { code_verifier: 'v'.repeat(43) })
    },
  },
  {
    code: 'organization_not_found',
    status: 400,
    how: 'a refresh with an organization that does not exist',
    async bring(caller) {
      await verifiedUser(caller, EMAIL)
      const { refresh_token } = await signIn(caller, EMAIL)
      return caller.authenticate({ grant_type: 'refresh_token', refresh_token, organization_id: 'org_none' })
    },
  },
  {
    code: 'organization_membership_not_found',
    status: 400,
    how: 'a refresh with an organization that the user is not a member of',
    async bring(caller) {
      await verifiedUser(caller, EMAIL)
      const organization_id = await organization(caller, 'Others')
      const { refresh_token } = await signIn(caller, EMAIL)
      return caller.authenticate({ grant_type: 'refresh_token', refresh_token, organization_id })
    },
  },
  {
    code: 'token_too_big',
    status: 400,
    how: 'a JWT template that renders to more than 3072 bytes',
    async bring(caller) {
      await verifiedUser(caller, EMAIL)
      await settings(caller, { jwt_template: JSON.stringify({ big: 'x'.repeat(4000) }) })
      return password(caller)
    },
  },
  {
    code: 'invalid_credentials',
    status: 400,
    how: 'a wrong password, or an unknown email address',
    bring: (caller) => password(caller),
  },
  {
    code: 'email_password_auth_disabled',
    status: 403,
    how: 'the setting `password_enabled: false`',
    async bring(caller) {
      await settings(caller, { password_enabled: false })
      return password(caller)
    },
  },
  {
    code: 'invalid_one_time_code',
    status: 400,
    how: 'a wrong code',
    bring: async (caller) => magic(caller, wrong(await magicCode(caller))),
  },
  {
    code: 'one_time_code_expired',
    status: 400,
    how: 'a code that is older than ten minutes (move the clock)',
    async bring(caller) {
      const code = await magicCode(caller)
      await caller.environment.clock.advance({ minutes: 10 })
      return magic(caller, code)
    },
  },
  {
    code: 'one_time_code_previously_used',
    status: 400,
    how: 'a code that was used before',
    async bring(caller) {
      const code = await magicCode(caller)
      await magic(caller, code)
      return magic(caller, code)
    },
  },
  {
    code: 'one_time_code_too_many_attempts',
    status: 400,
    how: 'a sixth wrong code',
    async bring(caller) {
      const code = await magicCode(caller)
      for (let n = 0; n < 5; n++) await magic(caller, wrong(code))
      return magic(caller, code)
    },
  },
  {
    code: 'invalid_pending_authentication_token',
    status: 400,
    how: 'a pending token that is unknown, used or expired',
    bring: (caller) =>
      caller.authenticate({
        grant_type: CHOOSE,
        pending_authentication_token: 'none',
        organization_id: 'org_none',
      }),
  },
  {
    code: 'user_mismatch',
    status: 400,
    how: 'a challenge that belongs to another user',
    async bring(caller) {
      await enrolled(caller)
      const other = await enrolled(caller, 'other@orchard.example')
      const { body } = await password(caller)
      return caller.authenticate({
        grant_type: TOTP,
        code: '000000',
        pending_authentication_token: body.pending_authentication_token,
        authentication_challenge_id: other.challengeId,
      })
    },
  },
  {
    code: 'invalid_organization_id',
    status: 400,
    how: 'the selection of an organization that was not offered',
    async bring(caller) {
      const { pending } = await choosing(caller, {})
      return caller.authenticate({
        grant_type: CHOOSE,
        pending_authentication_token: pending,
        organization_id: 'org_none',
      })
    },
  },
  {
    code: 'invitation_invalid',
    status: 400,
    how: 'an invitation token that is unknown, used, revoked or expired',
    async bring(caller) {
      await verifiedUser(caller, EMAIL)
      return password(caller, { invitation_token: 'none' })
    },
  },
  {
    code: 'invitation_cannot_be_used_for_email',
    status: 400,
    how: 'an invitation for another email address',
    async bring(caller) {
      await verifiedUser(caller, EMAIL)
      const { body } = await caller.call('POST', '/user_management/invitations', {
        email: 'guest@orchard.example',
      })
      return password(caller, { invitation_token: body.token })
    },
  },
  {
    code: 'email_verification_required',
    status: 403,
    how: 'a password sign-in with an unverified email address',
    async bring(caller) {
      await verifiedUser(caller, EMAIL, { email_verified: false })
      return password(caller)
    },
  },
  {
    code: 'mfa_enrollment',
    status: 403,
    how: 'the setting `mfa: required`, or the organization’s policy',
    async bring(caller) {
      await verifiedUser(caller, EMAIL)
      await settings(caller, { mfa: 'required' })
      return password(caller)
    },
  },
  {
    code: 'mfa_challenge',
    status: 403,
    how: 'a user with an enrolled authenticator app',
    async bring(caller) {
      await enrolled(caller)
      return password(caller)
    },
  },
  {
    code: 'organization_selection_required',
    status: 403,
    how: 'a user who is a member of several organizations',
    async bring(caller) {
      const id = await verifiedUser(caller, EMAIL)
      await organization(caller, 'One', [id])
      await organization(caller, 'Two', [id])
      return password(caller)
    },
  },
  {
    code: 'sso_required',
    status: 400,
    how: 'an organization with the policy `sso_required`',
    async bring(caller) {
      await caller.environment.seed({
        users: [{ email: EMAIL, password: PASSWORD, email_verified: true }],
        organizations: [{ name: 'Only', policy: { sso_required: true }, members: [{ email: EMAIL }] }],
      })
      return password(caller)
    },
  },
  {
    code: 'organization_authentication_methods_required',
    status: 400,
    how: 'an organization that does not allow the method',
    bring: (caller) => entering(caller, { auth_methods: { password: false } }),
  },
  {
    code: 'authorization_pending',
    status: 400,
    how: 'a device whose code no user has approved yet',
    bring: async (caller) => poll(caller, (await device(caller)).device_code),
  },
  {
    code: 'slow_down',
    status: 400,
    how: 'a device that polls again within five seconds',
    async bring(caller) {
      const { device_code } = await device(caller)
      await poll(caller, device_code)
      return poll(caller, device_code)
    },
  },
  {
    code: 'expired_token',
    status: 400,
    how: 'a device code that is older than five minutes',
    async bring(caller) {
      const { device_code } = await device(caller)
      await caller.environment.clock.advance({ minutes: 6 })
      return poll(caller, device_code)
    },
  },
  {
    code: 'access_denied',
    status: 400,
    how: 'a device that the user denies on the hosted page',
    async bring(caller) {
      const { device_code, user_code } = await device(caller)
      const { emulator, environment } = caller
      await emulator.fetch(`${emulator.url}/hosted/${environment.clientId}/device`, {
        method: 'POST',
        body: new URLSearchParams({ user_code, action: 'deny' }),
        headers: { origin: emulator.url },
      })
      return poll(caller, device_code)
    },
  },
  {
    code: 'too_many_requests',
    status: 429,
    how: 'an eleventh attempt within a minute, with `--limits documented`',
    server: { limits: 'documented' },
    async bring(caller) {
      for (let n = 0; n < 10; n++) await password(caller)
      return password(caller)
    },
  },
  {
    code: 'unauthorized_client',
    status: 400,
    how: 'a device sign-in with the setting `device_authorization_enabled: false`',
    async bring(caller) {
      const { device_code } = await device(caller)
      await settings(caller, { device_authorization_enabled: false })
      return poll(caller, device_code)
    },
  },
  {
    code: 'authentication_method_not_allowed',
    status: 403,
    how: 'a Magic Auth code with the setting `magic_auth_enabled: false`',
    async bring(caller) {
      const code = await magicCode(caller)
      await settings(caller, { magic_auth_enabled: false })
      return magic(caller, code)
    },
  },
  {
    code: 'invalid_link_authorization_code',
    status: 400,
    how: 'any `link_authorization_code`, because the local server issues none',
    async bring(caller) {
      const code = await magicCode(caller)
      return caller.authenticate({ grant_type: MAGIC, email: EMAIL, code, link_authorization_code: 'none' })
    },
  },
  {
    code: 'sign_up_not_allowed',
    status: 400,
    how: 'a new user from a social provider with the setting `sign_up_enabled: false`',
    async bring(caller) {
      await settings(caller, { sign_up_enabled: false })
      return exchange(caller, await codeFrom(caller, { provider: 'GoogleOAuth', login_hint: EMAIL }))
    },
  },
  {
    code: 'invalid_connection',
    status: 400,
    how: 'an SSO connection whose organization was deleted before the code was used',
    async bring(caller) {
      await caller.environment.seed({
        organizations: [{ name: 'Gone' }],
        connections: [{ id: 'conn_gone', organization: 'Gone', profiles: [{ email: EMAIL }] }],
      })
      const code = await codeFrom(caller, { connection_id: 'conn_gone' })
      const { body } = await caller.call('GET', '/organizations')
      await caller.call('DELETE', `/organizations/${body.data[0].id}`)
      return exchange(caller, code)
    },
  },
  {
    code: 'invalid_request_parameters',
    status: 422,
    how: 'a body that is not JSON',
    bring: (caller) => caller.call('POST', '/user_management/authenticate', '{"grant_type":'),
  },
  { code: 'pkce_not_supported', status: 400, how: 'PKCE is supported for every client' },
  { code: 'invalid_profile', status: 400, how: 'the stand-in providers return only valid profiles' },
  {
    code: 'extra_attributes_required',
    status: 400,
    how: 'the required attributes are not documented',
  },
  { code: 'daily_quota_exceeded', status: 429, how: 'the size of the quota is not documented' },
  { code: 'passkey_progressive_enrollment', status: 403, how: 'passkeys are not emulated' },
  { code: 'application_consent_required', status: 403, how: 'third-party applications are not emulated' },
  {
    code: 'radar_challenge',
    status: 403,
    how: 'the emulated Radar uses only email and SMS challenges, which have their own codes',
  },
  {
    code: 'radar_sign_up_challenge',
    status: 403,
    how: 'the emulated Radar uses only email and SMS challenges, which have their own codes',
  },
  {
    code: 'radar_sms_sign_in_challenge',
    status: 403,
    how: 'the emulated Radar uses only email and SMS challenges, which have their own codes',
  },
]

export const REACHABLE: readonly ReachableCode[] = REFUSALS.map(({ code, status, how, bring }) => ({
  code,
  status,
  how,
  byFault: bring === undefined,
}))
